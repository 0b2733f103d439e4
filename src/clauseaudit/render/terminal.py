"""The report for a terminal: the answer first, then the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clauseaudit.model import Audit, Contradiction, Fact, Finding, Grade, Platform, Verdict
from clauseaudit.render import words
from clauseaudit.render.answers import details
from clauseaudit.render.columns import harmless, pad, width_of, wrap
from clauseaudit.render.head import summary
from clauseaudit.render.order import LISTED, Numbered, numbered

_COLOR = {Grade.VOID: "31", Grade.UNFAIR: "33", Grade.NOTICE: "34", Grade.MISSING: "35", Grade.GOOD: "32"}
_LIGHT_COLOR = {"red": "31", "yellow": "33", "green": "32", "unread": "1", "elsewhere": "1"}
_LIGHT_SHAPE = {"red": "●", "yellow": "●", "green": "●", "unread": "○", "elsewhere": "○"}
_INDENT = "   "
_ASKED = 20  # columns of a question, the longest of them and a gap
_GRAVE = (Grade.VOID, Grade.UNFAIR)
NO_TITLES: Mapping[str, str] = {}
_LAWS = 2  # articles quoted in full for each finding, strongest first; the rest are only named


def to_terminal(
    audits: Sequence[Audit | Platform],
    *,
    color: bool = False,
    quiet: bool = False,
    width: int = 80,
    names: Mapping[str, str] | None = None,
) -> str:
    """Plain text of at most ``width`` columns; ``quiet`` gives one line for each document.

    Of a platform's documents only what is grave is listed: twenty full reports would bury the answer.
    """
    page = _Page(color, max(40, width), names or {})
    if quiet:
        return "".join(line + "\n" for one in audits for line in page.lines(one))
    reports = (page.platform(one) if isinstance(one, Platform) else page.report(one) for one in audits)
    return "\n\n".join("\n".join(report) for report in reports) + ("\n" if audits else "")


class _Page:
    """How to write: with or without colour, how wide, which category names."""

    def __init__(self, color: bool, width: int, names: Mapping[str, str]) -> None:
        self.color, self.width, self.names = color, min(width, 100), names

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def lines(self, report: Audit | Platform) -> list[str]:
        """A line for each document; of a platform first one for all, last those that were not read."""
        if isinstance(report, Audit):
            return [self.one_line(report)]
        light = report.verdict.light
        doing = words.doing_on(audit.document for audit in report.audits)
        head = self.paint(words.headline(light, doing), _LIGHT_COLOR.get(light, "1"))
        first = "  ".join((head, harmless(report.url), summary(report), harmless(report.verdict.sentence)))
        unread = [f"没读到  {harmless(u.title)}  {harmless(u.url)}  {harmless(u.reason)}" for u in report.unread]
        return [first, *map(self.one_line, report.audits), *unread]

    def platform(self, platform: Platform) -> list[str]:
        """The head over all documents, then the documents with their gravest findings, then what was not read."""
        lines = wrap(f"{platform.url}，{summary(platform)}", self.width)
        doing = words.doing_on(audit.document for audit in platform.audits)
        lines += [*self.light(platform.verdict, doing), "", *self.facts(platform.facts, _titles(platform))]
        lines += self.contradictions(platform.contradictions, _titles(platform))
        for audit in platform.audits:
            lines += ["", *self.brief(audit)]
        if platform.unread:
            lines += ["", self.rule(f"没有读到的{len(platform.unread)}份"), *wrap(words.UNREAD_HINT, self.width)]
        for unread in platform.unread:
            remedy = f"。{unread.remedy}" if unread.remedy else ""
            lines += wrap(f"{unread.title}：{unread.reason}{remedy}", self.width, "· ", "  ")
            lines += wrap(unread.url, self.width, "  ", "  ")
        lines += ["", self.rule("来源"), *wrap("每份协议的全部发现、法条和办法：加 -o 报告.html", self.width)]
        lines += wrap(words.CAN_ERR, self.width, "会不会错：", "      ")
        return lines + wrap(words.NOT_ADVICE, self.width, "用途：", "      ")

    def brief(self, audit: Audit) -> list[str]:
        """One document of a platform: its light, and the findings of the gravest grades in their own words."""
        kind = words.TYPE.get(audit.document.type, "")
        lines = [self.rule(f"{harmless(_name(audit))}" + (f" {kind}" if kind else ""))]
        lines += self.light(audit.verdict, words.doing(audit.document))
        risks, _ = numbered(audit.findings)
        for risk in (r for r in risks if r.finding.grade in _GRAVE):
            finding = risk.finding
            mark = f"{words.GRADE_SHAPE[finding.grade]} {words.GRADE_WORD[finding.grade]}"
            first, *rest = wrap(finding.title, self.width, f"{_INDENT}{mark} ", "      ")
            lines += [first.replace(mark, self.paint(mark, _COLOR[finding.grade]), 1), *rest]
            if finding.quote:
                where = f"（{finding.clause}）" if finding.clause else ""
                lines += wrap(f"“{finding.quote}”{where}", self.width, "      ", "      ")
        return lines + wrap(audit.document.url or audit.document.source, self.width, _INDENT, _INDENT)

    def one_line(self, audit: Audit) -> str:
        counts = " ".join(
            f"{words.GRADE_WORD[grade]}{n}" for grade in Grade if (n := audit.verdict.counts.get(grade, 0))
        )
        light = audit.verdict.light
        head = self.paint(words.headline(light, words.doing(audit.document)), _LIGHT_COLOR.get(light, "1"))
        parts = [head, harmless(_name(audit)), counts or "没有标出", harmless(audit.verdict.sentence)]
        return "  ".join(part for part in parts if part)

    def report(self, audit: Audit) -> list[str]:
        lines = [*self.verdict(audit), "", *self.facts(audit.facts), *self.contradictions(audit.contradictions)]
        risks, goods = numbered(audit.findings)
        nothing, _ = words.nothing(audit.verdict.light)
        lines += ["", self.rule(f"{len(risks)}处疑点，最要紧的在前" if risks else nothing)]
        unlisted = max(0, len(risks) - LISTED) + max(0, len(goods) - LISTED)
        if unlisted:
            lines += wrap(words.unlisted(unlisted), self.width)
        for risk in risks[:LISTED]:
            lines += ["", *self.finding(risk)]
        if goods:
            lines += ["", self.rule(f"对你有利的{len(goods)}条")]
        for good in goods[:LISTED]:
            lines += ["", *self.finding(good)]
        return [*lines, "", *self.source(audit)]

    def rule(self, title: str) -> str:
        dashes = max(0, self.width - width_of(title) - 6)
        return self.paint(f"── {title} " + "─" * (dashes // 2), "1")

    def verdict(self, audit: Audit) -> list[str]:
        return wrap(_name(audit), self.width) + self.light(audit.verdict, words.doing(audit.document))

    def light(self, verdict: Verdict, document_type: str) -> list[str]:
        light = verdict.light
        shape = self.paint(_LIGHT_SHAPE.get(light, "○"), _LIGHT_COLOR.get(light, "1"))
        lines = [f"{shape} {self.paint(words.headline(light, document_type), '1;' + _LIGHT_COLOR.get(light, '0'))}"]
        if verdict.sentence:
            lines += wrap(verdict.sentence, self.width, _INDENT, _INDENT)
        return lines + self.counts(verdict.counts)

    def counts(self, counts: Mapping[str, int]) -> list[str]:
        """Grades that occur, as many on a line as fit."""
        lines: list[str] = []
        room = 0
        for grade in Grade:
            if not counts.get(grade, 0):
                continue
            text = f"{words.GRADE_SHAPE[grade]} {words.GRADE_WORD[grade]} {counts[grade]}"
            room -= width_of(text) + 2
            if room < 0 or not lines:
                lines.append(self.paint(text, _COLOR[grade]))
                room = self.width - width_of(text)
            else:
                lines[-1] += "  " + self.paint(text, _COLOR[grade])
        return lines

    def facts(self, facts: Sequence[Fact], titles: Mapping[str, str] = NO_TITLES) -> list[str]:
        known = {fact.question: fact for fact in facts}
        lines: list[str] = []
        for key in words.QUESTION:
            question, fact = words.question(key, facts), known.get(key)
            answer = (fact.text or fact.answer) if fact and fact.answer != "unstated" else words.UNSTATED
            lines += wrap(answer, self.width, pad(question, _ASKED), " " * _ASKED)
            if fact and fact.quote:
                clause = _whose(fact, titles) + (f"{fact.clause} " if fact.clause else "")
                lines += wrap(f"{clause}“{fact.quote}”", self.width, " " * _ASKED, " " * _ASKED)
            if fact and (more := details(fact)):
                lines += wrap(more, self.width, " " * _ASKED, " " * _ASKED)
        return lines

    def contradictions(self, pairs: Sequence[Contradiction], titles: Mapping[str, str] = NO_TITLES) -> list[str]:
        """What is said in two ways, each with both quotes."""
        lines: list[str] = []
        for pair in pairs:
            question = words.QUESTION.get(pair.question, pair.question)
            lines += wrap(f"{question} {pair.text}", self.width, words.SPLIT_TITLE + "：", _INDENT)
            for fact in (pair.first, pair.second):
                where = _whose(fact, titles) + fact.clause or "全文"
                lines += wrap(f"“{fact.quote}”（{where}）", self.width, _INDENT, _INDENT)
        return ["", *lines] if lines else []

    def finding(self, entry: Numbered) -> list[str]:
        finding = entry.finding
        grade = finding.grade
        name = self.names.get(finding.category, "")
        mark = f"{words.GRADE_SHAPE[grade]} {words.GRADE_WORD[grade]}"
        lines = [self.paint(f"{entry.number}  {mark}", "1;" + _COLOR[grade]) + (f"  {name}" if name else "")]
        body = [("", finding.title)]
        if finding.quote:
            where = f"（{finding.clause}）" if finding.clause else ""
            body.append(("", f"“{finding.quote}”{where}"))
        body.append((words.SHOWN_LABEL + "：", finding.shown))
        body += [("", words.like(entry.like))] if entry.like else _reasons(finding)
        for label, text in body:
            if text:
                lines += wrap(text, self.width, _INDENT + label, _INDENT + "  " * bool(label))
        return lines

    def source(self, audit: Audit) -> list[str]:
        document = audit.document
        lines = [self.rule("来源")]
        lines += wrap(document.url or document.source, self.width, "原文：", "      ")
        for note in document.notes:
            lines += wrap(note, self.width, words.NOTES_LABEL + "：", "      ")
        lines += wrap(f"SHA-256 {document.sha256}", self.width, "指纹：", "      ")
        pack = f"，规则包{audit.pack}" if audit.pack else ""
        about = f"全文{len(document.text):,}字，法律按{audit.on}施行的文字{pack}"
        lines += wrap(about, self.width, "依据：", "      ")
        lines += wrap(words.CAN_ERR, self.width, "会不会错：", "      ")
        return lines + wrap(words.NOT_ADVICE, self.width, "用途：", "      ")


def _reasons(finding: Finding) -> list[tuple[str, str]]:
    """What it means, why, what the other side may say, what to do: (label, text)."""
    body = [("", finding.explain), (words.SOFTENED_LABEL + "：", finding.softened or "")]
    for basis in finding.basis[:_LAWS]:
        law = f"{words.cite(basis.article)}“{basis.article.quote}”〔{words.effect(basis.article)}〕"
        body.append(("法条：", f"{law} {basis.why}"))
    body.append(("另见：", "、".join(words.cite(basis.article) for basis in finding.basis[_LAWS:])))
    body.append((words.SETTLE_LABEL + "：", finding.settle))
    body.append((words.COUNTER_LABEL + "：", finding.counter))
    body.append((words.ACTION_LABEL + "：", finding.action))
    body.append(("会不会错：", words.measured(finding)))
    return body


def _titles(platform: Platform) -> dict[str, str]:
    """Titles of a platform's documents by id."""
    return {audit.document.id: audit.document.title or audit.document.id for audit in platform.audits}


def _whose(fact: Fact, titles: Mapping[str, str]) -> str:
    """The document that a platform's fact stands in."""
    title = titles.get(fact.values.get("document", ""), "")
    return f"《{title}》" if title else ""


def _name(audit: Audit) -> str:
    return f"《{audit.document.title}》" if audit.document.title else audit.document.id
