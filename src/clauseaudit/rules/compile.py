"""Patterns to a plan: which words to look for, what a sentence must hold before a pattern is worth evaluating.

Every distinct part of a pattern becomes one numbered *node*, shared by all patterns that hold it, so that a sentence
locates it once. From each pattern follow its *needs*: word sets of which each must have a word in the sentence
(derived through concepts, options and windows). Each distinct need is one bit, and the rarest of a pattern
*triggers* it. How rare a need is, the examples of the rules themselves tell. All parts are builtins and can be cached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clauseaudit.rules.language import Node, Pattern

#: Concepts that also match the names this document gives to the sides; a mark stands for each character of a name.
PARTY_MARKS = {"平台": "\ue000", "用户": "\ue001"}
JOIN, NOT_NEXT, START, END = range(4)  # steps of a sequence
Bits = tuple[int, ...]


class Conjunction(NamedTuple):
    """A compiled pattern: every node of ``every`` holds and none of ``none``."""

    every: tuple[int, ...]
    none: tuple[int, ...]
    needs: Bits = ()  # the rarest first where the pattern is scouted


class Plan(NamedTuple):
    """What match.py needs; see the module's docstring.

    A node is ("words", set) · ("guarded", node, not_next, not_prev) · ("regex", source) · ("party", mark, node) ·
    ("alt", ((a need or -1, node), …)) · ("seq", needs, steps). A step is (JOIN, node, widest gap before it, words not
    before it) · (NOT_NEXT, words, 0, ()) · (START, 0, 0, ()) · (END, 0, gap before it, ()).
    """

    words: tuple[str, ...]
    needs_of: tuple[Bits, ...]  # word -> the needs that it meets
    groups_of: tuple[tuple[int, ...], ...]  # word -> groups that it triggers
    groups: tuple[tuple[Bits, tuple[int, ...]], ...]  # equal needs, and the numbers of the scouted patterns with them
    sets: tuple[frozenset[int], ...]  # word set -> its words
    nodes: tuple[Node, ...]


class Compiler:
    """Collects patterns; ``plan`` closes the books. Concepts: name -> node, or ("regex", text)."""

    def __init__(self, concepts: dict[str, Node], common: frozenset[str]) -> None:
        self.sources, self.common, self.parties = concepts, common, frozenset(PARTY_MARKS)
        self.sets: dict[tuple[str, ...], int] = {}
        self.bits: dict[frozenset[str], int] = {}
        self.nodes: dict[Node, int] = {}
        self.concepts: dict[str, int] = {}
        self.derived: dict[tuple[str, frozenset[str]], list[frozenset[str]]] = {}

    def pattern(self, pattern: Pattern, scout: bool = True) -> Conjunction:
        """Compile one pattern. If scouted, it must need something beyond common concepts, else it needs nothing."""
        every = tuple(self.node(n) for n in pattern.every)
        none = tuple(self.node(n) for n in pattern.none)
        whole = ("seq", pattern.every)
        idle = scout and not self.required(whole, self.common)
        return Conjunction(every, none, () if idle else self.needs(whole))

    def needs(self, node: Node) -> Bits:
        """The bits of what a node needs, the rarest by guess first."""
        clauses = sorted(set(self.required(node, self.parties)), key=lambda c: (_guess(c), sorted(c)))
        return tuple(self.bits.setdefault(c, len(self.bits)) for c in clauses)

    def node(self, node: Node) -> int:
        """The number of a node, its parts numbered before it."""
        kind = node[0]
        if kind == "ref":
            return self.concept(node[1])
        if kind == "words":
            base = self.number(("words", self.sets.setdefault(node[1], len(self.sets))))
            return self.number(("guarded", base, node[2], node[3])) if node[2] or node[3] else base
        if kind == "alt":
            options = tuple(((*self.needs(option), -1)[0], self.node(option)) for option in node[1])
            return self.number(("alt", options))
        return self.number(node if kind == "regex" else self.sequence(node[1] if kind == "seq" else (node,)))

    def number(self, node: Node) -> int:
        return self.nodes.setdefault(node, len(self.nodes))

    def concept(self, name: str) -> int:
        if name not in self.concepts:
            number = self.node(self.sources[name])
            mark = PARTY_MARKS.get(name)
            self.concepts[name] = self.number(("party", mark, number)) if mark else number
        return self.concepts[name]

    def sequence(self, parts: Sequence[Node]) -> Node:
        """The parts as steps that join places from left to right."""
        steps: list[Node] = []
        gap, blocked = 0, ()
        for part in parts:
            kind = part[0]
            if kind == "gap":
                gap += part[1]
            elif kind == "not_prev":
                blocked = part[1]
            elif kind == "not_next":
                steps.append((NOT_NEXT, part[1], 0, ()))
            elif kind == "end":
                steps.append((END, 0, gap, ()))
            else:
                steps.append((START, 0, 0, ()) if kind == "start" else (JOIN, self.node(part), gap, blocked))
                gap, blocked = 0, blocked if kind == "start" else ()
        return ("seq", self.needs(("seq", parts)), tuple(steps))

    def required(self, node: Node, passing: frozenset[str]) -> list[frozenset[str]]:
        """Word sets of which each must be present wherever the node matches; the ``passing`` concepts ask for none."""
        kind = node[0]
        if kind == "words":
            return [frozenset(node[1])]
        if kind == "seq":
            return [c for part in node[1] for c in self.required(part, passing)]
        if kind == "alt":
            branches = [self.required(n, passing) for n in node[1]]
            best = [min(clauses, key=_guess, default=None) for clauses in branches]
            shared = [clause for clause in branches[0] if all(clause in other for other in branches)]
            return shared if None in best else [*shared, frozenset().union(*(b for b in best if b))]
        if kind == "ref" and node[1] not in passing:
            key = (node[1], passing)
            if key not in self.derived:
                self.derived[key] = self.required(self.sources[node[1]], passing)
            return self.derived[key]
        return []

    def plan(self, patterns: Iterable[Conjunction], sentences: Iterable[str]) -> tuple[Plan, list[int]]:
        """The words of everything compiled so far, and for each need how many of the sentences meet it.

        The numbers of ``patterns`` in the plan are their places in this order.
        """
        distinct = dict.fromkeys(word for members in (*self.sets, *self.bits) for word in members)
        words = {word: index for index, word in enumerate(distinct)}
        clauses = [[words[word] for word in clause] for clause in self.bits]
        needs_of = _inverse(clauses, len(words))
        counts = _rarity(list(words), needs_of, len(clauses), sentences)
        groups: dict[Bits, list[int]] = {}
        for number, pattern in enumerate(patterns):
            if pattern.needs:
                groups.setdefault(rarest(pattern, counts).needs, []).append(number)
        plan = Plan(
            tuple(words), needs_of, _inverse([clauses[needs[0]] for needs in groups], len(words)),
            tuple((needs, tuple(numbers)) for needs, numbers in groups.items()),
            tuple(frozenset(words[word] for word in s) for s in self.sets), tuple(self.nodes),
        )  # fmt: skip
        return plan, counts


def _inverse(members: Sequence[Sequence[int]], words: int) -> tuple[tuple[int, ...], ...]:
    """For each word the numbers of the sets that it belongs to."""
    found: list[list[int]] = [[] for _ in range(words)]
    for index, indexes in enumerate(members):
        for word in indexes:
            found[word].append(index)
    return tuple(map(tuple, found))


def _guess(words: frozenset[str]) -> int:
    """How often such a set is expected to be seen, before anything is counted: short words are common."""
    return sum((100, 8, 3, 1)[min(len(word), 4) - 1] for word in words)


def _rarity(words: list[str], needs_of: Sequence[Bits], needs: int, sentences: Iterable[str]) -> list[int]:
    """For each need, in how many of the sentences it is met."""
    from ahocorasick_rs import AhoCorasick

    automaton = AhoCorasick(words)
    counts = [0] * needs
    for sentence in sentences:
        present = {word for word, _, _ in automaton.find_matches_as_indexes(sentence, overlapping=True)}
        for bit in {bit for word in present for bit in needs_of[word]}:
            counts[bit] += 1
    return counts


def rarest(pattern: Conjunction, counts: Sequence[int]) -> Conjunction:
    """The pattern with its needs in order, the rarest first."""
    return pattern._replace(needs=tuple(sorted(pattern.needs, key=lambda bit: counts[bit])))
