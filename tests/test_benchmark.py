"""A small benchmark folder, read and scored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clauseaudit.audit import audit
from clauseaudit.benchmark import Record, label_files, measure, mistaken, read, rows, scored
from clauseaudit.cli import main
from clauseaudit.errors import ClauseauditError
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Finding
from clauseaudit.rules import load_pack

TEXT = "第一条 退款\n充值成功后，概不退款。\n第二条 其他\n最终解释权归本公司所有。\n"
MATCHER = Matcher(load_pack())


def find(document: Document) -> tuple[Finding, ...]:
    return audit(document, MATCHER, "2026-11-26").findings


def label(quote: str, category: str, grade: str) -> dict[str, object]:
    start = TEXT.index(quote)
    return {"doc": "a", "start": start, "end": start + len(quote), "category": category, "grade": grade}


def folder(path: Path, *labels: dict[str, object]) -> str:
    (path / "docs").mkdir()
    (path / "docs" / "a.txt").write_text(TEXT, "utf-8")
    (path / "labels").mkdir()
    (path / "labels" / "one.jsonl").write_text("".join(json.dumps(row) + "\n" for row in labels), "utf-8")
    (path / "negatives").mkdir()
    negatives = [("充值后概不退款。", "negated"), ("充值后七日内可以申请退款。", "lawful")]
    lines = [json.dumps({"text": t, "category": "refund-denial", "kind": k}) + "\n" for t, k in negatives]
    (path / "negatives" / "one.jsonl").write_text("".join(lines), "utf-8")
    return str(path)


def test_read_and_score(tmp_path: Path) -> None:
    right = label("充值成功后，概不退款", "refund-denial", "void")
    benchmark = read(folder(tmp_path, right))
    assert [document.id for document in benchmark.documents] == ["a"]
    for kind in ("", "spaces"):
        score = scored(benchmark, find, kind)
        assert (score.typed.labels, score.typed.hit) == (1, 1)
        assert score.typed.found == 2 and score.typed.right == 1
    assert [row["kind"] for row in mistaken(benchmark.negatives, find)] == ["negated"]


def test_a_rule_is_right_where_a_label_of_its_category_and_kind_stands(tmp_path: Path) -> None:
    quote = "最终解释权归本公司所有"
    rule = next(id_ for id_ in measure(read(folder(tmp_path)), MATCHER) if id_.startswith("final-interpretation/"))
    expected = {"unfair": Record(1, 1), "good": Record(1, 0), "maybe": None}
    for grade, record in expected.items():
        (tmp_path / "labels" / "one.jsonl").write_text(json.dumps(label(quote, "final-interpretation", grade)), "utf-8")
        assert measure(read(str(tmp_path)), MATCHER).get(rule) == record


def test_labels_in_one_file_or_many(tmp_path: Path) -> None:
    assert label_files(str(tmp_path)) == [str(tmp_path / "labels.jsonl")]
    assert label_files(folder(tmp_path)) == [str(tmp_path / "labels" / "one.jsonl")]
    assert label_files(str(tmp_path / "labels" / "one.jsonl")) == [str(tmp_path / "labels" / "one.jsonl")]


def test_what_is_no_benchmark_is_said_so(tmp_path: Path) -> None:
    broken = tmp_path / "labels.jsonl"
    broken.write_text("{", "utf-8")
    with pytest.raises(ClauseauditError, match="一行一个 JSON"):
        rows(str(broken))
    broken.write_text("", "utf-8")
    with pytest.raises(ClauseauditError, match="没有 docs/"):
        read(str(tmp_path))


def test_recall_beside_the_plain_recall(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder(tmp_path, label("充值成功后，概不退款", "refund-denial", "void"))
    assert main(["score", path, "--no-model", "--disguise", "chains"]) == 0
    plain, chains = capsys.readouterr().out.splitlines()
    assert plain.split()[:4] == ["plain", "typed", "recall", "1.000"]
    assert chains.split()[:4] == ["chains", "typed", "recall", "1.000"] and "loses 0.0 points" in chains
    assert main(["score", f"{path}/labels/one.jsonl", "--disguise", "chains"]) == 2
