"""Patterns to a plan: which words to look for, what a sentence must hold before a pattern is worth evaluating.

Every distinct part of a pattern becomes one numbered *node*, shared by all patterns that hold it, so that a sentence
locates it once. From each pattern follow its *needs*: word sets of which each must have a word in the sentence
(derived through concepts, options and windows). Each distinct need is one bit, and the rarest of a pattern
*triggers* it. How rare a need is, the examples of the rules themselves tell. All parts are builtins and can be cached.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from clauseaudit.rules.language import Node, Pattern
from clauseaudit.rules.letters import needed
from clauseaudit.rules.plan import (
    ALTERNATIVES,
    END,
    GUARDED,
    JOIN,
    NONE,
    NOT_NEXT,
    PARTY,
    PARTY_MARKS,
    REGEX,
    SEQUENCE,
    START,
    WHEN,
    WORDS,
    Plan,
)

Bits = tuple[int, ...]
Row = tuple[int, ...]


class Conjunction(NamedTuple):
    """A compiled pattern: every node of ``every`` holds and none of ``none``."""

    every: tuple[int, ...]
    none: tuple[int, ...]
    needs: Bits


class Asked(NamedTuple):
    """What a pattern is looked for: the part of a rule that it belongs to."""

    rule: int
    role: int  # ANY | ITEM | WHEN
    number: int  # among the rule's patterns; those of ITEM after those of ANY
    document: bool  # asked of the whole document: seen once is enough, and a heading counts


class Compiler:
    """Collects patterns; ``plan`` closes the books. Concepts: name -> node, or ("regex", text)."""

    def __init__(self, concepts: dict[str, Node], common: frozenset[str]) -> None:
        self.concepts, self.common, self.parties = concepts, common, frozenset(PARTY_MARKS)
        self.patterns: list[Conjunction] = []
        self.sets: dict[tuple[str, ...], int] = {}
        self.bits: dict[frozenset[str], int] = {}
        self.lists: dict[tuple[str, ...], int] = {(): 0}
        self.sources: dict[str, int] = {}
        self.nodes: dict[Row, int] = {}
        self.located: dict[str, int] = {}  # concept -> node
        self.derived: dict[tuple[str, frozenset[str]], list[frozenset[str]]] = {}

    def pattern(self, pattern: Pattern, scout: bool = True) -> int:
        """Compile one pattern to its number. If scouted, it must need something beyond common concepts, else it needs
        nothing."""
        every = tuple(self.node(n) for n in pattern.every)
        none = tuple(self.node(n) for n in pattern.none)
        whole = ("seq", pattern.every)
        idle = scout and not self.required(whole, self.common)
        self.patterns.append(Conjunction(every, none, () if idle else self.needs(whole)))
        return len(self.patterns) - 1

    def needs(self, node: Node) -> Bits:
        """The bits of what a node needs, the rarest by guess first."""
        clauses = sorted(set(self.required(node, self.parties)), key=lambda c: (_guess(c), sorted(c)))
        return tuple(self.bits.setdefault(c, len(self.bits)) for c in clauses)

    def frame(self, patterns: Sequence[int]) -> Bits:
        """Patterns of which one is enough, after a need that is met wherever one of them holds, or NONE."""
        clauses = list(self.bits)
        rarest = [clauses[needs[0]] if (needs := self.patterns[p].needs) else None for p in patterns]
        either = frozenset(word for clause in rarest if clause for word in clause)
        return (NONE if None in rarest else self.bits.setdefault(either, len(self.bits)), *patterns)

    def node(self, node: Node) -> int:
        """The number of a node, its parts numbered before it."""
        kind = node[0]
        if kind == "ref":
            return self.concept(node[1])
        if kind == "words":
            base = self.number(WORDS, self.sets.setdefault(node[1], len(self.sets)))
            guards = self.listed(node[2]), self.listed(node[3])
            return self.number(GUARDED, base, *guards) if any(guards) else base
        if kind == "alt":
            options = [((*self.needs(option), NONE)[0], self.node(option)) for option in node[1]]
            return self.number(ALTERNATIVES, *chain.from_iterable(options))
        if kind == "regex":
            return self.number(REGEX, self.sources.setdefault(node[1], len(self.sources)))
        return self.number(SEQUENCE, *self.sequence(node[1] if kind == "seq" else (node,)))

    def number(self, *row: int) -> int:
        return self.nodes.setdefault(row, len(self.nodes))

    def listed(self, words: tuple[str, ...]) -> int:
        return self.lists.setdefault(words, len(self.lists))

    def concept(self, name: str) -> int:
        if name not in self.located:
            number = self.node(self.concepts[name])
            mark = PARTY_MARKS.get(name)
            self.located[name] = self.number(PARTY, ord(mark), number) if mark else number
        return self.located[name]

    def sequence(self, parts: Sequence[Node]) -> Row:
        """The needs of the parts, and the parts as steps that join places from left to right."""
        steps: list[int] = []
        gap, blocked = 0, 0
        for part in parts:
            kind = part[0]
            if kind == "gap":
                gap += part[1]
            elif kind == "not_prev":
                blocked = self.listed(part[1])
            elif kind == "not_next":
                steps += NOT_NEXT, self.listed(part[1]), 0, 0
            elif kind == "end":
                steps += END, 0, gap, 0
            else:
                steps += (START, 0, 0, 0) if kind == "start" else (JOIN, self.node(part), gap, blocked)
                gap, blocked = 0, blocked if kind == "start" else 0
        needs = self.needs(("seq", parts))
        return (len(needs), *needs, *steps)

    def required(self, node: Node, passing: frozenset[str]) -> list[frozenset[str]]:
        """Word sets of which each must be present wherever the node matches; the ``passing`` concepts ask for none."""
        kind = node[0]
        if kind == "words":
            return [frozenset(node[1])]
        if kind == "regex":
            return needed(node[1])
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
                self.derived[key] = self.required(self.concepts[node[1]], passing)
            return self.derived[key]
        return []

    def plan(
        self, asked: Mapping[int, Asked], sentences: Iterable[str], contexts: Iterable[Sequence[Bits]] = (),
        frames: Iterable[Bits] = (),
    ) -> Plan:  # fmt: skip
        """Everything compiled so far. ``asked``: what the scouted patterns are looked for, by number; how rare their
        needs are, ``sentences`` tell; ``contexts`` and ``frames`` as in Plan."""
        words = sorted({word for members in (*self.sets, *self.bits) for word in members})
        number = {word: index for index, word in enumerate(words)}
        clauses = [[number[word] for word in clause] for clause in self.bits]
        needs_of = _inverse(clauses, len(words))
        counts = _rarity(words, needs_of, len(clauses), sentences)
        groups: dict[Bits, list[int]] = {}
        for pattern in asked:
            if needs := tuple(sorted(self.patterns[pattern].needs, key=counts.__getitem__)):
                groups.setdefault(needs, []).append(pattern)
        trie = _trie(words)
        if max(map(len, (*trie, self.nodes, self.bits, self.patterns))) >= NONE:
            raise OverflowError
        strings = {string: index for index, string in enumerate(sorted(set(chain.from_iterable(self.lists))))}
        return Plan(
            "\n".join(words), "\n".join(strings), tuple(self.sources),
            tuple(sorted({a.rule for a in asked.values() if a.document and a.role != WHEN})),
            block(trie), block(needs_of), block(_inverse([clauses[needs[0]] for needs in groups], len(words))),
            block((len(needs), *needs, *patterns) for needs, patterns in groups.items()),
            block(sorted(number[word] for word in members) for members in self.sets),
            block([strings[string] for string in members] for members in self.lists), block(self.nodes),
            block((len(p.every), *p.every, len(p.none), *p.none, *p.needs) for p in self.patterns),
            block(asked.get(p, ()) for p in range(len(self.patterns))),
            block([n for listed in lists for n in (len(listed), *listed)] for lists in contexts), block(frames),
        )  # fmt: skip


def _trie(words: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
    """The words, which are in order, as a trie in breadth-first order; see Plan."""
    children, ends, letters = [], [], [0]
    branches = [(0, len(words), 0)]  # the words below each node, and its depth
    for low, high, depth in branches:  # grows as it goes
        children.append(len(branches))
        ended = low < high and len(words[low]) == depth
        ends.append(low if ended else NONE)
        for letter, below in groupby(range(low + ended, high), key=lambda word: words[word][depth]):
            first, *rest = below
            branches.append((first, first + 1 + len(rest), depth + 1))
            letters.append(ord(letter))
    return [*children, len(branches)], ends, letters


def _inverse(members: Sequence[Sequence[int]], words: int) -> list[list[int]]:
    """For each word the numbers of the sets that it belongs to."""
    found: list[list[int]] = [[] for _ in range(words)]
    for index, indexes in enumerate(members):
        for word in indexes:
            found[word].append(index)
    return found


def _guess(words: frozenset[str]) -> int:
    """How often such a set is expected to be seen, before anything is counted: short words are common."""
    return sum((100, 8, 3, 1)[min(len(word), 4) - 1] for word in words)


def _rarity(words: list[str], needs_of: Sequence[Sequence[int]], needs: int, sentences: Iterable[str]) -> list[int]:
    """For each need, in how many of the sentences it is met."""
    from ahocorasick_rs import AhoCorasick

    automaton = AhoCorasick(words)
    counts = [0] * needs
    for sentence in sentences:
        present = {word for word, _, _ in automaton.find_matches_as_indexes(sentence, overlapping=True)}
        for bit in {bit for word in present for bit in needs_of[word]}:
            counts[bit] += 1
    return counts


def block(rows: Iterable[Iterable[int]]) -> bytes:
    """A table of these rows. Raises OverflowError for a number of more than 16 bits."""
    ends, items = array("i", [0]), array("H")
    for row in rows:
        items.extend(row)
        ends.append(len(items))
    return array("i", [len(ends) - 1]).tobytes() + ends.tobytes() + items.tobytes()
