"""What is hidden is left out, unless it is most of the page."""

from __future__ import annotations

from clauseaudit.extract.marks import BREAK, CLOSE, END_HIDDEN, HIDDEN, ITEM
from clauseaudit.extract.veil import unveil


def test_what_is_hidden_is_left_out() -> None:
    assert unveil("充值") == ("充值", ())
    assert unveil(f"充值后{HIDDEN}甲{HIDDEN}乙{END_HIDDEN}丙{END_HIDDEN}概不退款") == ("充值后概不退款", ())


def test_most_of_the_page_is_kept_and_told() -> None:
    text, notes = unveil(f"请读{HIDDEN}{ITEM}充值后概不退款{CLOSE}{END_HIDDEN}")
    assert text == f"请读{ITEM}充值后概不退款{CLOSE}"
    assert len(notes) == 1


def test_marks_and_spaces_do_not_count() -> None:
    assert unveil(f"请读{HIDDEN}{BREAK * 30} {ITEM * 9}\n甲{CLOSE * 9}{END_HIDDEN}") == ("请读", ())
