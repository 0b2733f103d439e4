"""clauseaudit score LABELS"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from clauseaudit.audit import audit
from clauseaudit.cli.options import add_pack, law_date, ready
from clauseaudit.errors import ClauseauditError
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.score import Rates, Score


def options(parser: argparse.ArgumentParser) -> None:
    """Labels, texts or findings, and what to restrict the score to."""
    parser.add_argument("labels", metavar="标注", help="labels.jsonl，或含它的文件夹")
    parser.add_argument("findings", nargs="?", metavar="发现", help="audit --format jsonl 的输出；不给就现场检查 docs/")
    parser.add_argument("--only", default="", metavar="前缀", help="只看 id 以此开头的文档")
    parser.add_argument("--categories", metavar="类别", help="只看这些类别，用逗号分开")
    parser.add_argument("-v", "--verbose", action="store_true", help="逐类别列出")
    add_pack(parser)


def run(args: argparse.Namespace) -> int:
    """Score and print."""
    path = os.path.join(args.labels, "labels.jsonl") if os.path.isdir(args.labels) else args.labels
    wanted = set(args.categories.split(",")) if args.categories else None
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(path):
        if row["doc"].startswith(args.only) and (wanted is None or row["category"] in wanted):
            labels[row["doc"]].append(row)
    score, seen = Score(), set()
    outputs = rows(args.findings) if args.findings else audits(args, os.path.join(os.path.dirname(path), "docs"))
    for output in outputs:
        document = output["document"]
        if document["id"].startswith(args.only):
            seen.add(document["id"])
            found = [f for f in output["findings"] if wanted is None or f["category"] in wanted]
            score.add(labels.get(document["id"], []), found, len(document["text"] or "") or document["chars"])
    if not seen:
        raise ClauseauditError(args.labels, "没有可以对照的文档", "检查 --only，或标注旁边的 docs/")
    for absent in sorted(set(labels) - seen):
        print(f"没有输出的文档：{absent}")
        score.absent(labels[absent])
    report(score, args.verbose)
    return 0


def rows(path: str) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    try:
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]
    except (OSError, ValueError) as error:
        raise ClauseauditError(path, f"读不了：{error}", "要一行一个 JSON 对象") from error


def audits(args: argparse.Namespace, folder: str) -> Iterator[dict[str, Any]]:
    """Audit the texts beside the labels."""
    matcher, on = ready(args), law_date(args)
    names = sorted(n for n in os.listdir(folder) if n.startswith(args.only)) if os.path.isdir(folder) else []
    for name in names:
        document = read_document(snapshot_file(os.path.join(folder, name)))
        findings = [f._asdict() for f in audit(document, matcher, on).findings]
        yield {"document": {"id": document.id, "text": document.text}, "findings": findings}


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
            print(
                f"  {category:24} labels {tally.labels:3} hit {tally.hit:3} | found {tally.found:3} right {tally.right:3}"
                f" | P {rates.precision:.2f} R {rates.recall:.2f} F1 {rates.f1:.2f}"
            )
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
