"""Lead-ins: lists that start over, lists that end, and the sentence that opens the whole contract."""

from __future__ import annotations

import pytest

from clauseaudit.leads import LEAD_REACH, Lead
from clauseaudit.numbering import Ladder, Marker

TEXT = "2.平台不保证:\n1.不中断;\n2.准确。\n3.其他"


def lead(text: str = TEXT) -> Lead:
    return Lead(text, 0, 0, text.index(":") + 1, 1, inline=False)


def ladder() -> Ladder:
    made = Ladder()
    made.place(0, Marker("plain", (2,), 0, 2))
    return made


def test_a_list_that_starts_over_ends_where_the_outer_one_goes_on() -> None:
    led, outer = lead(), ladder()
    places = [TEXT.index(line) for line in ("1.不", "2.准", "3.其")]
    markers = [Marker("plain", (number,), place, place + 2) for number, place in zip((1, 2, 3), places, strict=True)]
    assert led.numbers(markers[0], 0, outer, TEXT, adjacent=True)
    led.style = "plain"
    assert led.numbers(markers[1], 0, outer, TEXT, adjacent=False)
    assert not led.numbers(markers[2], 0, outer, TEXT, adjacent=False)


def test_only_what_follows_directly_starts_over() -> None:
    assert not lead().numbers(Marker("plain", (1,), 10, 12), 0, ladder(), TEXT, adjacent=False)


def test_reach() -> None:
    far = Marker("plain_in", (1,), 3 * LEAD_REACH + 1, 3 * LEAD_REACH + 4)
    assert not lead().numbers(far, 1, ladder(), TEXT, adjacent=True)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("双方达成如下协议:", True),
        ("请遵守以下规则:", True),
        ("有下列情形的,平台可终止本协议:", False),
        ("视为违反合同:", False),
    ],
)
def test_what_opens_the_whole_contract(text: str, opens: bool) -> None:
    assert lead(text).preamble is opens
