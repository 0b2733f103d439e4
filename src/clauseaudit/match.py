"""Clauses and rules to hits. Pure.

One pass over a sentence gives the places of all words. A pattern is looked at only in sentences that hold every word
set it needs, and is evaluated by joining places: a window is a bound on the distance between two of them. No regular
expression is compiled for a word pattern, nothing backtracks, and a concept is located once for all patterns.
"""

from collections.abc import Callable
from itertools import repeat
from typing import NamedTuple

from clauseaudit.model import Outline, Parties
from clauseaudit.rules import Pack, Rule
from clauseaudit.rules.plan import PARTY_MARKS
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
    softened: int = -1  # which of the rule's softeners holds there


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
        survey = self.vocabulary.survey(self.mask(folded, parties), outline)
        hits = tuple(map(tuple.__new__, repeat(Hit), survey.marks))  # Hit(*mark) takes three times as long
        met, guards = set(survey.met), self.pack.guards

        def lacks(rule: Rule) -> bool:
            return met.issuperset(rule.when) and met.isdisjoint(rule.any)

        def exempts(segment: int, category: str) -> bool:
            return any(category not in guards[number].except_categories for number in survey.guards(segment))

        missing = tuple(index for index in self.pack.plan.duties if lacks(self.pack.rules[index]))
        return Report(hits, missing, exempts)

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
