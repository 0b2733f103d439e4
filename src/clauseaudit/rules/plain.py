"""A pack as nested builtins, which marshal can keep, and back: NamedTuples it does not take."""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from typing import Any, overload

from clauseaudit.laws import Laws
from clauseaudit.rules.pack import Category, Citation, Guard, Pack, Rule, Softener, Wording
from clauseaudit.rules.plan import Plan


def to_plain(pack: Pack) -> Any:
    """The pack as builtins; every rule is marshalled by itself."""
    rules = tuple(marshal.dumps(_flat(rule)) for rule in pack.rules)
    categories = tuple(pack.categories.values())
    return _flat((rules, categories, pack.guards, pack.neutral, pack.laws.to_plain(), pack.plan, pack.digest))


def from_plain(plain: Any) -> Pack:
    """The inverse of ``to_plain``."""
    rules, categories, guards, neutral, laws, plan, digest = plain
    return Pack(
        Shelf(rules),
        {c[0]: Category._make((*c[:4], Wording(*c[4]), c[5], _citations(c[6]))) for c in categories},
        tuple(Guard(*guard) for guard in guards),
        neutral,
        Laws.from_plain(laws),
        Plan(*plan),
        digest,
    )


class Shelf(Sequence[Rule]):
    """Marshalled rules, each read when it is first asked for: a document meets few of them."""

    def __init__(self, rows: Sequence[bytes]) -> None:
        self._rows = rows
        self._read: dict[int, Rule] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Rule: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Rule]: ...
    def __getitem__(self, place: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(place, slice):
            return Shelf(self._rows[place])
        if place not in self._read:
            self._read[place] = _rule(marshal.loads(self._rows[place]))
        return self._read[place]


def _flat(value: Any) -> Any:
    return tuple(map(_flat, value)) if isinstance(value, tuple) else value


def _rule(row: Any) -> Rule:
    softened = tuple(Softener(*softener) for softener in row[15])
    return Rule._make((*row[:6], Wording(*row[6]), _citations(row[7]), *row[8:15], softened))


def _citations(rows: Any) -> tuple[Citation, ...]:
    return tuple(Citation(*row) for row in rows)
