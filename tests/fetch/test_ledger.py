from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clauseaudit.errors import ClauseauditError
from clauseaudit.fetch.ledger import MOST_TAKES, Ledger, Task
from clauseaudit.fetch.pace import Pace
from clauseaudit.model import Snapshot
from clauseaudit.visit import Exchange, Visit

A, B = "https://a.example/terms", "https://b.example/terms"


@pytest.fixture
def pace(tmp_path: Path) -> Iterator[Pace]:
    opened = Pace(str(tmp_path / "pace.sqlite"), interval=0.0)
    yield opened
    opened.close()


@pytest.fixture
def ledger(tmp_path: Path, pace: Pace) -> Iterator[Ledger]:
    with Ledger(str(tmp_path / "ledger.sqlite"), pace) as opened:
        yield opened


def take(ledger: Ledger, lease: float = 60.0) -> Task:
    task = ledger.take(lease)
    assert task
    return task


def visit(url: str, text: str = "概不退款", **fields: str) -> Visit:
    response = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    exchange = Exchange(url, "GET", 200, (), response, text.encode(), "192.0.2.1", "", 0.1)
    return Visit(
        url, Snapshot(url, text.encode(), "text/html", "utf-8", url, "2026-01-01T00:00:00+08:00"), "static", (exchange,)
    )


def test_an_address_is_queued_once_and_in_order(ledger: Ledger) -> None:
    assert ledger.add([A, B, A + "#top", f" {A} "]) == 2
    assert ledger.add([A]) == 0
    assert [url for url, *_ in ledger.outcomes()] == [A, B]


def test_a_fragment_that_is_a_path_is_another_page(ledger: Ledger) -> None:
    app = "https://a.example/app"
    assert ledger.add([app, f"{app}#/terms", f"{app}#/refund", f"{app}#top"]) == 3
    ledger.remember(visit(f"{app}#/terms"))
    assert ledger.page(app), "without its script it is one page"


def test_a_full_disk_is_said_in_one_line(ledger: Ledger) -> None:
    ledger._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(ClauseauditError, match=r"ledger\.sqlite：写不进去") as failed:
        ledger.add([A])
    assert "磁盘" in failed.value.remedy
    ledger._connection.execute("PRAGMA query_only = OFF")
    assert ledger.add([A]) == 1


def test_a_task_is_taken_by_one_and_comes_back_when_its_lease_runs_out(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.add([A])
    first = take(ledger, lease=60)
    assert ledger.take() is None
    assert 50 < (ledger.wait() or 0) <= 60
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert ledger.wait() == 0
    second = take(ledger)
    assert second.url == first.url and second.owner != first.owner


def test_who_lost_a_task_stores_nothing(ledger: Ledger) -> None:
    ledger.add([A])
    late, holder = take(ledger, lease=0.0), take(ledger)
    assert not ledger.store(late, visit(A, "too late"))
    assert not ledger.renew(late) and not ledger.fail(late, "x") and not ledger.later(late, 1)
    assert ledger.page(A) is None
    assert ledger.store(holder, visit(A))
    assert not ledger.store(holder, visit(A, "twice"))
    kept = ledger.page(A)
    assert kept and kept.snapshot.content.decode() == "概不退款"
    assert ledger.wait() is None


def test_a_lease_is_renewed_while_a_page_is_read(ledger: Ledger) -> None:
    ledger.add([A])
    task = take(ledger, lease=0.9)
    with ledger.held(task, lease=0.9):
        time.sleep(1.3)
        assert ledger.take() is None
    assert ledger.store(task, visit(A))


def test_the_hosts_slot_comes_with_the_task(tmp_path: Path) -> None:
    pace = Pace(str(tmp_path / "pace.sqlite"), interval=30.0)
    with Ledger(str(tmp_path / "ledger.sqlite"), pace) as ledger:
        ledger.add([A, A + "2", B])
        assert take(ledger).url == A
        assert pace.take("a.example") > 29
        assert take(ledger).url == B, "the host that may be asked comes first"
        assert ledger.take() is None
        assert 29 < (ledger.wait() or 0) <= 30
    pace.close()


def test_a_host_on_hold_gives_no_task(ledger: Ledger, pace: Pace) -> None:
    ledger.add([A, B])
    pace.hold("a.example", 50)
    assert take(ledger).url == B
    assert ledger.take() is None
    assert 49 < (ledger.wait() or 0) <= 60


def test_a_page_that_kills_its_process_each_time_is_given_up(ledger: Ledger) -> None:
    ledger.add([A, B])
    for _ in range(MOST_TAKES):
        assert take(ledger, lease=0.0).url == A
    assert take(ledger).url == B
    assert ledger.outcomes()[0][1:] == ("failed", "读这一页时程序多次中断", "请单独检查这个网址")


def test_what_was_put_off_is_not_given_up_for_it(ledger: Ledger) -> None:
    ledger.add([A])
    for _ in range(2 * MOST_TAKES):
        assert ledger.later(take(ledger), 0.0, "忙")
    assert take(ledger).delays == 2 * MOST_TAKES


def test_what_was_put_back_counts_as_not_taken(ledger: Ledger) -> None:
    ledger.add([A])
    for _ in range(2 * MOST_TAKES):
        task = take(ledger)
        assert ledger.put_back(task) and not ledger.put_back(task)
    assert take(ledger).delays == 0


def test_validators_are_kept_only_if_a_header_may_hold_them(ledger: Ledger) -> None:
    ledger.remember(visit(A, etag='"v1"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT"))
    ledger.remember(visit(B, ETag='"\xe9"', last_modified="x" * 600))
    first, second = ledger.page(A), ledger.page(B)
    assert first and (first.etag, first.modified) == ('"v1"', "Thu, 01 Jan 2026 00:00:00 GMT")
    assert second and (second.etag, second.modified) == ("", "")


def test_a_file_that_is_no_ledger_is_named(tmp_path: Path, pace: Pace) -> None:
    (tmp_path / "terms.txt").write_text("第一条 概不退款。" * 100, encoding="utf-8")
    with pytest.raises(ClauseauditError, match=r"terms\.txt：不能用作抓取记录"):
        Ledger(str(tmp_path / "terms.txt"), pace)


def test_a_large_queue_is_quick(ledger: Ledger, pace: Pace) -> None:
    ledger.add(f"https://h{n % 500}.example/{n}" for n in range(20_000))
    began = time.process_time()
    for _ in range(20):
        take(ledger)
    assert (time.process_time() - began) / 20 < 0.05
