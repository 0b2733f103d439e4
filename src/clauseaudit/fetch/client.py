"""Addresses to visits: robots.txt judged, the pace kept, every redirect judged anew, everything recorded."""

from __future__ import annotations

import ssl
import time
from datetime import datetime
from types import TracebackType

import httpcore
import httpx

from clauseaudit.errors import FetchError
from clauseaudit.fetch.guard import judge_url
from clauseaudit.fetch.http import (
    REDIRECTS,
    Answer,
    Dropped,
    Fields,
    Request,
    TooSlow,
    ask,
    declared_charset,
    declared_type,
    target_of,
)
from clauseaudit.fetch.ledger import Ledger, Page
from clauseaudit.fetch.media import media_type
from clauseaudit.fetch.pace import Pace, host_key
from clauseaudit.fetch.robots import ASK_AGAIN, Rules, Unreadable
from clauseaudit.fetch.robots import MAX_BYTES as MAX_ROBOTS
from clauseaudit.fetch.status import SlowDown, refuse_status, save_in_browser, wait_of
from clauseaudit.fetch.transport import Gate, GuardedBackend
from clauseaudit.model import Snapshot
from clauseaudit.visit import Exchange, Step, Visit

MAX_REDIRECTS = 8
PATIENCE = 60.0  # seconds; what a site wants us to wait for longer is told to the person instead
BACKOFF = 1.0  # seconds before the second try; doubled for the third
_TRIES = 3
_RULES_KEPT = 3600.0  # seconds
_TROUBLES = frozenset((429, 500, 502, 503, 504))
_ACCEPT = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,image/*;q=0.8,*/*;q=0.5"


class SlotSpent(FetchError):
    """The slot that came with a task went to robots.txt; the page can be asked for with the host's next one."""


class _Trip:
    """One visit while it lasts."""

    def __init__(self, asked: str, asked_from: str, is_task: bool) -> None:
        self.asked, self.asked_from, self.is_task = asked, asked_from, is_task
        self.exchanges: list[Exchange] = []
        self.steps: list[Step] = []
        self.route = _route(asked)
        self.slots: set[str] = set()  # hosts whose next slot has been taken already

    def note(self, action: str, target: str, outcome: str) -> None:
        self.steps.append(Step(_now(), action, target, outcome))


class Client:
    """Visits addresses through ``gate``, one at a time; for use in one thread, as a context manager.

    ``timeout`` (seconds) covers each request, ``max_bytes`` each body, raw and decoded. Pages that ``ledger`` knows
    are asked for conditionally. ``ignore_robots`` is for one's own site. ``trust`` replaces the usual certificate
    authorities. Waits for a host's slot come on top of ``timeout``; ``patience`` limits those the host asks for.
    """

    def __init__(
        self,
        gate: Gate,
        *,
        agent: str,
        ledger: Ledger | None = None,
        ignore_robots: bool = False,
        timeout: float = 30.0,
        max_bytes: int = 10_000_000,
        pace: Pace | None = None,
        patience: float = PATIENCE,
        backoff: float = BACKOFF,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.pace = pace or (ledger.pace if ledger else Pace())
        self._gate, self._ledger, self._ignore_robots = gate, ledger, ignore_robots
        self._timeout, self._max_bytes = timeout, max_bytes
        self._patience, self._backoff = patience, backoff
        self._fields: Fields = (
            ("User-Agent", agent),
            ("Accept", _ACCEPT),
            ("Accept-Language", "zh-CN,zh;q=0.9"),
            ("Accept-Encoding", "gzip, deflate"),
        )
        self._backend = GuardedBackend(gate)
        self._pool = httpcore.ConnectionPool(trust, network_backend=self._backend, keepalive_expiry=15.0)
        self._owns_pace = pace is None and ledger is None
        self._rules: dict[str, tuple[Rules | Unreadable, float]] = {}  # with the moment until which they count

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()
        if self._owns_pace:
            self.pace.close()

    def visit(self, url: str, asked_from: str = "", *, slot: bool = False) -> Visit:
        """The page at ``url`` with every exchange on the way to it, robots.txt included.

        ``asked_from`` is the page that named the address. ``slot`` says that the slot of its host has been taken
        (``Ledger.take``); storing the page is then the caller's part as well.
        Raises FetchError with reason and remedy, and with the ``exchanges`` so far; BlockedError where the site
        turns programs away; SlowDown where it wants more time than ``patience``; with ``slot``, SlotSpent.
        """
        trip = _Trip(url, asked_from, slot)
        try:
            here = self._parse(url, url)
            if slot:
                trip.slots.add(host_key(here.host, here.port))
            visit = self._travel(here, trip)
        except FetchError as error:
            error.exchanges = tuple(trip.exchanges)
            raise
        if self._ledger and not slot:
            self._ledger.remember(visit)
        return visit

    def judge(self, url: str) -> None:
        """Raise FetchError if robots.txt forbids ``url``, which was reached by other means, such as a browser."""
        self._judge(self._parse(url, url), _Trip(url, "", False))

    def knows(self, url: str) -> bool:
        """Whether robots.txt is known to allow ``url``. Asks nobody; for any thread."""
        try:
            rules, _ = self._rules.get(_origin(httpx.URL(url)), (None, 0.0))
            if isinstance(rules, Rules):
                rules.judge(url, url)
        except (FetchError, httpx.InvalidURL):
            return False
        return self._ignore_robots or isinstance(rules, Rules)

    def _travel(self, here: httpx.URL, trip: _Trip) -> Visit:
        seen = set[str]()
        for _ in range(MAX_REDIRECTS + 1):
            seen.add(str(here))
            self._judge(here, trip)
            if trip.is_task and len(seen) == 1 and not trip.slots:
                raise SlotSpent(trip.asked, "刚读完 robots.txt，还没有轮到网页", "请稍后再试")
            known = self._ledger.page(str(here)) if self._ledger else None
            answer = self._ask(Request(here, self._page_fields(here, trip, known), self._max_bytes), trip)
            if answer.status not in REDIRECTS:
                return self._arrive(here, trip, answer, known)
            target = target_of(trip.asked, here, answer)
            here, trip.route = self._parse(trip.asked, target), _route(target) or trip.route
            trip.note("get", str(here), f"跳转（{answer.status}）")
            if str(here) in seen:
                raise FetchError(trip.asked, "网址在几个地址之间来回跳转", save_in_browser)
        raise FetchError(trip.asked, f"跳转超过 {MAX_REDIRECTS} 次", save_in_browser)

    def _arrive(self, here: httpx.URL, trip: _Trip, answer: Answer, known: Page | None) -> Visit:
        if answer.status == 304 and known:
            snapshot = known.snapshot._replace(source=trip.asked, url=f"{here}{trip.route}")
            trip.note("get", str(here), f"网站确认自 {snapshot.retrieved} 以来没有改动（304）")
        else:
            refuse_status(trip.asked, answer.status, answer.headers.get("retry-after", ""))
            snapshot = _snapshot(trip.asked, f"{here}{trip.route}", answer)
            trip.note("get", str(here), f"读到 {len(answer.content)} 字节（{answer.status}）")
        return Visit(trip.asked, snapshot, "static", tuple(trip.exchanges), tuple(trip.steps))

    def _page_fields(self, here: httpx.URL, trip: _Trip, known: Page | None) -> Fields:
        fields = self._fields
        if trip.asked_from.startswith(_origin(here) + "/"):  # as browsers do; another site need not know
            fields += (("Referer", str(httpx.URL(trip.asked_from).copy_with(fragment=None))),)
        if known and known.etag:
            fields += (("If-None-Match", known.etag),)
        if known and known.modified:
            fields += (("If-Modified-Since", known.modified),)
        return fields

    def _ask(self, request: Request, trip: _Trip) -> Answer:
        """One answer, after as many tries as help; troubles slow every process down, not only this one."""
        host = host_key(request.url.host, request.url.port)
        for attempt in range(1, _TRIES + 1):
            self._turn(host, trip)
            self._backend.url, self._backend.deadline = trip.asked, time.monotonic() + self._timeout
            backoff = self._backoff * 2.0 ** (attempt - 1)
            try:
                answer = ask(self._pool, request, trip.asked, trip.exchanges.append)
            except Dropped:
                if attempt == _TRIES:
                    raise
                self.pace.hold(host, backoff)
                continue
            if answer.status not in _TROUBLES:
                return answer
            wait = wait_of(answer.headers.get("retry-after", ""))
            self.pace.hold(host, backoff if wait is None else wait)
            if attempt == _TRIES or (wait or 0.0) > self._patience:
                return answer
            trip.note("wait", str(request.url), f"网站暂时不能访问（{answer.status}），稍后再试")
        raise AssertionError("the last try returns or raises")

    def _turn(self, host: str, trip: _Trip) -> None:
        """Wait until ``host`` may be asked, and take its slot."""
        if host in trip.slots:
            trip.slots.remove(host)
            if not self.pace.is_held(host):
                return
        while (wait := self.pace.take(host)) > 0:
            if wait > self._patience:
                reason = f"网站要求放慢访问，还要等 {wait:.0f} 秒"
                raise SlowDown(trip.asked, reason, f"请 {wait:.0f} 秒后再试", wait)
            time.sleep(min(wait, 5.0))

    def _judge(self, here: httpx.URL, trip: _Trip) -> None:
        """Raise FetchError if the site's robots.txt forbids the address, or cannot be read."""
        if self._ignore_robots:
            return
        origin = _origin(here)
        rules, until = self._rules.get(origin, (None, 0.0))
        if rules is None or until < time.monotonic():
            try:
                rules = self._read_rules(origin, here, trip)
            except Unreadable as error:
                rules = error
            self._rules[origin] = rules, time.monotonic() + (_RULES_KEPT if isinstance(rules, Rules) else ASK_AGAIN)
        if isinstance(rules, Unreadable):
            raise Unreadable(trip.asked, rules.why)
        try:
            rules.judge(trip.asked, str(here))
        except FetchError as error:
            trip.note("refuse", str(here), error.reason)
            raise

    def _read_rules(self, origin: str, here: httpx.URL, trip: _Trip) -> Rules:
        kept = self.pace.robots(origin)
        if kept is None:
            kept = self._fetch_rules(here, trip)
            self.pace.keep_robots(origin, *kept)
        rules = Rules(*kept)
        self.pace.slow(host_key(here.host, here.port), rules.delay)
        return rules

    def _fetch_rules(self, here: httpx.URL, trip: _Trip) -> tuple[int, bytes]:
        """Status and body of robots.txt, redirects followed."""
        place = here.copy_with(raw_path=b"/robots.txt")
        for _ in range(MAX_REDIRECTS):
            try:
                answer = self._ask(Request(place, self._fields, MAX_ROBOTS, any_type=True), trip)
            except (Dropped, TooSlow) as error:
                raise Unreadable(trip.asked, error.reason) from error
            if answer.status in REDIRECTS:
                place = self._parse(trip.asked, target_of(trip.asked, place, answer))
                continue
            if answer.status >= 500 or answer.status == 429:
                raise Unreadable(trip.asked, str(answer.status))
            return answer.status, answer.content
        return 404, b""  # RFC 9309: too many redirects count as no rules

    def _parse(self, asked: str, url: str) -> httpx.URL:
        """The address to ask, without its fragment, once it has been judged."""
        try:
            parsed = httpx.URL(url.strip()).copy_with(fragment=None)
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(asked, "不是有效的网址", "请从浏览器地址栏复制完整网址") from error
        any_port = self._gate.any_port(parsed.host, parsed.port)
        judge_url(asked, parsed.scheme, parsed.host, parsed.port, bool(parsed.userinfo), any_port=any_port)
        return parsed


def _snapshot(asked: str, arrived: str, answer: Answer) -> Snapshot:
    if not answer.content.strip():
        raise FetchError(asked, "网页是空的", save_in_browser)
    return Snapshot(
        source=asked,
        content=answer.content,
        media_type=media_type(asked, declared_type(answer.headers), answer.content),
        charset=declared_charset(answer.headers),
        url=arrived,
        retrieved=datetime.now().astimezone().isoformat(timespec="seconds"),
    )


def _route(url: str) -> str:
    """The fragment with its #, where it is the path of a page in a script and not a mere place in a page."""
    fragment = url.strip().partition("#")[2]
    return f"#{fragment}" if fragment.startswith(("/", "!")) else ""


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="milliseconds")
