"""Printed rows to paragraphs: the rows of a sentence become one line again.

Pages and pictures know where rows stand, not where paragraphs end. A row is joined to the next only if it is full,
does not end like a sentence, and the next does not begin like a clause: a break too many costs little, two clauses
in one sentence cost a wrong finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from clauseaudit.model import Scan

_ENDS = re.compile(r"[。；;：:！!？?…][”’\"')）】》]*$")
_BEGINS = re.compile(
    r"第\s*[〇零一二三四五六七八九十百千\d]+\s*[条條章节節款项項部编編]|[（(]\s*[一二三四五六七八九十\d]+\s*[)）]"
    r"|[一二三四五六七八九十]+[、.．]|\d+(?:\.\d+)*\s*[、.．)）]|\d+(?:\.\d+)+(?!\d*[%％])|[①-⑳•●○■◆·\-—*]|附[件录錄则則]|【"
)
_PAGE_NUMBER = re.compile(r"[\s\-–—·]*(?:第\s*)?\d{1,4}\s*(?:页|頁)?(?:\s*[/,，共]*\s*\d{1,4}\s*[页頁]?)?[\s\-–—·]*")
_LATIN = re.compile(r"[0-9A-Za-z,.;:)%]$")


class Row(NamedTuple):
    """One printed row."""

    text: str
    full: bool  # reaches the margin, so that its sentence may go on in the next row
    picture: bytes | None = None  # what it looks like, if it was recognised; None for text given as such


def joined(rows: Iterable[Row]) -> tuple[str, tuple[Scan, ...]]:
    """Text with a line for each paragraph, and where in it the recognised rows are."""
    parts: list[str] = []
    scans: list[Scan] = []
    position, last = 0, ""
    goes_on = False
    for text, full, picture in rows:
        if goes_on and not _BEGINS.match(text):
            gap = " " if _LATIN.search(last) and text[0].isascii() else ""
        else:
            gap = "\n" if parts else ""
        parts += (gap, text)
        start = position + len(gap)
        position, last = start + len(text), text
        if picture is not None:
            scans.append(Scan(start, position, picture))
        goes_on = full and not _ENDS.search(text)
    return "".join(parts), tuple(scans)


def is_page_number(text: str) -> bool:
    """Whether a row is nothing but "3", "第 3 页" or "3/12"."""
    return _PAGE_NUMBER.fullmatch(text) is not None
