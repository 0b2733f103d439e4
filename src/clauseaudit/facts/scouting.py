"""Which lists of words a text holds, and where, where nothing was built in C (native/answers/scout.c)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from clauseaudit.model import Clause, Segment

S = TypeVar("S", bound=tuple[Any, ...])  # what a segment is made to: a statement
LEAD = 80  # characters of a lead-in that are kept


class Scout:
    """Finds the words of all lists in one pass; the lists are bits, the first one 1."""

    def __init__(self, lists: tuple[tuple[str, ...], ...]) -> None:
        self.bits: dict[str, int] = {}
        for number, listed in enumerate(lists):
            for word in listed:
                self.bits[word] = self.bits.get(word, 0) | 1 << number
        self.words = [*self.bits]
        self.automaton = AhoCorasick(self.words, store_patterns=False)

    def words_in(self, text: str) -> int:
        """The lists of which a word is in the text."""
        held = 0
        for word, _, _ in self.matches(text):
            held |= self.bits[self.words[word]]
        return held

    def survey(
        self, text: str, segments: Sequence[Segment], clauses: Sequence[Clause], statement: type[S]
    ) -> Sighting[S]:
        """Where they stand in a text; the segments follow each other in it, and each makes a statement."""
        return Sighting(self, text, segments, clauses, statement)

    def matches(self, text: str) -> list[tuple[int, int, int]]:
        try:
            return self.automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate, which the automaton cannot be handed
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            return self.automaton.find_matches_as_indexes(text, overlapping=True)


class Sighting(Generic[S]):
    """What was found in a text."""

    def __init__(
        self, scout: Scout, text: str, segments: Sequence[Segment], clauses: Sequence[Clause], statement: type[S]
    ) -> None:
        self.text, self.segments, self.clauses = text, segments, clauses
        self.words_in, self.made = scout.words_in, statement
        self.ends = [start + len(text[start:end].rstrip()) for start, end, *_ in segments]
        self.held = [0] * len(segments)  # by segment
        self.placed: dict[str, list[int]] = {word: [] for word in scout.words}
        self.words = 0  # of the whole text
        index = 0
        for number, start, end in sorted(scout.matches(text), key=lambda match: match[1]):
            word = scout.words[number]
            self.words |= scout.bits[word]
            self.placed[word].append(start)
            while index < len(segments) and start >= self.ends[index]:
                index += 1
            if index < len(segments) and segments[index].start <= start and end <= self.ends[index]:
                self.held[index] |= scout.bits[word]

    def holding(self, *any_of: int) -> list[S]:
        """Statements that hold a word of each argument, in the order of the text; no headings, no questions."""
        found = [index for index, held in enumerate(self.held) if all(held & words for words in any_of)]
        return [self.statement(index) for index in found if self._states(index)]

    def _states(self, index: int) -> bool:
        segment = self.segments[index]
        said = self.text[segment.start : self.ends[index]]
        return segment.kind != "heading" and said[-1:] != "?" and said[-2:-1] != "吗"

    def statement(self, index: int) -> S:
        """The statement of a segment."""
        start, _, clause, kind, governed = self.segments[index]
        lead = ""
        if governed >= 0:
            above = self.segments[governed]
            lead = self.text[max(above.start, above.end - LEAD) : above.end].strip()
        end, label, held = self.ends[index], self.clauses[clause].label, self.held[index]
        text = self.text[start:end]
        whole = self.words_in(lead + text) if lead else held
        return tuple.__new__(self.made, (index, start, end, text, lead, kind, label, held, whole))

    def at(self, place: int) -> S:
        """The statement whose segment holds a place of the text."""
        index = bisect_right(self.segments, place, key=itemgetter(0)) - 1
        if index < 0:
            raise IndexError("no such segment")
        return self.statement(index)

    def places(self, word: str) -> list[int]:
        """Where a word begins, ascending."""
        return self.placed[word]
