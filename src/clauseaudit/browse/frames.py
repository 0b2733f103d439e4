"""Scripts of our own in every frame of a page, in a world apart from the page's scripts.

The page can change what its own scripts see (``getComputedStyle``, ``Array.prototype``); an isolated world has
clean ones. Frames of other sites live in other processes and have a session of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

LIBRARY = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
MAX_FRAMES = 30
WORLD = "clauseaudit"


class Answer(NamedTuple):
    """What a script returned in one frame."""

    frame: str  # the browser's id of the frame
    url: str
    value: Any


class Frames:
    """All frames of ``page``."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._own: CDPSession | None = None
        self._worlds: dict[tuple[str, str], int] = {}
        self._known: tuple[tuple[str, ...], list[tuple[CDPSession, list[dict[str, Any]]]]] | None = None

    @property
    def moved(self) -> bool:
        """True if frames have come, gone or moved on since the last ``run`` began."""
        return self._known is None or self._known[0] != self._addresses()

    async def session(self) -> CDPSession:
        """The page's own debugging session."""
        if self._own is None:
            self._own = await self._page.context.new_cdp_session(self._page)
        return self._own

    async def run(self, expression: str, *, only: str = "", fresh: set[tuple[str, str]] | None = None) -> list[Answer]:
        """``expression`` evaluated in every frame, the main one first.

        With ``only``, in that frame; with ``fresh``, in those that are not among these (frame, address) pairs.

        Frames that go away meanwhile are left out; the value is None where the script failed.
        """
        asked = [
            (session, frame)
            for session, found in await self._places()
            for frame in found
            if not (only and frame["id"] != only) and not (fresh and (frame["id"], frame["url"]) in fresh)
        ]
        answers = await asyncio.gather(*(self._ask(session, frame, expression) for session, frame in asked))
        return [answer for answer in answers if answer]

    async def _ask(self, session: CDPSession, frame: dict[str, Any], expression: str) -> Answer | None:
        from playwright.async_api import Error

        try:
            return Answer(frame["id"], frame["url"], await self._evaluate(session, frame, expression))
        except Error:
            self._known = None
            return None

    async def _places(self) -> list[tuple[CDPSession, list[dict[str, Any]]]]:
        """The frames that each session reaches; looked up again only after frames have come, gone or moved on."""
        from playwright.async_api import Error

        key = self._addresses()
        if self._known is None or self._known[0] != key:
            places = []
            for session in await self._sessions():
                try:
                    tree = (await session.send("Page.getFrameTree"))["frameTree"]
                except Error:
                    continue
                places.append((session, list(_walk(tree))[:MAX_FRAMES]))
            self._known = key, places
        return self._known[1]

    def _addresses(self) -> tuple[str, ...]:
        return tuple([frame.url for frame in self._page.frames])

    async def _sessions(self) -> list[CDPSession]:
        from playwright.async_api import Error

        sessions = [await self.session()]
        for frame in self._page.frames[1:MAX_FRAMES]:
            try:
                sessions.append(await self._page.context.new_cdp_session(frame))
            except Error:
                continue  # shares the process, and so the session, of the frame around it
        return sessions

    async def _evaluate(self, session: CDPSession, frame: dict[str, Any], expression: str) -> Any:
        key = frame["id"], frame["loaderId"]
        if key in self._worlds:
            return await _value(session, expression, self._worlds[key])
        made = await session.send("Page.createIsolatedWorld", {"frameId": frame["id"], "worldName": WORLD})
        self._worlds[key] = made["executionContextId"]
        return await _value(session, f"{LIBRARY}\n{expression}", self._worlds[key])


async def _value(session: CDPSession, expression: str, world: int) -> Any:
    """What ``expression`` yields in ``world``; None if it throws. A click counts as a person's."""
    options = {"expression": expression, "contextId": world, "returnByValue": True, "awaitPromise": True}
    answer = await session.send("Runtime.evaluate", {**options, "userGesture": True})
    return answer["result"].get("value")


def _walk(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree["frame"]
    for child in tree.get("childFrames", ()):
        yield from _walk(child)
