"""Scoring, to the digit, against the reference script where it is at hand."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clauseaudit.cli import main
from clauseaudit.score import Score, overlap

SHARED = Path(os.environ.get("CLAUSEAUDIT_SHARED", Path(__file__).parent.parent.parent / "shared"))
CATEGORIES = ("refund-denial", "balance-expiry", "jurisdiction")


def row(start: int | None, end: int | None, category: str = "refund-denial", grade: str = "unfair") -> dict[str, Any]:
    return {"start": start, "end": end, "category": category, "grade": grade}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [((0, 10), (5, 15), True), ((0, 10), (6, 16), False), ((0, 100), (40, 44), True), ((0, 5), (5, 9), False)],
)
def test_half_of_the_shorter_span_must_be_shared(a: tuple[int, int], b: tuple[int, int], expected: bool) -> None:
    assert overlap(row(*a), row(*b)) is expected
    assert overlap(row(*b), row(*a)) is expected


def test_maybe_is_ignored_both_ways_and_good_is_no_risk() -> None:
    score = Score()
    labels = [row(0, 10), row(20, 30, grade="maybe"), row(40, 50, grade="good")]
    findings = [row(0, 10), row(20, 30), row(40, 50), row(60, 70, grade="good"), row(80, 90, grade="void")]
    score.add(labels, findings, 1000)
    assert (score.typed.labels, score.typed.hit, score.typed.found, score.typed.right) == (1, 1, 3, 1)
    assert score.alarms == 2
    assert score.void.found == 1 and score.void.right == 0
    assert score.alarm_rate() == 20


def test_missing_duties_are_counted_by_document() -> None:
    score = Score()
    labels = [row(None, None, "missing-minor", "missing"), row(None, None, "missing-operator", "maybe")]
    score.add(labels, [row(None, None, "missing-minor", "missing")] * 2, 10)
    assert (score.missing.labels, score.missing.found, score.missing.right) == (1, 1, 1)


def invented(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Random labels and outputs for three documents."""
    rng = random.Random(seed)

    def spans(count: int, grades: tuple[str, ...]) -> list[dict[str, Any]]:
        starts = [rng.randrange(900) for _ in range(count)]
        return [row(s, s + rng.randrange(5, 60), rng.choice(CATEGORIES), rng.choice(grades)) for s in starts]

    labels, outputs = [], []
    for doc in ("a1", "a2", "b1"):
        labels += [{"doc": doc, **r} for r in spans(20, ("void", "unfair", "notice", "maybe", "good"))]
        labels.append({"doc": doc, **row(None, None, "missing-minor", "missing")})
        found = [*spans(25, ("void", "unfair", "notice", "good")), row(None, None, "missing-minor", "missing")]
        outputs.append({"document": {"id": doc, "text": "字" * 1000}, "findings": found})
    return labels, outputs


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_the_reference_to_the_digit(seed: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    reference = SHARED / "tools" / "score.py"
    if not reference.exists():
        pytest.skip(f"THE REFERENCE SCORER IS NOT HERE ({reference}): agreement was not tested")
    paths = [str(tmp_path / "labels.jsonl"), str(tmp_path / "findings.jsonl")]
    for path, rows in zip(paths, invented(seed), strict=True):
        Path(path).write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    for only in ("", "a"):
        command = [sys.executable, str(reference), *paths, "-v", f"--only={only}"]
        expected = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        capfd.readouterr()
        assert main(["score", *paths, "-v", "--only", only]) == 0
        assert capfd.readouterr().out == expected
