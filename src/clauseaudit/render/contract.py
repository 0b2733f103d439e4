"""The JSON contract ``clauseaudit/1``: what other programs read.

Keys keep their order and meaning within the schema version; new keys are only ever added at the end of an
object. Nothing here depends on the locale, the clock or the terminal, so the bytes are the same every time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.model import SCHEMA, Audit, Basis, Contradiction, Document, Fact, Finding, Grade, Platform, Verdict

# Lone surrogates cannot be encoded; C1 controls reach a terminal; \x85, U+2028 and U+2029 end a line for many
# readers of JSON Lines. All are escaped, which every JSON parser turns back into the same character.
_UNSAFE = "[\x7f-\x9f\u2028\u2029\ud800-\udfff]"
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


Pieces = Iterator[str]  # of one text: joined once, at the end, since a long report has a million characters


def to_json(reports: Sequence[Audit | Platform]) -> str:
    """One object for one audit or platform, otherwise an array; a platform holds its documents."""
    texts = [_platform(one, True) if isinstance(one, Platform) else _audit(one) for one in reports]
    return "".join(chain(texts[0] if len(texts) == 1 else _array(texts), "\n"))


def to_jsonl(reports: Sequence[Audit | Platform]) -> str:
    """One object a line; the documents of a platform, each naming it, then what is said of all of them."""
    return "".join(piece for one in reports for line in _lines(one) for piece in chain(line, "\n"))


def _lines(report: Audit | Platform) -> list[Pieces]:
    return [*_documents(report), _platform(report)] if isinstance(report, Platform) else [_audit(report)]


def encode(value: Any) -> str:
    """One line of JSON, Chinese unescaped, safe to encode as UTF-8 whatever the text holds."""
    text = _ENCODER.encode(value)
    # What is unsafe cannot be printed either; to ask that is three times as fast as to search.
    return text if text.isprintable() else expression(_UNSAFE).sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _members(record: dict[str, Any]) -> str:
    """What stands between the braces of an object."""
    return encode(record)[1:-1]


def _array(values: Iterable[Iterable[str]]) -> Pieces:
    yield "["
    for number, value in enumerate(values):
        if number:
            yield ","
        yield from value
    yield "]"


def audit_record(audit: Audit) -> dict[str, Any]:
    """The contract's object for one document."""
    record: dict[str, Any] = json.loads("".join(_audit(audit)))
    return record


def platform_record(platform: Platform) -> dict[str, Any]:
    """The contract's object for a platform; its facts and contradictions name documents in ``values.document``."""
    record: dict[str, Any] = json.loads("".join(_platform(platform, True)))
    return record


def _audit(audit: Audit, platform: str | None = None) -> Pieces:
    """A document; of a platform it names that."""
    head = {"schema": SCHEMA, "document": _document(audit.document), "on": audit.on}
    tail: dict[str, Any] = {
        "facts": [_fact(fact) for fact in audit.facts],
        "verdict": _verdict(audit.verdict),
        "pack": audit.pack,
        "contradictions": [_contradiction(c) for c in audit.contradictions],
    }
    if platform is not None:
        tail["platform"] = platform
    yield f'{{{_members(head)},"findings":'
    yield from _array(map(_finding, audit.findings))
    yield f",{_members(tail)}}}"


def _documents(platform: Platform) -> list[Pieces]:
    return [_audit(audit, platform.url) for audit in platform.audits]


def _platform(platform: Platform, whole: bool = False) -> Pieces:
    """A platform, if ``whole`` with its documents."""
    head = {"schema": SCHEMA, "platform": platform.url}
    tail: dict[str, Any] = {
        "unread": [{"url": u.url, "reason": u.reason, "title": u.title, "remedy": u.remedy} for u in platform.unread],
        "facts": [_fact(fact) for fact in platform.facts],
        "contradictions": [_contradiction(c) for c in platform.contradictions],
        "verdict": _verdict(platform.verdict),
    }
    yield f"{{{_members(head)},"
    if whole:
        yield '"documents":'
        yield from _array(_documents(platform))
        yield ","
    yield f"{_members(tail)}}}"


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "light": verdict.light,
        "counts": {str(grade): verdict.counts.get(grade, 0) for grade in Grade},
        "sentence": verdict.sentence,
    }


def _contradiction(contradiction: Contradiction) -> dict[str, Any]:
    return {
        "question": contradiction.question,
        "text": contradiction.text,
        "first": _fact(contradiction.first),
        "second": _fact(contradiction.second),
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "sha256": document.sha256,
        "chars": len(document.text),
        "text": document.text,
        "type": document.type,
        "url": document.url,
        "retrieved": document.retrieved,
        "notes": list(document.notes),
        "gaps": list(document.gaps),
        "scans": [[scan.start, scan.end] for scan in document.scans],
    }


def _finding(finding: Finding) -> Iterable[str]:
    before, after = _around(finding._replace(start=None, end=None, quote="", clause=""))
    place = {"start": finding.start, "end": finding.end, "quote": finding.quote, "clause": finding.clause}
    return "{", before, ",", _members(place), ",", after, "}"


@lru_cache(maxsize=1024)  # a rule says the same wherever it holds
def _around(finding: Finding) -> tuple[str, str]:
    """What stands before and after the place of a finding."""
    before = {
        "source": finding.source,
        "confidence": finding.confidence,
        "rule": finding.rule,
        "category": finding.category,
        "grade": str(finding.grade),
    }
    words = {
        "explain": finding.explain,
        "action": finding.action,
        "suggest": finding.suggest,
        "counter": finding.counter,
        "softened": finding.softened,
    }
    after = {
        "title": finding.title,
        "samples": finding.samples,
        "settle": finding.settle,
        "benchmark": finding.benchmark,
        "shown": finding.shown,
        "example": finding.example,
    }
    return _members(before), f"{_members(words)},{_laws(finding.basis)},{_members(after)}"


@lru_cache(maxsize=1024)  # and many rest on the same laws
def _laws(basis: tuple[Basis, ...]) -> str:
    return _members({"basis": [_basis(one) for one in basis]})


def _basis(basis: Basis) -> dict[str, Any]:
    article = basis.article
    return {
        "law": article.title,
        "article": article.number,
        "item": article.item,
        "quote": article.quote,
        "effect": article.effect,
        "effective": article.effective,
        "short": article.short,
        "paragraph": article.paragraph,
        "holding": article.holding,
        "why": basis.why,
        "until": article.until,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "question": fact.question,
        "answer": fact.answer,
        "values": fact.values,
        "quote": fact.quote,
        "start": fact.start,
        "end": fact.end,
        "clause": fact.clause,
        "text": fact.text,
    }
