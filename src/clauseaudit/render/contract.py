"""The JSON contract ``clauseaudit/1``: what other programs read.

Keys keep their order and meaning within the schema version; new keys are only ever added at the end of an
object. Nothing here depends on the locale, the clock or the terminal, so the bytes are the same every time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from clauseaudit.model import SCHEMA, Audit, Basis, Contradiction, Document, Fact, Finding, Grade, Platform, Verdict

# Lone surrogates cannot be encoded; C1 controls reach a terminal; \x85, U+2028 and U+2029 end a line for many
# readers of JSON Lines. All are escaped, which every JSON parser turns back into the same character.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_json(reports: Sequence[Audit | Platform]) -> str:
    """One object for one audit or platform, otherwise an array; a platform holds its documents."""
    records = [platform_record(one) if isinstance(one, Platform) else audit_record(one) for one in reports]
    return encode(records[0] if len(records) == 1 else records) + "\n"


def to_jsonl(reports: Sequence[Audit | Platform]) -> str:
    """One object a line; the documents of a platform, each naming it, then what is said of all of them."""
    return "".join(encode(record) + "\n" for one in reports for record in _lines(one))


def _lines(report: Audit | Platform) -> list[dict[str, Any]]:
    if not isinstance(report, Platform):
        return [audit_record(report)]
    record = platform_record(report)
    return [*record.pop("documents"), record]


def encode(value: Any) -> str:
    """One line of JSON, Chinese unescaped, safe to encode as UTF-8 whatever the text holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def audit_record(audit: Audit) -> dict[str, Any]:
    """The contract's object for one document."""
    return {
        "schema": SCHEMA,
        "document": _document(audit.document),
        "on": audit.on,
        "findings": [_finding(finding) for finding in audit.findings],
        "facts": [_fact(fact) for fact in audit.facts],
        "verdict": _verdict(audit.verdict),
        "pack": audit.pack,
        "contradictions": [_contradiction(c) for c in audit.contradictions],
    }


def platform_record(platform: Platform) -> dict[str, Any]:
    """The contract's object for a platform; its facts and contradictions name documents in ``values.document``."""
    return {
        "schema": SCHEMA,
        "platform": platform.url,
        "documents": [{**audit_record(audit), "platform": platform.url} for audit in platform.audits],
        "unread": [{"url": u.url, "reason": u.reason, "title": u.title, "remedy": u.remedy} for u in platform.unread],
        "facts": [_fact(fact) for fact in platform.facts],
        "contradictions": [_contradiction(c) for c in platform.contradictions],
        "verdict": _verdict(platform.verdict),
    }


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


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "source": finding.source,
        "confidence": finding.confidence,
        "rule": finding.rule,
        "category": finding.category,
        "grade": str(finding.grade),
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "clause": finding.clause,
        "explain": finding.explain,
        "action": finding.action,
        "suggest": finding.suggest,
        "counter": finding.counter,
        "softened": finding.softened,
        "basis": [_basis(basis) for basis in finding.basis],
        "title": finding.title,
        "samples": finding.samples,
        "settle": finding.settle,
        "benchmark": finding.benchmark,
        "shown": finding.shown,
        "example": finding.example,
    }


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
