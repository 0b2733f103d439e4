"""A document as the six questions read it: its sentences by the words in them, and quotes from it."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from operator import add
from typing import Any, NamedTuple

from clauseaudit.expressions import expression
from clauseaudit.facts.lists import Words, holds, scout, words
from clauseaudit.facts.numbers import Duration, durations
from clauseaudit.model import Document, Fact, Finding, Grade, Outline, Parties
from clauseaudit.text import Folded

SHORT = 36  # characters: a sentence up to here is quoted whole
SHORTEST = 12
GIVEN = 60  # characters of a condition that a quote keeps
BINDING = ("refund", "expiry", "renewal")  # questions whose answer is another one without its condition
EDGES = " \t\n。;,:、"
COMMAS = ",:;"
UNITS = words("日 天 月 年 小时 周 星期")  # one of them is in every length of time


class Statement(NamedTuple):
    """A sentence of the folded text that bears on a question."""

    segment: int  # its index
    start: int
    end: int
    text: str
    lead: str  # the lead-in that governs it, "" if none
    kind: str  # of the segment
    label: str
    words: int  # the lists that the text holds a word of
    whole_words: int  # those that the lead-in and the text hold one of

    @property
    def whole(self) -> str:
        return self.lead + self.text

    def labelled(self, words: Words) -> bool:
        """Whether one is in the sentence or its label."""
        return self.words & words != 0 or (self.label != "" and holds(self.text + self.label, words))

    def within(self, words: Words) -> bool:
        """Whether one is in the sentence, its lead-in or its label."""
        return self.whole_words & words != 0 or (self.label != "" and holds(self.whole + self.label, words))


class Claim(NamedTuple):
    """What one statement answers. ``weight``: how closely it binds the money paid; the heaviest is the answer."""

    answer: str
    weight: float
    statement: Statement
    at: tuple[int, int]  # folded span of the words that say it
    values: dict[str, Any]
    said: str  # the answer in Chinese
    flat: bool = False  # said without condition or exception

    def saying(self, said: str) -> "Claim":
        """The same in other words; ``_replace`` takes four times as long."""
        return Claim(self.answer, self.weight, self.statement, self.at, self.values, said, self.flat)


class Reading:
    """One document, read for facts."""

    def __init__(
        self, document: Document, folded: Folded, outline: Outline, findings: Iterable[Finding], parties: Parties
    ) -> None:
        self.document, self.folded, self.outline, self.parties = document, folded, outline, parties
        self.text = folded.text
        sighting = scout().survey(self.text, outline.segments, outline.clauses, Statement)
        self.words = sighting.words  # the lists of which a word is anywhere
        self.places = sighting.places  # where a word begins
        self.statement = sighting.statement  # by the index of its segment
        self.at = sighting.at  # by a place in its segment
        # Statements that hold a word of each argument, in the order of the text; no headings, no questions.
        self.holding = sighting.holding
        self.words_in = scout().words_in
        self.findings: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            self.findings[finding.category].append(finding)

    def found(self, category: str, *, risk: bool) -> list[tuple[Finding, Statement]]:
        """Findings of a category that stand somewhere, with their statement: the risks or the good terms."""
        return [
            (finding, self._statement_at(finding.start))
            for finding in self.findings.get(category, ())
            if finding.start is not None and (finding.grade != Grade.GOOD) == risk
        ]

    def _statement_at(self, offset: int) -> Statement:
        """Where an offset in the original text leads; ``Folded.place``, for many offsets of one document."""
        index = bisect_right(self._origins, offset) - 1
        if index >= 0:
            offset = max(self.folded.cuts[index], offset - self.folded.shifts[index])
        return self.at(offset)

    @cached_property
    def _origins(self) -> list[int]:
        """Where in the original text each cut begins."""
        return [*map(add, self.folded.cuts, (0, *self.folded.shifts))]

    def fact(self, question: str, claim: Claim) -> Fact:
        """The claim as a fact with its verbatim quote."""
        first, last = self.excerpt(claim.statement, *claim.at)
        if question in BINDING:
            first = _given(self.text, claim.statement.start, first)
        start, end = self.folded.origin(first, last)
        quote = self.document.text[start:end]
        return Fact(question, claim.answer, claim.values, quote, start, end, claim.statement.label, claim.said)

    def excerpt(self, statement: Statement, start: int, end: int) -> tuple[int, int]:
        """A short stretch of the statement around ``start:end``: from comma to comma when the whole is long."""
        first, last = self.outline.cores[statement.segment]
        begin, stop = first, last
        if last - first > SHORT:
            first, last = _after_comma(self.text, begin, start), _to_comma(self.text, end, stop)
            if last - first < SHORTEST:
                last = _to_comma(self.text, last + 1, stop)
            if last - first < SHORTEST:
                first = _after_comma(self.text, begin, first - 1)
        if self.text.count("(", first, last) > self.text.count(")", first, last):
            closing = self.text.find(")", last, stop)
            last = closing + 1 if closing >= 0 else last
        while first < last and self.text[first] in EDGES:
            first += 1
        while last > first and self.text[last - 1] in EDGES:
            last -= 1
        return first, last


def _after_comma(text: str, begin: int, place: int) -> int:
    """Behind the last comma or colon before ``place``, else ``begin``."""
    return max(text.rfind(mark, begin, place) for mark in COMMAS) + 1 or begin


@lru_cache(maxsize=1)
def _condition() -> re.Pattern[str]:
    return expression(
        r"^(?:但|且|而|并)?(?:在(?!线)|如|若|除|当|凡|因|由于|经(?!营)|超过|逾期|未|连续|依据|根据|按照)"
        r"|(?:的|时|前|下|内|外|者|情况|情形|前提)$"
    )


def _given(text: str, begin: int, first: int) -> int:
    """Where a quote that begins at ``first`` has to begin to keep the condition right before it."""
    start = first
    while start > begin and text[start - 1] in COMMAS:
        piece = _after_comma(text, begin, start - 1)
        if first - piece > GIVEN or not _condition().search(text[piece : start - 1].strip(EDGES)):
            break
        start = piece
    return start


def _to_comma(text: str, place: int, stop: int) -> int:
    """The next comma or colon from ``place`` on, else ``stop``."""
    return min((found for mark in COMMAS if (found := text.find(mark, place, stop)) >= 0), default=stop)


def best(claims: Iterable[Claim]) -> list[Claim]:
    """Heaviest first; among equals the earlier one."""
    return sorted(claims, key=lambda claim: (-claim.weight, claim.statement.start))


def times(text: str, s: Statement) -> list[Duration]:
    """Lengths of time in a statement of the text."""
    return durations(text, s.start, s.end) if s.words & UNITS else []
