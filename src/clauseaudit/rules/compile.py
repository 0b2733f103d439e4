"""Patterns to a plan: which words to look for, what a sentence must hold before a pattern is worth evaluating.

From each pattern follow its *needs*: word sets of which each must have a word in the sentence (derived through
concepts, options and windows). The two rarest are kept, each distinct set is one bit, and the rarest of a pattern
*triggers* it. How rare a set is, the examples of the rules themselves tell. All parts are builtins and can be cached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clauseaudit.rules.language import Node, Pattern

OPERATOR, USER = "平台", "用户"  # concepts that also match the names this document gives to the sides
KEPT_NEEDS = 2  # a third need was measured to spare one evaluation in eight and to cost as much


class Conjunction(NamedTuple):
    """A compiled pattern: every node of ``every`` holds and none of ``none``."""

    every: tuple[Node, ...]
    none: tuple[Node, ...]
    needs: tuple[int, ...] = ()  # bits, rarest first; empty for exceptions: they are looked at where a finding is


class Plan(NamedTuple):
    """What match.py needs; see the module's docstring."""

    words: tuple[str, ...]
    bits_of: tuple[int, ...]  # word index -> mask of the needs that the word meets
    sets_of: tuple[tuple[int, ...], ...]  # word index -> ids of the word sets that it belongs to
    concepts: tuple[Node, ...]
    operator: int  # concept index, -1 if the lexicon has none
    user: int


class Compiler:
    """Collects patterns; ``plan`` closes the books. Concepts: name -> node, or ("regex", text)."""

    def __init__(self, concepts: dict[str, Node], common: frozenset[str]) -> None:
        self.names = {name: index for index, name in enumerate(concepts)}
        self.sources = tuple(concepts.values())
        self.common = common
        self.sets: dict[tuple[str, ...], int] = {}
        self.bits: dict[frozenset[str], int] = {}
        self.needs: dict[str, list[frozenset[str]]] = {}
        self.concepts = tuple(self.node(n) for n in self.sources)

    def pattern(self, pattern: Pattern, scout: bool = True) -> Conjunction:
        """Compile one pattern. Exceptions (``scout=False``) are only evaluated where a finding already is."""
        every = tuple(self.node(n) for n in pattern.every)
        none = tuple(self.node(n) for n in pattern.none)
        clauses = {c for n in pattern.every for c in self.required(n)} if scout else set()
        ordered = sorted(clauses, key=lambda c: (_guess(c), sorted(c)))
        return Conjunction(every, none, tuple(self.bits.setdefault(c, len(self.bits)) for c in ordered))

    def node(self, node: Node) -> Node:
        """The node with words replaced by word-set ids and concept names by indexes."""
        kind = node[0]
        if kind == "words":
            return ("words", self.sets.setdefault(node[1], len(self.sets)), node[2], node[3])
        if kind == "ref":
            return ("ref", self.names[node[1]])
        if kind in ("alt", "seq"):
            return (kind, tuple(self.node(n) for n in node[1]))
        return node

    def required(self, node: Node) -> list[frozenset[str]]:
        """Word sets of which each must be present wherever the node matches."""
        kind = node[0]
        if kind == "words":
            return [frozenset(node[1])]
        if kind == "seq":
            return [c for part in node[1] for c in self.required(part)]
        if kind == "alt":
            branches = [self.required(n) for n in node[1]]
            best = [min(clauses, key=_guess, default=None) for clauses in branches]
            shared = [clause for clause in branches[0] if all(clause in other for other in branches)]
            return shared if None in best else [*shared, frozenset().union(*(b for b in best if b))]
        if kind == "ref" and node[1] not in self.common:
            name = node[1]
            if name not in self.needs:
                self.needs[name] = self.required(self.sources[self.names[name]])
            return self.needs[name]
        return []

    def plan(self, patterns: Iterable[Conjunction], sentences: Iterable[str]) -> tuple[Plan, list[int]]:
        """The words of everything compiled so far, and for each need how many of the sentences meet it."""
        words = {word: index for index, word in enumerate(dict.fromkeys(w for s in self.sets for w in s))}
        sets: list[list[int]] = [[] for _ in words]
        for members, index in self.sets.items():
            for word in members:
                sets[words[word]].append(index)
        clauses = [[words[word] for word in clause] for clause in self.bits]
        counts = _rarity(list(words), clauses, sentences)
        kept = {bit for pattern in patterns for bit in rarest(pattern, counts).needs}
        bits = [0] * len(words)
        for bit in kept:
            for index in clauses[bit]:
                bits[index] |= 1 << bit
        operator, user = (self.names.get(name, -1) for name in (OPERATOR, USER))
        return Plan(tuple(words), tuple(bits), tuple(map(tuple, sets)), self.concepts, operator, user), counts


def _guess(clause: frozenset[str]) -> int:
    """How often such a set is expected to be seen, before anything is counted: short words are common."""
    return sum((100, 8, 3, 1)[min(len(word), 4) - 1] for word in clause)


def _rarity(words: list[str], clauses: list[list[int]], sentences: Iterable[str]) -> list[int]:
    """For each word set, in how many of the sentences it has a word."""
    from ahocorasick_rs import AhoCorasick

    bits_of: dict[int, list[int]] = {}
    for bit, clause in enumerate(clauses):
        for word in clause:
            bits_of.setdefault(word, []).append(bit)
    automaton = AhoCorasick(words)
    counts = [0] * len(clauses)
    for sentence in sentences:
        present = {word for word, _, _ in automaton.find_matches_as_indexes(sentence, overlapping=True)}
        for bit in {bit for word in present for bit in bits_of.get(word, ())}:
            counts[bit] += 1
    return counts


def rarest(pattern: Conjunction, counts: Sequence[int]) -> Conjunction:
    """The pattern with the needs that are worth checking, rarest first."""
    return pattern._replace(needs=tuple(sorted(pattern.needs, key=lambda bit: counts[bit])[:KEPT_NEEDS]))
