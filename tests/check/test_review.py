"""A set of files: order, contradictions between them, files that cannot be read, many files at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from clauseaudit.check import workers
from clauseaudit.check.config import Config
from clauseaudit.check.conflict import conflicts
from clauseaudit.check.review import Lens, Review, review
from clauseaudit.errors import ClauseauditError
from clauseaudit.match import Matcher

Check = Callable[..., Review]
PROMISE = "# 充值页面\n\n余额未使用的，可在 7 日内申请全额退款，原路退回。\n"
REFUSAL = "充值协议\n第一条 余额\n充值后的余额一律不予退还。\n"


def test_findings_come_in_the_order_of_files_and_places(check: Check) -> None:
    review = check({"b.txt": "充值成功后，概不退款。最终解释权归本公司所有。\n", "a.txt": "最终解释权归本公司所有。\n"})
    places = [(Path(i.path).name, i.start) for i in review.issues]
    assert [name for name, _ in places] == sorted((name for name, _ in places), reverse=True)
    assert [start for name, start in places if name == "b.txt"] == sorted(s for n, s in places if n == "b.txt")
    assert not [i for i in review.issues if str(i.finding.grade) == "good"]


def test_a_page_that_says_other_than_the_terms(check: Check) -> None:
    review = check({"page.md": PROMISE, "terms.txt": REFUSAL})
    (issue,) = [i for i in review.issues if i.finding.category == "contradiction" and "《" in i.finding.title]
    assert issue.finding.rule == "contradiction/refund"
    assert (Path(issue.path).name, issue.line) == ("terms.txt", 3)
    assert "充值页面" in issue.finding.title and "充值协议" in issue.finding.title and issue.fingerprint
    assert "第四百九十八条" in issue.finding.basis[0].article.number
    alone = check({"page.md": PROMISE})
    assert not [i for i in alone.issues if i.finding.category == "contradiction"]
    unwanted = check({"page.md": PROMISE, "terms.txt": REFUSAL}, Config(ignore=("contradiction",)))
    assert not [i for i in unwanted.issues if i.finding.category == "contradiction"]


def test_a_contradiction_can_be_excused_in_the_file_that_holds_it(check: Check) -> None:
    excuse = '# clauseaudit: ignore contradiction reason="页面下周改" until=2027-01-01\n'
    held = check({"page.md": PROMISE, "terms.txt": REFUSAL.replace("充值后", excuse + "充值后")})
    assert not [i for i in held.issues if i.finding.category in ("contradiction", "suppression")]


def test_many_contradictions_name_each_statement_once(check: Check, matcher: Matcher) -> None:
    files = {f"page{n}.md": PROMISE for n in range(6)} | {f"terms{n}.txt": REFUSAL for n in range(6)}
    audits = [read.audit for read in check(files).reads]
    found = conflicts(audits, matcher.pack.laws, "2026-11-26")
    assert [len([f for f in own if f.rule == "contradiction/refund"]) for own in found] == [0] * 6 + [1] * 6


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_checked(check: Check) -> None:
    review = check({"a.txt": b"\x89PNG\r\n\x1a\n\x00\x00", "b.txt": REFUSAL})
    assert [Path(e.subject).name for e in review.failed] == ["a.txt"]
    assert {Path(i.path).name for i in review.issues} == {"b.txt"}


@pytest.fixture
def many(tmp_path: Path) -> list[str]:
    """100 files; every tenth is empty."""
    paths = []
    for number in range(100):
        path = tmp_path / f"{number:03}.txt"
        path.write_text("" if number % 10 == 9 else REFUSAL + f"第{number}份。\n", "utf-8")
        paths.append(str(path))
    return paths


def test_several_processes_find_the_same_as_one(
    many: list[str], matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "ENOUGH", 10**9)
    alone = review(many, Lens(matcher, "2026-11-26"), "2026-11-26", Config())
    forks: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: forks.append(1) or fork())
    monkeypatch.setattr(workers, "processors", lambda: 3)
    monkeypatch.setattr(workers, "ENOUGH", 40)
    together = review(many, Lens(matcher, "2026-11-26"), "2026-11-26", Config())
    assert len(forks) == 2
    assert together.issues == alone.issues and together.reads == alone.reads
    assert [str(e) for e in together.failed] == [str(e) for e in alone.failed]
    assert len(together.failed) == 10


def test_the_work_of_a_process_that_dies_is_done_again(
    many: list[str], matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, read = os.getpid(), Lens(matcher, "2026-11-26").read

    def fragile(path: str) -> object:
        if os.getpid() != parent and path.endswith("055.txt"):
            os._exit(9)
        return read(path)

    monkeypatch.setattr(workers, "processors", lambda: 2)
    results = workers.each(many, fragile)
    assert len(results) == 100
    assert [isinstance(r, ClauseauditError) for r in results] == [n % 10 == 9 for n in range(100)]
