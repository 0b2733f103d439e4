"""The benchmark in corpus/: well formed, and its scores never below tests/floors.json.

``pytest --update-golden`` raises the floors to what is reached now; it never lowers one.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clauseaudit.audit import audit
from clauseaudit.benchmark import Find, files_of, label_files, mistaken, read, rows, scored
from clauseaudit.disguise import KINDS, word_sets
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Finding, Grade
from clauseaudit.reader import Reader
from clauseaudit.rules import default_dir, load_pack
from clauseaudit.score import Score

CORPUS = Path(__file__).parent.parent / "corpus"
FLOORS = Path(__file__).parent / "floors.json"
ON = "2026-11-26"
MATCHER = Matcher(load_pack())
CATEGORIES = MATCHER.pack.categories
BENCHMARK = read(str(CORPUS))
GRADES = {*map(str, Grade), "maybe"}
WAYS = ("rules alone", "rules and reader")
NEGATIVE_KINDS = {"negated", "quoted", "questioned", "definition", "statute", "lawful", "user-fault"}
MOST_LOST = 3.0  # points of recall that a disguise may cost


@cache
def finder(way: str) -> Find:
    reader = Reader(str(Path(default_dir()) / "reader.bin")) if way == "rules and reader" else None

    @cache
    def found(text: str) -> tuple[Finding, ...]:
        return audit(Document("", "", "", text, ""), MATCHER, ON, reader).findings

    return lambda document: found(document.text)


@cache
def plain(way: str) -> Score:
    return scored(BENCHMARK, finder(way))


# --- what is in it is well formed ---

LABELS = [(path, row) for path in label_files(str(CORPUS)) for row in rows(path)]
NEGATIVES = BENCHMARK.negatives


def test_labels_stand_where_they_say() -> None:
    texts = {document.id: document.text for document in BENCHMARK.documents}
    for path, row in LABELS:
        where = f"{Path(path).name}: {row}"
        assert set(row) == {"doc", "start", "end", "category", "grade", "quote", "why"}, where
        assert row["category"] in CATEGORIES and row["grade"] in GRADES and row["why"], where
        assert Path(path).stem == row["doc"].rsplit("-", 1)[0], where
        if row["start"] is None:
            assert row["end"] is None and row["quote"] is None, where
            assert row["grade"] in ("missing", "maybe", "good"), where
        else:
            assert row["quote"] and texts[row["doc"]][row["start"] : row["end"]] == row["quote"], where
            assert row["grade"] != "missing", where


def test_every_document_is_labelled_and_nothing_twice() -> None:
    assert {document.id for document in BENCHMARK.documents} == set(BENCHMARK.labels)
    places = Counter((row["doc"], row["start"], row["end"], row["category"]) for _, row in LABELS)
    assert [place for place, times in places.items() if times > 1] == []


@pytest.mark.parametrize("path", files_of(str(CORPUS / "clauses")), ids=lambda p: Path(p).stem)
def test_clauses(path: str) -> None:
    assert Path(path).stem in CATEGORIES
    bank = rows(path)
    for row in bank:
        assert {"text", "labels", "sector", "kind"} <= set(row) <= {"text", "labels", "lead", "sector", "kind"}, row
        assert row["text"].strip() == row["text"] != "" and row["sector"], row
        assert row["kind"] in ("positive", "neighbour"), row
        assert all(category in CATEGORIES and grade in GRADES for category, grade in row["labels"]), row
        assert row["kind"] == "neighbour" or row["labels"], row
    assert len({(row.get("lead"), row["text"]) for row in bank}) == len(bank)


def test_negatives() -> None:
    for row in NEGATIVES:
        assert set(row) == {"text", "category", "kind"} and row["text"], row
        assert row["category"] in CATEGORIES and row["kind"] in NEGATIVE_KINDS, row
    assert len({(row["text"], row["category"]) for row in NEGATIVES}) == len(NEGATIVES)


# --- scores ---


def figures(way: str) -> dict[str, float]:
    """What is kept as a floor; two places, rounded down, because the last one is noise."""
    score = plain(way)
    wrong = len(mistaken(BENCHMARK.negatives, finder(way)))
    values = {
        "typed F1": score.typed.rates().f1,
        "untyped F1": score.untyped.rates().f1,
        "macro F1": score.macro()[0],
        "missing F1": score.missing.rates().f1,
        "void precision": score.void.right / max(1, score.void.found),
        "hard negatives left alone": 1 - wrong / len(BENCHMARK.negatives),
    }
    return {name: math.floor(100 * value + 1e-9) / 100 for name, value in values.items()}


def raised(floors: dict[str, float], reached: dict[str, float]) -> dict[str, float]:
    """The new floors: each the higher of the two."""
    return {name: max(value, floors.get(name, 0.0)) for name, value in reached.items()}


@pytest.mark.parametrize("way", WAYS)
def test_scores_stay_above_their_floors(way: str, request: pytest.FixtureRequest) -> None:
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    reached = figures(way)
    if request.config.getoption("--update-golden"):
        floors[way] = raised(floors.get(way, {}), reached)
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")
    below = {name: (value, floors[way][name]) for name, value in reached.items() if value < floors[way][name]}
    assert not below, "(reached, floor)"


def test_floors_only_rise() -> None:
    assert raised({"a": 0.5, "b": 0.5}, {"a": 0.4, "b": 0.6, "c": 0.1}) == {"a": 0.5, "b": 0.6, "c": 0.1}


@pytest.mark.parametrize("kind", KINDS)
def test_a_disguise_costs_little(kind: str) -> None:
    words = word_sets(str(Path(default_dir()) / "lexicon.toml"))
    disguised = scored(BENCHMARK, finder("rules alone"), kind, words)
    lost = plain("rules alone").typed.rates().recall - disguised.typed.rates().recall
    assert 100 * lost <= MOST_LOST
