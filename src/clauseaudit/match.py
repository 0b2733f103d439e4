"""Clauses and rules to hits. Pure.

One pass of an Aho–Corasick automaton over the document finds the *scout* words; a sentence is looked at closer only
if it holds every word set that some pattern needs. There a second automaton gives the places of all words, and a
pattern is evaluated by joining places: a window is a bound on the distance between two of them. No regular
expression is compiled for a word pattern, nothing backtracks, and a concept is located once for all patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from clauseaudit.clauses import core
from clauseaudit.model import Outline, Parties, Segment
from clauseaudit.rules import Pack
from clauseaudit.rules.compile import Conjunction
from clauseaudit.rules.language import Node

Span = tuple[int, int]
ANY, ITEM, WHEN = "any", "item", "when"
OPERATOR_MARK, USER_MARK, NEUTRAL_MARK = "\ue000", "\ue001", "\ue00f"
SPAN_LIMIT = 200  # places kept per node and sentence; a sentence with more is no prose
TAIL = " \t。;!?,.、:)"


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


class Scene:
    """One segment with the places of all words in it; evaluates nodes, each concept once."""

    __slots__ = ("concepts", "memo", "names", "origin", "sets", "text")

    def __init__(self, text: str, origin: int, matcher: Matcher) -> None:
        self.text, self.origin, self.concepts = text, origin, matcher.pack.plan.concepts
        self.sets: dict[int, list[Span]] = {}
        self.memo: dict[int, list[Span]] = {}
        self.names = matcher.names(text)
        sets_of = matcher.pack.plan.sets_of
        for word, start, end in matcher.full.find_matches_as_indexes(text, overlapping=True):
            for index in sets_of[word]:
                self.sets.setdefault(index, []).append((start, end))

    def match(self, conjunction: Conjunction) -> Span | None:
        """Where the conjunction holds (hull of its parts), else None."""
        start, end = len(self.text), 0
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
            return [m.span() for m in _regex(node[1]).finditer(self.text)]
        return self.sequence((node,))

    def words(self, node: Node) -> list[Span]:
        found = self.sets.get(node[1], [])
        if node[2]:
            found = [s for s in found if not self.text.startswith(node[2], s[1])]
        if node[3]:
            found = [s for s in found if not self.text[: s[0]].endswith(node[3])]
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
        reached: set[Span] | None = None  # (start of the whole, end so far)
        gap = 0
        blocked: tuple[str, ...] = ()
        for part in parts:
            kind = part[0]
            if kind == "gap":
                gap += part[1]
            elif kind == "start":
                reached, gap = {(0, 0)}, 0
            elif kind == "end":
                limit = len(self.text.rstrip(TAIL)) - gap
                reached = {s for s in reached or () if s[1] >= limit}
            elif kind == "not_prev":
                blocked = part[1]
            elif kind == "not_next":
                reached = {s for s in reached or () if not self.text.startswith(part[1], s[1])}
            else:
                reached = self.join(reached, gap, part, blocked)
                gap, blocked = 0, ()
            if reached is not None and not reached:
                return []
        return sorted(reached or ())

    def join(self, reached: set[Span] | None, gap: int, part: Node, blocked: tuple[str, ...]) -> set[Span]:
        """Extend what is reached by a part that starts at most ``gap`` characters further on."""
        places = self.spans(part)[:SPAN_LIMIT]
        if blocked:
            places = [s for s in places if not self.text[: s[0]].endswith(blocked)]
        if reached is None:
            return set(places)
        return {(a, d) for a, b in reached for c, d in places if b <= c <= b + gap}


@lru_cache(maxsize=256)
def _regex(source: str) -> re.Pattern[str]:
    return re.compile(source)


class Matcher:
    """A pack made ready: build once, then ``find`` for each document."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.scout = AhoCorasick(pack.plan.scouts, store_patterns=False)
        self._full: AhoCorasick | None = None
        triggered: dict[int, list[tuple[int, str, int, Conjunction]]] = {}
        for index, rule in enumerate(pack.rules):
            for role in (ANY, ITEM, WHEN):
                for number, pattern in enumerate(getattr(rule, role)):
                    triggered.setdefault(pattern.trigger, []).append((index, role, number, pattern))
        self.triggered = triggered
        self.trigger_mask = sum(1 << bit for bit in triggered if bit >= 0)
        self.by_mask = lru_cache(maxsize=20_000)(self.candidates)

    @property
    def full(self) -> AhoCorasick:
        """The automaton of all words, built when the first sentence deserves it."""
        if self._full is None:
            self._full = AhoCorasick(self.pack.plan.words, store_patterns=False)
        return self._full

    def candidates(self, mask: int) -> list[tuple[int, str, int, Conjunction]]:
        """Patterns whose needs a sentence with these scout bits meets."""
        found = []
        left = mask & self.trigger_mask
        while left:
            low = left & -left
            left ^= low
            found += [c for c in self.triggered[low.bit_length() - 1] if c[3].need & mask == c[3].need]
        return found

    def masks(self, text: str, segments: Sequence[Segment]) -> list[int]:
        """The scout bits of each segment."""
        masks = [0] * len(segments)
        bits = self.pack.plan.scout_bits
        at, border = 0, segments[0].end if segments else 0
        for word, _, end in self.scout.find_matches_as_indexes(text, overlapping=True):
            while end > border:
                at += 1
                border = segments[at].end
            masks[at] |= bits[word]
        return masks

    def names(self, text: str) -> dict[int, list[Span]]:
        """Places of this document's party names, under the concepts that they belong to."""
        plan = self.pack.plan
        marks = ((OPERATOR_MARK, plan.operator), (USER_MARK, plan.user))
        return {c: [m.span() for m in re.finditer(f"{mark}+", text)] for mark, c in marks if c >= 0 and mark in text}

    def find(self, folded: str, outline: Outline, parties: Parties) -> Report:
        """Match one document."""
        return _Run(self, self.mask(folded, parties), outline).report()

    def mask(self, text: str, parties: Parties) -> str:
        """The text with party names and neutral phrases replaced by marks of the same length."""
        for mark, names in ((OPERATOR_MARK, parties.operator), (USER_MARK, parties.user)):
            for name in names:
                text = text.replace(name, mark * len(name))
        for phrase in self.pack.neutral:
            text = text.replace(phrase, NEUTRAL_MARK * len(phrase))
        return text


class _Run:
    """One document on its way through the matcher."""

    def __init__(self, matcher: Matcher, text: str, outline: Outline) -> None:
        self.matcher, self.text, self.outline = matcher, text, outline
        self.rules = matcher.pack.rules
        self.scenes: dict[int, Scene] = {}
        self.seen: set[tuple[int, str, int]] = set()  # document-level patterns found somewhere

    def scene(self, index: int) -> Scene:
        if index not in self.scenes:
            start, end = core(self.text, self.outline.segments[index])
            self.scenes[index] = Scene(self.text[start:end], start, self.matcher)
        return self.scenes[index]

    def report(self) -> Report:
        segments = self.outline.segments
        hits: dict[tuple[int, int], Hit] = {}
        for index, mask in enumerate(self.matcher.masks(self.text, segments)):
            if mask:
                for hit in self.look(index, self.matcher.by_mask(mask)):
                    hits.setdefault((hit.rule, hit.segment), hit)
        kept = [self.soften(h) for h in hits.values() if self.holds(h)]
        return Report(tuple(kept), tuple(i for i, r in enumerate(self.rules) if r.document and self.lacks(i)))

    def look(self, index: int, candidates: list[tuple[int, str, int, Conjunction]]) -> Iterable[Hit]:
        """Evaluate the candidate patterns of one segment."""
        segment = self.outline.segments[index]
        for rule, role, number, pattern in candidates:
            document = role == WHEN or self.rules[rule].document
            if (document and (rule, role, number) in self.seen) or (not document and segment.kind == "heading"):
                continue
            scene = self.scene(index)
            span = scene.match(pattern)
            if span is None:
                continue
            if document:
                self.seen.add((rule, role, number))
            elif role == ANY or self.led(segment, rule):
                place = number if role == ANY else len(self.rules[rule].any) + number
                yield Hit(rule, index, scene.origin + span[0], scene.origin + span[1], place)

    def led(self, segment: Segment, rule: int) -> bool:
        """True if the segment is an item under a lead-in that the rule names."""
        return segment.lead >= 0 and self.scene(segment.lead).any(self.rules[rule].lead)

    def holds(self, hit: Hit) -> bool:
        """False if an exception, a guard or a missing document fact takes the hit back."""
        rule = self.rules[hit.rule]
        if any((hit.rule, WHEN, n) not in self.seen for n in range(len(rule.when))):
            return False
        lead = self.outline.segments[hit.segment].lead
        here = [hit.segment] + ([lead] if lead >= 0 else [])
        if any(self.scene(i).any(rule.unless) for i in here):
            return False
        if rule.near and any(self.scene(i).any(rule.near) for i in (*here, *self.neighbours(hit.segment))):
            return False
        return not any(
            rule.category not in guard.except_categories and self.scene(hit.segment).any(guard.any)
            for guard in self.matcher.pack.guards
        )

    def neighbours(self, index: int) -> list[int]:
        """The segments before and after, within the same clause."""
        segments = self.outline.segments
        return [
            i
            for i in (index - 1, index + 1)
            if 0 <= i < len(segments) and segments[i].clause == segments[index].clause
        ]

    def soften(self, hit: Hit) -> Hit:
        for softener in self.rules[hit.rule].softened:
            if any(self.scene(i).match(softener.pattern) for i in (hit.segment, *self.neighbours(hit.segment))):
                return hit._replace(softened=softener.why)
        return hit

    def lacks(self, index: int) -> bool:
        """True if the duty of a document-level rule arises and nothing in the document meets it."""
        rule = self.rules[index]
        arises = all((index, WHEN, n) in self.seen for n in range(len(rule.when)))
        return arises and not any((index, ANY, n) in self.seen for n in range(len(rule.any)))
