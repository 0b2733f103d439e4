"""The figures of a refund."""

from __future__ import annotations

from typing import Any

import pytest

from clauseaudit.facts.lists import words_in
from clauseaudit.facts.reading import Statement
from clauseaudit.facts.refund_figures import figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("储值后7天内一分没花的,全额退给你", {"window_days": 7}),
        ("从顾客收到货品之日起10日内凭小票退货", {"window_days": 10}),
        ("我们在收到货品后7个工作日内退款", {"arrive_days": 7, "arrive_unit": "workday"}),
        ("退款将在15个工作日内到达你的账号", {"arrive_days": 15, "arrive_unit": "workday"}),
        ("7天之内已经返利的,退货时收取订单金额的5%", {"fee_percent": 5}),
        ("我们会退款", {}),
    ],
)
def test_figures(text: str, expected: dict[str, Any]) -> None:
    held = words_in(text)
    assert figures(text, Statement(0, 0, len(text), text, "", "text", "", held, held)) == expected
