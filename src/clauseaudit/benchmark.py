"""A folder of labelled agreements (corpus/README.md): read it, score a way of finding against it, measure its rules."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from clauseaudit.audit import spot
from clauseaudit.disguise import disguise
from clauseaudit.errors import ClauseauditError
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Finding, Grade
from clauseaudit.score import RISK, Score, overlap

Row = dict[str, Any]
Find = Callable[[Document], Iterable[Finding]]


class Benchmark(NamedTuple):
    """Agreements, what is labelled in each, and sentences that must not be flagged."""

    documents: tuple[Document, ...]
    labels: dict[str, list[Row]]  # by document id
    negatives: tuple[Row, ...]


class Record(NamedTuple):
    """How often a rule fired in a benchmark, and how often a label of its category says the same."""

    found: int
    right: int


def rows(path: str) -> list[Row]:
    """The objects of a JSON-lines file."""
    try:
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]
    except (OSError, ValueError) as error:
        raise ClauseauditError(path, f"读不了：{error}", "要一行一个 JSON 对象") from error


def label_files(path: str) -> list[str]:
    """The file itself; in a folder, labels.jsonl or every file of labels/."""
    if not os.path.isdir(path):
        return [path]
    folder = os.path.join(path, "labels")
    return files_of(folder) if os.path.isdir(folder) else [os.path.join(path, "labels.jsonl")]


def files_of(folder: str) -> list[str]:
    """The JSON-lines files of a folder, by name; none if it is not there."""
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [os.path.join(folder, name) for name in names if name.endswith(".jsonl")]


def read(folder: str) -> Benchmark:
    """A benchmark folder. Raises ClauseauditError where labels or docs/ are missing or unreadable."""
    labels: dict[str, list[Row]] = defaultdict(list)
    for row in (row for path in label_files(folder) for row in rows(path)):
        labels[row["doc"]].append(row)
    docs = os.path.join(folder, "docs")
    if not os.path.isdir(docs):
        raise ClauseauditError(folder, "没有 docs/", "给出一个含 docs/ 和标注的文件夹，见 corpus/README.md")
    documents = tuple(read_document(snapshot_file(os.path.join(docs, name))) for name in sorted(os.listdir(docs)))
    negatives = tuple(row for path in files_of(os.path.join(folder, "negatives")) for row in rows(path))
    return Benchmark(documents, dict(labels), negatives)


def scored(benchmark: Benchmark, find: Find, kind: str = "", words: Sequence[Sequence[str]] = ()) -> Score:
    """The score of ``find`` on the documents, disguised as ``kind`` says if it says anything."""
    score = Score()
    for document in benchmark.documents:
        labels = benchmark.labels.get(document.id, [])
        if kind:
            changed = disguise(document.text, kind, document.id, words)
            labels = [changed.carried(row) for row in labels]
            document = document._replace(text=changed.text, blocks=())
        score.add(labels, [finding._asdict() for finding in find(document)], len(document.text))
    return score


def mistaken(negatives: Iterable[Row], find: Find) -> list[Row]:
    """The hard negatives that are flagged as what they are not."""
    return [row for row in negatives if _is_flagged(row, find(Document("", "", "", row["text"], "")))]


def _is_flagged(row: Row, findings: Iterable[Finding]) -> bool:
    return any(f.category == row["category"] and f.grade.is_risk for f in findings)


def measure(benchmark: Benchmark, matcher: Matcher) -> dict[str, Record]:
    """What every rule that fires is worth, by id, each rule for itself and without the second reader.

    Right: a label of its category and kind (risk, good or missing) at the place; ``maybe`` counts neither way.
    """
    rules = {rule.id: rule for rule in matcher.pack.rules}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for document in benchmark.documents:
        labels = benchmark.labels.get(document.id, [])
        for id_, span in spot(document.text, matcher):
            near = [row["grade"] for row in labels if row["category"] == rules[id_].category and _meets(row, span)]
            right = any(_same_kind(grade, rules[id_].grade) for grade in near)
            if right or "maybe" not in near:
                counts[id_][0] += 1
                counts[id_][1] += right
    return {id_: Record(*counts[id_]) for id_ in sorted(counts)}


def _meets(row: Row, span: tuple[int, int] | None) -> bool:
    if span is None or row["start"] is None:
        return span is None and row["start"] is None
    return overlap(row, {"start": span[0], "end": span[1]})


def _same_kind(label: str, grade: str) -> bool:
    return label in RISK if Grade(grade).is_risk else label == grade
