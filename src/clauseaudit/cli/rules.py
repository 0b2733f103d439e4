"""clauseaudit rules list | show | lint | test"""

from __future__ import annotations

import argparse

from clauseaudit.errors import ClauseauditError
from clauseaudit.match import Matcher
from clauseaudit.rules import default_dir, load_pack
from clauseaudit.rules.load import read_examples, rule_files

COMMANDS = ("list", "show", "lint", "test")


def options(parser: argparse.ArgumentParser) -> None:
    """The command and the rules it is about."""
    parser.add_argument("command", choices=COMMANDS, help="list 列出；show 一条的全部内容；lint 查写法；test 跑例句")
    parser.add_argument("ids", nargs="*", metavar="规则", help="规则的 id，或类别")
    parser.add_argument("--patterns", metavar="文件夹", help="用这个规则包（默认用自带的）")


def run(args: argparse.Namespace) -> int:
    """Dispatch."""
    directory = args.patterns or default_dir()
    return {"list": _list, "show": _show, "lint": _lint, "test": _test}[args.command](directory, args.ids)


def _chosen(id_: str, ids: list[str]) -> bool:
    return not ids or any(id_ == wanted or id_.startswith(f"{wanted}/") for wanted in ids)


def _list(directory: str, ids: list[str]) -> int:
    for rule in load_pack(directory).rules:
        if _chosen(rule.id, ids):
            print(f"{rule.id:44} {rule.grade:8} {rule.wording.title}")
    return 0


def _show(directory: str, ids: list[str]) -> int:
    pack = load_pack(directory)
    paths = dict(rule_files(directory))
    rules = [r for r in pack.rules if ids and _chosen(r.id, ids)]
    if not rules:
        raise ClauseauditError("、".join(ids) or "rules show", "没有这条规则", "用 clauseaudit rules list 看有哪些")
    for rule in rules:
        words, examples = rule.wording, read_examples(paths[rule.id])
        print(f"{rule.id}  {words.title}")
        print(f"等级 {rule.grade} · 类别 {pack.categories[rule.category].name} · {rule.status}")
        parts = (("意思", words.explain), ("怎么办", words.action), ("可以改成", words.suggest),
                 ("商家可能这样说", words.counter), ("看什么定", words.settle))  # fmt: skip
        print(*(f"{name}：{text}" for name, text in parts if text), sep="\n")
        for citation in rule.basis:
            print(f"依据：{citation.law} {citation.article}  {citation.why}")
        for name, texts in zip(("命中", "不命中", "已知漏掉"), examples, strict=True):
            print(*(f"{name}：{text}" for text in texts), sep="\n")
    return 0


def _lint(directory: str, ids: list[str]) -> int:
    from clauseaudit.rules.lint import lint

    problems = lint(directory)
    for problem in problems:
        print(problem)
    print(f"{len(rule_files(directory))} 条规则，{len(problems)} 个问题")
    return int(bool(problems))


def _test(directory: str, ids: list[str]) -> int:
    from clauseaudit.examples import check

    matcher = Matcher(load_pack(directory))
    chosen = [(id_, path) for id_, path in rule_files(directory) if _chosen(id_, ids)]
    failures = [f for id_, path in chosen for f in check(id_, read_examples(path), matcher)]
    for failure in failures:
        print(f"{failure.rule}：{failure.problem}：{failure.example}")
    print(f"{len(chosen)} 条规则，{len(failures)} 个例句不符")
    return int(bool(failures))
