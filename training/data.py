"""Labelled text to training rows: every sentence of the labelled agreements, and single labelled sentences.

Two sets of agreements: *real* ones (outside the repository; the rules were written while reading them) and the
invented ones of ``corpus/`` (which the rules have not seen, so they tell what a rule's finding is worth).
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from clauseaudit.clauses import core, split
from clauseaudit.match import Matcher
from clauseaudit.model import Document
from clauseaudit.parties import resolve
from clauseaudit.reader import SHORTEST, Mark
from clauseaudit.score import RISK, overlap
from clauseaudit.text import fold

Labels = dict[str, int]  # category -> 1 risk, 0 may be (no evidence either way), -1 certainly not
WORTH = {"clause": 1.0, "example": 0.2, "regulator": 0.2, "negative": 0.0}  # weight of categories not spoken of
EXAMPLE_LENGTH = 120  # a longer "ok" example is a passage, not one sentence


class Sentence(NamedTuple):
    """A sentence of an agreement, folded, with its place in the original, its labels and what the rules found."""

    text: str
    start: int
    end: int
    labels: Labels
    marks: tuple[Mark, ...]
    readable: bool  # neither heading nor too short


class Agreement(NamedTuple):
    """A labelled document."""

    id: str
    real: bool
    text: str
    rows: tuple[dict[str, Any], ...]  # its labels as in the file
    sentences: tuple[Sentence, ...]


class Loose(NamedTuple):
    """A single labelled sentence. ``others``: how surely the categories not in ``labels`` are absent (0–1)."""

    text: str
    labels: Labels
    others: float


def agreements(folder: str, matcher: Matcher, real: bool) -> list[Agreement]:
    """The labelled documents of a folder with docs/ and labels.jsonl or labels/*.jsonl, by id."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in [os.path.join(folder, "labels.jsonl"), *sorted(glob.glob(os.path.join(folder, "labels", "*.jsonl")))]:
        for row in _rows(path) if os.path.exists(path) else ():
            rows[row["doc"]].append(row)
    return [
        _agreement(os.path.join(folder, "docs", f"{id_}.txt"), id_, rows[id_], matcher, real) for id_ in sorted(rows)
    ]


def _agreement(path: str, id_: str, rows: list[dict[str, Any]], matcher: Matcher, real: bool) -> Agreement:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    folded = fold(text)
    outline = split(Document(id_, "", "", text, ""), folded)
    marks: dict[int, list[Mark]] = defaultdict(list)
    for hit in matcher.find(folded.text, outline, resolve(folded.text)).hits:
        rule = matcher.pack.rules[hit.rule]
        marks[hit.segment].append(Mark(hit.segment, rule.category, rule.grade == "good"))
    sentences = []
    for index, segment in enumerate(outline.segments):
        first, last = core(folded.text, segment)
        start, end = folded.origin(first, last)
        labels = _labels({"start": start, "end": end}, rows)
        readable = segment.kind != "heading" and last - first >= SHORTEST
        sentences.append(Sentence(folded.text[first:last], start, end, labels, tuple(marks[index]), readable))
    return Agreement(id_, real, text, tuple(rows), tuple(sentences))


def _labels(span: dict[str, int], rows: list[dict[str, Any]]) -> Labels:
    found: Labels = {}
    for row in rows:
        if row["start"] is not None and overlap(row, span):
            value = 1 if row["grade"] in RISK else 0 if row["grade"] == "maybe" else -1
            found[row["category"]] = max(value, found.get(row["category"], -1))
    return found


def loose(corpus: str, patterns: str, extra: str) -> list[Loose]:
    """Single sentences: the clause bank, hard negatives, the rules' examples, a regulator's file if there is one."""
    rows = [*_bank(corpus), *_negatives(corpus), *_examples(patterns)]
    return rows + (list(_regulator(extra)) if os.path.exists(extra) else [])


def clause_bank(corpus: str) -> Iterator[dict[str, Any]]:
    """Rows of the clause bank: text, labels as [category, grade] pairs."""
    for path in sorted(glob.glob(os.path.join(corpus, "clauses", "*.jsonl"))):
        yield from _rows(path)


def _bank(corpus: str) -> Iterator[Loose]:
    for row in clause_bank(corpus):
        labels = {c: 1 if g in RISK else 0 if g == "maybe" else -1 for c, g in row["labels"]}
        yield Loose(fold(row["text"]).text, labels, WORTH["clause"])


def _negatives(corpus: str) -> Iterator[Loose]:
    for path in sorted(glob.glob(os.path.join(corpus, "negatives", "*.jsonl"))):
        for row in _rows(path):
            yield Loose(fold(row["text"]).text, {row["category"]: -1}, WORTH["negative"])


def _examples(patterns: str) -> Iterator[Loose]:
    for path in sorted(glob.glob(os.path.join(patterns, "rules", "*", "*.toml"))):
        with open(path, "rb") as file:
            rule = tomllib.load(file)
        good = rule.get("grade") == "good"
        for kind in ("flag", "missed", "ok"):
            for text in rule.get("examples", {}).get(kind, ()):
                marked = re.search("«(.*?)»", text, re.S)
                body = marked[1] if marked else text
                if kind != "ok":
                    yield Loose(fold(body).text, {rule["category"]: -1 if good else 1}, WORTH["example"] * (not good))
                elif not good and len(body) <= EXAMPLE_LENGTH:
                    yield Loose(fold(body).text, {rule["category"]: -1}, 0.0)


def _regulator(path: str) -> Iterator[Loose]:
    for row in _rows(path):
        if row.get("category"):
            risk = row["verdict"] != "valid"
            yield Loose(fold(row["quote"]).text, {row["category"]: 1 if risk else -1}, WORTH["regulator"] * risk)


def _rows(path: str) -> list[dict[str, Any]]:
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def fingerprint(documents: list[Agreement], singles: list[Loose]) -> str:
    """Identifies the training data by content."""
    hashed = hashlib.sha256()
    for document in documents:
        hashed.update(repr((document.id, document.text, document.rows)).encode())
    hashed.update(repr(singles).encode())
    return hashed.hexdigest()[:12]
