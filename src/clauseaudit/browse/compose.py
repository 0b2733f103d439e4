"""The frames of a page put together as one HTML document without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any

_HOLE = re.compile(r'<div data-frame="(-?\d+)"></div>')
MAX_DEPTH = 5

Place = tuple[int, ...]


def compose(readings: Iterable[dict[str, Any]]) -> str:
    """HTML of the main frame with the text of every other frame where that frame stands.

    A reading is what ``read`` in page.js returns: ``title``, ``html`` and ``place``, the way from the main frame.
    A frame without a place of its own (inside a shadow tree) follows at the end.
    """
    frames = {tuple(reading["place"]): reading for reading in readings if reading}
    if () not in frames:
        return ""
    used: set[Place] = set()
    body = _fill((), frames, used)
    lost = "".join(_fill(place, frames, used) for place in frames if place not in used)
    title = escape(frames[()]["title"])
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html>\n<html>{head}<body>{body}{lost}</body></html>\n"


def _fill(place: Place, frames: dict[Place, dict[str, Any]], used: set[Place]) -> str:
    used.add(place)

    def frame(hole: re.Match[str]) -> str:
        inner = (*place, int(hole[1]))
        if inner not in frames or inner in used or len(inner) > MAX_DEPTH:
            return ""
        return f"<section>{_fill(inner, frames, used)}</section>"

    return _HOLE.sub(frame, frames[place]["html"])
