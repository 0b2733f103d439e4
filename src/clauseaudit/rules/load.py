"""Strict reading of ``patterns/``: every key known, every concept and article found, else a RuleError.

Source form of the files: patterns/README.md.
"""

from __future__ import annotations

import datetime
import os
import tomllib
from typing import Any, NamedTuple

from clauseaudit.errors import RuleError
from clauseaudit.model import Grade
from clauseaudit.rules.compile import Compiler
from clauseaudit.rules.language import Node, PatternError, alternation, parse, parse_member
from clauseaudit.rules.pack import Category, Citation, Guard, Rule, Softener, Wording

WORDS = ("title", "explain", "action", "suggest", "counter", "settle")
RULE_KEYS = {"id", "category", "grade", "status", "since", "updated", "match", "basis", "examples", *WORDS}
MATCH_KEYS = {"scope", "any", "lead", "item", "unless", "near", "when", "softened"}
EXAMPLE_KEYS = {"flag", "ok", "missed"}
CATEGORY_KEYS = {"name", "group", "grade", "basis", "good_title", *WORDS}
CITATION_KEYS = {"law", "article", "paragraph", "item", "why"}
SCOUTED = {"any", "item", "when"}
STATUSES = ("draft", "stable", "retired")


class Examples(NamedTuple):
    """The tests of a rule; «» marks the span that a ``flag`` example expects."""

    flag: tuple[str, ...]
    ok: tuple[str, ...]
    missed: tuple[str, ...]


def read_toml(path: str) -> dict[str, Any]:
    """One TOML file. Raises RuleError with the parser's line."""
    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(path, f"读不了：{error}", "检查文件是否为 UTF-8 编码的 TOML") from error


def _known(path: str, table: dict[str, Any], keys: set[str], where: str = "") -> None:
    for key in table:
        if key not in keys:
            raise RuleError(path, f"不认识的键 {where}{key}", f"可用的键：{'、'.join(sorted(keys))}")


def _text(path: str, table: dict[str, Any], key: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if not isinstance(value, str):
        raise RuleError(path, f"缺少 {key} 或不是文字", f'写上 {key} = "…"')
    return value


def _texts(path: str, table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise RuleError(path, f"{key} 应当是文字的列表", f"写成 {key} = ['…']")
    return tuple(value)


def read_lexicon(path: str) -> tuple[dict[str, Node], frozenset[str], tuple[str, ...]]:
    """Concepts as nodes, the names of the common ones, and the neutral phrases."""
    table = read_toml(path)
    _known(path, table, {"concept", "neutral"})
    concepts: dict[str, Node] = {}
    common = set()
    for name, entry in table.get("concept", {}).items():
        _known(path, entry, {"words", "regex", "common", "note"}, f"concept.{name}.")
        if "regex" in entry:
            concepts[name] = ("regex", entry["regex"])
        else:
            concepts[name] = _members(path, name, _texts(path, entry, "words"))
        if entry.get("common"):
            common.add(name)
    for name, node in concepts.items():
        _check_refs(path, name, node, concepts, ())
    return concepts, frozenset(common), _texts(path, table, "neutral")


def _members(path: str, name: str, members: tuple[str, ...]) -> Node:
    if not members:
        raise RuleError(path, f"概念 {name} 没有成员", "写上 words = ['…']")
    try:
        return alternation([parse_member(m) for m in members])
    except PatternError as error:
        raise RuleError(path, f"概念 {name}：{error}", "见 patterns/README.md 的写法") from error


def _check_refs(path: str, name: str, node: Node, concepts: dict[str, Node], seen: tuple[str, ...]) -> None:
    """Every concept named inside a node exists, and no concept contains itself."""
    for ref in refs(node):
        if ref not in concepts:
            raise RuleError(path, f"{name} 用了没有定义的概念 {{{ref}}}", "在 lexicon.toml 里加上它")
        if ref in (*seen, name):
            raise RuleError(path, f"概念 {name} 绕回到自己", "拆成两个概念")
        _check_refs(path, ref, concepts[ref], concepts, (*seen, name))


def refs(node: Node) -> set[str]:
    """Names of the concepts a node mentions."""
    if node[0] == "ref":
        return {node[1]}
    if node[0] in ("alt", "seq"):
        return set().union(*(refs(n) for n in node[1]))
    return set()


def read_categories(path: str) -> dict[str, Category]:
    """The taxonomy with the words and articles that its rules fall back to."""
    out = {}
    for id_, table in read_toml(path).items():
        _known(path, table, CATEGORY_KEYS, f"{id_}.")
        grade = _grade(path, _text(path, table, "grade"))
        wording = Wording(*(_text(path, table, w, "") for w in WORDS))
        out[id_] = Category(
            id_, _text(path, table, "name"), _text(path, table, "group"), grade, wording,
            _text(path, table, "good_title", ""), _citations(path, table),
        )  # fmt: skip
    return out


def _grade(path: str, value: str) -> str:
    if value not in set(Grade):
        raise RuleError(path, f"不认识的等级 {value}", f"可用：{'、'.join(Grade)}")
    return value


def _citations(path: str, table: dict[str, Any]) -> tuple[Citation, ...]:
    out = []
    for entry in table.get("basis", []):
        _known(path, entry, CITATION_KEYS, "basis.")
        law, article, why = (_text(path, entry, key) for key in ("law", "article", "why"))
        paragraph, item = (_text(path, entry, key, "") for key in ("paragraph", "item"))
        out.append(Citation(law, article, paragraph, item, why))
    return tuple(out)


class RuleReader:
    """Reads rule and guard files of one pack into compiled records."""

    def __init__(self, concepts: dict[str, Node], compiler: Compiler, categories: dict[str, Category]) -> None:
        self.concepts, self.compiler, self.categories = concepts, compiler, categories

    def rule(self, path: str, id_: str) -> Rule:
        """One rule file; ``id_`` is what its place says it must be called."""
        table = read_toml(path)
        _known(path, table, RULE_KEYS)
        if _text(path, table, "id") != id_:
            raise RuleError(path, f"id 与位置不符：{table['id']}", f'写成 id = "{id_}"')
        category = self.categories.get(_text(path, table, "category"))
        if category is None:
            raise RuleError(path, f"没有这个类别：{table['category']}", "见 categories.toml")
        status = _text(path, table, "status")
        if status not in STATUSES:
            raise RuleError(path, f"不认识的 status {status}", f"可用：{'、'.join(STATUSES)}")
        match = table.get("match", {})
        _known(path, match, MATCH_KEYS, "match.")
        scope = _text(path, match, "scope", "sentence")
        if scope not in ("sentence", "document"):
            raise RuleError(path, f"不认识的 scope {scope}", "可用：sentence、document")
        grade = _grade(path, _text(path, table, "grade"))
        return Rule(
            id_, category.id, grade, status, _text(path, table, "since"), _text(path, table, "updated"),
            self.wording(path, table, category, grade), _citations(path, table) or category.basis,
            scope == "document", any=self.patterns(path, match, "any"), lead=self.patterns(path, match, "lead"),
            item=self.patterns(path, match, "item"), unless=self.patterns(path, match, "unless"),
            near=self.patterns(path, match, "near"), when=self.patterns(path, match, "when"),
            softened=self.softeners(path, match),
        )  # fmt: skip

    @staticmethod
    def wording(path: str, table: dict[str, Any], category: Category, grade: str) -> Wording:
        """The rule's own words where it has them, else the category's; a good term borrows no warnings."""
        spare = Wording(category.good_title, "", "", "", "", "") if grade == Grade.GOOD else category.wording
        return Wording(*(_text(path, table, key, getattr(spare, key)) for key in WORDS))

    def patterns(self, path: str, table: dict[str, Any], key: str) -> tuple[int, ...]:
        return tuple(self.pattern(path, source, key) for source in _texts(path, table, key))

    def softeners(self, path: str, match: dict[str, Any]) -> tuple[Softener, ...]:
        out = []
        for entry in match.get("softened", []):
            _known(path, entry, {"pattern", "why"}, "softened.")
            pattern = self.pattern(path, _text(path, entry, "pattern"), "softened")
            out.append(Softener(pattern, _text(path, entry, "why")))
        return tuple(out)

    def pattern(self, path: str, source: str, key: str) -> int:
        """Parse, check and compile one pattern. Raises RuleError naming the pattern."""
        try:
            parsed = parse(source)
        except PatternError as error:
            raise RuleError(path, f"match.{key} {source!r}：{error}", "见 patterns/README.md 的写法") from error
        for node in (*parsed.every, *parsed.none):
            _check_refs(path, f"match.{key}", node, self.concepts, ())
        return self.compiler.pattern(parsed, scout=key in SCOUTED)

    def guards(self, path: str) -> tuple[Guard, ...]:
        """The guard file: frames that exempt a sentence."""
        out = []
        for name, table in read_toml(path).get("guard", {}).items():
            _known(path, table, {"any", "except_categories", "why", "examples"}, f"guard.{name}.")
            unknown = set(_texts(path, table, "except_categories")) - set(self.categories)
            if unknown:
                raise RuleError(path, f"guard.{name} 的类别不存在：{'、'.join(unknown)}", "见 categories.toml")
            out.append(Guard(name, self.patterns(path, table, "any"), _texts(path, table, "except_categories")))
        return tuple(out)


def read_examples(path: str) -> Examples:
    """The examples of a rule file. Raises RuleError on unknown keys."""
    table = read_toml(path).get("examples", {})
    _known(path, table, EXAMPLE_KEYS, "examples.")
    return Examples(*(_texts(path, table, key) for key in ("flag", "ok", "missed")))


def rule_files(directory: str) -> list[tuple[str, str]]:
    """(id, path) of every rule file below ``directory``/rules, in order."""
    base = os.path.join(directory, "rules")
    found = []
    for folder, _, names in os.walk(base):
        for name in names:
            if name.endswith(".toml"):
                path = os.path.join(folder, name)
                found.append((os.path.relpath(path, base)[:-5].replace(os.sep, "/"), path))
    return sorted(found)
