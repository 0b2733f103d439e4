"""A pack as nested builtins, which marshal can keep, and blocks of bytes, and back: NamedTuples it does not take."""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, overload

from clauseaudit.laws import Laws
from clauseaudit.rules.cache import Plain
from clauseaudit.rules.pack import Category, Citation, Guard, Pack, Rule, Softener, Wording
from clauseaudit.rules.plan import Plan


def to_plain(pack: Pack) -> Plain:
    """The pack as builtins and blocks: all rules, each marshalled by itself, and what of the plan is bytes."""
    rules = [marshal.dumps(_flat(rule)) for rule in pack.rules]
    categories = _flat(tuple(pack.categories.values()))
    blocks = [part for part in pack.plan if isinstance(part, bytes)]
    plan = tuple(None if isinstance(part, bytes) else part for part in pack.plan)
    ends = tuple(accumulate(map(len, rules)))
    plain = ends, categories, _flat(pack.guards), pack.neutral, pack.laws.to_plain(), plan, pack.digest
    return plain, [b"".join(rules), *blocks]


def from_plain(plain: Plain) -> Pack:
    """The inverse of ``to_plain``."""
    (ends, categories, guards, neutral, laws, plan, digest), (rules, *blocks) = plain
    block = iter(blocks)
    return Pack(
        Shelf(rules, ends),
        {c[0]: Category._make((*c[:4], Wording(*c[4]), c[5], _citations(c[6]))) for c in categories},
        tuple(Guard(*guard) for guard in guards),
        neutral,
        Laws.from_plain(laws),
        Plan._make(next(block) if part is None else part for part in plan),
        digest,
    )


class Shelf(Sequence[Rule]):
    """Marshalled rules, each read when it is first asked for: a document meets few of them."""

    def __init__(self, block: bytes | memoryview, ends: Sequence[int]) -> None:
        self._block, self._ends = memoryview(block), ends
        self._read: dict[int, Rule] = {}

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> Rule: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Rule]: ...
    def __getitem__(self, place: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        if place not in self._read:
            number = range(len(self))[place]
            start = self._ends[number - 1] if number else 0
            self._read[place] = _rule(marshal.loads(self._block[start : self._ends[number]]))
        return self._read[place]


def _flat(value: Any) -> Any:
    return tuple(map(_flat, value)) if isinstance(value, tuple) else value


def _rule(row: Any) -> Rule:
    softened = tuple(Softener(*softener) for softener in row[15])
    return Rule._make((*row[:6], Wording(*row[6]), _citations(row[7]), *row[8:15], softened))


def _citations(rows: Any) -> tuple[Citation, ...]:
    return tuple(Citation(*row) for row in rows)
