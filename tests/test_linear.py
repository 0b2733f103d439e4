"""No text makes a rule slow: a rule's own words over and over, in one sentence, cost in proportion to their number.

Counted, not timed: joins are the only work that could grow faster than the text, by what they compare and by what
they hand on.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauseaudit.audit import spot
from clauseaudit.match import Matcher
from clauseaudit.rules import load_pack
from clauseaudit.rules.pack import Rule
from clauseaudit.rules.plan import ALTERNATIVES, GUARDED, JOIN, PARTY, SEQUENCE, WORDS
from clauseaudit.scene import pure

PACK = load_pack()
PURE, MATCHER = Matcher(PACK, pure.Vocabulary), Matcher(PACK)  # the latter in C where that could be built
RULES = [rule for rule in PACK.rules if not rule.document]
ALL_WORDS = PACK.plan.words.split("\n")
SHORT, LONG = 600, 2400  # characters
Span = tuple[int, int]
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=30)
GROWTH = 6  # times for four times the text: a full window needs some text before it


def words_of(number: int) -> list[list[str]]:
    """The word sets of a node, in the order in which it asks for them."""
    kind, *parts = PURE.vocabulary.nodes[number]
    if kind == WORDS:
        return [sorted(map(ALL_WORDS.__getitem__, parts[0]))]
    if kind in (GUARDED, PARTY):
        return words_of(parts[kind == PARTY])
    if kind == ALTERNATIVES:
        return [words for _, option in parts[0] for words in words_of(option)]
    return [words for step in parts[1] if step[0] == JOIN for words in words_of(step[1])] if kind == SEQUENCE else []


def asked_of(rule: Rule) -> list[list[str]]:
    """The word sets of the first pattern of a rule that asks for words."""
    patterns = (PURE.vocabulary.patterns[number][0] for number in (*rule.any, *rule.item))
    return next(sets for every in patterns if (sets := [words for node in every for words in words_of(node)]))


def sentence(sets: list[list[str]], length: int) -> str:
    """The words that a pattern looks for, again and again."""
    chance = random.Random(7)
    text = ""
    while len(text) < length:
        text += "".join(chance.choice(words[:8]) for words in sets[:12])
    return text[:length]


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by the number of places that each join in Python is given and gives."""
    places_seen: list[int] = []
    joined = pure.joined

    def counted(reached: list[Span], places: list[Span], gap: int) -> list[Span]:
        found = joined(reached, places, gap)
        places_seen.append(len(reached) + len(places) + len(found))
        return found

    monkeypatch.setattr(pure, "joined", counted)
    return places_seen


class Counted(int):
    """A position that counts how often it is compared."""

    compared = 0

    def __lt__(self, other: int) -> bool:
        Counted.compared += 1
        return int(self) < other

    def __le__(self, other: int) -> bool:
        Counted.compared += 1
        return int(self) <= other

    def __gt__(self, other: int) -> bool:
        Counted.compared += 1
        return int(self) > other

    def __ge__(self, other: int) -> bool:
        Counted.compared += 1
        return int(self) >= other


def test_a_join_does_not_compare_every_pair() -> None:
    count = 2000
    reached = [(Counted(i), Counted(i + 1)) for i in range(0, count * 10, 10)]
    places = [(Counted(i + 3), Counted(i + 5)) for i in range(0, count * 10, 10)]
    Counted.compared = 0
    found = pure.joined(reached, places, 4)
    assert 0 < Counted.compared < 40 * count
    assert sorted(found) == [(i, i + 5) for i in range(0, count * 10, 10)]


@given(SPANS, SPANS, st.integers(0, 12))
def test_a_join_finds_what_comparing_every_pair_finds(reached: list[Span], places: list[Span], gap: int) -> None:
    places = sorted(places)
    assert sorted(pure.joined(reached, places, gap)) == sorted(
        {(a, d) for a, b in reached for c, d in places if b <= c <= b + gap}
    )


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_work_grows_with_the_text_and_no_faster(rule: Rule, looked_at: list[int]) -> None:
    sets, work = asked_of(rule), []
    for length in (SHORT, LONG):
        looked_at.clear()
        spot(sentence(sets, length), PURE)
        work.append(sum(looked_at))
    assert work[1] <= GROWTH * work[0] + 20 * LONG, work


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_the_same_in_c(rule: Rule) -> None:
    if not hasattr(MATCHER.vocabulary, "steps"):
        pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler")
    sets, work = asked_of(rule), []
    for length in (SHORT, LONG):
        before = MATCHER.vocabulary.steps
        spot(sentence(sets, length), MATCHER)
        work.append(MATCHER.vocabulary.steps - before)
    assert 0 < work[1] <= GROWTH * work[0] + 20 * LONG, work
