"""What a page opens beside itself: windows, files, message boxes. None of it stays open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Dialog, Download, Page

_BOXES = 10  # a page that shows more of them is in a loop


class Windows:
    """Listens to ``page`` and to what it opens in ``context``.

    ``say`` is told the words on a box; ``interrupt`` stops the page's script.
    """

    def __init__(
        self, context: BrowserContext, page: Page, say: Callable[[str], None], interrupt: Callable[[], Awaitable[None]]
    ) -> None:
        self._say, self._interrupt = say, interrupt
        self.popups: list[Page] = []
        self.downloads: list[str] = []  # addresses
        self._boxes = 0
        context.on("page", self._pop_up)
        self._listen(page)

    async def close(self) -> None:
        """Close every window but the page's own."""
        from playwright.async_api import Error

        popups, self.popups = self.popups, []
        for popup in popups:
            with suppress(Error):
                await popup.close()

    def _listen(self, page: Page) -> None:
        page.on("dialog", self._dismiss)
        page.on("download", self._download)

    def _pop_up(self, page: Page) -> None:
        self._listen(page)
        self.popups.append(page)

    async def _download(self, download: Download) -> None:
        from playwright.async_api import Error

        self.downloads.append(download.url)
        with suppress(Error):
            await download.cancel()

    async def _dismiss(self, dialog: Dialog) -> None:
        from playwright.async_api import Error

        self._boxes += 1
        if self._boxes <= _BOXES:
            self._say(dialog.message)
        with suppress(Error):  # the page went away with it
            await dialog.dismiss()
        if self._boxes % _BOXES == 0:
            await self._interrupt()
