"""An audit as plain dictionaries, everything decided: what a template prints, in the order it prints it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from clauseaudit.model import Audit, Basis, Fact, Finding, Grade
from clauseaudit.render import words
from clauseaudit.render.advice import short_clause, steps
from clauseaudit.render.order import Numbered, numbered
from clauseaudit.render.passage import View, rows, sections

BRIEF_LIMIT = 45  # characters of explanation in a note beside the text
CHAPTER_SHARE = 14.0  # percent of the strip that a chapter label needs
_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
_CHAPTER = re.compile(r"第?[一二三四五六七八九十百\d]{1,4}(?=[章节条、.．])")


def report_view(audit: Audit, names: Mapping[str, str], key: str = "") -> View:
    """``key`` keeps the element ids of several reports on one page apart."""
    findings, goods = _numbered(audit, names)
    everything = findings + goods
    placed = [view for view in everything if view["placed"]]
    passage = rows(audit, placed)
    document, light = audit.document, audit.verdict.light
    return {
        "key": key, "title": document.title or document.id, "address": document.url or document.source,
        "retrieved": document.retrieved, "sha256": document.sha256, "chars": len(document.text),
        "on": audit.on, "notes": list(document.notes), "pack": audit.pack,
        "light": light if light in words.LIGHT else "unread",
        "light_name": words.LIGHT_NAME.get(light, words.LIGHT_NAME["unread"]),
        "headline": words.headline(light, document.type), "sentence": audit.verdict.sentence,
        "counts": _counts(everything), "findings": findings, "goods": goods,
        "facts": _facts(audit, everything, passage),
        "marks": _marks(placed, len(document.text)), "chapters": _chapters(audit),
        "rows": passage, "floating": [view for view in everything if not view["placed"]],
        "can_err": words.CAN_ERR + (words.MEASURED if any(view["measured"] for view in everything) else ""),
        "steps": steps(audit.findings, document.title),
        "effects": _effects(audit),
    }  # fmt: skip


def _numbered(audit: Audit, names: Mapping[str, str]) -> tuple[list[View], list[View]]:
    text = audit.document.text
    risks, goods = numbered(audit.findings)
    return [_finding(entry, names, text) for entry in risks], [_finding(entry, names, text) for entry in goods]


def _finding(entry: Numbered, names: Mapping[str, str], text: str) -> View:
    finding = entry.finding
    start, end = _span(finding, text)
    laws = [_law(basis) for basis in finding.basis]
    return {
        "id": entry.id, "number": entry.number, "like": entry.like,
        "grade": str(finding.grade), "word": words.GRADE_WORD[finding.grade],
        "shape": words.GRADE_SHAPE[finding.grade], "name": names.get(finding.category, ""),
        "title": finding.title, "quote": finding.quote, "clause": finding.clause,
        "short_clause": short_clause(finding.clause),
        "placed": start < end, "start": start, "end": end,
        "where": f"第{start + 1}–{end}字" if start < end else "全文",
        "explain": finding.explain, "brief": _brief(finding.explain), "action": finding.action,
        "counter": finding.counter, "suggest": finding.suggest, "softened": finding.softened or "",
        "measured": words.measured(finding.confidence, finding.samples, finding.source),
        "laws": laws,
        "laws_summary": laws[0]["plain"] + ("等" if len(laws) > 1 else "") if laws else "",
    }  # fmt: skip


def _span(finding: Finding, text: str) -> tuple[int, int]:
    """The span without the white space at its ends; (0, 0) for a finding about the whole document."""
    if finding.start is None or finding.end is None:
        return 0, 0
    start, end = max(0, finding.start), min(finding.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else (0, 0)


def _law(basis: Basis) -> View:
    article = basis.article
    return {
        "cite": words.cite(article), "plain": f"{article.short or article.title}{article.number}",
        "quote": article.quote, "effect": words.effect(article), "force": words.in_force(article),
        "why": basis.why,
    }  # fmt: skip


def _brief(explain: str) -> str:
    """The first sentences of an explanation that fit beside the text; at least one."""
    brief = ""
    for sentence in _SENTENCE.findall(explain):
        if brief and len(brief) + len(sentence) > BRIEF_LIMIT:
            break
        brief += sentence
    return brief


def _counts(views: Sequence[View]) -> list[View]:
    """One entry a grade that occurs, with the first finding of that grade to jump to."""
    result = []
    for grade in Grade:
        same = [view for view in views if view["grade"] == grade]
        if same:
            result.append({"grade": str(grade), "word": words.GRADE_WORD[grade], "n": len(same),
                           "ref": "goods" if grade is Grade.GOOD else same[0]["id"]})  # fmt: skip
    return result


def _facts(audit: Audit, views: Sequence[View], passage: Sequence[View]) -> list[View]:
    """The six questions in their fixed order, answered or not."""
    known = {fact.question: fact for fact in audit.facts}
    return [_fact(question, known.get(key), views, passage) for key, question in words.QUESTION.items()]


def _fact(question: str, fact: Fact | None, views: Sequence[View], passage: Sequence[View]) -> View:
    """An answer takes the grade of the gravest finding on the words it rests on, and leads there."""
    if fact is None or fact.answer == "unstated":
        return {"question": question, "answer": words.UNSTATED, "grade": "unstated", "ref": "", "clause": "",
                "quote": ""}  # fmt: skip
    grade, ref = "ok", ""
    if fact.start is not None and fact.end is not None:
        start, end = fact.start, fact.end
        over = [view for view in views if view["placed"] and view["start"] < end and view["end"] > start]
        if over:
            grade, ref = over[0]["grade"], over[0]["id"]
        elif row := next((row for row in passage if row["start"] <= start < row["end"]), None):
            row["linked"], ref = True, row["id"]
    return {"question": question, "answer": fact.text or fact.answer, "grade": grade, "ref": ref,
            "clause": short_clause(fact.clause), "quote": fact.quote}  # fmt: skip


def _marks(placed: Sequence[View], chars: int) -> list[View]:
    """Places on the strip in percent of the characters; the gravest last, to be painted over the others."""
    return [
        {"grade": view["grade"], "id": view["id"],
         "at": _share(view["start"], chars), "span": _share(view["end"] - view["start"], chars)}
        for view in reversed(placed)
    ]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{part / whole * 100:.2f}"


def _chapters(audit: Audit) -> list[View]:
    """Labels under the strip: the top headings that have room, each up to the next one."""
    chars = len(audit.document.text)
    headings = sections(audit)
    top = min((level for _, level, _ in headings), default=0)
    shown: list[tuple[float, str]] = []
    for start, level, label in headings:
        at = start / chars * 100
        roomy = not shown or at - shown[-1][0] >= CHAPTER_SHARE
        if level == top and roomy and at < 100 - CHAPTER_SHARE / 2:
            shown.append((at, label))
    result = []
    for (at, label), (following, _) in pairwise([*shown, (100.0, "")]):
        match = _CHAPTER.match(label)
        short = match[0].removeprefix("第") if match else label[:2]
        lead = label.find(short)
        result.append({"at": f"{at:.2f}", "span": f"{following - at:.2f}", "before": label[:lead],
                       "short": short, "after": label[lead + len(short):]})  # fmt: skip
    return result


def _effects(audit: Audit) -> list[tuple[str, str]]:
    """What the law labels that occur in this report mean."""
    used = {basis.article.effect for finding in audit.findings for basis in finding.basis}
    return [(words.EFFECT[key], meaning) for key, meaning in words.EFFECT_MEANING.items() if key in used]
