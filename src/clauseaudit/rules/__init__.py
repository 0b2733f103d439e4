"""Rules as data: ``load_pack`` reads ``patterns/`` (or its compiled cache) into a Pack."""

from __future__ import annotations

import os
from typing import Any

from clauseaudit.errors import RuleError
from clauseaudit.laws import Laws
from clauseaudit.rules import cache
from clauseaudit.rules.measured import read_measured, worth
from clauseaudit.rules.pack import Category, Citation, Guard, Pack, Rule, Softener, Wording, Worth
from clauseaudit.rules.plan import Plan


def default_dir() -> str:
    """Where the pack lies: inside the installed package, else beside ``src`` in a checkout."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(here, "patterns")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(os.path.dirname(here)), "patterns")


def load_pack(directory: str | None = None) -> Pack:
    """The rule pack of ``directory`` (default: the one that comes with clauseaudit).

    Raises RuleError or LawError naming file, key and remedy.
    """
    directory = directory or default_dir()
    if not os.path.isdir(os.path.join(directory, "rules")):
        raise RuleError(directory, "这里没有规则", "给出一个含 rules/ 的规则包文件夹")
    key = cache.signature(directory)
    plain = cache.read(key)
    if plain is None:
        from clauseaudit.rules.build import build

        pack = build(directory)
        cache.write(key, to_plain(pack))
    else:
        pack = from_plain(plain)
    return pack._replace(worth=worth(read_measured(directory)))


def to_plain(pack: Pack) -> Any:
    """The pack as nested builtins: marshal takes tuples, but no NamedTuples."""
    categories = tuple(pack.categories.values())
    return _flat((pack.rules, categories, pack.guards, pack.neutral, pack.laws.to_plain(), pack.plan, pack.digest))


def _flat(value: Any) -> Any:
    return tuple(map(_flat, value)) if isinstance(value, tuple) else value


def from_plain(plain: Any) -> Pack:
    """The inverse of ``to_plain``."""
    rules, categories, guards, neutral, laws, plan, digest = plain
    return Pack(
        tuple(map(_rule, rules)),
        {c[0]: Category._make((*c[:4], Wording(*c[4]), c[5], _citations(c[6]))) for c in categories},
        tuple(Guard(*g) for g in guards),
        neutral,
        Laws.from_plain(laws),
        Plan(*plan),
        digest,
    )


def _rule(row: Any) -> Rule:
    softened = tuple(Softener(*softener) for softener in row[15])
    return Rule._make((*row[:6], Wording(*row[6]), _citations(row[7]), *row[8:15], softened))


def _citations(rows: Any) -> tuple[Citation, ...]:
    return tuple(Citation(*row) for row in rows)


__all__ = [
    "Category", "Citation", "Guard", "Pack", "Plan", "Rule", "Softener", "Wording", "Worth", "default_dir", "load_pack",
]  # fmt: skip
