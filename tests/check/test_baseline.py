"""The baseline: what is known is counted, what moved stays known, what is gone is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from clauseaudit.check.baseline import SCHEMA, Baseline, read, write
from clauseaudit.check.config import Config
from clauseaudit.check.review import Review
from clauseaudit.errors import ClauseauditError

TERMS = "第一条 退款\n充值成功后，概不退款。\n第二条 其他\n最终解释权归本公司所有。\n"
Check = Callable[..., Review]


@pytest.fixture
def known(check: Check, tmp_path: Path) -> Baseline:
    """The baseline of one file with TERMS, read back from disk."""
    file = str(tmp_path / "known.json")
    review = check({"site/a.txt": TERMS}, baseline=Baseline(file))
    assert write(Baseline(file), ["site/a.txt"], review.standing) == len(review.issues) > 1
    return read(file)


def test_known_findings_are_counted_and_stay_known_when_lines_move(check: Check, known: Baseline) -> None:
    moved = "新的开头。\n" * 20 + TERMS.replace("，", ",")
    review = check({"site/a.txt": moved}, baseline=known)
    assert review.issues == () and review.known == len(known.entries) and review.gone == ()


def test_a_second_one_with_the_same_words_is_new(check: Check, known: Baseline) -> None:
    review = check({"site/a.txt": TERMS + "最终解释权归本公司所有。\n"}, baseline=known)
    assert [(i.line, i.finding.category) for i in review.issues] == [(5, "final-interpretation")]


def test_the_same_words_in_another_file_are_new(check: Check, known: Baseline) -> None:
    review = check({"site/a.txt": TERMS, "b.txt": TERMS}, baseline=known)
    assert {Path(i.path).name for i in review.issues} == {"b.txt"}


def test_what_is_gone_is_reported(check: Check, known: Baseline, tmp_path: Path) -> None:
    review = check({"site/a.txt": TERMS.replace("概不", "可以")}, baseline=known)
    assert "refund-denial" in {e.rule.split("/")[0] for e in review.gone}
    assert {e.path for e in review.gone} == {"site/a.txt"}
    assert check({"b.txt": "其他。\n"}, baseline=known).gone == ()  # a.txt is there, only not checked
    (tmp_path / "site" / "a.txt").unlink()
    assert len(check({"b.txt": "其他。\n"}, baseline=known).gone) == len(known.entries)


def test_suppressed_and_unwanted_findings_are_not_written_down(check: Check, tmp_path: Path) -> None:
    text = '# clauseaudit: ignore refund-denial reason="审过" until=2027-01-01\n' + TERMS.split("\n")[1]
    empty = Baseline(str(tmp_path / "known.json"))
    review = check({"a.txt": text}, Config(ignore=("missing-operator",)), baseline=empty)
    assert not {e.rule for e in review.standing} & {"refund-denial/prepaid", "missing-operator/nobody-named"}
    expired = check({"a.txt": text}, today="2028-01-01", baseline=empty)
    assert "suppression/expired" in {i.finding.rule for i in expired.issues}
    assert not [e for e in expired.standing if e.rule.startswith("suppression")]


def test_the_file_is_sorted_one_finding_a_line_and_keeps_other_files(check: Check, known: Baseline) -> None:
    review = check({"b.txt": TERMS}, baseline=known)
    write(known, ["b.txt"], review.standing)  # a path as it was given: relative to where one stands
    write(known, [i.path for i in review.issues], review.standing)
    text = Path(known.file).read_text("utf-8")
    rows = json.loads(text)["findings"]
    assert rows == sorted(rows, key=lambda row: list(row.values()))
    assert {row["path"] for row in rows} == {"b.txt", "site/a.txt"}
    assert text.count("\n") == len(rows) + 5 and json.loads(text)["schema"] == SCHEMA
    again = read(known.file)
    write(again, [], again.entries)
    assert Path(known.file).read_text("utf-8") == text


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema": "clauseaudit/baseline/9", "findings": []}', "[" * 100_000,
     f'{{"schema": "{SCHEMA}", "findings": [{{"path": 1}}]}}', f'{{"schema": "{SCHEMA}", "findings": 3}}'],
)  # fmt: skip
def test_what_is_no_baseline_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ClauseauditError, match="不是基线文件") as caught:
        read(str(path))
    assert "--write-baseline" in str(caught.value) and "\n" not in str(caught.value)


def test_a_missing_baseline_and_one_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ClauseauditError, match="没有这个基线文件"):
        read(str(tmp_path / "none.json"))
    with pytest.raises(ClauseauditError, match="写不了"):
        write(Baseline(str(tmp_path / "no" / "known.json")), [], [])
