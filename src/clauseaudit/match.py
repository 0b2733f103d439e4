"""Clauses and rules to hits. Pure.

One pass over a sentence gives the places of all words. A pattern is looked at only in sentences that hold every word
set it needs, and is evaluated by joining places: a window is a bound on the distance between two of them. No regular
expression is compiled for a word pattern, nothing backtracks, and a concept is located once for all patterns.
"""

from collections.abc import Callable
from typing import NamedTuple

from clauseaudit.model import Outline, Parties
from clauseaudit.rules import Pack, Rule
from clauseaudit.rules.plan import ANY, PARTY_MARKS
from clauseaudit.scene import Vocabulary

NEUTRAL_MARK = "\ue00f"
LEGAL_FORM = "有限公司"


class Hit(NamedTuple):
    """A rule that holds in a segment. ``start``/``end`` are folded offsets of the words that matched."""

    rule: int
    segment: int
    start: int
    end: int
    pattern: int  # which of the rule's patterns: its number in ``any``, or after those in ``item``
    softened: str = ""


class Report(NamedTuple):
    """What matching found: hits by place, and the document-level rules whose duty is not met."""

    hits: tuple[Hit, ...]
    missing: tuple[int, ...]
    exempts: Callable[[int, str], bool]  # whether a guard takes a category's risks out of a segment


class Matcher:
    """A pack made ready: build once, then ``find`` for each document."""

    def __init__(self, pack: Pack, vocabulary: type[Vocabulary] = Vocabulary) -> None:
        self.pack = pack
        self.vocabulary = vocabulary(pack.plan)

    def find(self, folded: str, outline: Outline, parties: Parties) -> Report:
        """Match one document."""
        return _Run(self, self.mask(folded, parties), outline).report()

    def mask(self, text: str, parties: Parties) -> str:
        """The text with party names and neutral phrases replaced by marks of the same length."""
        for mark, names in zip(PARTY_MARKS.values(), (parties.operator, parties.user), strict=True):
            for name in names:
                if name not in self.vocabulary:  # 会员, 甲方: ordinary words that rules may name
                    form = LEGAL_FORM if name.endswith(LEGAL_FORM) else ""  # stays: it says that somebody is named
                    text = text.replace(name, mark * (len(name) - len(form)) + form)
        for phrase in self.pack.neutral:
            text = text.replace(phrase, NEUTRAL_MARK * len(phrase))
        return text


class _Run:
    """One document on its way through the matcher."""

    def __init__(self, matcher: Matcher, text: str, outline: Outline) -> None:
        self.rules, self.duties = matcher.pack.rules, matcher.pack.plan.duties
        self.frames = matcher.pack.guards
        self.survey = matcher.vocabulary.survey(text, outline)
        self.marks = self.survey.marks
        self.met = set(self.survey.met)

    def report(self) -> Report:
        hits = tuple(hit for mark in self.marks if (hit := self.hit(*mark)) is not None)
        return Report(hits, tuple(filter(self.lacks, self.duties)), self.exempts)

    def hit(
        self, number: int, role: int, pattern: int, segment: int, start: int, end: int, softener: int
    ) -> Hit | None:
        """What holds in a segment; None if the document lacks what the rule asks of the whole of it."""
        rule = self.rules[number]
        if not self.arises(rule):
            return None
        if role != ANY:
            pattern += len(rule.any)
        return Hit(number, segment, start, end, pattern, rule.softened[softener].why if softener >= 0 else "")

    def arises(self, rule: Rule) -> bool:
        """Whether the document holds all that a rule asks of the whole of it."""
        return self.met.issuperset(rule.when)

    def exempts(self, index: int, category: str) -> bool:
        """True if a guard that holds in a segment exempts it from a category."""
        return any(category not in self.frames[number].except_categories for number in self.survey.guards(index))

    def lacks(self, index: int) -> bool:
        """True if the duty of a document-level rule arises and nothing in the document meets it."""
        rule = self.rules[index]
        return self.arises(rule) and self.met.isdisjoint(rule.any)
