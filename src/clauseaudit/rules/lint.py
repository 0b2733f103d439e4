"""What loading cannot refuse but a rule writer must mend: one line for each problem."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from clauseaudit.errors import ClauseauditError, LawError, RuleError
from clauseaudit.laws import Laws, load_laws
from clauseaudit.model import Grade
from clauseaudit.rules.compile import Compiler
from clauseaudit.rules.language import Node, parse
from clauseaudit.rules.load import (
    RuleReader,
    read_categories,
    read_examples,
    read_lexicon,
    read_toml,
    rule_files,
)
from clauseaudit.rules.pack import Category, Rule
from clauseaudit.text import fold

FEWEST_EXAMPLES = 3
# What can still be read aloud and kept in mind: patterns of a part of a rule, and characters of one.
MOST_PATTERNS, LONGEST_PATTERN = 10, 100
WIDEST_PATTERN = 200  # characters that the windows of one pattern may span together
UNBOUNDED = re.compile(r"(?<!\\)[*+]|\{\d+,\}")
CHARACTER_CLASS = re.compile(r"\[[^\]]*\]")
QUANTIFIED_GROUP = re.compile(r"\)\{")


def lint(directory: str) -> list[ClauseauditError]:
    """Every problem of the pack in ``directory``; an unreadable shared file is the only one reported then."""
    try:
        laws = load_laws(os.path.join(directory, "laws"))
        concepts, common, _ = read_lexicon(os.path.join(directory, "lexicon.toml"))
        categories = read_categories(os.path.join(directory, "categories.toml"))
    except ClauseauditError as error:
        return [error]
    problems = list(_lexicon(os.path.join(directory, "lexicon.toml"), concepts))
    compiler = Compiler(concepts, common)
    reader = RuleReader(concepts, compiler, categories)
    for id_, path in rule_files(directory):
        try:
            problems += _rule(path, reader.rule(path, id_), laws, compiler)
        except ClauseauditError as error:
            problems.append(error)
    try:
        reader.guards(os.path.join(directory, "guards.toml"))
    except ClauseauditError as error:
        problems.append(error)
    return problems + list(_folded(directory, compiler)) + list(_categories(directory, categories, laws))


def _rule(path: str, rule: Rule, laws: Laws, compiler: Compiler) -> Iterator[ClauseauditError]:
    examples = read_examples(path)
    for name in ("flag", "ok"):
        if len(getattr(examples, name)) < FEWEST_EXAMPLES:
            yield RuleError(path, f"examples.{name} 不足 {FEWEST_EXAMPLES} 个", "补上自己写的例句")
    if not rule.document and any("«" not in e or "»" not in e for e in examples.flag):
        yield RuleError(path, "examples.flag 有例句没有用 «» 标出应当命中的整句", "加上 «»")
    if not (rule.any or rule.item):
        yield RuleError(path, "match 里没有 any 也没有 item", "写上要找的模式")
    if bool(rule.lead) != bool(rule.item):
        yield RuleError(path, "lead 和 item 要成对出现", "补上另一个")
    table = read_toml(path).get("match", {})
    for key in ("any", "item", "when"):
        for source, number in zip(table.get(key, []), getattr(rule, key), strict=True):
            if not compiler.patterns[number].needs:
                yield RuleError(path, f"match.{key} {source!r} 没有一定会出现的词", "加上一个具体的词或概念")
    yield from _legible(path, table)
    yield from _basis(path, rule, laws)


def _legible(path: str, match: dict[str, Any]) -> Iterator[ClauseauditError]:
    """A rule can be read aloud and kept in mind."""
    for key in ("any", "lead", "item", "unless", "near", "when"):
        if len(match.get(key, [])) > MOST_PATTERNS:
            remedy = "分成几条规则，或把同一个意思的并成概念"
            yield RuleError(path, f"match.{key} 超过 {MOST_PATTERNS} 条，念不下来", remedy)
        for source in match.get(key, []):
            if len(source) > LONGEST_PATTERN:
                remedy = "把其中的说法写成 lexicon.toml 里的概念"
                yield RuleError(path, f"match.{key} {source!r} 超过 {LONGEST_PATTERN} 字，念不下来", remedy)
            if max(map(_width, parse(source).every)) > WIDEST_PATTERN:
                yield RuleError(path, f"match.{key} {source!r} 的窗口太宽", "减小 … 或拆成 & 两段")


def _basis(path: str, rule: Rule | Category, laws: Laws) -> Iterator[ClauseauditError]:
    """Every article exists; a term called void rests on one that voids."""
    articles = []
    for c in rule.basis:
        try:
            article = laws.article(c.law, c.article, "9999-12-31", c.paragraph, c.item)
            articles += [article] if article else []
        except LawError as error:
            yield RuleError(path, f"basis：{error}", "见 patterns/laws/")
    if rule.grade != Grade.GOOD and not articles:
        yield RuleError(path, "没有现行有效的法律依据", "在规则或它的类别里写上 basis")
    if rule.grade == Grade.VOID and not any(a.effect == "void" for a in articles):
        yield RuleError(path, "等级是 void，但依据里没有规定无效的条文", "改为 unfair，或引用规定无效的条文")


def _categories(directory: str, categories: dict[str, Category], laws: Laws) -> Iterator[ClauseauditError]:
    path = os.path.join(directory, "categories.toml")
    for category in categories.values():
        for error in _basis(path, category, laws):
            yield RuleError(path, f"{category.id}：{error}")


def _width(node: Node) -> int:
    """Characters that the windows of a node may span together."""
    if node[0] == "gap":
        return int(node[1])
    if node[0] in ("alt", "seq"):
        widths = [_width(n) for n in node[1]]
        return max(widths) if node[0] == "alt" else sum(widths)
    return 0


def _lexicon(path: str, concepts: dict[str, Node]) -> Iterator[ClauseauditError]:
    """Raw expressions stay bounded, so that no text can make them slow."""
    for name, node in concepts.items():
        bare = CHARACTER_CLASS.sub("x", node[1]) if node[0] == "regex" else ""
        if UNBOUNDED.search(bare) or QUANTIFIED_GROUP.search(bare):
            yield RuleError(path, f"概念 {name} 的正则可能回溯过多", "用有上限的 {1,8}，且不要给括号加次数")
        if node[0] == "regex":
            try:
                re.compile(node[1])
            except re.error as error:
                yield RuleError(path, f"概念 {name} 的正则写错了：{error}", "改正它")


def _folded(directory: str, compiler: Compiler) -> Iterator[ClauseauditError]:
    """A word that folding changes can never be seen in folded text."""
    for word in {w for members in compiler.sets for w in members}:
        if fold(word).text != word:
            yield RuleError(directory, f"词 {word!r} 折叠后是 {fold(word).text!r}，永远匹配不到", "按折叠后的样子写")
