"""One address in a browser: opened, waited for, read."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from clauseaudit.browse.compose import compose
from clauseaudit.browse.frames import Frames
from clauseaudit.browse.proxy import GuardProxy, now
from clauseaudit.browse.record import Record
from clauseaudit.browse.still import until_still
from clauseaudit.errors import FetchError
from clauseaudit.fetch.status import refuse_status, save_in_browser
from clauseaudit.model import Snapshot
from clauseaudit.visit import Step, Visit

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Dialog, Page, Response

_OPEN_SHARE = 0.6  # of the time for a page: the rest is for reading it


class DownloadError(FetchError):
    """The address gives a file, not a page. Fetch it with ``fetch.client.Client``."""


class Rendering:
    """A page being visited. ``timeout`` in seconds for everything."""

    def __init__(self, context: BrowserContext, proxy: GuardProxy, url: str, *, timeout: float, bodies: bool) -> None:
        self.context, self.proxy, self.url = context, proxy, url
        self.timeout, self._end = timeout, time.monotonic() + timeout
        self.record = Record(context, proxy, bodies=bodies, max_bytes=proxy.max_bytes)
        self.steps: list[Step] = []
        self.notes: list[str] = []
        self.page: Page
        self.frames: Frames

    @property
    def left(self) -> float:
        """Seconds."""
        return max(self._end - time.monotonic(), 0.05)

    def step(self, action: str, target: str, outcome: str) -> None:
        """Write down what was done."""
        self.steps.append(Step(now(), action, target[:200], outcome))

    async def visit(self, measure: str | None, *, evidence: bool) -> Visit:
        """Everything, in order."""
        await self.open()
        await self.settle()
        page = await self.read()
        exchanges = await self.record.exchanges()
        return Visit(self.url, page, "rendered", exchanges, tuple(self.steps), notes=tuple(self.notes))

    async def open(self) -> None:
        """Load the page. Raises FetchError when it cannot be had, DownloadError when it is a file."""
        from playwright.async_api import Error, TimeoutError

        self.page = await self.context.new_page()
        self.page.on("dialog", self._dismiss)
        self.frames = Frames(self.page)
        try:
            response = await self.page.goto(
                self.url, wait_until="domcontentloaded", timeout=self.left * _OPEN_SHARE * 1000
            )
            self._judge(response)
            self.step("open", self.url, "打开了网页")
        except TimeoutError:
            await self._stop()
        except Error as error:
            self._explain(error)

    async def settle(self) -> None:
        """Wait until the text no longer changes."""
        if not await until_still(self.frames, lambda: self.record.busy, self.left):
            self.notes.append("网页的文字一直在变，读的是其中一刻")

    async def read(self) -> Snapshot:
        """The page as it is now."""
        readings = await self.frames.run("clauseaudit.read()")
        markup = compose([answer.value for answer in readings])
        if not markup:
            raise FetchError(self.url, "网页没有回应", save_in_browser)
        self.step(
            "read", self.page.url, f"读到 {sum(answer.value['text'] for answer in readings if answer.value)} 个字"
        )
        return snapshot(self.url, markup, self.page.url)

    async def _stop(self) -> None:
        if self.page.url == "about:blank":
            raise FetchError(self.url, "网站响应太慢", "请稍后再试，或" + save_in_browser.removeprefix("请"))
        session = await self.frames.session()
        await session.send("Page.stopLoading")
        self.record.forget()
        self.notes.append(f"网页在 {self.timeout * _OPEN_SHARE:g} 秒内没有加载完，读的是已经到的部分")

    def _judge(self, response: Response | None) -> None:
        if refusal := self.proxy.refusal(response.url if response else self.url):
            raise FetchError(self.url, refusal.reason, refusal.remedy)
        if response is not None:
            refuse_status(self.url, response.status, response.headers.get("retry-after", ""))

    def _explain(self, error: Exception) -> None:
        """What the browser's error means to the person who asked."""
        message = str(error)
        for refusal in self.proxy.refused.values():
            raise FetchError(self.url, refusal.reason, refusal.remedy)
        if "Download is starting" in message:
            raise DownloadError(self.url, "网址给出的是文件，不是网页", "请下载后检查那个文件")
        if "ERR_CERT" in message or "ERR_SSL" in message:
            raise FetchError(self.url, "网站的安全证书不可信", "请核对网址；确认无误时" + save_in_browser)
        if "crashed" in message.lower():
            raise FetchError(self.url, "网页让浏览器崩溃了", save_in_browser)
        raise FetchError(self.url, "浏览器打不开这个网页", "请检查网址和网络连接")

    async def _dismiss(self, dialog: Dialog) -> None:
        from playwright.async_api import Error

        self.step("refuse", dialog.message[:100], "关掉了网页弹出的提示框")
        with suppress(Error):  # the page went away with it
            await dialog.dismiss()


def snapshot(source: str, markup: str, url: str) -> Snapshot:
    """Rendered HTML as a snapshot."""
    return Snapshot(source, markup.encode("utf-8", "replace"), "text/html", "utf-8", url, now())
