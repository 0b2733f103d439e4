"""A pack from its TOML files. Only reached when the cache does not hold it."""

from __future__ import annotations

import hashlib
import os

from clauseaudit.laws import load_laws
from clauseaudit.rules.compile import Compiler
from clauseaudit.rules.load import RuleReader, read_categories, read_lexicon, rule_files
from clauseaudit.rules.pack import Pack, Rule


def build(directory: str) -> Pack:
    """Read and compile ``directory``. Raises RuleError or LawError."""
    laws = load_laws(os.path.join(directory, "laws"))
    concepts, common, neutral = read_lexicon(os.path.join(directory, "lexicon.toml"))
    categories = read_categories(os.path.join(directory, "categories.toml"))
    compiler = Compiler(concepts, common)
    reader = RuleReader(concepts, compiler, categories)
    rules = tuple(reader.rule(path, id_) for id_, path in rule_files(directory))
    guards = reader.guards(os.path.join(directory, "guards.toml"))
    live = tuple(r for r in rules if r.status != "retired")
    pack = Pack(live, categories, guards, neutral, laws, compiler.plan(), digest(directory))
    check_citations(pack, directory)
    return pack


def check_citations(pack: Pack, directory: str) -> None:
    """Every cited article exists in a law file. Raises LawError."""
    cited = {c for r in pack.rules for c in r.basis} | {c for k in pack.categories.values() for c in k.basis}
    for citation in sorted(cited):
        pack.laws.article(citation.law, citation.article, "9999-12-31", citation.paragraph, citation.item)


def digest(directory: str) -> str:
    """Content hash of the pack, twelve hex digits."""
    total = hashlib.sha256()
    for folder, folders, names in os.walk(directory):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".toml"):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    total.update(os.path.relpath(path, directory).encode() + b"\0" + file.read() + b"\0")
    return total.hexdigest()[:12]


__all__ = ["Rule", "build", "check_citations", "digest"]
