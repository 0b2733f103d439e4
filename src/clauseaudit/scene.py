"""One sentence with the places of all words in it, and the evaluation of pattern nodes by joining places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, reduce
from itertools import compress
from operator import itemgetter, or_

from ahocorasick_rs import AhoCorasick

from clauseaudit.rules.compile import JOIN, NOT_NEXT, START, Bits, Conjunction, Plan
from clauseaudit.rules.language import TAIL, Node

Span = tuple[int, int]
NOWHERE: list[Span] = []
_WORD, _SPAN = itemgetter(0), itemgetter(1, 2)
_NEEDS = itemgetter(2)  # of a Conjunction
FEW = 64  # pairs of places that are compared one by one


class Vocabulary:
    """The words of a plan, made ready to be located: one for all documents."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.automaton = AhoCorasick(plan.words, store_patterns=False)
        self.masks = _Masks()
        self.needed_by = _MasksOf([needs for needs, _ in plan.groups])
        self.met_by = _MasksOf(plan.needs_of)

    def met(self, words: Iterable[int]) -> int:
        """Mask of the needs that these words meet."""
        return reduce(or_, map(self.met_by.__getitem__, words), 0)


class _Masks(dict[Bits, int]):
    """Bits -> mask, made when first asked for: thousands of bits wide, masks are no part of the cached plan."""

    def __missing__(self, bits: Bits) -> int:
        mask = self[bits] = _mask(bits)
        return mask


class _MasksOf(dict[int, int]):
    """The same by the number of a word (needs that it meets) or of a group (needs of its patterns)."""

    def __init__(self, bits: Sequence[Bits]) -> None:
        super().__init__()
        self.bits = bits

    def __missing__(self, number: int) -> int:
        mask = self[number] = _mask(self.bits[number])
        return mask


def _mask(bits: Bits) -> int:
    return reduce(or_, map((1).__lshift__, bits), 0)


class Scene:
    """One sentence with the places of all words in it; locates each node once."""

    __slots__ = ("found", "masks", "memo", "met", "nodes", "places", "sets", "text")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.masks, self.nodes, self.sets = vocabulary.masks, vocabulary.plan.nodes, vocabulary.plan.sets
        self.memo: dict[int, list[Span]] = {}
        found = vocabulary.automaton.find_matches_as_indexes(text, overlapping=True)
        self.places = list(map(_SPAN, found))
        self.found = list(map(_WORD, found))
        self.met = vocabulary.met(set(self.found))

    def match(self, conjunction: Conjunction) -> Span | None:
        """Where the conjunction holds (hull of its parts), else None."""
        every, none, needs = conjunction
        need = self.masks[needs]
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

    def any(self, patterns: Sequence[Conjunction]) -> bool:
        """True if one of the patterns holds here."""
        met, masks = self.met, self.masks
        for pattern, need in zip(patterns, map(masks.__getitem__, map(_NEEDS, patterns)), strict=True):
            if need & met == need and self.match(pattern) is not None:
                return True
        return False

    def spans(self, number: int) -> list[Span]:
        """All places of a node, by start."""
        found = self.memo.get(number)
        if found is None:
            node = self.nodes[number]
            found = self.memo[number] = LOCATE[node[0]](self, *node[1:])
        return found

    def words(self, number: int) -> list[Span]:
        """The places of all words of a set."""
        found = list(compress(self.places, map(self.sets[number].__contains__, self.found)))
        if len(found) > 1:
            found.sort()
        return found

    def guarded(self, node: int, not_next: tuple[str, ...], not_prev: tuple[str, ...]) -> list[Span]:
        """The places that no forbidden word follows or precedes."""
        found, text = self.spans(node), self.text
        if not_next:
            found = [span for span in found if not text.startswith(not_next, span[1])]
        if not_prev:
            found = [span for span in found if not text.endswith(not_prev, 0, span[0])]
        return found

    def expression(self, source: str) -> list[Span]:
        """The places of a number, an amount, a time."""
        return [match.span() for match in compiled(source).finditer(self.text)]

    def party(self, mark: str, node: int) -> list[Span]:
        """The places of a side's concept and of the names that this document gives to the side."""
        found = self.spans(node)
        if mark not in self.text:
            return found
        return sorted({*found, *self.expression(f"{mark}+")})

    def alternatives(self, options: Sequence[tuple[int, int]]) -> list[Span]:
        """The places of all options."""
        met, found = self.met, NOWHERE
        for need, option in options:
            if need < 0 or met >> need & 1:
                spans = self.spans(option)
                if spans:
                    found = found + spans if found else spans
        return sorted(set(found)) if len(found) > 1 else found

    def sequence(self, needs: Bits, steps: Sequence[Node]) -> list[Span]:
        """Join the places of the parts from left to right."""
        need, text, memo = self.masks[needs], self.text, self.memo
        if need & self.met != need:
            return NOWHERE
        reached: list[Span] | None = None  # (start of the whole, end so far)
        for kind, value, gap, blocked in steps:
            if kind == JOIN:
                places = memo.get(value)
                if places is None:
                    places = self.spans(value)
                if blocked:
                    places = [span for span in places if not text.endswith(blocked, 0, span[0])]
                reached = places if reached is None else _joined(reached, places, gap)
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


LOCATE: dict[str, Callable[..., list[Span]]] = {
    "words": Scene.words,
    "guarded": Scene.guarded,
    "regex": Scene.expression,
    "party": Scene.party,
    "alt": Scene.alternatives,
    "seq": Scene.sequence,
}


def _joined(reached: list[Span], places: list[Span], gap: int) -> list[Span]:
    """What is reached, extended by a place (they come by start) that starts at most ``gap`` characters further on."""
    if len(reached) * len(places) <= FEW:
        found = [(a, d) for a, b in reached for c, d in places if b <= c <= b + gap]
    else:  # looking at every pair would let a sentence that repeats itself cost its length squared
        starts = list(map(itemgetter(0), places))
        found = [(a, d) for a, b in reached for _, d in places[bisect_left(starts, b) : bisect_right(starts, b + gap)]]
    return list(set(found)) if len(found) > 1 else found


@lru_cache(maxsize=256)
def compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)
