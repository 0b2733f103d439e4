"""Scripts of our own in every frame of a page, in a world apart from the page's scripts.

The page can change what its own scripts see (``getComputedStyle``, ``Array.prototype``); an isolated world has
clean ones. Frames of other sites live in other processes and have a session of their own.
"""

from __future__ import annotations

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
        from playwright.async_api import Error

        answers = []
        for session in await self._sessions():
            try:
                tree = (await session.send("Page.getFrameTree"))["frameTree"]
            except Error:
                continue
            for frame in list(_walk(tree))[:MAX_FRAMES]:
                if (only and frame["id"] != only) or (fresh and (frame["id"], frame["url"]) in fresh):
                    continue
                try:
                    value = await self._evaluate(session, frame, expression)
                except Error:
                    continue
                answers.append(Answer(frame["id"], frame["url"], value))
        return answers

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
        from playwright.async_api import Error

        key = frame["id"], frame["loaderId"]
        if key in self._worlds:
            try:
                return await _value(session, expression, self._worlds[key])
            except Error:
                pass  # the document was replaced
        made = await session.send("Page.createIsolatedWorld", {"frameId": frame["id"], "worldName": WORLD})
        self._worlds[key] = made["executionContextId"]
        await _value(session, LIBRARY, self._worlds[key])
        return await _value(session, expression, self._worlds[key])


async def _value(session: CDPSession, expression: str, world: int) -> Any:
    """What ``expression`` yields in ``world``; None if it throws. A click counts as a person's."""
    options = {"expression": expression, "contextId": world, "returnByValue": True, "awaitPromise": True}
    answer = await session.send("Runtime.evaluate", {**options, "userGesture": True})
    return answer["result"].get("value")


def _walk(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree["frame"]
    for child in tree.get("childFrames", ()):
        yield from _walk(child)
