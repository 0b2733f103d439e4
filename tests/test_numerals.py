"""Numbers in Chinese characters."""

from __future__ import annotations

import pytest

from clauseaudit.numerals import chinese_numeral


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (497, "四百九十七"),
        (1000, "一千"), (1010, "一千零一十"), (1022, "一千零二十二"), (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_as_the_law_writes_it(number: int, written: str) -> None:
    assert chinese_numeral(number) == written


@pytest.mark.parametrize("number", [-1, 0, 10_000])
def test_other_numbers_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        chinese_numeral(number)
