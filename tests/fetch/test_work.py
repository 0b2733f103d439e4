"""Several processes on one ledger, killed at random moments."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from loopback import Site

from clauseaudit.fetch import identity
from clauseaudit.fetch.client import Client
from clauseaudit.fetch.ledger import Ledger
from clauseaudit.fetch.pace import Pace
from clauseaudit.fetch.transport import Gate
from clauseaudit.fetch.work import MOST_DELAYS, work_off

SRC = Path(__file__).parents[2] / "src"
HOSTS = [f"127.0.0.{n}" for n in range(2, 11)]
PAGES, KILLS, PROCESSES = 28, 20, 3  # pages of each host
INTERVAL, LEASE = 0.05, 3.0
WORKER = """
import sys
from clauseaudit.fetch.client import Client
from clauseaudit.fetch.ledger import Ledger
from clauseaudit.fetch.pace import Pace
from clauseaudit.fetch.transport import Gate
from clauseaudit.fetch.work import work_off
pace, ledger, interval, lease = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
with Ledger(ledger, Pace(pace, interval=interval)) as queue:
    with Client(Gate(allow_private=True), agent="t", ledger=queue) as client:
        work_off(queue, client, lease=lease)
"""


class Slow(BaseHTTPRequestHandler):
    """Answers after a moment, so that kills find pages in flight; writes down what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        host = self.server.server_address[0]
        self.server.asked.append(f"http://{self.headers['Host']}{self.path}")  # type: ignore[attr-defined]
        body = f"<p>{host}{self.path} 概不退款</p>".encode()
        status = 404 if self.path == "/robots.txt" else 200
        time.sleep(random.uniform(0.0, 0.06))
        try:
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the reader was killed

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads, block_on_close, request_queue_size = True, False, 64
    asked: list[str]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: readers that are killed are what is tested here."""


@pytest.fixture
def nine_hosts() -> Iterator[tuple[list[str], list[str]]]:
    """The addresses of all pages of nine hosts, and the list of what was asked of them."""
    asked: list[str] = []
    urls: list[str] = []
    with ExitStack() as stack:
        for host in HOSTS:
            server = Server((host, 0), Slow)
            server.asked = asked
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            urls += [f"http://{host}:{server.server_address[1]}/p{n}" for n in range(PAGES)]
        yield urls, asked


class Crew:
    """Worker processes; one that is killed is replaced at once."""

    def __init__(self, pace: str, ledger: str) -> None:
        self._command = [sys.executable, "-c", WORKER, pace, ledger, str(INTERVAL), str(LEASE)]
        self._ledger = ledger
        self.in_flight: Counter[str] = Counter()  # by address: how often it was in flight at a kill
        self.members = [self._start() for _ in range(PROCESSES)]

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, env={**os.environ, "PYTHONPATH": str(SRC)}, stderr=subprocess.PIPE)

    def kill_one(self) -> None:
        place = random.randrange(PROCESSES)
        victim = self.members[place]
        victim.send_signal(signal.SIGKILL)
        assert victim.wait() == -signal.SIGKILL, "it was to be killed at work"
        assert victim.stderr
        victim.stderr.close()
        query = "SELECT url FROM tasks WHERE state = 'taken' AND owner LIKE ?"
        held = [url for (url,) in rows(self._ledger, query, f"{victim.pid}.%")]
        assert len(held) <= 1
        self.in_flight.update(held)
        self.members[place] = self._start()

    def finish(self) -> None:
        for member in self.members:
            _, complaint = member.communicate(timeout=30)
            assert member.returncode == 0, complaint.decode()


def rows(path: str, query: str, *values: object) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(path, timeout=30)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def write_down_slots(path: str) -> None:
    """Let SQLite itself note each slot that it gives, whoever takes it."""
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE slots (host TEXT, at REAL);"
        "CREATE TRIGGER first AFTER INSERT ON hosts WHEN new.asked > 0 BEGIN"
        "  INSERT INTO slots VALUES (new.host, new.asked); END;"
        "CREATE TRIGGER next AFTER UPDATE OF asked ON hosts BEGIN INSERT INTO slots VALUES (new.host, new.asked); END;"
    )
    connection.close()


def test_twenty_kills_lose_nothing_and_repeat_only_what_was_in_flight(
    nine_hosts: tuple[list[str], list[str]], tmp_path: Path
) -> None:
    urls, asked = nine_hosts
    pace_file, ledger_file = str(tmp_path / "pace.sqlite"), str(tmp_path / "ledger.sqlite")
    Pace(pace_file).close()
    write_down_slots(pace_file)
    with Ledger(ledger_file, Pace(pace_file, interval=INTERVAL)) as ledger:
        assert ledger.add(random.sample(urls, len(urls))) == len(urls)
    crew = Crew(pace_file, ledger_file)
    for moment in sorted(random.sample(range(1, len(urls) - 20), KILLS)):
        while len(asked) < moment + len(HOSTS):
            time.sleep(0.002)
        time.sleep(random.uniform(0.0, 0.03))
        crew.kill_one()
    crew.finish()

    seen = Counter(url for url in asked if not url.endswith("robots.txt"))
    assert set(seen) == set(urls)
    assert [url for url in urls if seen[url] > 1 + crew.in_flight[url]] == []
    assert rows(ledger_file, "SELECT COUNT(*), SUM(stored), MAX(stored) FROM pages") == [(len(urls), len(urls), 1)]
    assert rows(ledger_file, "SELECT DISTINCT state FROM tasks") == [("done",)]
    for url, content in rows(ledger_file, "SELECT url, content FROM pages"):
        assert url.rpartition("/")[2].encode() + b" " in content  # type: ignore[operator]

    slots: dict[str, list[float]] = {}
    for host, at in rows(pace_file, "SELECT host, at FROM slots ORDER BY at"):
        slots.setdefault(host, []).append(float(at))
    gaps = [later - first for moments in slots.values() for first, later in pairwise(moments)]
    assert len(slots) == len(HOSTS)
    assert min(gaps) >= INTERVAL - 1e-6
    assert len(asked) <= sum(map(len, slots.values())), "no request without a slot"
    print(f"{sum(crew.in_flight.values())} in flight, {sum(seen.values()) - len(urls)} repeated")


def crawl(site: Site, ledger: Ledger, paths: list[str], **options: object) -> list[tuple[str, str]]:
    """What became of each of ``paths``: state and reason."""
    ledger.add([site.base + path for path in paths])
    gate = Gate(trusted=frozenset((site.origin,)))
    with Client(gate, agent=identity(), ledger=ledger, backoff=0.0, patience=0.5, **options) as client:  # type: ignore[arg-type]
        work_off(ledger, client)
    return [(state, reason) for _, state, reason, _ in ledger.outcomes()]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    pace = Pace(str(tmp_path / "pace.sqlite"), interval=0.0)
    with Ledger(str(tmp_path / "ledger.sqlite"), pace) as opened:
        yield opened
    pace.close()


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(other_site: Site, ledger: Ledger) -> None:
    outcomes = crawl(other_site, ledger, ["/utf8", "/missing", "/forbidden", "/hop3", "/gzip"])
    assert [state for state, _ in outcomes] == ["done", "failed", "failed", "done", "done"]
    assert "404" in outcomes[1][1] and "403" in outcomes[2][1]


def test_a_second_run_asks_whether_something_changed(other_site: Site, ledger: Ledger) -> None:
    def page(headers: object) -> tuple[int, dict[str, str], bytes]:
        if headers["If-None-Match"] == '"v1"':  # type: ignore[index]
            return 304, {"ETag": '"v1"'}, b""
        return 200, {"ETag": '"v1"', "Content-Type": "text/html"}, "概不退款".encode()

    other_site.pages["/terms"] = page
    crawl(other_site, ledger, ["/terms"])
    ledger.again()
    assert crawl(other_site, ledger, []) == [("done", "")]
    assert [path for path, _ in other_site.asked].count("/terms") == 2
    kept = ledger.page(other_site.base + "/terms")
    assert kept and kept.snapshot.content.decode() == "概不退款"


def test_a_page_that_breaks_off_is_put_off_and_in_the_end_given_up(
    other_site: Site, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clauseaudit.fetch.work._BACKOFF", 0.01)
    other_site.pages["/torn"] = (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08\0\0\0\0\0\0\x03")
    [(state, reason)] = crawl(other_site, ledger, ["/torn"])
    assert (state, reason) == ("failed", "网页没有传完")
    assert [path for path, _ in other_site.asked].count("/torn") == 3 * (MOST_DELAYS + 1)
