"""Marks to lines and blocks."""

from __future__ import annotations

import pytest

from clauseaudit.extract.lines import lay_out
from clauseaudit.extract.marks import BREAK, CELL, CLOSE, END_VERBATIM, HEADINGS, ITEM, LIST, VERBATIM
from clauseaudit.model import Block


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("", ""),
        (" 甲 \t\n 乙 ", "甲 乙"),
        (f"甲{BREAK}{BREAK} \xa0 {BREAK} 乙", "甲\n乙"),
        (f"甲{VERBATIM}乙\n丙{END_VERBATIM}\n丁", "甲乙\n丙 丁"),
        (f"{VERBATIM}甲\n{VERBATIM}乙\n丙{END_VERBATIM}{END_VERBATIM}", "甲 乙\n丙"),
        (f"{CELL}甲{CLOSE}{CELL}{BREAK}乙{CLOSE}", "甲\t乙"),
        (f"{CELL}甲{BREAK}乙{CLOSE}{CELL}丙{CLOSE}", "甲\n乙\n丙"),
    ],
)
def test_lines(marked: str, text: str) -> None:
    assert lay_out(marked)[0] == text


def test_blocks() -> None:
    marked = f"{HEADINGS[1]}甲{CLOSE}{BREAK}{LIST}{ITEM}乙{LIST}{ITEM}丙 {CLOSE}{CLOSE}{CLOSE}{CLOSE}"
    assert lay_out(marked) == ("甲\n乙丙", (Block("heading", 0, 1, 2), Block("item", 2, 3, 1), Block("item", 3, 4, 2)))
    with pytest.raises(IndexError):
        lay_out(CLOSE)
