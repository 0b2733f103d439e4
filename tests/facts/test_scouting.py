"""Which lists of words a text holds and where, as Python says it; tests/native/test_scout.py holds C to the same."""

from __future__ import annotations

from typing import NamedTuple

from clauseaudit.facts.scouting import LEAD, Scout
from clauseaudit.model import Clause, Segment


class Made(NamedTuple):
    index: int
    start: int
    end: int
    text: str
    lead: str
    kind: str
    label: str
    words: int
    whole_words: int


SCOUT = Scout((("退", "退款"), ("退款",), ("余额",)))
BACK, REFUND, BALANCE = 1, 2, 4
CLAUSES = (Clause(0, 0, "第一条", 1, 0, 0),)


def segments(*lengths: int, kind: str = "text", lead: int = -1) -> tuple[Segment, ...]:
    ends = [sum(lengths[: number + 1]) for number in range(len(lengths))]
    return tuple(Segment(end - length, end, 0, kind, lead) for end, length in zip(ends, lengths, strict=True))


def test_lists_of_which_a_word_is_in_a_text() -> None:
    assert SCOUT.words_in("退") == BACK
    assert SCOUT.words_in("退款") == BACK | REFUND
    assert SCOUT.words_in("余\ud800额") == 0
    assert SCOUT.words_in("\ud800余额") == BALANCE


def test_a_word_belongs_to_the_segment_that_holds_all_of_it() -> None:
    sighting = SCOUT.survey("退 余额退款", segments(5, 1), CLAUSES, Made)
    assert [made.words for made in map(sighting.statement, (0, 1))] == [BACK | BALANCE, 0]
    assert sighting.words == BACK | REFUND | BALANCE
    assert sighting.places("退") == [0, 4] and sighting.places("退款") == [4] and sighting.places("余额") == [2]


def test_statements_hold_a_word_of_each_set() -> None:
    sighting = SCOUT.survey("退。余额退 余额?退吗。退", segments(2, 4, 3, 3, 1), CLAUSES, Made)
    assert [made.text for made in sighting.holding(BACK)] == ["退。", "余额退", "退"]
    assert [made.text for made in sighting.holding(BALANCE | BACK, BALANCE)] == ["余额退"]
    assert SCOUT.survey("退", segments(1, kind="heading"), CLAUSES, Made).holding(BACK) == []


def test_a_statement_is_all_that_is_known_of_a_segment() -> None:
    text = "退" * 2 * LEAD + "款。 \n"
    above, below = segments(2 * LEAD, 4)
    sighting = SCOUT.survey(text, (above, below._replace(lead=0, kind="item")), CLAUSES, Made)
    made = Made(1, 2 * LEAD, 2 * LEAD + 2, "款。", "退" * LEAD, "item", "第一条", 0, BACK | REFUND)
    assert sighting.statement(1) == made and isinstance(sighting.statement(1), Made)
