"""What the matcher needs of a pack, as two texts and a few blocks of integers: kept and read back without parsing.

A *table* is a block of integers: the number of its rows and where each row ends among the items (the first number is 0)
in 32 bits each, then the items in 16: what is touched for every document should fit into a processor's cache. Both
readers of a plan (scene/pure.py, native/matching/plan.c) take it as it is and look up single rows.
"""

import sys
from collections.abc import Sequence
from typing import NamedTuple

NONE = 0xFFFF  # no number; all others are smaller
#: Kinds of nodes, the first item of a row of ``nodes``; what follows it:
WORDS = 0  # set
GUARDED = 1  # node, list of words not after it, list of words not before it
REGEX = 2  # number among ``sources``
PARTY = 3  # code point of the mark, node
ALTERNATIVES = 4  # (a need or NONE, node) for each
SEQUENCE = 5  # number of needs, the needs, then for each step: kind, value, gap, list
#: Kinds of steps; a gap is the widest before the part, a list holds words that must not stand before it.
JOIN = 0  # node, gap, list
NOT_NEXT = 1  # list of words, 0, 0
START = 2  # 0, 0, 0
END = 3  # 0, gap, 0
#: What a pattern is asked for.
ANY, ITEM, WHEN = range(3)

#: Concepts that also match the names this document gives to the sides; a mark stands for each character of a name.
PARTY_MARKS = {"平台": "\ue000", "用户": "\ue001"}


Block = bytes | memoryview  # a table


class Plan(NamedTuple):
    """See the module's docstring and compile.py. Everything but the texts is a table."""

    words: str  # in ascending order, one a line; a word is known by its place
    strings: str  # one a line: what stands in ``lists``
    sources: tuple[str, ...]  # regular expressions
    duties: tuple[int, ...]  # rules that look at the whole document
    trie: Block  # three rows: where the children of each node begin, the word that ends there or NONE, its letter
    needs_of: Block  # word -> the needs that it meets
    groups_of: Block  # word -> groups that it triggers
    groups: Block  # group -> number of its needs, the needs, then the patterns with just these
    sets: Block  # word set -> its words, ascending
    lists: Block  # list -> its strings; the list 0 is empty
    nodes: Block  # node -> kind and what belongs to it; parts come before the whole
    patterns: Block  # pattern -> how many nodes must hold, these, how many must not, those, then its needs
    asked: Block  # pattern -> rule, ANY | ITEM | WHEN, its number in the rule, 1 if of the whole document; or nothing
    contexts: Block  # rule -> six counted lists: guards that exempt it; patterns of unless, near, lead, softened, when
    frames: Block  # guard -> a need that is met wherever one of its patterns holds, or NONE; its patterns


class Table(Sequence[memoryview]):
    """A block of integers as rows. Rows are views, nothing is copied."""

    def __init__(self, block: Block) -> None:
        whole = memoryview(block)
        self.rows = int.from_bytes(whole[:4], sys.byteorder)
        start = 4 * (self.rows + 2)
        self.ends = whole[4:start].cast("i")
        self.items = whole[start : start + 2 * self.ends[-1]].cast("H")

    def __len__(self) -> int:
        return self.rows

    def __getitem__(self, row: int) -> memoryview:  # type: ignore[override]
        return self.items[self.ends[row] : self.ends[row + 1]]


def lists(row: Sequence[int]) -> list[tuple[int, ...]]:
    """A row that is made of lists, each after how many it holds."""
    found, place = [], 0
    while place < len(row):
        end = place + 1 + row[place]
        found.append(tuple(row[place + 1 : end]))
        place = end
    return found


def parts(pattern: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """A row of ``patterns``: the nodes that must hold, those that must not, and its needs."""
    every = pattern[0] + 1
    none = every + pattern[every] + 1
    return tuple(pattern[1:every]), tuple(pattern[every + 1 : none]), tuple(pattern[none:])
