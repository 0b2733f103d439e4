"""One address to one visit: without a browser first, in one where the page needs it and one is there."""

from __future__ import annotations

import time
from contextlib import ExitStack
from datetime import datetime
from types import TracebackType
from typing import Self

from clauseaudit.browse import Browser
from clauseaudit.browse.needed import why_render
from clauseaudit.crawl.options import Options
from clauseaudit.errors import ClauseauditError, ExtractError, FetchError
from clauseaudit.extract import read_document
from clauseaudit.fetch import identity
from clauseaudit.fetch.client import PATIENCE, Client
from clauseaudit.fetch.ledger import Ledger
from clauseaudit.fetch.pace import Pace, host_key
from clauseaudit.fetch.transport import Gate
from clauseaudit.model import Document, Snapshot
from clauseaudit.visit import Step, Visit

NO_BROWSER = "没有能用的浏览器"
ROUTE = "网址里 # 后面的部分要由脚本显示"


class Visitor:
    """Reads pages for one crawl; a context manager. The browser is started when the first page needs it.

    ``no_browser`` says, once a page would have needed one, why there is none; "" as long as there is.
    """

    def __init__(self, gate: Gate, options: Options) -> None:
        self._gate, self._options = gate, options
        self._agent = identity(options.contact)
        self._stack = ExitStack()
        self._browser: Browser | None = None
        self._ledger: Ledger | None = None
        self.no_browser = "没有打开浏览器（--render never）" if options.render == "never" else ""
        self.rendered = 0

    def __enter__(self) -> Self:
        pace = Pace(interval=self._options.interval)
        self._stack.callback(pace.close)
        if self._options.resume:
            self._ledger = self._stack.enter_context(Ledger(self._options.resume, pace))
        robots = self._options.ignore_robots
        client = Client(self._gate, agent=self._agent, ledger=self._ledger, ignore_robots=robots, pace=pace)
        self.client = self._stack.enter_context(client)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def visit(self, url: str, asked_from: str = "") -> Visit:
        """The page, rendered where that is needed and possible; what was not possible stands in ``notes``.

        The first request is always made without the browser: it judges robots.txt, and knows a file from a page.
        Raises FetchError as the client does.
        """
        static = self._known(url) or self._kept(self.client.visit(url, asked_from))
        if not is_page(static.snapshot):
            return static
        _, mark, route = url.partition("#")
        if mark:  # where a script reads what stands behind it, the page is another one for each
            place = static.snapshot.url.partition("#")[0]
            static = static._replace(asked=url, snapshot=static.snapshot._replace(url=f"{place}#{route}"))
        why = "按要求渲染" if self._options.render == "always" else why_rendered(static.snapshot)
        why = why or (ROUTE if route.startswith(("/", "!")) else "")
        return self.render(static, why) if why else static

    def render(self, static: Visit, why: str) -> Visit:
        """The page of ``static`` once more in the browser; ``static`` with a note if that cannot be."""
        browser = self._ready()
        if browser is None:
            return static._replace(notes=(*static.notes, f"{why}；{self.no_browser}"))
        url = static.snapshot.url
        if (wait := self._turn(url)) > 0:
            return static._replace(notes=(*static.notes, f"{why}；网站要求放慢访问，还要等 {wait:.0f} 秒"))
        try:
            whole = self._options.evidence or self._options.measure is not None
            visit = self._kept(self._permitted(browser.visit(url, evidence=whole), url))
        except ClauseauditError as error:  # also of a browser that died and does not start again: what was read is kept
            return static._replace(notes=(*static.notes, f"{why}；{error.reason}"))
        self.rendered += 1
        started = Step(static.snapshot.retrieved, "open", url, f"用浏览器打开：{why}")
        return visit._replace(
            asked=static.asked,
            exchanges=static.exchanges + visit.exchanges,
            steps=(*static.steps, started, *visit.steps),
        )

    def _permitted(self, visit: Visit, asked: str) -> Visit:
        """The visit without what a script or a click led to and robots.txt forbids: left as a bare address, so that
        the walk names it. Raises FetchError where the page itself went to such a place.
        """
        self._judge(visit.snapshot.url, asked)
        opened, refused = [], set()
        for one in visit.opened:
            try:
                self._judge(one.snapshot.url, visit.snapshot.url)
            except FetchError:
                refused.add(one.snapshot.url)
                one = one._replace(kind="popup", snapshot=one.snapshot._replace(content=b""))
            opened.append(one)
        if not refused:
            return visit
        exchanges = (one._replace(body=b"") if one.url in refused else one for one in visit.exchanges)
        at = datetime.now().astimezone().isoformat(timespec="milliseconds")
        steps = (Step(at, "refuse", url, "点开的网页，robots.txt 不允许程序读取，没有用它的内容") for url in refused)
        return visit._replace(opened=tuple(opened), exchanges=tuple(exchanges), steps=(*visit.steps, *steps))

    def _judge(self, url: str, known: str) -> None:
        """Ask robots.txt about ``url``, unless it is the page ``known`` that has been judged already."""
        place = url.partition("#")[0]
        if place.startswith(("http://", "https://")) and place != known.partition("#")[0]:
            self.client.judge(place)

    def robots_text(self, origin: str) -> str:
        """The text of the origin's robots.txt if it has been read, which may name site maps."""
        status, body = self.client.pace.robots(origin) or (404, b"")
        return body.decode("utf-8", "replace") if status == 200 else ""

    def _kept(self, visit: Visit) -> Visit:
        """The visit without what only an evidence bundle needs, unless one is to be written: it adds up."""
        if self._options.evidence:
            return visit
        exchanges = tuple(one._replace(body=b"") for one in visit.exchanges)
        sights = tuple(one._replace(screenshot=b"") for one in visit.sights)
        return visit._replace(exchanges=exchanges, sights=sights, mhtml=b"")

    def _known(self, url: str) -> Visit | None:
        """The page from the file of an earlier run that was broken off."""
        page = self._ledger.page(url.split("#", 1)[0]) if self._ledger else None
        if page is None:
            return None
        step = Step(page.snapshot.retrieved, "read", url, "上次已经读到，没有再问网站")
        return Visit(url, page.snapshot._replace(source=url), "static", steps=(step,))

    def _ready(self) -> Browser | None:
        if self._browser is None and not self.no_browser:
            options = self._options
            browser = Browser(self._gate, agent=self._agent, measure=options.measure, may_open=self.client.knows)
            try:
                self._browser = self._stack.enter_context(browser)
            except ClauseauditError as error:
                self.no_browser = error.reason if NO_BROWSER in error.reason else f"{NO_BROWSER}（{error.reason}）"
        return self._browser

    def _turn(self, url: str) -> float:
        """Take the host's next slot, as a page opened in the browser is a request like any other: 0, or the seconds
        until then if they are more than anybody would wait."""
        import httpx

        parsed = httpx.URL(url)
        while (wait := self.client.pace.take(host_key(parsed.host, parsed.port))) > 0:
            if wait > PATIENCE:
                return wait
            time.sleep(min(wait, 5.0))
        return 0.0


def failed(url: str, error: FetchError) -> Visit:
    """The record of a visit that gave no page: what was asked and answered until it failed."""
    now = datetime.now().astimezone().isoformat(timespec="milliseconds")
    nothing = Snapshot(url, b"", url=url, retrieved=now)
    step = Step(now, "refuse", url, error.reason)
    return Visit(url, nothing, "static", error.exchanges, (step,), notes=(error.reason,))


def is_page(snapshot: Snapshot) -> bool:
    """Whether a browser would show the snapshot as a page."""
    return snapshot.media_type in ("", "text/html", "application/xhtml+xml")


def why_rendered(snapshot: Snapshot) -> str:
    """Why the page has to be rendered to be read; "" if it has not."""
    try:
        document = read_document(snapshot)
    except ExtractError:
        document = Document("", "", snapshot.source, "", "")
    return why_render(snapshot, document)
