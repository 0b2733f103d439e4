"""Rules as data: ``load_pack`` reads ``patterns/`` (or its compiled cache) into a Pack."""

from __future__ import annotations

import os

from clauseaudit.errors import RuleError
from clauseaudit.rules import cache
from clauseaudit.rules.measured import read_measured, worth
from clauseaudit.rules.pack import Category, Citation, Guard, Pack, Rule, Softener, Wording, Worth
from clauseaudit.rules.plain import from_plain, to_plain
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


__all__ = [
    "Category", "Citation", "Guard", "Pack", "Plan", "Rule", "Softener", "Wording", "Worth", "default_dir", "load_pack",
]  # fmt: skip
