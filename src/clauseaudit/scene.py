"""One sentence with the places of all words in it, and the evaluation of pattern nodes by joining places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from clauseaudit.model import Segment
from clauseaudit.rules.compile import Conjunction, Plan
from clauseaudit.rules.language import TAIL, Node

Span = tuple[int, int]
OPERATOR_MARK, USER_MARK = "\ue000", "\ue001"  # stand for the names that this document gives to the sides
NOWHERE: list[Span] = []
SPAN_LIMIT = 200  # places kept per node and sentence; a sentence with more is no prose


class Vocabulary:
    """The words of a plan, made ready to be located: one for all documents."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        members: dict[int, set[int]] = {}
        for word, sets in enumerate(plan.sets_of):
            for index in sets:
                members.setdefault(index, set()).add(word)
        self.members = members
        self.automaton = AhoCorasick(plan.words, store_patterns=False)

    def names(self, text: str, start: int, end: int) -> dict[int, list[Span]]:
        """Places of this document's party names, under the concepts that they belong to."""
        found = {}
        for mark, concept in ((OPERATOR_MARK, self.plan.operator), (USER_MARK, self.plan.user)):
            if concept >= 0 and text.find(mark, start, end) >= 0:
                found[concept] = [m.span() for m in expression(f"{mark}+").finditer(text, start, end)]
        return found


class Places:
    """Where the words stand in a document: one pass, then by segment."""

    def __init__(self, text: str, segments: Sequence[Segment], vocabulary: Vocabulary) -> None:
        self.found = vocabulary.automaton.find_matches_as_indexes(text, overlapping=True)
        self.masks = [0] * len(segments)  # the needs that each segment meets
        self.limits = [0] * (len(segments) + 1)  # found[limits[i]:limits[i + 1]] ends in segment i
        bits = vocabulary.plan.bits_of
        at, border, mask = 0, segments[0].end if segments else 0, 0
        for number, (word, _, end) in enumerate(self.found):
            while end > border:
                self.masks[at] = mask
                at, mask = at + 1, 0
                border = segments[at].end
                self.limits[at] = number
            mask |= bits[word]
        if segments:
            self.masks[at] = mask
        self.limits[at + 1 :] = [len(self.found)] * (len(segments) - at)

    def of(self, index: int) -> list[tuple[int, int, int]]:
        """Word, start and end of every word that ends in a segment."""
        return self.found[self.limits[index] : self.limits[index + 1]]


class Scene:
    """One segment with the places of all words in it; evaluates nodes, each word set and concept once.

    All places are offsets into the whole text, so nothing is cut out.
    """

    __slots__ = ("concepts", "end", "memo", "names", "places", "present", "sets", "start", "text", "vocabulary")

    def __init__(
        self, text: str, start: int, end: int, found: Iterable[tuple[int, int, int]], vocabulary: Vocabulary
    ) -> None:
        self.text, self.start, self.end, self.vocabulary = text, start, end, vocabulary
        self.concepts = vocabulary.plan.concepts
        self.sets: dict[int, list[Span]] = {}
        self.memo: dict[int, list[Span]] = {}
        self.names = vocabulary.names(text, start, end)
        self.places: dict[int, list[Span]] = {}
        for word, a, b in found:
            if a < start or b > end:
                continue
            if word in self.places:
                self.places[word].append((a, b))
            else:
                self.places[word] = [(a, b)]
        sets_of = vocabulary.plan.sets_of
        self.present = set().union(*[sets_of[word] for word in self.places])

    def match(self, conjunction: Conjunction) -> Span | None:
        """Where the conjunction holds (hull of its parts), else None."""
        start, end = self.end, self.start
        for node in conjunction.every:
            spans = self.spans(node)
            if not spans:
                return None
            start, end = min(start, spans[0][0]), max(end, spans[0][1])
        if any(self.spans(node) for node in conjunction.none):
            return None
        return start, end

    def any(self, patterns: Iterable[Conjunction]) -> bool:
        """True if one of the patterns holds here."""
        return any(self.match(p) is not None for p in patterns)

    def spans(self, node: Node) -> list[Span]:
        """All places of a node, by start."""
        kind = node[0]
        if kind == "words":
            return self.words(node)
        if kind == "ref":
            return self.concept(node[1])
        if kind == "seq":
            return self.sequence(node[1])
        if kind == "alt":
            return sorted({s for option in node[1] for s in self.spans(option)})
        if kind == "regex":
            return [m.span() for m in expression(node[1]).finditer(self.text, self.start, self.end)]
        return self.sequence((node,))

    def words(self, node: Node) -> list[Span]:
        index = node[1]
        if index not in self.present:
            return NOWHERE
        found = self.sets.get(index)
        if found is None:
            words = self.places.keys() & self.vocabulary.members[index]
            found = sorted(s for word in words for s in self.places[word])
            self.sets[index] = found
        if node[2]:
            found = [s for s in found if not self.text.startswith(node[2], s[1])]
        if node[3]:
            found = [s for s in found if not self.text.endswith(node[3], 0, s[0])]
        return found

    def concept(self, index: int) -> list[Span]:
        found = self.memo.get(index)
        if found is None:
            found = self.spans(self.concepts[index])
            if index in self.names:
                found = sorted({*found, *self.names[index]})
            self.memo[index] = found
        return found

    def sequence(self, parts: Sequence[Node]) -> list[Span]:
        """Join the places of the parts from left to right."""
        if any(part[0] == "words" and part[1] not in self.present for part in parts):
            return NOWHERE
        reached: set[Span] | None = None  # (start of the whole, end so far)
        gap = 0
        blocked: tuple[str, ...] = ()
        for part in parts:
            kind = part[0]
            if kind == "gap":
                gap += part[1]
            elif kind == "start":
                reached, gap = {(self.start, self.start)}, 0
            elif kind == "end":
                limit = self.start + len(self.text[self.start : self.end].rstrip(TAIL)) - gap
                reached = {s for s in reached or () if s[1] >= limit}
            elif kind == "not_prev":
                blocked = part[1]
            elif kind == "not_next":
                reached = {s for s in reached or () if not self.text.startswith(part[1], s[1])}
            else:
                reached = self.join(reached, gap, part, blocked)
                gap, blocked = 0, ()
            if reached is not None and not reached:
                return NOWHERE
        return sorted(reached or ())

    def join(self, reached: set[Span] | None, gap: int, part: Node, blocked: tuple[str, ...]) -> set[Span]:
        """Extend what is reached by a part that starts at most ``gap`` characters further on."""
        places = self.spans(part)[:SPAN_LIMIT]
        if blocked:
            places = [s for s in places if not self.text.endswith(blocked, 0, s[0])]
        if reached is None:
            return set(places)
        return {(a, d) for a, b in reached for c, d in places if b <= c <= b + gap}


@lru_cache(maxsize=256)
def expression(source: str) -> re.Pattern[str]:
    return re.compile(source)
