"""The frames of a page put together as one HTML document without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

_HOLE = re.compile(r'<div data-frame="(-?\d+)"></div>')
_TAG = re.compile(r"<[^>]*>")
_BODY = re.compile(r"^.*?<body>", re.S)
_SENTENCE = 8  # characters; less is a button or a date
_VEIL = re.compile(r"<!--hidden-->(.*?)<!--/hidden-->", re.S)
MAX_DEPTH = 5

Reading = dict[str, Any]  # what ``read`` in page.js returns: title, html, place (the way from the main frame) …
Place = tuple[int, ...]


def compose(readings: Iterable[Reading | None], pieces: Sequence[Reading] = (), earlier: str = "") -> str:
    """HTML of the main frame with the text of every other frame where that frame stands.

    A frame without a place of its own (inside a shadow tree) follows at the end, and so does what the page does not
    hold any more: ``pieces``, shown one after the other by clicks, and the text of the ``earlier`` page.
    Empty without a main frame.
    """
    frames = _by_place(readings)
    if () not in frames:
        return ""
    used: set[Place] = set()
    body = _fill((), frames, used)
    body += "".join(_fill(place, frames, used) for place in frames if place not in used)
    known = _letters(body) if pieces or earlier else ""
    for piece in pieces:
        if (letters := _letters(piece["html"])) not in known:
            body += f"<section>{_HOLE.sub('', piece['html'])}</section>"
            known += letters
    for run in _TAG.split(_BODY.sub("", earlier)):
        if len(letters := _letters(run)) >= _SENTENCE and letters not in known:
            body += f"<p>{run}</p>"
            known += letters
    return _document(frames[()]["title"], body)


def without_opened(markup: str, opened: Iterable[str]) -> str:
    """``markup`` without those hidden parts that are documents of their own: the ``opened`` ones (HTML)."""
    texts = [_letters(other) for other in opened]

    def veiled(hidden: re.Match[str]) -> str:
        letters = _letters(hidden[1])
        return "" if letters and any(letters in text for text in texts) else hidden[1]

    return _VEIL.sub(veiled, markup)


def compose_piece(piece: Reading, readings: Iterable[Reading | None]) -> str:
    """HTML of a part of a page, with the text of the frames in it."""
    frames = _by_place(readings)
    place = tuple(piece["place"])
    return _document(piece["title"], _fill(place, {**frames, place: piece}, set()))


def _by_place(readings: Iterable[Reading | None]) -> dict[Place, Reading]:
    return {tuple(reading["place"]): reading for reading in readings if reading}


def _document(title: str, body: str) -> str:
    head = f'<head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    return f"<!DOCTYPE html>\n<html>{head}<body>{body}</body></html>\n"


def _letters(markup: str) -> str:
    return "".join(_TAG.sub("", markup).split())


def _fill(place: Place, frames: dict[Place, Reading], used: set[Place]) -> str:
    used.add(place)

    def frame(hole: re.Match[str]) -> str:
        inner = (*place, int(hole[1]))
        if inner not in frames or inner in used or len(inner) > MAX_DEPTH:
            return ""
        return f"<section>{_fill(inner, frames, used)}</section>"

    return _HOLE.sub(frame, str(frames[place]["html"]))
