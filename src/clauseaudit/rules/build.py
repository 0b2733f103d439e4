"""A pack from its TOML files. Only reached when the cache does not hold it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from clauseaudit.errors import LawError, RuleError
from clauseaudit.laws import load_laws
from clauseaudit.model import Grade
from clauseaudit.rules.compile import Asked, Compiler
from clauseaudit.rules.load import RuleReader, read_categories, read_examples, read_lexicon, rule_files
from clauseaudit.rules.pack import Guard, Pack, Rule
from clauseaudit.rules.plan import ANY, ITEM, WHEN
from clauseaudit.text import fold


def build(directory: str) -> Pack:
    """Read and compile ``directory``. Raises RuleError or LawError."""
    laws = load_laws(os.path.join(directory, "laws"))
    concepts, common, neutral = read_lexicon(os.path.join(directory, "lexicon.toml"))
    categories = read_categories(os.path.join(directory, "categories.toml"))
    compiler = Compiler(concepts, common)
    reader = RuleReader(concepts, compiler, categories)
    files = rule_files(directory)
    rules = [rule for id_, path in files if (rule := reader.rule(path, id_)).status != "retired"]
    guards = reader.guards(os.path.join(directory, "guards.toml"))
    sentences = (fold(e).text for _, path in files for part in read_examples(path) for e in part)
    frames = [compiler.frame(guard.any) for guard in guards]
    try:
        plan = compiler.plan(asked(rules), sentences, [context(rule, guards) for rule in rules], frames)
    except OverflowError as error:
        reason, remedy = "规则太多，或词里有很生僻的字：编号超过 16 位", "分成几个规则包，或换掉那个字"
        raise RuleError(directory, reason, remedy) from error
    pack = Pack(tuple(rules), categories, guards, neutral, laws, plan, digest(directory))
    check_citations(pack, directory)
    return pack


def asked(rules: Sequence[Rule]) -> dict[int, Asked]:
    """What each pattern that can start a finding, or tells of the whole document, is looked for."""
    return {
        pattern: Asked(index, role, number, rule.document or role == WHEN)
        for index, rule in enumerate(rules)
        for role, patterns, first in ((ANY, rule.any, 0), (ITEM, rule.item, len(rule.any)), (WHEN, rule.when, 0))
        for number, pattern in enumerate(patterns, first)
    }


def context(rule: Rule, guards: Sequence[Guard]) -> tuple[tuple[int, ...], ...]:
    """What stands around a rule's patterns, as a plan has it. No guard exempts from praise: a promise may be asked,
    quoted or negated into being."""
    risk = rule.grade != Grade.GOOD
    exempting = tuple(n for n, guard in enumerate(guards) if risk and rule.category not in guard.except_categories)
    softened = tuple(softener.pattern for softener in rule.softened)
    return exempting, rule.unless, rule.near, rule.lead, softened, rule.when


def check_citations(pack: Pack, directory: str) -> None:
    """Every cited article exists in a law file. Raises LawError."""
    cited = {(f"rules/{r.id}.toml", c) for r in pack.rules for c in r.basis}
    cited |= {("categories.toml", c) for category in pack.categories.values() for c in category.basis}
    for name, c in sorted(cited):
        try:
            pack.laws.article(c.law, c.article, "9999-12-31", c.paragraph, c.item)
        except LawError as error:
            where = os.path.join(directory, name)
            raise LawError(where, f"basis：{error.subject} {error.reason}", error.remedy) from error


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
