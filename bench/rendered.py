"""Pages rendered by our browser against a bare Playwright loop: the same pages, the same browser, the same run.

The bare loop knows beforehand which element to wait for and reads nothing else: no guard, no frames, no unfolding.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from clauseaudit import browsers
from clauseaudit.browse import Browser
from clauseaudit.fetch.transport import Gate

AT_ONCE, PAGES, PAIRS, FULL = 4, 24, 10, 2  # rounds: of the bare loop and ours in turn, and with evidence
_CLAUSES = "".join(
    f"<h2>第{n}条</h2><p>充值成功后，除法律另有规定外，余额不予退还；本平台修改本协议的，提前七日公告，您不同意的可以停止使用。</p>"
    for n in range(1, 61)
)
_SHELL = (
    "<!doctype html><meta charset=utf-8><title>协议</title><link rel=stylesheet href=/style.css>"
    "<div id=app>加载中…</div><script src=/app.js></script>"
)
_FILES = {
    "/style.css": ("text/css", "body { font: 16px sans-serif; max-width: 40em }"),
    "/app.js": (
        "text/javascript",
        "fetch('/terms').then(r => r.text()).then(t => { document.getElementById('app').innerHTML = t })",
    ),
    "/terms": ("text/html; charset=utf-8", f"<h1>充值服务协议</h1>{_CLAUSES}"),
}


class Figures(NamedTuple):
    """Pages a second, CPU milliseconds a page and megabytes, of this process, the drivers and the browsers together.

    CPU time includes the site's; shared memory is divided.
    """

    bare: float
    plain: float
    full: float
    share: float  # of the bare loop's speed
    bare_cpu: float
    plain_cpu: float
    at_rest: float
    peak: float


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        kind, text = _FILES.get(self.path.partition("?")[0], ("text/html; charset=utf-8", _SHELL))
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _site() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def measure() -> Figures:
    """Medians of rounds that take turns. Raises ClauseauditError without a browser."""
    with _site() as port:
        urls = [f"http://127.0.0.1:{port}/page{n}" for n in range(PAGES)]
        gate = Gate(trusted=frozenset({("127.0.0.1", port)}))
        with Browser(gate, agent="clauseaudit/bench", measure="({})") as ours, _Memory() as memory:
            at_rest = memory.now()
            _all(ours.visits(urls))
            peak = max(memory.peak, memory.now())
            with _Bare() as bare:
                pairs = _pairs(lambda: bare.visits(urls), lambda: _all(ours.visits(urls, evidence=False)))
            full = [_Cost.of(lambda: _all(ours.visits(urls))).seconds for _ in range(FULL)]
        theirs, own = zip(*pairs, strict=True)
        speeds = [PAGES / statistics.median(cost.seconds for cost in side) for side in (theirs, own)]
        cpu = [statistics.median(cost.cpu for cost in side) / PAGES * 1000 for side in (theirs, own)]
        share = statistics.median(bare.seconds / ours.seconds for bare, ours in pairs)
        return Figures(*speeds, PAGES / statistics.median(full), share, *cpu, at_rest, peak)


class _Cost(NamedTuple):
    """Seconds on the clock, and of this process and all below it."""

    seconds: float
    cpu: float

    @classmethod
    def of(cls, job: Callable[[], None]) -> _Cost:
        before, started = _cpu(), time.perf_counter()
        job()
        return cls(time.perf_counter() - started, _cpu() - before)


def _pairs(bare: Callable[[], None], ours: Callable[[], None]) -> list[tuple[_Cost, _Cost]]:
    """What each costs, in rounds right after each other and by turns the first; one round to warm up."""
    bare(), ours()
    pairs = []
    for number in range(PAIRS):
        if number % 2:
            own = _Cost.of(ours)
            pairs.append((_Cost.of(bare), own))
        else:
            pairs.append((_Cost.of(bare), _Cost.of(ours)))
    return pairs


def _all(visits: list[Any]) -> None:
    for visit in visits:
        assert "第60条" in visit.snapshot.content.decode(), visit


class _Bare:
    """Four at once, a fresh context each, through Playwright alone."""

    def __enter__(self) -> _Bare:
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.run_until_complete(self._stop())
        self._loop.close()

    def visits(self, urls: list[str]) -> None:
        self._loop.run_until_complete(self._every(urls))

    async def _start(self) -> None:
        self._playwright = await browsers.start()
        self._browser = await browsers.launch_async(self._playwright)

    async def _stop(self) -> None:
        await self._browser.close()
        await self._playwright.stop()

    async def _every(self, urls: list[str]) -> None:
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(url: str) -> None:
            async with slots:
                context = await self._browser.new_context()
                page = await context.new_page()
                await page.goto(url)
                await page.wait_for_selector("h1")
                assert "第60条" in await page.content()
                await context.close()

        await asyncio.gather(*map(one, urls))


class _Memory:
    """Samples what this process and everything below it holds."""

    def __enter__(self) -> _Memory:
        self.peak, self._stopped = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def now(self) -> float:
        return sum(map(_own, _family(os.getpid()))) / 1e6

    def _sample(self) -> None:
        while not self._stopped.wait(0.3):
            self.peak = max(self.peak, self.now())


def _own(process: int) -> int:
    """Bytes of a process, each shared page divided by those who share it; 0 where the system does not tell."""
    try:
        with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def _cpu() -> float:
    """CPU seconds of this process and of all below it, dead ones included; 0 where the system does not tell."""
    ticks = 0
    for process in _family(os.getpid()):
        with suppress(OSError), open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            ticks += sum(map(int, file.read().rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        threads = os.listdir(f"/proc/{process}/task")
        for thread in threads:
            with open(f"/proc/{process}/task/{thread}/children", encoding="ascii") as file:
                for child in file.read().split():
                    yield from _family(int(child))
    except OSError:
        return
