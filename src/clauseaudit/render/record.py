"""The way back: objects of the JSON contract, read from a file, to audits.

A file may come from anywhere, so every value is checked. What the contract does not carry (the headings, an
article's id, scope and source) is empty afterwards; everything else is as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from clauseaudit.errors import ClauseauditError
from clauseaudit.model import (
    SCHEMA,
    Article,
    Audit,
    Basis,
    Contradiction,
    Document,
    Fact,
    Finding,
    Grade,
    Scan,
    Verdict,
)

Record = dict[str, Any]
T = TypeVar("T")


def read_audits(text: str, subject: str) -> list[Audit]:
    """The audits in JSON (one object, an array, or a platform's ``documents``) or JSON Lines.

    ``subject`` names the file in errors. Closing objects of platforms, which have no document, are left out.
    Raises ClauseauditError for anything that is not of the contract.
    """
    try:
        records = [record for value in _values(text) for record in _flat(value)]
        audits = [read_audit(record) for record in records if not _closes_platform(record)]
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, _Wrong) else f"不是 JSON（{type(error).__name__}）"
        raise ClauseauditError(subject, said, "用 clauseaudit audit … --format json 重新输出") from error
    if not audits:
        raise ClauseauditError(subject, "里面没有体检结果", "用 clauseaudit audit … --format json 重新输出")
    return audits


class _Wrong(ValueError):
    """Valid JSON that is not of the contract; the message is for people."""


def _values(text: str) -> Iterator[Any]:
    """The one value, or the value of each line."""
    try:
        yield json.loads(text)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise
        yield from (json.loads(line) for line in text.split("\n") if line.strip())


def _flat(value: Any) -> list[Any]:
    if isinstance(value, dict) and isinstance(value.get("documents"), list):
        return list(value["documents"])
    return value if isinstance(value, list) else [value]


def _closes_platform(record: Any) -> bool:
    return isinstance(record, dict) and "platform" in record and "document" not in record


def read_audit(record: Any) -> Audit:
    """One object of the contract. Raises ValueError, in Chinese, naming what is wrong."""
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise _Wrong(f"不是 {SCHEMA} 的体检结果")
    document = _document(_get(record, "document", dict))
    findings = tuple(_finding(item, document.text) for item in _list(record, "findings"))
    verdict = _get(record, "verdict", dict)
    counts = {key: value for key, value in _get(verdict, "counts", dict).items() if isinstance(value, int)}
    return Audit(
        document,
        _get(record, "on", str),
        findings,
        tuple(_fact(item) for item in _list(record, "facts")),
        Verdict(_get(verdict, "light", str), counts, _get(verdict, "sentence", str, "")),
        pack=_get(record, "pack", str, ""),
        contradictions=tuple(_contradiction(item) for item in _list(record, "contradictions")),
    )


def _get(record: Record, key: str, kind: type[T], default: T | None = None) -> T:
    value = record.get(key, default)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _Wrong(f"{key} 缺失或类型不对")
    return value


def _list(record: Record, key: str) -> list[Record]:
    items: list[Any] = _get(record, key, list, [])
    if not all(isinstance(item, dict) for item in items):
        raise _Wrong(f"{key} 里有不是对象的东西")
    return items


def _optional(record: Record, key: str, kind: type[T]) -> T | None:
    return None if record.get(key) is None else _get(record, key, kind)


def _number(record: Record, key: str) -> float | None:
    value = record.get(key)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else _optional(record, key, float)


def _document(record: Record) -> Document:
    id, title, source, text, sha256 = (_get(record, key, str) for key in ("id", "title", "source", "text", "sha256"))
    notes, gaps = (
        tuple(note for note in _get(record, key, list, []) if isinstance(note, str)) for key in ("notes", "gaps")
    )
    scans = tuple(Scan(*pair) for pair in _get(record, "scans", list, []) if _is_span(pair, len(text)))
    return Document(
        id, title, source, text, sha256, type=_get(record, "type", str, "general"), url=_get(record, "url", str, ""),
        retrieved=_get(record, "retrieved", str, ""), notes=notes, gaps=gaps, scans=scans,
    )  # fmt: skip


def _is_span(value: Any, chars: int) -> bool:
    is_pair = isinstance(value, list) and len(value) == 2 and all(type(offset) is int for offset in value)
    return is_pair and 0 <= value[0] <= value[1] <= chars


def _finding(record: Record, text: str) -> Finding:
    start, end, quote = _optional(record, "start", int), _optional(record, "end", int), _get(record, "quote", str)
    if (start is None) != (end is None):
        raise _Wrong("start 和 end 只有一个")
    if start is not None and end is not None and (not 0 <= start <= end or text[start:end] != quote):
        raise _Wrong("quote 和 document.text[start:end] 不一致")
    words = {key: _get(record, key, str) for key in ("explain", "action", "suggest", "counter", "clause")}
    grade = _get(record, "grade", str)
    if grade not in set(Grade):
        raise _Wrong(f"没有等级 {grade[:20]}（grade）")
    return Finding(
        source=_get(record, "source", str), confidence=_number(record, "confidence"), rule=_get(record, "rule", str),
        title=_get(record, "title", str, ""), category=_get(record, "category", str), grade=Grade(grade),
        start=start, end=end, quote=quote, softened=_optional(record, "softened", str),
        basis=tuple(_basis(item) for item in _list(record, "basis")), samples=_get(record, "samples", int, 0),
        settle=_get(record, "settle", str, ""), benchmark=_get(record, "benchmark", str, ""),
        shown=_get(record, "shown", str, ""), example=_get(record, "example", str, ""),
        **words,
    )  # fmt: skip


def _basis(record: Record) -> Basis:
    first = {key: _get(record, key, str) for key in ("item", "quote", "effect", "effective")}
    later = {key: _get(record, key, str, "") for key in ("short", "paragraph", "holding", "until")}
    article = Article(
        law="",
        title=_get(record, "law", str),
        number=_get(record, "article", str),
        scope="",
        source="",
        **first,
        **later,
    )
    return Basis(article, _get(record, "why", str, ""))


def _fact(record: Record) -> Fact:
    return Fact(
        _get(record, "question", str), _get(record, "answer", str), _get(record, "values", dict, {}),
        _get(record, "quote", str, ""), _optional(record, "start", int), _optional(record, "end", int),
        _get(record, "clause", str, ""), _get(record, "text", str, ""),
    )  # fmt: skip


def _contradiction(record: Record) -> Contradiction:
    first, second = _fact(_get(record, "first", dict)), _fact(_get(record, "second", dict))
    return Contradiction(_get(record, "question", str), first, second, _get(record, "text", str))
