"""The evaluation of patterns in Python: a window is a bound on the distance between two places, nothing backtracks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import compress
from operator import itemgetter, or_
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from clauseaudit.model import Outline
from clauseaudit.rules.language import TAIL
from clauseaudit.rules.plan import (
    ALTERNATIVES,
    GUARDED,
    JOIN,
    NONE,
    NOT_NEXT,
    PARTY,
    REGEX,
    SEQUENCE,
    START,
    WORDS,
    Plan,
    Table,
    lists,
    parts,
)
from clauseaudit.scene.expressions import Expressions
from clauseaudit.scene.survey import Survey

Span = tuple[int, int]
Held = tuple[int, int, int, int, int]  # rule, role, number; start and end
Made = TypeVar("Made")
NOWHERE: list[Span] = []
_LONE = re.compile("[\ud800-\udfff]")  # halves of a pair, which the automaton cannot take
FEW = 64  # pairs of places that are compared one by one
_WORD, _SPAN = itemgetter(0), itemgetter(1, 2)


class Vocabulary:
    """A plan made ready: one for all documents."""

    def __init__(self, plan: Plan) -> None:
        self.words = plan.words.split("\n") if plan.words else []
        self.automaton = AhoCorasick(self.words, store_patterns=False)
        strings = plan.strings.split("\n")
        self.lists = _Rows(plan.lists, lambda row: tuple(map(strings.__getitem__, row)))
        self.sets = _Rows(plan.sets, frozenset)
        self.met_by = _Rows(plan.needs_of, _mask)
        self.groups_of = _Rows(plan.groups_of, tuple)
        self.groups = _Rows(plan.groups, lambda row: (_mask(row[1 : row[0] + 1]), tuple(row[row[0] + 1 :])))
        self.patterns = _Rows(plan.patterns, _pattern)
        self.asked = _Rows(plan.asked, tuple)
        self.contexts = _Rows(plan.contexts, lists)
        self.frames = [tuple(row[1:]) for row in Table(plan.frames)]
        self.expressions = Expressions(plan.sources)
        self.nodes = _Rows(plan.nodes, self._node)

    def __contains__(self, text: str) -> bool:
        """Whether a text is one of the words."""
        place = bisect_left(self.words, text)
        return self.words[place : place + 1] == [text]

    def scene(self, text: str) -> Scene:
        """A sentence with the places of all words in it."""
        return Scene(text, self)

    def survey(self, text: str, outline: Outline) -> Survey:
        """All sentences of a document; ``text``: folded, with names masked."""
        return Survey(self, text, outline)

    def candidates(self, words: set[int], met: int) -> list[int]:
        """The patterns whose needs are met where these words stand, in order."""
        groups = set().union(*map(self.groups_of.__getitem__, words))
        ready = (patterns for need, patterns in map(self.groups.__getitem__, groups) if need & met == need)
        return sorted(set().union(*ready))

    def _node(self, row: memoryview) -> tuple[Any, ...]:
        """A node with its lists looked up and its needs as a mask, its kind first."""
        kind, *rest = row
        if kind == WORDS:
            return kind, self.sets[rest[0]]
        if kind == GUARDED:
            return kind, rest[0], self.lists[rest[1]], self.lists[rest[2]]
        if kind == REGEX:
            return kind, rest[0]
        if kind == PARTY:
            return kind, chr(rest[0]), rest[1]
        if kind == ALTERNATIVES:
            return kind, tuple(zip(rest[::2], rest[1::2], strict=True))
        first = rest[0] + 1
        steps = zip(*(rest[first + part :: 4] for part in range(4)), strict=True)
        return kind, _mask(rest[1:first]), tuple(
            (step, self.lists[value] if step == NOT_NEXT else value, gap, self.lists[blocked])
            for step, value, gap, blocked in steps
        )  # fmt: skip


class _Rows(dict[int, Made], Generic[Made]):
    """The rows of a table, each made into something when first asked for."""

    def __init__(self, block: bytes | memoryview, make: Callable[[Any], Made]) -> None:
        super().__init__()
        self.table, self.make = Table(block), make

    def __missing__(self, row: int) -> Made:
        made = self[row] = self.make(self.table[row])
        return made


def _mask(bits: Iterable[int]) -> int:
    return reduce(or_, map((1).__lshift__, bits), 0)


def _pattern(row: memoryview) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    every, none, needs = parts(row)
    return every, none, _mask(needs)


class Scene:
    """One sentence; locates each node once."""

    __slots__ = ("found", "memo", "met", "places", "text", "vocabulary")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text, self.vocabulary = text, vocabulary
        self.memo: dict[int, list[Span]] = {}
        found = vocabulary.automaton.find_matches_as_indexes(_LONE.sub("\ufffd", text), overlapping=True)
        self.places = list(map(_SPAN, found))
        self.found = list(map(_WORD, found))
        self.met = reduce(or_, map(vocabulary.met_by.__getitem__, set(self.found)), 0)

    def read(self, kind: int) -> tuple[tuple[Held, ...], tuple[int, ...]]:
        """What a HEADING, a TEXT or an ITEM says by itself.

        For each rule the first pattern that holds (none in a heading, those of items in items only), and the patterns
        that are asked of the whole document and may hold.
        """
        holds: dict[int, Held] = {}  # by rule
        documentary = []
        for number in self.vocabulary.candidates(set(self.found), self.met):
            rule, role, place, document = self.vocabulary.asked[number]
            if document:
                documentary.append(number)
            elif role < kind and rule not in holds and (span := self.match(number)) is not None:
                holds[rule] = rule, role, place, *span
        return tuple(holds.values()), tuple(documentary)

    def match(self, pattern: int) -> Span | None:
        """Where the pattern holds (hull of its parts), else None."""
        every, none, need = self.vocabulary.patterns[pattern]
        if need & self.met != need:
            return None
        start, end = len(self.text), 0
        for node in every:
            spans = self.spans(node)
            if not spans:
                return None
            first, last = spans[0]
            start, end = min(start, first), max(end, last)
        for node in none:
            if self.spans(node):
                return None
        return start, end

    def any(self, patterns: Sequence[int]) -> bool:
        """True if one of the patterns holds here."""
        return any(self.match(pattern) is not None for pattern in patterns)

    def spans(self, number: int) -> list[Span]:
        """All places of a node, by start."""
        found = self.memo.get(number)
        if found is None:
            node = self.vocabulary.nodes[number]
            found = self.memo[number] = LOCATE[node[0]](self, *node[1:])
        return found

    def words(self, members: frozenset[int]) -> list[Span]:
        """The places of all words of a set."""
        return sorted(compress(self.places, map(members.__contains__, self.found)))

    def guarded(self, node: int, not_next: tuple[str, ...], not_prev: tuple[str, ...]) -> list[Span]:
        """The places that no forbidden word follows or precedes."""
        text = self.text
        return [
            span for span in self.spans(node)
            if not text.startswith(not_next, span[1]) and not text.endswith(not_prev, 0, span[0])
        ]  # fmt: skip

    def expression(self, source: int) -> list[Span]:
        """The places of a number, an amount, a time."""
        return self.vocabulary.expressions.spans(source, self.text)

    def party(self, mark: str, node: int) -> list[Span]:
        """The places of a side's concept and of the names that this document gives to the side."""
        found = self.spans(node)
        if mark not in self.text:
            return found
        return sorted({*found, *(match.span() for match in re.finditer(f"{mark}+", self.text))})

    def alternatives(self, options: Sequence[tuple[int, int]]) -> list[Span]:
        """The places of all options."""
        met, found = self.met, NOWHERE
        for need, option in options:
            if need == NONE or met >> need & 1:
                spans = self.spans(option)
                if spans:
                    found = found + spans if found else spans
        return sorted(set(found)) if len(found) > 1 else found

    def sequence(self, need: int, steps: Sequence[tuple[Any, ...]]) -> list[Span]:
        """Join the places of the parts from left to right."""
        if need & self.met != need:
            return NOWHERE
        text = self.text
        reached: list[Span] | None = None  # (start of the whole, end so far)
        for kind, value, gap, blocked in steps:
            if kind == JOIN:
                places = self.spans(value)
                if blocked:
                    places = [span for span in places if not text.endswith(blocked, 0, span[0])]
                reached = places if reached is None else joined(reached, places, gap)
            elif kind == NOT_NEXT:
                reached = [span for span in reached or () if not text.startswith(value, span[1])]
            elif kind == START:
                reached = [(0, 0)]
            else:
                limit = len(text.rstrip(TAIL)) - gap
                reached = [span for span in reached or () if span[1] >= limit]
            if not reached:
                return NOWHERE
        return sorted(reached or NOWHERE)


LOCATE: dict[int, Callable[..., list[Span]]] = {
    WORDS: Scene.words,
    GUARDED: Scene.guarded,
    REGEX: Scene.expression,
    PARTY: Scene.party,
    ALTERNATIVES: Scene.alternatives,
    SEQUENCE: Scene.sequence,
}


def joined(reached: list[Span], places: list[Span], gap: int) -> list[Span]:
    """What is reached, extended by a place (they come by start) that starts at most ``gap`` characters further on."""
    if len(reached) * len(places) <= FEW:
        found = [(a, d) for a, b in reached for c, d in places if b <= c <= b + gap]
    else:  # looking at every pair would let a sentence that repeats itself cost its length squared
        starts = list(map(itemgetter(0), places))
        found = [(a, d) for a, b in reached for _, d in places[bisect_left(starts, b) : bisect_right(starts, b + gap)]]
    return list(set(found)) if len(found) > 1 else found
