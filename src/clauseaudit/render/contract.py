"""The JSON contract ``clauseaudit/1``: what other programs read.

Keys keep their order and meaning within the schema version; new keys are only ever added at the end of an
object. Nothing here depends on the locale, the clock or the terminal, so the bytes are the same every time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from clauseaudit.model import SCHEMA, Audit, Basis, Document, Fact, Finding, Grade

# Lone surrogates cannot be encoded; C1 controls reach a terminal; \x85, U+2028 and U+2029 end a line for many
# readers of JSON Lines. All are escaped, which every JSON parser turns back into the same character.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_json(audits: Sequence[Audit]) -> str:
    """One object for one audit, otherwise an array."""
    records = [audit_record(audit) for audit in audits]
    return encode(records[0] if len(records) == 1 else records) + "\n"


def to_jsonl(audits: Sequence[Audit]) -> str:
    """One object a line."""
    return "".join(encode(audit_record(audit)) + "\n" for audit in audits)


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
        "verdict": {
            "light": audit.verdict.light,
            "counts": {str(grade): audit.verdict.counts.get(grade, 0) for grade in Grade},
            "sentence": audit.verdict.sentence,
        },
        "pack": audit.pack,
        "contradictions": [
            {"question": c.question, "text": c.text, "first": _fact(c.first), "second": _fact(c.second)}
            for c in audit.contradictions
        ],
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
