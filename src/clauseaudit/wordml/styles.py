"""What a paragraph or character style says that matters to the text: heading, list, table of contents, hidden."""

from __future__ import annotations

import re
from typing import NamedTuple

from clauseaudit.wordml.numbering import whole
from clauseaudit.wordml.package import local, parse

_HEADING = re.compile(r"(?:heading|标题)\s*([1-6])", re.I)
_CONTENTS = re.compile(r"(?:toc|目录)\s*[1-9]", re.I)
_NO_LIST = "0"  # the list id by which a style takes a list away


class Style(NamedTuple):
    """``level`` 1–6 for headings, 0 for the title, -1 for others; ``list`` and ``depth`` of its automatic numbers."""

    level: int = -1
    contents: bool = False
    hidden: bool = False
    list: str = ""
    depth: int = 0


class _Raw:
    """A style as written, before it inherits."""

    def __init__(self) -> None:
        self.name = self.based = self.list = ""
        self.outline = self.depth = -1
        self.hidden: bool | None = None


Styles = dict[str, Style]


def read_styles(content: bytes, subject: str) -> Styles:
    """Styles by id, each with what it inherits."""
    raw: dict[str, _Raw] = {}
    now = _Raw()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal now
        element = local(name)
        given = {local(key): value for key, value in attributes.items()}
        value = given.get("val", "")
        if element == "style":
            now = raw.setdefault(given.get("styleId", ""), _Raw())
        elif element == "name":
            now.name = value
        elif element == "basedOn":
            now.based = value
        elif element == "numId":
            now.list = value
        elif element == "ilvl":
            now.depth = whole(value)
        elif element == "outlineLvl":
            now.outline = whole(value)
        elif element == "vanish":
            now.hidden = is_on(value)

    parse(content, subject, start)
    return {id: _inherit(id, raw) for id in raw}


def _inherit(id: str, raw: dict[str, _Raw]) -> Style:
    """The nearest word of the style and those it is based on counts."""
    level, contents, list, depth = -1, False, "", -1
    hidden: bool | None = None
    seen: set[str] = set()
    while id in raw and id not in seen and len(seen) < 20:
        seen.add(id)
        style = raw[id]
        heading = _HEADING.fullmatch(style.name.strip())
        if level < 0 and heading:
            level = int(heading[1])
        elif level < 0 and style.name.strip().lower() in ("title", "标题"):
            level = 0
        elif level < 0 and 0 <= style.outline < 6:
            level = style.outline + 1
        contents = contents or bool(_CONTENTS.fullmatch(style.name.strip()))
        list = list or style.list
        depth = style.depth if depth < 0 else depth
        hidden = style.hidden if hidden is None else hidden
        id = style.based
    return Style(level, contents, bool(hidden), "" if list == _NO_LIST else list, max(depth, 0))


def is_on(value: str) -> bool:
    """A switch such as ``<w:vanish/>`` is on unless its value says otherwise."""
    return value not in ("0", "false", "off", "none")
