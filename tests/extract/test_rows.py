"""Rows of a page become paragraphs: sentences whole, clauses apart, recognised rows still known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauseaudit.extract.rows import Row, is_page_number, joined


def text_of(*rows: tuple[str, bool]) -> str:
    return joined(Row(*row) for row in rows)[0]


def test_a_full_row_goes_on_in_the_next() -> None:
    assert text_of(("充值成功后概", True), ("不退还。", False)) == "充值成功后概不退还。"
    assert text_of(("charged once a", True), ("month.", False)) == "charged once a month."


@pytest.mark.parametrize(
    ("first", "full", "second"),
    [
        ("充值说明", False, "概不退还。"),  # a short row ends its paragraph
        ("概不退还。", True, "其他说明"),  # a sentence has ended
        ("下列情形：", True, "退款"),
        ("充值后概", True, "第二条 其他"),  # a clause begins
        ("充值后概", True, "2.1 其他"),
        ("充值后概", True, "（三）其他"),
        ("充值後概", True, "第三條 其他"),
    ],
)
def test_a_paragraph_ends(first: str, full: bool, second: str) -> None:
    assert text_of((first, full), (second, False)) == f"{first}\n{second}"


@given(
    st.lists(st.tuples(st.text("概不退还。第条1.a", min_size=1, max_size=8), st.booleans(), st.booleans()), max_size=12)
)
def test_recognised_rows_keep_their_places(rows: list[tuple[str, bool, bool]]) -> None:
    made = [Row(text, full, b"x" if seen else None) for text, full, seen in rows]
    text, scans = joined(made)
    assert [text[scan.start : scan.end] for scan in scans] == [row.text for row in made if row.picture]


@pytest.mark.parametrize("text", ["3", "- 3 -", "第 3 页", "3/12", "第3页 共12页", "第 3 頁"])
def test_page_numbers(text: str) -> None:
    assert is_page_number(text) and not is_page_number(text + "元")
