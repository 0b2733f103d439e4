"""The characters of a file that a reader sees, with their places: what is left of markup when the markup is skipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A value may hold ">" but no "<", else a file of 50,000 "<" would be read 50,000 times; nothing is tried twice (*+).
_ATTRIBUTES = "(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>|[^<>]*>"
_TAG = re.compile(rf"<!--|<(/?)([a-zA-Z][^\s/<>]*)(?:{_ATTRIBUTES})|<[!?][^<>]*>")
_COMMENT_END = re.compile("--!?>")
_INLINE = re.compile(r"<!--|</?(?:b|strong|i|em|u|font|span|br|sup|sub)(?:\s[^<>\n]{0,200})?/?>", re.I)
_ADDRESS = re.compile(r"\]\([^()\n]{0,500}\)")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
# Elements whose content no reader sees, or sees outside the page.
_UNSEEN = frozenset(["script", "style", "title", "noscript", "template", "svg", "iframe", "object", "canvas", "math"])


class Run(NamedTuple):
    """Characters that stand together in the file at ``[start, end)``; a character reference is a run of its own."""

    text: str
    start: int
    end: int

    def at(self, index: int, end: bool) -> int:
        """Where the character ``index`` begins, or where it ends."""
        if len(self.text) != self.end - self.start:
            return self.end if end else self.start
        return self.start + index + end


def runs(text: str, form: str, drop: re.Pattern[str]) -> tuple[Run, ...]:
    """The visible characters of a file without those that ``drop`` matches, in order of place."""
    pieces = _between_tags(text) if form == "html" else _between_marks(text)
    return tuple(run for start, end in pieces for run in _runs_of(text, start, end, form, drop))


def _between_tags(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a page outside tags, comments and unseen elements."""
    body = re.search("<body[\\s>]", text, re.I)
    position = body.start() if body else 0
    while tag := _TAG.search(text, position):
        yield position, tag.start()
        position = tag.end()
        if tag[0] == "<!--":
            close = _COMMENT_END.search(text, tag.start() + 2)  # "<!-->" is a comment, too
            position = close.end() if close else len(text)
        elif not tag[1] and (tag[2] or "").lower() in _UNSEEN and not tag[0].endswith("/>"):
            close = re.compile(f"</{re.escape(tag[2])}[^<>]*>", re.I).search(text, position)
            position = close.end() if close else len(text)
    yield position, len(text)


def _between_marks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a Markdown file outside comments, inline tags and the addresses of links."""
    holes = sorted(_comments(text, _INLINE) + [m.span() for m in _ADDRESS.finditer(text)])
    position = 0
    for start, end in holes:
        if start >= position:
            yield position, start
        position = max(position, end)
    yield position, len(text)


def _comments(text: str, tags: re.Pattern[str]) -> list[tuple[int, int]]:
    """Spans of comments and tags. What is opened as a comment and never closed is text in Markdown."""
    spans, position = [], 0
    while tag := tags.search(text, position):
        position = tag.end()
        if tag[0] == "<!--":
            close = text.find("-->", position)
            if close < 0:
                tags = re.compile(tags.pattern.removeprefix("<!--|"), re.I)
                continue
            position = close + 3
        spans.append((tag.start(), position))
    return spans


def _runs_of(text: str, start: int, end: int, form: str, drop: re.Pattern[str]) -> Iterator[Run]:
    position = start
    if form == "html":
        for reference in _REFERENCE.finditer(text, start, end):
            yield from _kept(text, position, reference.start(), drop)
            from html import unescape

            shown = drop.sub("", unescape(reference[0]))
            if shown:
                yield Run(shown, *reference.span())
            position = reference.end()
    yield from _kept(text, position, end, drop)


def _kept(text: str, start: int, end: int, drop: re.Pattern[str]) -> Iterator[Run]:
    """What stands between the characters to drop."""
    for gap in drop.finditer(text, start, end):
        if gap.start() > start:
            yield Run(text[start : gap.start()], start, gap.start())
        start = gap.end()
    if end > start:
        yield Run(text[start:end], start, end)
