"""One command against the whole platform: what it finds, what it misses and why, what it says of it all."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import chestnut
import pytest

from clauseaudit import cli
from clauseaudit.crawl import options

Json = dict[str, Any]


class Run(NamedTuple):
    """What the command printed, and what the servers were asked for."""

    status: int
    documents: list[Json]
    platform: Json
    progress: str
    asked: list[str]


def run(site: chestnut.Platform, *more: str) -> Run:
    before, out, progress = len(site.asked()), io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(progress):
        status = cli.main(["audit", site.base, "--allow-private", "--format", "jsonl", "--on", "2026-11-26", *more])
    *documents, platform = map(json.loads, out.buffer.getvalue().decode().splitlines())  # type: ignore[attr-defined]
    return Run(status, documents, platform, progress.getvalue(), site.asked()[before:])


def path_of(url: str) -> str:
    return urlsplit(url).path


def agreements(found: Run) -> dict[str, Json]:
    """Documents by path, payment and registration pages left out."""
    return {path_of(d["document"]["url"]): d for d in found.documents if d["document"]["type"] != "page"}


@pytest.fixture(scope="module", autouse=True)
def _in_a_hurry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No pace, no recogniser of pictures, and a memory of robots.txt of our own: ports are used again."""
    pace = str(tmp_path_factory.mktemp("pace") / "pace.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clauseaudit.fetch.pace.default_path", lambda: pace)
        patch.setattr("clauseaudit.cli.address.INTERVAL", 0.0)
        patch.setattr("clauseaudit.extract.recognise.installed", lambda: False)
        yield


@pytest.fixture(scope="module")
def site() -> Iterator[chestnut.Platform]:
    with chestnut.serve() as running:
        yield running


@pytest.fixture(scope="module")
def whole(site: chestnut.Platform, browser: Any) -> Run:
    """The command as a person gives it."""
    return run(site)


@pytest.fixture(scope="module")
def bare(site: chestnut.Platform) -> Run:
    """The same without a browser."""
    return run(site, "--render", "never")


@pytest.mark.browser
def test_everything_readable_is_found_and_everything_else_named(whole: Run, capsys: pytest.CaptureFixture[str]) -> None:
    found = whole
    read = agreements(found)
    right = set(read) & set(chestnut.TRUTH)
    recall, precision = len(right) / len(chestnut.TRUTH), len(right) / len(read)
    with capsys.disabled():
        print(
            f"\n平台：召回 {recall:.3f}（{len(right)}/{len(chestnut.TRUTH)}），准确 {precision:.3f}（{len(read)} 份）"
        )
    assert found.status == 0
    assert recall == precision == 1.0, (set(chestnut.TRUTH) - right, set(read) - right)
    assert {path: d["document"]["type"] for path, d in read.items()} == chestnut.TRUTH
    unread = {path_of(u["url"]): u for u in found.platform["unread"]}
    assert set(unread) == set(chestnut.UNREADABLE)
    for path, said in chestnut.UNREADABLE.items():
        assert said in unread[path]["reason"] and unread[path]["remedy"] and unread[path]["title"]


@pytest.mark.browser
def test_what_the_payment_page_shows_is_told(whole: Run) -> None:
    pages = {path_of(d["document"]["url"]): d for d in whole.documents if d["document"]["type"] == "page"}
    rules = {f["rule"]: f for f in pages["/pay"]["findings"]}
    assert any(f["category"] == "refund-denial" and "9 px" in f["shown"] for f in rules.values())
    assert any(f["category"] == "not-conspicuous" for f in rules.values())
    assert any("勾" in f["title"] for f in rules.values())  # the renewal box that comes ticked


@pytest.mark.browser
def test_the_platform_as_a_whole(whole: Run) -> None:
    found = whole
    answers = {f["question"]: f for f in found.platform["facts"]}
    of = {d["document"]["id"]: path_of(d["document"]["url"]) for d in found.documents}
    assert answers["refund"]["answer"] == "no" and of[answers["refund"]["values"]["document"]] == "/rules/recharge"
    assert (
        answers["renewal"]["answer"] == "yes-no-notice"
        and of[answers["renewal"]["values"]["document"]] == "/member.html"
    )
    assert answers["operator"]["values"]["company"] == "栗星互动网络科技有限公司"
    assert "renewal" in {c["question"] for c in found.platform["contradictions"]}
    assert found.platform["verdict"]["light"] == "red"
    for document in found.documents:
        text = document["document"]["text"]
        assert all(text[f["start"] : f["end"]] == f["quote"] for f in document["findings"] if f["start"] is not None)


def test_without_a_browser_the_rest_is_read_and_what_is_missing_said(bare: Run) -> None:
    found = bare
    assert set(agreements(found)) == set(chestnut.TRUTH) - set(chestnut.BY_BROWSER) - {"/rules/shop"} | {
        "/frames/shop.html"
    }
    unread = {path_of(u["url"]): u["reason"] for u in found.platform["unread"]}
    assert set(unread) == {*chestnut.UNREADABLE, *chestnut.BY_BROWSER}
    assert all("--render never" in unread[path] for path in chestnut.BY_BROWSER)


def test_what_must_not_be_asked_is_not(bare: Run) -> None:
    asked = bare.asked
    assert "/secret/punish" not in asked and "/sdk-privacy" not in asked and "/product/1" not in asked
    pages = [path for path in asked if path not in ("/robots.txt", "/sitemap.xml")]
    assert len(pages) == len(set(pages))


def test_progress_is_a_line_a_page(bare: Run) -> None:
    lines = bare.progress.splitlines()
    assert lines[0].startswith("打开了") and sum(line.startswith("页 ") for line in lines) >= 15


def test_a_run_broken_off_goes_on_where_it_was(site: chestnut.Platform, tmp_path: Path) -> None:
    file = str(tmp_path / "crawl.sqlite")
    run(site, "--render", "never", "--resume", file, "--max", "2")
    again = run(site, "--render", "never", "--resume", file)
    assert {"/", "/rules/", "/legal/user"}.isdisjoint(again.asked) and "/pay/renewal" in again.asked


INTERRUPTED = """
import signal
import sys
from clauseaudit.cli import address, main
from clauseaudit.fetch import pace
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background is told to ignore it
address.INTERVAL, pace.default_path = 0.0, lambda: sys.argv[1]
sys.exit(main(sys.argv[2:]))
"""


def alive(group: int) -> list[str]:
    """Processes of a group that have not ended (one that nobody has waited for has ended)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:3]
            found += [path.parent.name] if int(its_group) == group and state != "Z" else []
    return found


@pytest.mark.browser
def test_ctrl_c_ends_the_browser_and_reports_what_was_read(
    site: chestnut.Platform, browser: Any, tmp_path: Path
) -> None:
    target, before = tmp_path / "report.json", len(site.asked())
    arguments = [str(tmp_path / "pace.sqlite"), "audit", site.base, "--allow-private", "-o", str(target)]
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent.parent.parent)}
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, *arguments], start_new_session=True, stderr=subprocess.PIPE, env=environment
    )
    while "/rules/points" not in site.asked()[before:] and running.poll() is None:
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGINT)  # as the terminal does: to the browser as well
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == 130 and "已停止" in said and "Traceback" not in said and "Task" not in said
    record = json.loads(target.read_text("utf-8"))
    assert record["documents"] and any("停下" in one["reason"] for one in record["unread"])
    end = time.monotonic() + 10
    while alive(running.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not alive(running.pid)


def test_the_usual_pace_is_the_polite_one() -> None:
    assert options.INTERVAL == 1.0
