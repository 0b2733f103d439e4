"""What the page script measured, as records. The page may lie or break it: what does not fit the shapes is dropped.

Lengths are CSS pixels; places are in the coordinates of the outermost page where the frame's place in it is known.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from clauseaudit.visit import Sight

BROKEN = (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError)
_HEX = re.compile("#[0-9a-f]{6}")
PHONE_WIDTH = 600  # px; a narrower window is called a phone's


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


class Style(NamedTuple):
    """How a run of characters looks."""

    px: float  # as drawn: zoom and scaling included
    weight: int
    italic: bool
    underline: bool
    color: str  # "#rrggbb", opacity and backgrounds included
    background: str
    contrast: float | None  # WCAG 2 ratio; None where something other than a colour lies behind
    unsure: str  # image | effect: why there is no contrast
    visible: bool


class Run(NamedTuple):
    """Characters of one style; offsets into the block's text."""

    start: int
    end: int
    style: Style


class Scroll(NamedTuple):
    """The scroll box that a text is in."""

    seen: float  # height of the box
    content: float  # height of what is in it
    at: float  # where the text begins in the content


class Inside(NamedTuple):
    """What has to be opened to see a text."""

    kind: str  # dialog | details
    name: str  # its title


class Block(NamedTuple):
    """One block of text: a paragraph, a cell, a button's words."""

    text: str
    runs: tuple[Run, ...]
    box: Box
    hidden: tuple[str, ...]  # reasons, as in judge.HIDDEN
    opacity: float
    seen: float  # share of its box that no ancestor cuts off, 0–1
    scroll: Scroll | None
    covered: str  # the tag of what lies over it, "floating" if that does not move with the text; first screen only
    inside: Inside | None
    fixed: bool  # stays in place when the page is scrolled
    bar: bool  # in a navigation bar, page header or footer
    pointer: bool  # the mouse shows a hand over it


class Button(NamedTuple):
    """Something to press."""

    text: str
    box: Box
    seen: bool
    fixed: bool
    bar: bool


class Tick(NamedTuple):
    """A box or switch, as it stood when the page had opened."""

    kind: str  # native | aria | class (guessed from the class name)
    radio: bool
    ticked: bool
    html: bool | None  # ticked in the HTML already; None where it has no such attribute
    disabled: bool  # cannot be changed
    label: str
    links: int  # links in the label
    box: Box
    drawn: bool  # False: invisible itself, usually under a drawn tick


class Frame(NamedTuple):
    """One frame of a page."""

    depth: int  # 0 for the page itself
    placed: bool  # False: a frame of another site, places are its own
    hidden: tuple[str, ...]
    fonts: bool  # False: the machine has no font, heights mean nothing
    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...]
    ticks: tuple[Tick, ...]
    zoom: float = 1.0  # less where the page was shrunk to fit the window


class View(NamedTuple):
    """A page at one window size."""

    name: str  # 手机 | 电脑
    height: float  # of the window
    frames: tuple[Frame, ...]

    def blocks(self) -> Iterable[Block]:
        """The text of all frames."""
        return (block for frame in self.frames for block in frame.blocks)


def read(sight: Sight) -> View | None:
    """The measured facts of a sight; None if there are none that can be read."""
    frames = tuple(frame for facts in sight.facts if (frame := _frame(facts)))
    width, height = sight.viewport
    # A page shrunk to the window shows more of its own pixels on a screen.
    shown = height / min((frame.zoom for frame in frames if not frame.depth), default=1.0)
    return View("手机" if width < PHONE_WIDTH else "电脑", shown, frames) if frames else None


def _frame(facts: Mapping[str, Any]) -> Frame | None:
    try:
        raw = json.loads(facts["json"]) if "json" in facts else facts
        place, zoom = raw["frame"], min(1.0, _number(raw.get("zoom", 1)) or 1.0)
        offset = place["offset"]
        x, y = (_number(offset[0]), _number(offset[1])) if offset else (0.0, 0.0)
        styles = [_style(entry, zoom) for entry in raw["styles"]]
        hidden = tuple(map(str, place["hidden"]))
        return Frame(
            int(place["depth"]), offset is not None, hidden, bool(raw["fonts"]),
            tuple(b for entry in raw["blocks"] if (b := _block(entry, styles, x, y, hidden))),
            tuple(button for entry in raw["buttons"] if (button := _button(entry, x, y))),
            tuple(t for entry in raw["boxes"] if (t := _tick(entry, x, y))), max(zoom, 0.1),
        )  # fmt: skip
    except BROKEN:
        return None


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _color(value: Any) -> str:
    if not _HEX.fullmatch(value):
        raise ValueError(value)
    return str(value)


def _box(entry: Any, x: float, y: float) -> Box:
    left, top, width, height = map(_number, entry)
    return Box(left + x, top + y, width, height)


def _style(entry: Any, zoom: float) -> Style | None:
    try:
        contrast = entry["contrast"]
        return Style(
            _number(entry["px"]) * zoom, int(entry["weight"]), bool(entry["italic"]), bool(entry["underline"]),
            _color(entry["color"]), _color(entry["background"]), None if contrast is None else _number(contrast),
            str(entry["unsure"]), entry["visibility"] == "visible",
        )  # fmt: skip
    except BROKEN:
        return None


def _runs(entry: Any, text: str, styles: list[Style | None]) -> Iterable[Run]:
    place = _code_points(text)
    for start, end, number in entry:
        style = styles[number]
        if style is None:
            raise ValueError(number)
        yield Run(place(start), place(end), style)


def _block(entry: Any, styles: list[Style | None], x: float, y: float, hidden: tuple[str, ...]) -> Block | None:
    try:
        text, scroll, inside = str(entry["text"]), entry["scroll"], entry["inside"]
        runs = tuple(_runs(entry["runs"], text, styles))
        return Block(
            text, runs, _box(entry["box"], x, y), (*map(str, entry["hidden"]), *hidden),
            _number(entry["opacity"]), _number(entry["seen"]),
            Scroll(*(_number(scroll[key]) for key in Scroll._fields)) if scroll else None, str(entry["covered"]),
            Inside(str(inside["kind"]), str(inside["name"])) if inside else None,
            bool(entry["fixed"]), bool(entry["bar"]), bool(entry["pointer"]),
        )  # fmt: skip
    except BROKEN:
        return None


def _code_points(text: str) -> Any:
    """From the script's offsets (UTF-16 units) to ours."""
    if max(text, default="") <= "\uffff":
        return int
    encoded = text.encode("utf-16-le", "surrogatepass")
    return lambda units: len(encoded[: units * 2].decode("utf-16-le", "replace"))


def _button(entry: Any, x: float, y: float) -> Button | None:
    try:
        box = _box(entry["box"], x, y)
        return Button(str(entry["text"]), box, bool(entry["seen"]), bool(entry["fixed"]), bool(entry["bar"]))
    except BROKEN:
        return None


def _tick(entry: Any, x: float, y: float) -> Tick | None:
    try:
        html = entry["html"]
        return Tick(
            str(entry["kind"]), bool(entry["radio"]), bool(entry["ticked"]), None if html is None else bool(html),
            bool(entry["disabled"]), str(entry["label"]), int(entry["links"]),
            _box(entry["box"], x, y), bool(entry["drawn"]),
        )  # fmt: skip
    except BROKEN:
        return None
