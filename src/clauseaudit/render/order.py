"""The order and the numbers of findings, the same in every report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from clauseaudit.model import Finding, Grade
from clauseaudit.render import words

LISTED = 500  # findings that a report for people lists; of the others it says how many there are


class Numbered(NamedTuple):
    """A finding with its place in the report."""

    finding: Finding
    id: str  # "f1" for the first risk, "g1" for the first good term
    number: str  # "1", or "甲" for a good term
    like: str  # number of the earlier finding with the same reasons, remedies and law, else ""


def numbered(findings: Sequence[Finding]) -> tuple[list[Numbered], list[Numbered]]:
    """Risks by number and good terms by 甲乙丙: gravest first, one kind after the other, each kind by place.

    A shop repeats itself, a report need not: a second finding with the same reasons points to the first for them.
    """
    ordered = _by_kind(findings)
    risks = [finding for finding in ordered if finding.grade is not Grade.GOOD]
    goods = [finding for finding in ordered if finding.grade is Grade.GOOD]
    first: dict[tuple[object, ...], str] = {}
    return (
        [_number(f, f"f{i}", str(i), first) for i, f in enumerate(risks, 1)],
        [Numbered(f, f"g{i}", words.stem(i - 1), "") for i, f in enumerate(goods, 1)],
    )


def _by_kind(findings: Sequence[Finding]) -> list[Finding]:
    """By grade; within a grade the categories in the order in which they first occur."""
    ordered = sorted(findings, key=lambda finding: finding.grade.rank)
    first: dict[tuple[Grade, str], int] = {}
    for i, finding in enumerate(ordered):
        first.setdefault((finding.grade, finding.category), i)
    return sorted(ordered, key=lambda finding: (finding.grade.rank, first[finding.grade, finding.category]))


def _number(finding: Finding, id: str, number: str, first: dict[tuple[object, ...], str]) -> Numbered:
    reasons = finding[finding._fields.index("explain") : finding._fields.index("samples")]
    like = first.setdefault((finding.category, finding.grade, finding.settle, *reasons), number)
    return Numbered(finding, id, number, like if like != number else "")
