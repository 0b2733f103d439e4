"""Patterns to a plan: which words to look for, what a sentence must hold before a pattern is worth evaluating.

Every word of every pattern gets into one automaton. From each pattern follows what it *needs*: a list of word
sets of which each must have a word in the sentence (derived through concepts, options and windows). The cheapest
of them *triggers* the pattern. The plan is made of builtins, so it can be cached with marshal.
"""

from __future__ import annotations

from typing import NamedTuple

from clauseaudit.rules.language import Node, Pattern

OPERATOR, USER = "平台", "用户"  # concepts that also match the names this document gives to the sides
COMMON_COST = 400  # a word set costlier than this filters too little to be worth scanning for


class Conjunction(NamedTuple):
    """A compiled pattern. ``need`` are bits of the scout mask that a sentence must have."""

    every: tuple[Node, ...]
    none: tuple[Node, ...]
    need: int
    trigger: int  # index of the scout bit that makes this pattern a candidate


class Plan(NamedTuple):
    """What match.py needs; see the module's docstring."""

    words: tuple[str, ...]
    sets_of: tuple[tuple[int, ...], ...]  # word index -> ids of the word sets it belongs to
    concepts: tuple[Node, ...]
    operator: int  # concept index, -1 if the lexicon has none
    user: int
    scouts: tuple[str, ...]
    scout_bits: tuple[int, ...]  # scout word index -> bits it sets


class Compiler:
    """Collects patterns, then ``plan`` closes the books. Concepts: name -> node, or ("regex", text)."""

    def __init__(self, concepts: dict[str, Node], common: frozenset[str]) -> None:
        self.names = {name: index for index, name in enumerate(concepts)}
        self.sources = tuple(concepts.values())
        self.common = common
        self.sets: dict[tuple[str, ...], int] = {}
        self.bits: dict[frozenset[str], int] = {}
        self.needs: dict[str, list[frozenset[str]]] = {}
        self.concepts = tuple(self.node(n) for n in self.sources)

    def pattern(self, pattern: Pattern, scout: bool = True) -> Conjunction:
        """Compile one pattern; ``need`` is 0 when it has no literal to look for.

        Only patterns that start a finding are scouted for; exceptions are evaluated where a finding already is.
        """
        clauses = sorted((c for n in pattern.every for c in self.required(n)), key=self.cost)
        used = [c for c in clauses if self.cost(c) <= COMMON_COST][:4] or clauses[:1]
        used = used if scout else []
        bits = [self.bits.setdefault(c, len(self.bits)) for c in used]
        every = tuple(self.node(n) for n in pattern.every)
        none = tuple(self.node(n) for n in pattern.none)
        return Conjunction(every, none, sum(1 << b for b in set(bits)), bits[0] if bits else -1)

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
            best = [min(self.required(n), key=self.cost, default=None) for n in node[1]]
            return [] if None in best else [frozenset().union(*(b for b in best if b))]
        if kind == "ref":
            name = node[1]
            if name in self.common:
                return []
            if name not in self.needs:
                self.needs[name] = self.required(self.sources[self.names[name]])
            return self.needs[name]
        return []

    @staticmethod
    def cost(clause: frozenset[str]) -> int:
        """How often such a set is expected to be seen: short words are common."""
        return sum((100, 8, 3, 1)[min(len(word), 4) - 1] for word in clause)

    def plan(self) -> Plan:
        """The words and bits of everything compiled so far."""
        sets_of: dict[str, list[int]] = {}
        for members, index in self.sets.items():
            for word in members:
                sets_of.setdefault(word, []).append(index)
        scouts: dict[str, int] = {}
        for members_, bit in self.bits.items():
            for word in members_:
                scouts[word] = scouts.get(word, 0) | 1 << bit
        return Plan(
            tuple(sets_of),
            tuple(map(tuple, sets_of.values())),
            self.concepts,
            self.names.get(OPERATOR, -1),
            self.names.get(USER, -1),
            tuple(scouts),
            tuple(scouts.values()),
        )
