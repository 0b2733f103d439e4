"""Numbers in Arabic and Chinese numerals."""

from __future__ import annotations

import pytest

from clauseaudit.facts.numbers import amounts, durations, fee_span, number, percentages


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("7", 7),
        ("七", 7),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("三十", 30),
        ("二十一", 21),
        ("一百二十", 120),
        ("几", 0),
        ("½", 0),
    ],
)
def test_whole_numbers(said: str, value: int) -> None:
    assert number(said) == value


@pytest.mark.parametrize(
    ("text", "length", "unit"),
    [
        ("7天", 7, "day"),
        ("七日", 7, "day"),
        ("三(3)个工作日", 3, "workday"),
        ("3-7个工作日", 7, "workday"),
        ("三个自然日", 3, "day"),
        ("十二个月", 12, "month"),
        ("两年", 24, "month"),
        ("半年", 6, "month"),
        ("24小时", 24, "hour"),
        ("一周", 7, "day"),
        ("两个星期", 14, "day"),
    ],
)
def test_durations(text: str, length: int, unit: str) -> None:
    (found,) = durations(text, 0, len(text))
    assert (found.length, found.unit) == (length, unit)
    assert text[found.start : found.end] == text


@pytest.mark.parametrize("text", ["2025年1月1日", "9月1日起", "年满18周岁", "第三年", "第七日", "共三节"])
def test_dates_and_ages_are_no_durations(text: str) -> None:
    assert durations(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "days", "said"),
    [
        ("25小时", 2, "25小时"),
        ("3个月", 90, "3个月"),
        ("三年", 1080, "3年"),
        ("5个工作日", 5, "5个工作日"),
        ("一年", 360, "12个月"),
    ],
)
def test_days_and_wording(text: str, days: int, said: str) -> None:
    (found,) = durations(text, 0, len(text))
    assert (found.days, found.said) == (days, said)


def test_only_the_stretch_is_read() -> None:
    text = "7天内申请，3天内到账"
    assert [d.length for d in durations(text, 5, len(text))] == [3]


def test_percentages() -> None:
    text = "收取5%、百分之十、12.5%、千分之五的费用"
    assert percentages(text, 0, len(text)) == [5.0, 10.0, 12.5, 0.5]


def test_amounts() -> None:
    text = "月费￥8.5，年费88元，押金二百元，共8个"
    assert amounts(text, 0, len(text)) == [8.5, 88.0, 200.0]


def test_fees_from_the_lowest_to_the_highest() -> None:
    assert fee_span([]) == {}
    assert fee_span([5.0]) == {"fee_percent": 5}
    assert fee_span([30.0, 10.0, 2.5]) == {"fee_percent": 30, "fee_percent_min": 2.5}
