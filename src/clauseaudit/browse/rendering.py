"""One address in a browser: opened, waited for, looked at, unfolded, read, clicked through."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from clauseaudit.browse.compose import Reading, compose, without_opened
from clauseaudit.browse.failure import TOO_MUCH, explain, judge, must_be_here
from clauseaudit.browse.frames import Frames
from clauseaudit.browse.proxy import GuardProxy, now
from clauseaudit.browse.record import Record
from clauseaudit.browse.sights import archive, look
from clauseaudit.browse.still import Rest, until_still
from clauseaudit.browse.triggers import open_all
from clauseaudit.browse.unfold import scroll, unfold
from clauseaudit.browse.windows import Windows
from clauseaudit.errors import FetchError
from clauseaudit.fetch.status import save_in_browser
from clauseaudit.model import Snapshot
from clauseaudit.visit import Opened, Sight, Step, Visit

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Page, Route

MayOpen = Callable[[str], bool]  # takes an address
MAX_CLICKS = 20
_OPEN_SHARE = 0.6  # of the time for a page: the rest is for reading it
_MOMENT = 0.4  # seconds
_GRACE = 2.0  # seconds for reading what is there when the time is up
_AT_REST = 8  # screens scrolled to while the page comes to rest


class Rendering:
    """A page being visited: first made ``ready``, then ``visit``ed. ``timeout`` in seconds for all of the visit."""

    def __init__(self, context: BrowserContext, proxy: GuardProxy, url: str, *, timeout: float, bodies: bool) -> None:
        self.context, self.proxy, self.url = context, proxy, url
        self.timeout, self._end = timeout, time.monotonic() + timeout
        self.record = Record(context, proxy, bodies=bodies, max_bytes=proxy.max_bytes)
        self.steps: list[Step] = []
        self.notes: list[str] = []
        self.opened: list[Opened] = []
        self.pieces: list[Reading] = []  # parts of the page that only one of several clicks shows
        self.earlier = ""  # the page before the first of these clicks
        self.turned_away: list[str] = []  # addresses that a click may not lead to
        self.may_open: MayOpen | None = None
        self.clicks_left = MAX_CLICKS
        self.crash: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._restless = self._interrupted = False
        self._first: list[Reading] = []
        self.page: Page
        self.windows: Windows
        self.frames: Frames
        self._session: CDPSession

    @property
    def left(self) -> float:
        """Seconds."""
        return max(self._end - time.monotonic(), 0.05)

    @property
    def _is_late(self) -> bool:
        return time.monotonic() > self._end

    def step(self, action: str, target: str, outcome: str) -> None:
        """Write down what was done."""
        self.steps.append(Step(now(), action, " ".join(target.split())[:200], outcome))

    async def visit(self, measure: str | None, *, evidence: bool) -> Visit:
        """Everything, in order: what is measured and pictured is the page before anything on it was touched."""
        self._end = time.monotonic() + self.timeout
        await self.open()
        rest = await self._attempt(self._settle(f"{_AT_REST}, {str(evidence).lower()}")) or Rest(False)
        await self._attempt(scroll(self, rest, pictures=evidence))
        sights: tuple[Sight, ...] = ()
        mhtml = b""
        if evidence:
            self._first = await self._readings("read", self.left)  # pictures of a heavy page may take all the time
            sights = await self._attempt(look(self, measure)) or ()
            mhtml = await self._attempt(archive(self, 2 * self.proxy.max_bytes)) or b""
        readings = await self._readings("survey", self.left)
        if self.may_open and any(reading["fold"] or reading["open"] for reading in readings):
            await self._attempt(self.context.route("**/*", self._route))
        if any(reading["fold"] for reading in readings):
            await self._attempt(unfold(self))
            readings = []
        markup, url = await self._read(readings)
        if not readings or any(reading["open"] for reading in readings):
            await self._attempt(open_all(self))
        markup = without_opened(markup, [opened.snapshot.content.decode() for opened in self.opened])
        page = self.snapshot(markup, url)
        self._note_limits()
        exchanges = await self.record.exchanges(self._session if evidence and not self.crash.done() else None)
        found = exchanges, tuple(self.steps), tuple(self.opened), sights, mhtml, tuple(dict.fromkeys(self.notes))
        return Visit(self.url, page, "rendered", *found)

    async def ready(self) -> None:
        """Make an empty page and listen to it; nothing is asked of the site yet."""
        self.page = await self.context.new_page()
        self.windows = Windows(self.context, self.page, self._say, self._interrupt)
        self.page.on("crash", self._crash)
        self.frames = Frames(self.page)
        self._session = await self.frames.session()
        await self.record.watch(self._session, self._overflow)

    async def open(self) -> None:
        """Load the page. Raises FetchError when it cannot be had, DownloadError when it is a file."""
        from playwright.async_api import Error, TimeoutError

        try:
            await self._go()
            self.step("open", self.page.url, "打开了网页")
        except TimeoutError:
            await self._stop()
        except Error as error:
            raise explain(self.url, str(error), self.proxy, crashed=self.crash.done()) from error

    async def press(self, frame: str, index: int) -> bool:
        """Click the element that the last list of ``frame`` has at ``index``; False if it is gone."""
        self.clicks_left -= 1
        self.record.forget()  # what the click asks for is waited for, not what has hung since the page opened
        answers = await self.frames.run(f"clauseaudit.press({index:d})", only=frame)
        return bool(answers and answers[0].value)

    async def back(self) -> None:
        """To the page that was asked for, after a click led away from it."""
        self.record.forget()
        await self._go()
        await self._settle()

    @property
    def place(self) -> str:
        """Which page of the site is shown: the address, without a fragment that only marks a spot on it."""
        address, _, fragment = self.page.url.partition("#")
        return f"{address}#{fragment}" if fragment[:1] in ("/", "!") else address

    def snapshot(self, markup: str, url: str) -> Snapshot:
        """Rendered HTML as a snapshot."""
        return Snapshot(self.url, markup.encode("utf-8", "replace"), "text/html", "utf-8", url, now())

    async def still(self, limit: float) -> None:
        """Wait, at most ``limit`` seconds, until nothing changes any more. A page that never rests gets one moment."""
        limit = _MOMENT if self._restless else limit
        await until_still(self.frames, self.record.traffic, min(limit, self.left), least=0)

    async def _go(self) -> None:
        waiting = self.left * _OPEN_SHARE * 1000
        judge(self.url, await self.page.goto(self.url, wait_until="domcontentloaded", timeout=waiting), self.proxy)

    async def _settle(self, scrolling: str = "0, false") -> Rest:
        rest = await until_still(self.frames, self.record.traffic, self.left / 2, scroll=scrolling)
        self.record.forget()  # what still hangs will hang
        await self.windows.close()  # what opens by itself is an advertisement
        if not rest.still and not self._restless:
            self._restless = True
            self.notes.append("网页的文字一直在变，读的是其中一刻")
        return rest

    async def _read(self, readings: list[Reading]) -> tuple[str, str]:
        """The page as ``readings`` have it or else as it is now, even when the time is up: its HTML and address."""
        readings = readings or await self._readings("read", self.left) or self._first
        readings = readings or await self._readings("read", _GRACE)
        must_be_here(self.url, self.page.url, self.proxy)
        markup = compose(readings, self.pieces, self.earlier)
        if not markup:
            raise FetchError(self.url, f"网页在 {self.timeout:g} 秒内没有停下来，读不到文字", save_in_browser)
        length = sum(reading["length"] for reading in readings)
        self.step("read", self.page.url, f"读到 {length} 个字")
        return markup, self.page.url

    async def _readings(self, what: str, limit: float) -> list[Reading]:
        """What the frames show; empty if they do not answer within ``limit`` seconds."""
        from playwright.async_api import Error

        try:
            answers = await self._within(self.frames.run(f"clauseaudit.{what}()"), limit)
            return [answer.value for answer in answers if answer.value]
        except Error:
            return []
        except TimeoutError:
            await self._interrupt()
            return []

    async def _attempt(self, part: Coroutine[Any, Any, Any]) -> Any:
        """``part`` of the visit, which may fail or run out of time without costing the rest."""
        from playwright.async_api import Error

        try:
            if not self._is_late:
                return await self._within(part, self.left)
            part.close()
            raise TimeoutError
        except TimeoutError:
            self.notes.append(f"看这个网页的时间（{self.timeout:g} 秒）用完了，有的内容没有打开")
            await self._interrupt()
        except (Error, FetchError):
            self.notes.append("网页在查看时变了或断开了，有的内容没有打开")
        return None

    async def _within(self, part: Coroutine[Any, Any, Any], limit: float) -> Any:
        """The result of ``part``. Raises TimeoutError after ``limit`` seconds, FetchError when the page crashes."""
        task = asyncio.ensure_future(part)
        await asyncio.wait({task, self.crash}, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait({task}, timeout=_GRACE)
        if self.crash.done():  # the browser would never answer
            raise FetchError(self.url, TOO_MUCH, save_in_browser)
        raise TimeoutError

    async def _interrupt(self) -> None:
        """Stop a script that holds the page; once the time is up, only once."""
        from playwright.async_api import Error

        if self._interrupted:
            return
        self._interrupted = self._is_late
        with suppress(TimeoutError, Error):
            async with asyncio.timeout(_GRACE):
                await self._session.send("Runtime.terminateExecution")

    async def _stop(self) -> None:
        """The page never finished loading: keep what came."""
        self.record.forget()
        await self._interrupt()
        await self._stop_loading()
        if self.page.url == "about:blank":
            raise FetchError(self.url, "网站响应太慢", "请稍后再试，或" + save_in_browser.removeprefix("请"))
        self.notes.append(f"网页在 {self.timeout * _OPEN_SHARE:g} 秒内没有加载完，读的是已经到的部分")

    def _note_limits(self) -> None:
        for note in dict.fromkeys(asked.note for asked in self.proxy.asked if asked.note):
            self.step("refuse", next(a.target for a in self.proxy.asked if a.note == note), note)
        if self.proxy.spent:
            self.notes.append(f"网页连同它的文件超过 {self.proxy.max_bytes / 1e6:g} MB，其余的没有读")

    async def _route(self, route: Route) -> None:
        """Whether a click may lead to another page; what belongs to this one, and this one itself, always may."""
        asked, own = route.request.url.partition("#")[0], (self.url.partition("#")[0], self.page.url.partition("#")[0])
        judged = route.request.is_navigation_request() and asked.startswith("http") and asked not in own
        if judged and self.may_open and not self.may_open(asked):
            self.turned_away.append(asked)
            await route.abort()
        else:
            await route.continue_()

    def _say(self, words: str) -> None:
        self.step("refuse", words, "关掉了网页弹出的提示框")

    def _overflow(self) -> None:
        """More has been unpacked than the page may have."""
        self.proxy.received = max(self.proxy.received, self.proxy.max_bytes + 1)
        self._stopping = asyncio.ensure_future(self._stop_loading())

    async def _stop_loading(self) -> None:
        from playwright.async_api import Error

        with suppress(TimeoutError, Error):
            async with asyncio.timeout(_GRACE):
                await self._session.send("Page.stopLoading")

    def _crash(self, _: Page) -> None:
        if not self.crash.done():
            self.crash.set_result(None)
