"""A browser for several pages at once, driven from ordinary code.

Playwright is asynchronous inside; a thread of its own holds the loop, so callers need not be.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self, TypeVar

from clauseaudit import browsers
from clauseaudit.browse.memory import watch
from clauseaudit.browse.proxy import GuardProxy
from clauseaudit.browse.rendering import MayOpen, Rendering
from clauseaudit.errors import ClauseauditError, FetchError
from clauseaudit.fetch import MAX_BYTES, TIMEOUT
from clauseaudit.fetch.transport import Gate
from clauseaudit.visit import Visit

if TYPE_CHECKING:
    from playwright.async_api import Browser as Running
    from playwright.async_api import BrowserContext, Playwright

_CLOSING = 10.0  # seconds
AT_ONCE = 4  # pages; two cores do no more a second with eight
DESKTOP = {"width": 1280, "height": 800}
ARGUMENTS = (
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # Nothing is resolved or reached but through the proxy, whatever the proxy rules may overlook.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--js-flags=--max-old-space-size=512",
)
_Result = TypeVar("_Result")


class Browser:
    """Renders pages. A context manager; ``visit`` may be called from several threads.

    ``gate`` judges every address that a page asks for. ``agent`` is added to the browser's own name. ``timeout``
    (seconds) and ``max_bytes`` are for one page with everything that it loads and opens. ``measure`` is the text of a
    script that is evaluated in every frame before anything is clicked, its results go into ``Visit.sights``.
    ``may_open`` says whether a click may lead to an address; where not, it is handed over like a file, unread.
    Entering raises ClauseauditError when no browser starts.
    """

    def __init__(
        self,
        gate: Gate,
        *,
        agent: str,
        timeout: float = TIMEOUT,
        max_bytes: int = MAX_BYTES,
        measure: str | None = None,
        may_open: MayOpen | None = None,
    ) -> None:
        self._gate, self._agent, self._measure, self._may_open = gate, agent, measure, may_open
        self._timeout, self._max_bytes = timeout, max_bytes
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="browser", daemon=True)
        self._playwright: Playwright
        self._running: Running
        self._closed: GuardProxy
        self._watch: asyncio.Task[None]
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._rooms = asyncio.Semaphore(AT_ONCE + 2)  # two more are made ready or cleaned up meanwhile
        self._launching = asyncio.Lock()

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            self._wait(self._start())
        except BaseException:
            self._end_loop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._wait(self._stop())
        finally:
            self._end_loop()

    def visit(self, url: str, *, evidence: bool = True) -> Visit:
        """The page at ``url`` and what opens from it.

        Without ``evidence`` no bodies, pictures, archives or measurements are kept.
        Raises FetchError (DownloadError for a file, BlockedError where the site turns programs away).
        """
        return self._wait(self._visit(url, evidence))

    def visits(self, urls: Iterable[str], *, evidence: bool = True) -> list[Visit | ClauseauditError]:
        """Several pages, four at once; in the order asked, an error in the place of a page that could not be had."""

        async def every() -> list[Visit | BaseException]:
            return await asyncio.gather(*(self._visit(url, evidence) for url in urls), return_exceptions=True)

        results: list[Visit | ClauseauditError] = []
        for result in self._wait(every()):
            if not isinstance(result, Visit | ClauseauditError):
                raise result
            results.append(result)
        return results

    def _wait(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except KeyboardInterrupt:
            future.cancel()
            raise

    def _end_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        self._playwright = await browsers.start()
        try:
            await self._launch()
        except BaseException:
            await self._playwright.stop()
            raise

    async def _launch(self) -> None:
        # What no visit asked for (the browser's own requests) meets a proxy that lets nothing through.
        self._closed = GuardProxy(self._gate, max_bytes=0, max_requests=0)
        server = await self._closed.start()
        environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        self._running = await browsers.launch_async(
            self._playwright, ARGUMENTS, proxy={"server": server, "bypass": "<-loopback>"}, env=environment
        )
        session = await self._running.new_browser_cdp_session()
        self._watch = asyncio.ensure_future(watch(session))
        self._name = f"{(await session.send('Browser.getVersion'))['userAgent']} {self._agent}"

    async def _stop(self) -> None:
        from playwright.async_api import Error

        self._watch.cancel()
        with suppress(Error, TimeoutError):  # Ctrl-C has ended the browser before us
            await asyncio.wait_for(self._running.close(), _CLOSING)
        await self._closed.close()
        with suppress(Error):
            await self._playwright.stop()

    async def _visit(self, url: str, evidence: bool) -> Visit:
        from playwright.async_api import Error

        async with self._rooms:
            if not self._running.is_connected():
                await self._relaunch()
            proxy = GuardProxy(self._gate, max_bytes=self._max_bytes)
            server = await proxy.start()
            try:
                return await self._render(url, proxy, server, evidence)
            except Error as error:
                reason = f"浏览器没有读完网页：{browsers.first_line(error)}"
                raise FetchError(url, reason, "请再试一次") from error
            finally:
                await proxy.close()

    async def _render(self, url: str, proxy: GuardProxy, server: str, evidence: bool) -> Visit:
        context = await self._running.new_context(proxy={"server": server, "bypass": "<-loopback>"}, **self._looks())
        try:
            rendering = Rendering(context, proxy, url, timeout=self._timeout, bodies=evidence)
            rendering.may_open = self._may_open
            await rendering.ready()
            async with self._slots:
                try:
                    return await rendering.visit(self._measure if evidence else None, evidence=evidence)
                finally:
                    rendering.record.close()
        finally:
            await self._close(context)

    async def _close(self, context: BrowserContext) -> None:
        """Close the pages of a visit; a browser that cannot even do that is given up."""
        from playwright.async_api import Error

        try:
            with suppress(Error):  # it is gone already; what was read is not lost with it
                await asyncio.wait_for(context.close(), _CLOSING)
        except TimeoutError:
            await self._running.close()

    async def _relaunch(self) -> None:
        """The browser died: a new one, for all who wait."""
        async with self._launching:
            if not self._running.is_connected():
                self._watch.cancel()
                await self._closed.close()
                await self._launch()

    def _looks(self) -> dict[str, Any]:
        return {
            "viewport": DESKTOP,
            "user_agent": self._name,
            "locale": "zh-CN",
            "reduced_motion": "reduce",
            "service_workers": "block",
            "accept_downloads": False,
        }
