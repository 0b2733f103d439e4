"""How often the six answers are right: on our own agreements and on real ones labelled by hand.

The real ones are no part of this repository: without ../shared the test says so and is skipped.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clauseaudit.audit import audit
from clauseaudit.facts.conflict import QUESTIONS
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Fact
from clauseaudit.reader import Reader
from clauseaudit.rules import default_dir, load_pack

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "corpus"
REAL = HERE.parent.parent.parent / "shared" / "real" / "docs"
ON = "2026-11-26"
LEAST = 0.9  # of the answers right, values included
LEAST_EACH = 0.8  # of the answers to one question


@cache
def auditor() -> tuple[Matcher, Reader]:
    return Matcher(load_pack()), Reader(str(Path(default_dir()) / "reader.bin"))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def right(fact: Fact, answer: str, values: dict[str, Any]) -> bool:
    """The answer and the labelled values; a real company is labelled by the hash of its name only."""
    known = dict(fact.values)
    if "company" in known:
        known["company_sha256"] = hashlib.sha256(known["company"].encode()).hexdigest()[:12]
    return fact.answer == answer and values.items() <= known.items()


def measured(labels: list[dict[str, Any]], texts: dict[str, str]) -> tuple[Counter[str], list[str]]:
    """Right answers by question, and what was wrong, for whoever reads the failure."""
    count: Counter[str] = Counter()
    wrong = []
    matcher, reader = auditor()
    for row in labels:
        name = row.get("doc") or row["name"]
        facts = audit(Document(name, "", "", texts[name], ""), matcher, ON, reader).facts
        for question, answer, fact in zip(QUESTIONS, row["answers"], facts, strict=True):
            if right(fact, answer, row.get("values", {}).get(question, {})):
                count[question] += 1
            else:
                wrong.append(f"{name} {question}: {answer} expected, {fact.answer} {fact.values}")
    return count, wrong


def hold(labels: list[dict[str, Any]], texts: dict[str, str]) -> None:
    count, wrong = measured(labels, texts)
    assert count.total() >= LEAST * len(labels) * len(QUESTIONS), wrong
    assert all(count[question] >= LEAST_EACH * len(labels) for question in QUESTIONS), wrong


def test_short_agreements_of_our_own() -> None:
    labels = rows(CORPUS / "facts.jsonl")
    assert len(labels) >= 20
    hold(labels, {row["name"]: row["text"] for row in labels})


def test_long_agreements_of_our_own() -> None:
    labels = rows(CORPUS / "facts-long.jsonl")
    documents = CORPUS / "docs"
    assert len(labels) >= 15
    hold(labels, {row["doc"]: (documents / f"{row['doc']}.txt").read_text("utf-8") for row in labels})


def test_real_agreements() -> None:
    if not REAL.is_dir():
        pytest.skip("no ../shared/real here: the answers on real agreements are not measured")
    labels = rows(HERE / "real-answers.jsonl")
    assert len(labels) >= 20
    hold(labels, {row["doc"]: (REAL / f"{row['doc']}.txt").read_text("utf-8") for row in labels})


def test_a_wrong_value_is_a_wrong_answer() -> None:
    fact = Fact("refund", "conditional", {"window_days": 7}, text="7天内可退")
    assert right(fact, "conditional", {"window_days": 7})
    assert not right(fact, "conditional", {"window_days": 15}) and not right(fact, "no", {})
