"""No page forges a mark or hands the parser what makes it explode."""

from __future__ import annotations

import pytest

from clauseaudit.extract.defusing import defuse, without_marks
from clauseaudit.extract.html import extract_html


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<b>甲</b>", "<span>甲</span>"),
        ("<EM x><fonT\n></i/><small", "<span x><span\n></span/><small"),
        ("<bold><a-b></abbr>", "<bold><a-b></abbr>"),
        ("<\ud800b>", "<span>"),
        ("<\ufdd0b>", "<span>"),
    ],
)
def test_formatting_tags_become_spans(markup: str, expected: str) -> None:
    assert defuse(markup) == expected


@pytest.mark.parametrize("mark", ["\ufdd0", "\ufddf", "&#xfdd1;", "&#XFDDA", "&#0064976;", "&#64991"])
def test_marks_are_taken_out(mark: str) -> None:
    assert without_marks(f"概不{mark}退款") == "概不退款"


def test_a_reference_in_a_reference_hides_nothing() -> None:
    assert extract_html("<p>概不&#xf&#xfdd1;dd1;退款</p>", "x").text == "概不\ufffd退款"
    assert without_marks("&#xfdcf;&#64992;") == "&#xfdcf;&#64992;"
