"""clauseaudit rules list | show | lint | test | pages | measure | suggest"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from clauseaudit.errors import ClauseauditError
from clauseaudit.match import Matcher
from clauseaudit.model import Document
from clauseaudit.rules import default_dir, load_pack
from clauseaudit.rules.load import read_examples, rule_files

COMMANDS = {
    "list": "列出",
    "show": "一条规则，或〔一个概念〕的全部内容",
    "lint": "查写法",
    "test": "跑例句",
    "pages": "生成 docs/rules/",
    "measure": "在标注过的协议上量每条规则的精确率",
    "suggest": "从协议里找规则还没管到的常见说法",
}
SHOWN = 40  # phrases


def options(parser: argparse.ArgumentParser) -> None:
    """The command and what it is about."""
    what = "；".join(f"{name} {does}" for name, does in COMMANDS.items())
    parser.add_argument("command", choices=COMMANDS, help=what)
    subject = "规则的 id 或类别，show 也可以是概念；measure：名字=文件夹；suggest：协议文件或文件夹"
    parser.add_argument("ids", nargs="*", metavar="对象", help=subject)
    parser.add_argument("--patterns", metavar="文件夹", help="用这个规则包（默认用自带的）")
    parser.add_argument("--check", action="store_true", help="pages：只看是不是最新的，不是则退出状态为 1")
    parser.add_argument("-o", "--output", metavar="文件夹", help="pages：写到这里（默认规则包旁边的 docs/rules）")
    parser.add_argument("--least", type=int, default=3, metavar="次数", help="suggest：至少出现在几个句子里（默认 3）")


def run(args: argparse.Namespace) -> int:
    """Dispatch."""
    directory = args.patterns or default_dir()
    match args.command:
        case "pages":
            return _pages(directory, args.output, args.check)
        case "suggest":
            return _suggest(directory, args.ids, args.least)
    commands = {"list": _list, "show": _show, "lint": _lint, "test": _test, "measure": _measure}
    return commands[args.command](directory, args.ids)


def _chosen(id_: str, ids: list[str]) -> bool:
    return not ids or any(id_ == wanted or id_.startswith(f"{wanted}/") for wanted in ids)


def _list(directory: str, ids: list[str]) -> int:
    for rule in load_pack(directory).rules:
        if _chosen(rule.id, ids):
            print(f"{rule.id:44} {rule.grade:8} {rule.wording.title}")
    return 0


def _show(directory: str, ids: list[str]) -> int:
    from clauseaudit.rules import aloud
    from clauseaudit.rules.measured import measured, read_measured

    concepts = aloud.concepts(os.path.join(directory, "lexicon.toml"))
    asked = [name for name in map(_concept, ids) if name in concepts]
    for name in asked:
        print(*(f"〔{name}〕：{member}" for member in concepts[name]), sep="\n")
    if asked and len(asked) == len(ids):
        return 0
    pack = load_pack(directory)
    paths, benchmarks = dict(rule_files(directory)), read_measured(directory)
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
        print(*(f"{name}：{phrase}" for name, phrases in aloud.rule(paths[rule.id]) for phrase in phrases), sep="\n")
        print(*(f"实测：{said}" for said in measured(rule.id, benchmarks)), sep="\n")
    return 0


def _concept(id_: str) -> str:
    """The name of a concept however it was quoted: 不退, {不退}, 〔不退〕."""
    return id_.strip("{}〔〕")


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


def _pages(directory: str, output: str | None, check: bool) -> int:
    from clauseaudit.pages import pages, stale, write

    beside = os.path.dirname(os.path.abspath(directory))
    if output is None and os.path.exists(os.path.join(beside, "__init__.py")):
        raise ClauseauditError("rules pages", "规则包在装好的程序里，旁边没有 docs/", "用 -o 说明写到哪个文件夹")
    folder = output or os.path.join(beside, "docs", "rules")
    made = pages(load_pack(directory), directory)
    changed = stale(made, folder) if check else write(made, folder)
    for name in changed:
        print(os.path.join(folder, name))
    remedy = "，运行 clauseaudit rules pages 更新" if check and changed else ""
    print(f"{len(made)} 页，{len(changed)} 页有变{remedy}")
    return int(check and bool(changed))


def _measure(directory: str, folders: list[str]) -> int:
    """Count right and wrong of every rule on benchmark folders; other benchmarks keep their counts."""
    from clauseaudit.benchmark import measure, read
    from clauseaudit.rules.measured import read_measured, write_measured

    if not folders:
        raise ClauseauditError("rules measure", "没有说在哪些协议上量", "如 clauseaudit rules measure corpus=corpus/")
    known = {benchmark["name"]: benchmark for benchmark in read_measured(directory)}
    matcher = Matcher(load_pack(directory))
    for subject in folders:
        name, _, folder = subject.rpartition("=")
        benchmark = read(folder)
        records = measure(benchmark, matcher)
        name = name or os.path.basename(os.path.abspath(folder))
        known[name] = {
            "name": name,
            "documents": len(benchmark.documents),
            "characters": sum(len(document.text) for document in benchmark.documents),
            "labels": sum(map(len, benchmark.labels.values())),
            "negatives": len(benchmark.negatives),
            "rules": {id_: [record.found, record.right] for id_, record in records.items()},
        }
        print(f"{name}：{len(benchmark.documents)} 份协议，{len(records)} 条规则有样本")
    write_measured(directory, list(known.values()))
    return 0


def _suggest(directory: str, sources: list[str], least: int) -> int:
    from clauseaudit.files import cache_folder
    from clauseaudit.phrases import Survey, concept_words, cutter

    if not sources:
        raise ClauseauditError("rules suggest", "没有给协议", "如 clauseaudit rules suggest 协议.txt 文件夹/")
    words = concept_words(os.path.join(directory, "lexicon.toml"))
    survey = Survey(Matcher(load_pack(directory)), cutter(words, cache_folder()), words)
    for document in _documents(sources):
        survey.add(document)
    phrases = survey.found(least)
    for phrase in phrases[:SHOWN]:
        print(f"{phrase.text}  {phrase.sentences} 句，{phrase.documents} 份协议，近 {'、'.join(phrase.concepts)}")
        print(f"    {phrase.example}")
    print(f"{len(phrases)} 个说法，列出 {min(SHOWN, len(phrases))} 个")
    return 0


def _documents(sources: list[str]) -> Iterator[Document]:
    from clauseaudit.extract import read_document, snapshot_file
    from clauseaudit.extract.files import find_documents

    for source in sources:
        for path in find_documents(source) if os.path.isdir(source) else (source,):
            yield read_document(snapshot_file(path))
