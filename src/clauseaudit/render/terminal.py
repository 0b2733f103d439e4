"""The report for a terminal: the answer first, then the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clauseaudit.model import Audit, Fact, Finding, Grade
from clauseaudit.render import words
from clauseaudit.render.answers import details
from clauseaudit.render.columns import harmless, pad, width_of, wrap
from clauseaudit.render.order import LISTED, Numbered, numbered

_COLOR = {Grade.VOID: "31", Grade.UNFAIR: "33", Grade.NOTICE: "34", Grade.MISSING: "35", Grade.GOOD: "32"}
_LIGHT_COLOR = {"red": "31", "yellow": "33", "green": "32", "unread": "1"}
_LIGHT_SHAPE = {"red": "●", "yellow": "●", "green": "●", "unread": "○"}
_INDENT = "   "
_LAWS = 2  # articles quoted in full for each finding, strongest first; the rest are only named


def to_terminal(
    audits: Sequence[Audit],
    *,
    color: bool = False,
    quiet: bool = False,
    width: int = 80,
    names: Mapping[str, str] | None = None,
) -> str:
    """Plain text of at most ``width`` columns; ``quiet`` gives one line for each document."""
    page = _Page(color, max(40, width), names or {})
    if quiet:
        return "".join(page.one_line(audit) + "\n" for audit in audits)
    return "\n\n".join("\n".join(page.report(audit)) for audit in audits) + ("\n" if audits else "")


class _Page:
    """How to write: with or without colour, how wide, which category names."""

    def __init__(self, color: bool, width: int, names: Mapping[str, str]) -> None:
        self.color, self.width, self.names = color, min(width, 100), names

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def one_line(self, audit: Audit) -> str:
        counts = " ".join(
            f"{words.GRADE_WORD[grade]}{n}" for grade in Grade if (n := audit.verdict.counts.get(grade, 0))
        )
        light = audit.verdict.light
        head = self.paint(words.headline(light, audit.document.type), _LIGHT_COLOR.get(light, "1"))
        parts = [head, harmless(_name(audit)), counts or "没有标出", harmless(audit.verdict.sentence)]
        return "  ".join(part for part in parts if part)

    def report(self, audit: Audit) -> list[str]:
        lines = [*self.verdict(audit), "", *self.facts(audit.facts), *self.contradictions(audit)]
        risks, goods = numbered(audit.findings)
        lines += ["", self.rule(f"{len(risks)}处疑点，最要紧的在前" if risks else "没有标出疑点")]
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
        light, document = audit.verdict.light, audit.document
        shape = self.paint(_LIGHT_SHAPE.get(light, "○"), _LIGHT_COLOR.get(light, "1"))
        head = self.paint(words.headline(light, document.type), "1;" + _LIGHT_COLOR.get(light, "0"))
        lines = wrap(_name(audit), self.width)
        lines.append(f"{shape} {head}")
        if audit.verdict.sentence:
            lines += wrap(audit.verdict.sentence, self.width, _INDENT, _INDENT)
        return lines + self.counts(audit.verdict.counts)

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

    def facts(self, facts: Sequence[Fact]) -> list[str]:
        known = {fact.question: fact for fact in facts}
        lines: list[str] = []
        for key, question in words.QUESTION.items():
            fact = known.get(key)
            answer = (fact.text or fact.answer) if fact and fact.answer != "unstated" else words.UNSTATED
            lines += wrap(answer, self.width, pad(question, 14), " " * 14)
            if fact and fact.quote:
                clause = f"{fact.clause} " if fact.clause else ""
                lines += wrap(f"{clause}“{fact.quote}”", self.width, " " * 14, " " * 14)
            if fact and (more := details(fact)):
                lines += wrap(more, self.width, " " * 14, " " * 14)
        return lines

    def contradictions(self, audit: Audit) -> list[str]:
        """What the document says in two ways, each with both quotes."""
        lines: list[str] = []
        for pair in audit.contradictions:
            question = words.QUESTION.get(pair.question, pair.question)
            lines += wrap(f"{question} {pair.text}", self.width, words.SPLIT_TITLE + "：", _INDENT)
            for fact in (pair.first, pair.second):
                lines += wrap(f"“{fact.quote}”（{fact.clause or '全文'}）", self.width, _INDENT, _INDENT)
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
    body.append((words.COUNTER_LABEL + "：", finding.counter))
    body.append((words.ACTION_LABEL + "：", finding.action))
    return body


def _name(audit: Audit) -> str:
    return f"《{audit.document.title}》" if audit.document.title else audit.document.id
