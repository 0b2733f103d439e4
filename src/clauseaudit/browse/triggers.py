"""Agreements that open beside the page: 《用户协议》 clicked, and the dialog, frame or popup that appears read.

Only what leads nowhere without a script is clicked; plain links are the caller's to follow. Nothing is agreed to.
One door at most (登录/注册) is opened, for the agreements that stand in the form behind it; the form is left alone.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from clauseaudit.browse.compose import compose, compose_piece
from clauseaudit.browse.frames import Answer, Frames
from clauseaudit.browse.still import until_still
from clauseaudit.browse.traffic import Traffic
from clauseaudit.model import Snapshot
from clauseaudit.visit import Opened

if TYPE_CHECKING:
    from playwright.async_api import Page

    from clauseaudit.browse.rendering import Rendering

MAX_OPENED = 20
_APPEARING, _SETTLING = 1.5, 4.0  # seconds
_EVERY = 0.1
_LEAST = 30  # characters; a tooltip or a toast has fewer


async def open_all(rendering: Rendering) -> None:
    """Click what names an agreement, one after the other; what opens is kept in ``rendering.opened``."""
    depth: dict[str, int] = {}  # words -> clicks from the page as it opened
    done: set[str] = set()
    clicks = 1
    while rendering.clicks_left and len(rendering.opened) < MAX_OPENED and rendering.left > 1:
        waiting = await _waiting(rendering, done)
        # What a dialog names is clicked while the dialog is still open.
        within = [pair for pair in waiting if pair[1]["words"] not in depth]
        if not within and clicks > 1:
            await _close(rendering)
            waiting = await _waiting(rendering, done)
        if not waiting:
            return
        for _, trigger in waiting:
            depth.setdefault(trigger["words"], clicks)
        frame, trigger = (within or waiting)[0]
        done.add(trigger["words"])
        await _Click(rendering, trigger["words"], depth[trigger["words"]]).follow(frame, trigger["index"])
        clicks = depth[trigger["words"]] + 1
    if rest := await _waiting(rendering, done):
        words = "、".join(trigger["words"] for _, trigger in rest[:5])
        rendering.notes.append(f"要点开的内容太多或时间不够，没有打开：{words}")


async def _close(rendering: Rendering) -> None:
    await rendering.frames.run("clauseaudit.dismiss()")
    await rendering.page.keyboard.press("Escape")


async def _waiting(rendering: Rendering, done: set[str]) -> list[tuple[str, dict[str, Any]]]:
    """Frame and trigger of what has not been clicked, the certain ones first; what only leads to a form, last."""
    answers = await rendering.frames.run("clauseaudit.triggers()")
    found = [(a.frame, t) for a in answers for t in a.value or () if t["words"] not in done]
    return sorted(found, key=lambda pair: (pair[1]["door"], not pair[1]["sure"]))


class _Click:
    """One click and what came of it."""

    def __init__(self, rendering: Rendering, words: str, clicks: int) -> None:
        self._rendering, self._words, self._clicks = rendering, words, clicks
        self._before: set[tuple[str, str]] = set()

    async def follow(self, frame: str, index: int) -> None:
        rendering = self._rendering
        self._before = {(a.frame, a.url) for a in await rendering.frames.run("clauseaudit.remember()")}
        files, away, address = len(rendering.windows.downloads), len(rendering.turned_away), rendering.place
        if not await rendering.press(frame, index):
            return
        popups = await self._appearing(files, away, address)
        if len(rendering.windows.downloads) > files:
            self._file(rendering.windows.downloads[-1])
        elif len(rendering.turned_away) > away:
            self._file(rendering.turned_away[-1], "打开的是另一个网页，要先看那里的 robots.txt")
        elif popups:
            await self._popup(popups[0])
        elif rendering.place.partition("#")[0] != address.partition("#")[0]:
            await self._elsewhere()
        else:
            await self._beside(address)
        await rendering.windows.close()

    async def _appearing(self, files: int, away: int, address: str) -> list[Page]:
        """Wait for the first sign of anything; the popups, if that is what it is."""
        rendering, windows = self._rendering, self._rendering.windows
        end = time.monotonic() + min(_APPEARING, rendering.left)
        while time.monotonic() < end:
            await asyncio.sleep(_EVERY)
            if len(rendering.turned_away) > away or len(windows.downloads) > files:
                break
            if (windows.popups and windows.popups[-1].url != "about:blank") or rendering.place != address:
                break
            if await self._pieces() or await self._new_frames():
                break
        return list(windows.popups)

    async def _pieces(self) -> list[Answer]:
        answers = await self._rendering.frames.run("clauseaudit.appeared()")
        known = {frame for frame, _ in self._before}
        return [a for a in answers if a.value and a.value["length"] >= _LEAST and a.frame in known]

    async def _new_frames(self) -> list[Answer]:
        answers = await self._rendering.frames.run("clauseaudit.read()", fresh=self._before)
        return [a for a in answers if a.value and a.value["length"] >= _LEAST and a.value["place"]]

    def _file(self, url: str, outcome: str = "打开的是文件，要另行下载") -> None:
        # An empty snapshot: the caller fetches the file with its own client, by its own rules.
        kind = "application/pdf" if url.partition("?")[0].lower().endswith(".pdf") else "application/octet-stream"
        self._keep("popup", Snapshot(url, b"", kind, "", url), outcome)

    async def _popup(self, popup: Page) -> None:
        frames = Frames(popup)
        await until_still(frames, Traffic(), min(_SETTLING, self._rendering.left))
        answers = [a.value for a in await frames.run("clauseaudit.read()")]
        files = self._rendering.windows.downloads
        if not any(value["length"] for value in answers if value):
            if files:
                self._file(files[-1])
            else:
                self._rendering.step("click", self._words, "弹出的窗口是空的")
            return
        self._keep("popup", self._rendering.snapshot(compose(answers), popup.url), "弹出窗口")

    async def _elsewhere(self) -> None:
        """The page itself went away: read where it went, then come back."""
        rendering = self._rendering
        await rendering.still(_SETTLING)
        answers = [a.value for a in await rendering.frames.run("clauseaudit.read()")]
        markup = compose(answers)
        if markup and sum(value["length"] for value in answers if value) >= _LEAST:
            self._keep("popup", rendering.snapshot(markup, rendering.page.url), "转到了另一个网页")
        await rendering.back()

    async def _beside(self, address: str) -> None:
        rendering = self._rendering
        await rendering.still(_SETTLING)
        pieces, frames = await self._pieces(), await self._new_frames()
        for answer in frames:
            self._keep(
                "frame", rendering.snapshot(compose([{**answer.value, "place": []}]), answer.url), "打开了嵌入的网页"
            )
        readings = [a.value for a in await rendering.frames.run("clauseaudit.read()")] if pieces and not frames else []
        for answer in () if frames else pieces:
            title = answer.value["title"] or self._words
            markup = compose_piece({**answer.value, "title": title}, readings)
            self._keep(
                "dialog", rendering.snapshot(markup, rendering.page.url), f"出现了 {answer.value['length']} 个字"
            )
        if not frames and not pieces:
            rendering.step("click", self._words, "没有出现新的文字")
        if rendering.place != address:
            await rendering.back()

    def _keep(self, kind: str, snapshot: Snapshot, outcome: str) -> None:
        rendering = self._rendering
        rendering.step("click", self._words, outcome)
        same = any(opened.snapshot.content == snapshot.content != b"" for opened in rendering.opened)
        if not same and len(rendering.opened) < MAX_OPENED:
            rendering.opened.append(Opened(kind, self._words, self._clicks, snapshot))
