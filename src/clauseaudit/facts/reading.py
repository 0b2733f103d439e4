"""A document as the six questions read it: its sentences by the words in them, and quotes from it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from clauseaudit.expressions import expression
from clauseaudit.model import Document, Fact, Finding, Grade, Outline, Parties
from clauseaudit.text import Folded

SHORT = 36  # characters: a sentence up to here is quoted whole
SHORTEST = 12
GIVEN = 60  # characters of a condition that a quote keeps
BINDING = ("refund", "expiry", "renewal")  # questions whose answer is another one without its condition
EDGES = " \t\n。;,:、"
COMMAS = ",:;"


class Statement(NamedTuple):
    """A sentence of the folded text that bears on a question."""

    segment: int  # its index
    start: int
    end: int
    text: str
    lead: str  # the lead-in that governs it, "" if none
    kind: str  # of the segment
    label: str

    @property
    def whole(self) -> str:
        return self.lead + self.text


class Scout:
    """Finds the words of all questions in one pass; built once."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self.automaton = AhoCorasick(self.words, store_patterns=False)

    def matches(self, text: str) -> list[tuple[int, int, int]]:
        try:
            return self.automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate, which the automaton cannot be handed
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            return self.automaton.find_matches_as_indexes(text, overlapping=True)

    def places(self, text: str, ends: Sequence[int]) -> dict[str, list[tuple[int, int]]]:
        """For each word, where it starts and in which segment; ``ends`` are the segments' ends."""
        found: dict[str, list[tuple[int, int]]] = {word: [] for word in self.words}
        listed = list(found.values())
        index, border = 0, ends[0]
        for word, start, end in self.matches(text):
            while end > border:
                index += 1
                border = ends[index]
            listed[word].append((start, index))
        return found


class Claim(NamedTuple):
    """What one statement answers. ``weight``: how closely it binds the money paid; the heaviest is the answer."""

    answer: str
    weight: float
    statement: Statement
    at: tuple[int, int]  # folded span of the words that say it
    values: dict[str, Any]
    said: str  # the answer in Chinese
    flat: bool = False  # said without condition or exception


class Reading:
    """One document, read for facts."""

    def __init__(
        self,
        document: Document,
        folded: Folded,
        outline: Outline,
        findings: Iterable[Finding],
        parties: Parties,
        scout: Scout,
    ) -> None:
        self.document, self.folded, self.outline, self.parties = document, folded, outline, parties
        self.text = folded.text
        self.starts = [segment.start for segment in outline.segments]
        self.places = scout.places(self.text, [segment.end for segment in outline.segments])
        self.findings: dict[str, list[Finding]] = {}
        for finding in findings:
            self.findings.setdefault(finding.category, []).append(finding)
        self.made: dict[int, Statement] = {}

    def has(self, *words: str) -> bool:
        """Whether the document holds one of the words; like those of ``holding`` they are known to the scout."""
        return any(self.places[word] for word in words)

    def statement(self, index: int) -> Statement:
        made = self.made.get(index)
        if made is None:
            start, end, clause, kind, governed = self.outline.segments[index]
            lead = ""
            if governed >= 0:
                above = self.outline.segments[governed]
                lead = self.text[max(above.start, above.end - 80) : above.end].strip()
            text = self.text[start:end].rstrip()
            label = self.outline.clauses[clause].label
            made = tuple.__new__(Statement, (index, start, start + len(text), text, lead, kind, label))
            self.made[index] = made
        return made

    def at(self, place: int) -> int:
        """Index of the segment that holds the folded place."""
        return bisect_right(self.starts, place) - 1

    def holding(self, *words: str) -> list[Statement]:
        """Statements that hold one of the words, in the order of the text; no headings, no questions."""
        found = {index for word in words for _, index in self.places[word]}
        segments, statement = self.outline.segments, self.statement
        kept = [statement(i) for i in sorted(found) if segments[i][3] != "heading"]
        return [s for s in kept if s[3][-1:] != "?" and s[3][-2:-1] != "吗"]

    def found(self, category: str, *, risk: bool) -> list[tuple[Finding, Statement]]:
        """Findings of a category that stand somewhere, with their statement: the risks or the good terms."""
        placed = []
        for finding in self.findings.get(category, ()):
            if finding.start is not None and (finding.grade != Grade.GOOD) == risk:
                place = self.folded.place(finding.start)
                placed.append((finding, self.statement(self.at(place))))
        return placed

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


class Words(tuple[str, ...]):
    """Words that are asked for together; not none. An expression finds them sooner than as many searches do."""

    @cached_property
    def search(self) -> Callable[[str], object | None]:
        return expression("|".join(map(re.escape, self))).search


def words(listed: str) -> Words:
    """The words of a list separated by spaces."""
    return Words(listed.split())


def holds(text: str, any_of: Iterable[str]) -> bool:
    """Whether one of the words is in the text."""
    if isinstance(any_of, Words):
        return any_of.search(text) is not None
    for word in any_of:  # noqa: SIM110 - half the time of any(…), and called ten thousand times a document
        if word in text:
            return True
    return False
