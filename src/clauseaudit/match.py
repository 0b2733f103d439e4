"""Clauses and rules to hits. Pure.

One pass over a sentence gives the places of all words. A pattern is looked at only in sentences that hold every word
set it needs, and is evaluated by joining places: a window is a bound on the distance between two of them. No regular
expression is compiled for a word pattern, nothing backtracks, and a concept is located once for all patterns.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from clauseaudit.expressions import expression
from clauseaudit.model import Grade, Outline, Parties, Segment
from clauseaudit.rules import Guard, Pack
from clauseaudit.rules.plan import ANY, PARTY_MARKS, WHEN, Table
from clauseaudit.scene import HEADING, ITEM, TEXT, Held, Vocabulary

NEUTRAL_MARK = "\ue00f"
LEGAL_FORM = "有限公司"
Asked = tuple[int, int, int]  # rule, role, number: what a pattern is asked for


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
        self.asked = Table(pack.plan.asked)
        self.frames = tuple(guard.any for guard in pack.guards)

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
        self.matcher, self.text, self.outline = matcher, text, outline
        self.rules = matcher.pack.rules
        self.cores = outline.cores
        self.scenes = [matcher.vocabulary.scene(text[start:end]) for start, end in self.cores]
        self.guarded: dict[int, list[Guard]] = {}
        self.seen: set[Asked] = set()  # asked of the whole document and found somewhere
        self.settled: set[int] = set()  # the same as patterns
        self.searched: set[Asked] = set()  # looked for in the whole text

    def guards(self, index: int) -> list[Guard]:
        """The guards that hold in a segment."""
        if index not in self.guarded:
            held = self.scenes[index].which(self.matcher.frames)
            self.guarded[index] = [self.matcher.pack.guards[number] for number in held]
        return self.guarded[index]

    def report(self) -> Report:
        hits: list[Hit] = []
        for index, (scene, segment) in enumerate(zip(self.scenes, self.outline.segments, strict=True)):
            kind = HEADING if segment.kind == "heading" else ITEM if segment.lead >= 0 else TEXT
            holds, documentary = scene.read(kind)
            for pattern in documentary:
                if pattern not in self.settled and scene.match(pattern) is not None:
                    self.note(pattern)
            if holds:
                hits += self.hits(index, segment, holds)
        kept = [self.soften(hit) for hit in hits if self.stands(hit)]
        return Report(tuple(kept), tuple(filter(self.lacks, self.matcher.pack.plan.duties)), self.exempts)

    def hits(self, index: int, segment: Segment, holds: Iterable[Held]) -> Iterable[Hit]:
        """What holds in a segment, without what needs another lead-in."""
        origin, _ = self.cores[index]
        for rule, role, number, start, end in holds:
            if role == ANY:
                yield Hit(rule, index, origin + start, origin + end, number)
            elif self.scenes[segment.lead].any(self.rules[rule].lead):
                yield Hit(rule, index, origin + start, origin + end, len(self.rules[rule].any) + number)

    def found(self, asked: Asked) -> bool:
        """Whether the document holds what is asked of the whole of it."""
        sources = self.matcher.pack.plan.bare.get(asked)
        if sources and asked not in self.searched:
            # Facts that are no words (an e-mail address) trigger nothing: the text is searched for them.
            self.searched.add(asked)
            if all(expression(source).search(self.text) for source in sources):
                self.seen.add(asked)
        return asked in self.seen

    def note(self, pattern: int) -> None:
        """A pattern that is asked of the whole document was found."""
        rule, role, number, _ = self.matcher.asked[pattern]
        self.seen.add((rule, role, number))
        self.settled.add(pattern)

    def stands(self, hit: Hit) -> bool:
        """False if an exception, a guard or a missing document fact takes the hit back."""
        rule, scenes = self.rules[hit.rule], self.scenes
        if rule.when and not all(self.found((hit.rule, WHEN, n)) for n in range(len(rule.when))):
            return False
        lead = self.outline.segments[hit.segment].lead
        here = (hit.segment, lead) if lead >= 0 else (hit.segment,)
        if rule.unless and any(scenes[i].any(rule.unless) for i in here):
            return False
        if rule.near and any(scenes[i].any(rule.near) for i in (*here, *self.neighbours(hit.segment))):
            return False
        if rule.grade == Grade.GOOD:
            return True  # a promise may be asked, quoted or negated into being
        return not self.exempts(hit.segment, rule.category)

    def exempts(self, index: int, category: str) -> bool:
        """True if a guard that holds in a segment exempts it from a category."""
        return any(category not in guard.except_categories for guard in self.guards(index))

    def neighbours(self, index: int) -> list[int]:
        """The segments before and after, within the same clause."""
        segments = self.outline.segments
        return [
            i for i in (index - 1, index + 1) if 0 <= i < len(segments) and segments[i].clause == segments[index].clause
        ]

    def soften(self, hit: Hit) -> Hit:
        for softener in self.rules[hit.rule].softened:
            if any(self.scenes[i].match(softener.pattern) for i in (hit.segment, *self.neighbours(hit.segment))):
                return hit._replace(softened=softener.why)
        return hit

    def lacks(self, index: int) -> bool:
        """True if the duty of a document-level rule arises and nothing in the document meets it."""
        rule = self.rules[index]
        arises = all(self.found((index, WHEN, n)) for n in range(len(rule.when)))
        return arises and not any(self.found((index, ANY, n)) for n in range(len(rule.any)))
