"""What a report says of a platform as a whole, before its documents: as plain dictionaries, like ``view``."""

from __future__ import annotations

from collections.abc import Sequence

from clauseaudit.model import Contradiction, Fact, Grade, Platform
from clauseaudit.render import words
from clauseaudit.render.answers import OPEN, details
from clauseaudit.render.passage import View

ANSWERS = list(words.QUESTION)


def head_view(platform: Platform, key: str, reports: Sequence[View]) -> View:
    """``reports`` are the views of the platform's audits, in order, each with a ``key`` of its own."""
    of = {audit.document.id: view for audit, view in zip(platform.audits, reports, strict=True)}
    documents = [_document(audit.document.type, view) for audit, view in zip(platform.audits, reports, strict=True)]
    unread = [{"title": u.title, "address": u.url, "reason": u.reason, "remedy": u.remedy} for u in platform.unread]
    doing = words.doing_on(audit.document for audit in platform.audits)
    light = platform.verdict.light if platform.verdict.light in words.LIGHT else "unread"
    return {
        "key": key, "address": platform.url, "light": light, "light_name": words.LIGHT_NAME[light],
        "headline": words.headline(light, doing), "sentence": platform.verdict.sentence,
        "counts": _counts(platform, reports),
        "facts": [_answer(fact, platform, of) for fact in platform.facts],
        "contradictions": [_pair(c, of) for c in platform.contradictions],
        "documents": documents, "unread": unread,
        "summary": summary(platform), "on": platform.audits[0].on if platform.audits else "",
    }  # fmt: skip


def summary(platform: Platform) -> str:
    """How many documents were read and how many were not."""
    pages = sum(audit.document.type == "page" for audit in platform.audits)
    seen = f"，看了{pages}个付款或注册页" if pages else ""
    unread = f"，有{len(platform.unread)}份没有读到" if platform.unread else ""
    return f"读到{len(platform.audits) - pages}份协议{seen}{unread}"


def _counts(platform: Platform, reports: Sequence[View]) -> list[View]:
    """One entry a grade that occurs, leading to its first finding in the first document that has one."""
    result = []
    for grade in Grade:
        count = platform.verdict.counts.get(grade, 0)
        at = ((view, c) for view in reports for c in view["counts"] if c["grade"] == grade)
        view, entry = next(at, (None, None))
        if count and view and entry:
            result.append({"grade": str(grade), "word": words.GRADE_WORD[grade], "n": count,
                           "ref": view["key"] + entry["ref"]})  # fmt: skip
    return result


def _answer(fact: Fact, platform: Platform, of: dict[str, View]) -> View:
    """The answer as the document's own report shows it, and which document that is."""
    split = any(c.question == fact.question for c in platform.contradictions)
    if fact.answer in OPEN:
        said, whose = _open(fact), ""
    else:
        view = of[fact.values["document"]]
        said, whose = dict(view["facts"][ANSWERS.index(fact.question)]), view["title"]
        said["ref"] = _lead(said["ref"], view["key"])
    return {**said, "question": words.QUESTION[fact.question], "more": details(fact), "split": split, "whose": whose}


def _open(fact: Fact) -> View:
    return {"answer": fact.text or words.UNSTATED, "grade": "unstated", "ref": "", "clause": "", "quote": "",
            "short": False}  # fmt: skip


def _lead(ref: str, key: str) -> str:
    """The id of an element of another report: a mark in its text or a paragraph; the report itself without one."""
    return f"m{key}{ref}" if ref[:1] in ("f", "g") else f"{key}{ref or 'top'}"


def _pair(contradiction: Contradiction, of: dict[str, View]) -> View:
    both = []
    for fact in (contradiction.first, contradiction.second):
        view = of[fact.values["document"]]
        said = view["facts"][ANSWERS.index(fact.question)]
        both.append({"quote": fact.quote, "clause": fact.clause, "whose": view["title"],
                     "ref": _lead(said["ref"], view["key"])})  # fmt: skip
    question = words.QUESTION.get(contradiction.question, contradiction.question)
    return {"question": question, "text": contradiction.text, "both": both}


def _document(kind: str, view: View) -> View:
    wanted = ("key", "title", "light", "headline", "sentence", "counts", "address", "chars")
    return {**{name: view[name] for name in wanted}, "kind": words.TYPE.get(kind, "")}
