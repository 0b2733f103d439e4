"""The order and the numbers of findings, the same in every report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from clauseaudit.model import Finding, Grade
from clauseaudit.render import words


class Numbered(NamedTuple):
    """A finding with its place in the report."""

    finding: Finding
    id: str  # "f1" for the first risk, "g1" for the first good term
    number: str  # "1", or "甲" for a good term
    like: str  # number of the earlier finding that says all the same about other words, else ""


def numbered(findings: Sequence[Finding]) -> tuple[list[Numbered], list[Numbered]]:
    """Risks by number and good terms by 甲乙丙, each gravest first, then by place.

    A shop repeats itself, a report need not: the second finding of a rule points to the first for its reasons.
    """
    ordered = sorted(findings, key=lambda finding: finding.grade.rank)
    risks = [finding for finding in ordered if finding.grade is not Grade.GOOD]
    goods = [finding for finding in ordered if finding.grade is Grade.GOOD]
    first: dict[tuple[object, ...], str] = {}
    return (
        [_number(f, f"f{i}", str(i), first) for i, f in enumerate(risks, 1)],
        [Numbered(f, f"g{i}", words.stem(i - 1), "") for i, f in enumerate(goods, 1)],
    )


def _number(finding: Finding, id: str, number: str, first: dict[tuple[object, ...], str]) -> Numbered:
    reasons = finding[finding._fields.index("explain") : finding._fields.index("samples")]
    like = first.setdefault((finding.title, finding.grade, *reasons), number)
    return Numbered(finding, id, number, like if like != number else "")
