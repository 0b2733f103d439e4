"""clauseaudit score LABELS"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from clauseaudit.audit import audit
from clauseaudit.benchmark import Find, files_of, label_files, mistaken, read, rows, scored
from clauseaudit.cli.options import add_pack, law_date, ready, second_reader
from clauseaudit.disguise import KINDS, word_sets
from clauseaudit.errors import ClauseauditError
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.rules import default_dir
from clauseaudit.score import Rates, Score


def options(parser: argparse.ArgumentParser) -> None:
    """Labels, texts or findings, and what to restrict the score to."""
    parser.add_argument("labels", metavar="标注", help="labels.jsonl，或含它的文件夹")
    parser.add_argument("findings", nargs="?", metavar="发现", help="audit --format jsonl 的输出；不给就现场检查 docs/")
    parser.add_argument("--only", default="", metavar="前缀", help="只看 id 以此开头的文档")
    parser.add_argument("--categories", metavar="类别", help="只看这些类别，用逗号分开")
    parser.add_argument("-v", "--verbose", action="store_true", help="逐类别列出")
    parser.add_argument("--disguise", choices=(*KINDS, "all"), help="把原文伪装后再查（空格、繁体等），比较召回率")
    add_pack(parser)


def run(args: argparse.Namespace) -> int:
    """Score and print."""
    if args.disguise:
        disguised(args)
        return 0
    labels = labelled(args)
    score, seen = Score(), set()
    for output in rows(args.findings) if args.findings else audits(args):
        document = output["document"]
        if document["id"].startswith(args.only):
            seen.add(document["id"])
            found = [f for f in output["findings"] if wanted(args, f["category"])]
            score.add(labels.get(document["id"], []), found, len(document["text"] or "") or document["chars"])
    if not seen:
        raise ClauseauditError(args.labels, "没有可以对照的文档", "检查 --only，或标注旁边的 docs/")
    for absent in sorted(set(labels) - seen):
        print(f"没有输出的文档：{absent}")
        score.absent(labels[absent])
    report(score, args.verbose)
    if os.path.isdir(args.labels) and not args.findings:
        negatives(args)
    for look in first_looks(labels):
        print(look)
    return 0


def wanted(args: argparse.Namespace, category: str) -> bool:
    return not args.categories or category in args.categories.split(",")


def labelled(args: argparse.Namespace) -> dict[str, list[dict[str, Any]]]:
    """The wanted rows of each document."""
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in (row for path in label_files(args.labels) for row in rows(path)):
        if row["doc"].startswith(args.only) and wanted(args, row["category"]):
            labels[row["doc"]].append(row)
    return labels


def audits(args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Audit the texts beside the labels."""
    matcher, reader, on = ready(args), second_reader(args), law_date(args)
    base = args.labels if os.path.isdir(args.labels) else os.path.dirname(args.labels)
    folder = os.path.join(base, "docs")
    names = sorted(n for n in os.listdir(folder) if n.startswith(args.only)) if os.path.isdir(folder) else []
    for name in names:
        document = read_document(snapshot_file(os.path.join(folder, name)))
        findings = [f._asdict() for f in audit(document, matcher, on, reader).findings]
        yield {"document": {"id": document.id, "text": document.text}, "findings": findings}


def finder(args: argparse.Namespace) -> Find:
    """What the audit finds with these options."""
    matcher, reader, on = ready(args), second_reader(args), law_date(args)
    return lambda document: audit(document, matcher, on, reader).findings


def negatives(args: argparse.Namespace) -> None:
    """How many of the hard negatives of a benchmark folder are flagged as what they are not."""
    files = files_of(os.path.join(args.labels, "negatives"))
    cases = [row for path in files for row in rows(path) if wanted(args, row["category"])]
    if not cases:
        return
    wrong = mistaken(cases, finder(args))
    for case in wrong if args.verbose else ():
        print(f"  flagged {case['category']:24} {case['kind']:10} {case['text']}")
    print(f"hard negatives: {len(cases)}, flagged {len(wrong)} ({len(wrong) / len(cases):.1%})")


def disguised(args: argparse.Namespace) -> None:
    """Recall on the plain text and on its disguised variants, side by side."""
    if not os.path.isdir(args.labels):
        raise ClauseauditError(args.labels, "--disguise 要改写原文", "给出一个含 docs/ 和标注的文件夹")
    benchmark, find = read(args.labels), finder(args)
    words = word_sets(os.path.join(args.patterns or default_dir(), "lexicon.toml"))
    plain = scored(benchmark, find)
    print(f"{'plain':12} typed recall {plain.typed.rates().recall:.3f}  untyped {plain.untyped.rates().recall:.3f}")
    for kind in KINDS if args.disguise == "all" else (args.disguise,):
        score = scored(benchmark, find, kind, words)
        typed, untyped = score.typed.rates().recall, score.untyped.rates().recall
        loss = 100 * (plain.typed.rates().recall - typed)
        print(f"{kind:12} typed recall {typed:.3f}  untyped {untyped:.3f}  loses {loss:.1f} points")


def first_looks(labels: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """What was written down before anybody looked at the misses of this label set, if it is one of ours."""
    path = os.path.join(os.path.dirname(default_dir()), "docs", "first-looks.jsonl")
    for look in rows(path) if os.path.exists(path) else []:
        if look["documents"] == digest(labels):
            f1 = f"untyped {look['untyped']:.3f} typed {look['typed']:.3f}{look['note']}"
            yield f"first look {look['date']} pack {look['pack']} ({look['reader']}): {f1}"


def digest(labels: dict[str, list[dict[str, Any]]]) -> str:
    """Identifies a label set by its documents and categories, not by where it lies."""
    content = sorted((doc, row["category"], row["start"] or 0) for doc, found in labels.items() for row in found)
    return hashlib.sha256(repr(content).encode()).hexdigest()[:12]


def line(name: str, rates: Rates) -> str:
    return f"{name:8} P {rates.precision:.3f}  R {rates.recall:.3f}  F1 {rates.f1:.3f}"


def report(score: Score, verbose: bool) -> None:
    """The figures, worded like the reference script's so that the two can be compared by eye."""
    print(f"{score.documents} documents, {score.chars} characters, {score.typed.labels} labels")
    print(line("untyped", score.untyped.rates()))
    print(line("typed", score.typed.rates()))
    if verbose:
        for category, tally in score.ranked():
            rates = tally.rates()
            counts = f"labels {tally.labels:3} hit {tally.hit:3} | found {tally.found:3} right {tally.right:3}"
            print(f"  {category:24} {counts} | P {rates.precision:.2f} R {rates.recall:.2f} F1 {rates.f1:.2f}")
    macro, categories = score.macro()
    print(f"macro-F1 over {categories} categories with 3+ labels: {macro:.3f}")
    void = score.void
    print(
        f"false alarms per 10,000 characters: {score.alarm_rate():.2f}; "
        f"void tier precision {void.right / max(1, void.found):.3f} ({void.found})"
    )
    missing = score.missing.rates()
    print(f"missing duties: P {missing.precision:.2f} R {missing.recall:.2f} ({score.missing.labels} labels)")
    f1 = {"typed_f1": score.typed.rates().f1, "untyped_f1": score.untyped.rates().f1, "macro_f1": macro}
    print(json.dumps({name: round(value, 3) for name, value in f1.items()}))
