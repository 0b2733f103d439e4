"""How a page looks on a phone and on a desk, before anything on it is touched: measured facts and pictures."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from clauseaudit.visit import Sight

if TYPE_CHECKING:
    from clauseaudit.browse.rendering import Rendering

VIEWPORTS = ((390, 844), (1280, 800))  # the last one is how the page is left
MAX_HEIGHT = 16_000  # CSS pixels of a picture; more than the browser can draw at once
_SETTLING = 1.5  # seconds after a change of size
NO_FONTS = (
    "这台机器没有字体，量不出文字的大小，所以没有测量显著程度，也没有截图（Debian：apt-get install fonts-noto-cjk）"
)


async def look(rendering: Rendering, measure: str | None) -> tuple[Sight, ...]:
    """A sight for each size. Without fonts every text is 0 pixels high, so nothing is measured and a note says so."""
    fonts = await rendering.frames.run("clauseaudit.fonts()")
    if not fonts or not fonts[0].value:
        rendering.notes.append(NO_FONTS)
        return ()
    sights = []
    for width, height in VIEWPORTS:
        shrunk = await _resize(rendering, width, height)
        await rendering.still(_SETTLING)
        facts = await rendering.frames.run(measure) if measure else []
        picture = await _picture(rendering, width)
        if shrunk:
            await (await rendering.frames.session()).send("Emulation.clearDeviceMetricsOverride")
        found = tuple([answer.value for answer in facts if isinstance(answer.value, dict)])
        sights.append(Sight(rendering.page.url, (width, height), found, picture))
        rendering.step("measure", f"{width}×{height}", f"量了 {len(found)} 个框架，截了图" if measure else "截了图")
    return tuple(sights)


async def _resize(rendering: Rendering, width: int, height: int) -> bool:
    """Give the window a size; True if the page was shrunk to fit into it.

    A page made for one width (``<meta name=viewport content="width=750">``) is laid out for it and shrunk, as on a
    phone; the measuring script reports by how much.
    """
    await rendering.page.set_viewport_size({"width": width, "height": height})
    session = await rendering.frames.session()
    answers = await rendering.frames.run("clauseaudit.drawn()") if width == VIEWPORTS[0][0] else []
    if not answers or (answers[0].value or 0) <= width:
        return False
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
    await session.send("Emulation.setDeviceMetricsOverride", size)
    rendering.step("measure", f"{width}×{height}", f"网页按 {answers[0].value} 像素宽排版，像手机那样缩小了看")
    return True


async def archive(rendering: Rendering, limit: int) -> bytes:
    """The page with its pictures and styles as MHTML; empty, with a note, when it is longer than ``limit`` bytes."""
    session = await rendering.frames.session()
    data: str = (await session.send("Page.captureSnapshot", {"format": "mhtml"}))["data"]
    if len(data) > limit:
        rendering.notes.append("网页太大，没有存成 MHTML")
        return b""
    return data.encode("utf-8", "surrogatepass")


async def _picture(rendering: Rendering, width: int) -> bytes:
    """PNG of the full page."""
    session = await rendering.frames.session()
    answer = await session.send("Page.getLayoutMetrics")
    metrics, scale = answer["cssContentSize"], min(answer["cssVisualViewport"]["scale"], 1)
    height = min(int(metrics["height"]), MAX_HEIGHT)
    if metrics["height"] > MAX_HEIGHT:
        rendering.notes.append(f"网页高 {int(metrics['height'])} 像素，{width} 像素宽的截图只到 {MAX_HEIGHT}")
    clip: dict[str, Any] = {"x": 0, "y": 0, "width": width / scale, "height": max(height, 1), "scale": scale}
    options = {"format": "png", "captureBeyondViewport": True, "optimizeForSpeed": True, "clip": clip}
    return base64.b64decode((await session.send("Page.captureScreenshot", options))["data"])
