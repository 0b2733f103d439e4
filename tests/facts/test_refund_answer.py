"""From claims to the answer of the whole document."""

from __future__ import annotations

from typing import Any

import pytest

from clauseaudit.facts.reading import Claim, Statement
from clauseaudit.facts.refund_answer import decide, say

STATEMENT = Statement(0, 0, 0, "", "", "text", "", 0, 0)


def claim(answer: str, weight: float, said: str = "", flat: bool = False, **values: Any) -> Claim:
    return Claim(answer, weight, STATEMENT, (0, 0), {"about": "stored", **values}, said, flat)


def test_nothing_said_is_no_answer() -> None:
    assert decide([]) == []


@pytest.mark.parametrize(
    ("claims", "answer", "said"),
    [
        ([claim("no", 4.0, "不能退", flat=True), claim("yes", 4.0)], "no", "不能退"),
        ([claim("no", 4.0, "不能退"), claim("yes", 4.0)], "conditional", "看情况，有条件才退"),
        ([claim("no", 1.2, "不能退")], "conditional", "违规、赠送等不退"),
        ([claim("yes", 4.0, window_days=7), claim("yes", 2.0, fee_percent=5)], "yes", "7天内可退，扣5%"),
    ],
    ids=["flat refusal", "refusal and promise", "refusal after a breach", "promises add up"],
)  # fmt: skip
def test_the_first_is_the_answer(claims: list[Claim], answer: str, said: str) -> None:
    top = decide(claims)[0]
    assert (top.answer, top.said) == (answer, said)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"fee_percent": 20, "fee_percent_min": 5}, "能退，扣5%到20%"),
        ({"route": "original"}, "能退，原路退回"),
        ({"window_days": 3, "window_unit": "workday"}, "3个工作日内可退"),
    ],
    ids=["fees", "route", "window"],
)
def test_what_is_said(values: dict[str, Any], said: str) -> None:
    assert say(claim("yes", 4.0), values) == said and len(said) <= 16
