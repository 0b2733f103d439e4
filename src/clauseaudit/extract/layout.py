"""Boxes of text on a page to rows in reading order: columns one after the other, what stands side by side joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SAME_ROW = 0.5  # of the lower box's height that two boxes of a row share
_WORD_GAP = 1.5  # times the height: a wider gap is the next cell of a table
_NEAR_EDGE = 2.2  # times the height: how far from the margin a full row may end (no row begins with a comma)
_NEXT_ROW = 1.15  # times the height: a wider gap above the next row is the end of a paragraph
_SAME_SIZE = 1.45  # ratio of heights from which two rows are heading and text
_COLUMN_BOXES = 4  # in each of two columns
_COLUMN_WIDTH = 0.22  # of all columns together
_COLUMN_WIDE = 1 / 3  # of a column's boxes are wider than that, the others end paragraphs; in a table's cells fewer
_CROSSING = 0.15  # of all boxes, headings over both columns


class Box(NamedTuple):
    """A piece of text in pixels from the upper left corner, and how sure the recogniser is of it (0–1)."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    sure: float = 1.0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    def beside(self, other: Box) -> float:
        """How much of the lower of the two boxes' heights they share."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared / min(self.height, other.height)

    def covers(self, other: Box) -> bool:
        """Whether it is the same piece of text, seen again."""
        across = min(self.right, other.right) - max(self.left, other.left)
        narrower = max(1.0, min(self.right - self.left, other.right - other.left))
        return self.beside(other) > _SAME_ROW and across > 0.5 * narrower


class Line(NamedTuple):
    """A row with the box around all of it; ``full`` as in ``Row``."""

    box: Box
    full: bool


def in_order(boxes: Sequence[Box]) -> list[list[Box]]:
    """Groups of boxes to be read one after the other: the page, or heading, left column, right columns."""
    gutter = _gutter(boxes)
    if not gutter:
        return [list(boxes)]
    left = [box for box in boxes if box.right <= gutter]
    right = [box for box in boxes if box.left >= gutter]
    top = min(box.top for box in (*left, *right))
    crossing = [box for box in boxes if box.left < gutter < box.right]
    above = [box for box in crossing if box.middle <= top + box.height]
    return [above, *in_order(left), *in_order(right), [box for box in crossing if box not in above]]


def _gutter(boxes: Sequence[Box]) -> float:
    """Where a page of columns can be cut from top to bottom; 0 if it has one column."""
    if len(boxes) < 2 * _COLUMN_BOXES:
        return 0.0
    start, width = min(box.left for box in boxes), max(box.right for box in boxes) - min(box.left for box in boxes)
    for part in range(20, 82, 2):
        cut = start + width * part / 100
        left = [box for box in boxes if box.right <= cut]
        right = [box for box in boxes if box.left >= cut]
        if min(len(left), len(right)) < _COLUMN_BOXES or len(boxes) - len(left) - len(right) > _CROSSING * len(boxes):
            continue
        if all(_is_prose(side, width) for side in (left, right)):
            tops = [min(box.top for box in side) for side in (left, right)]
            bottoms = [max(box.bottom for box in side) for side in (left, right)]
            shorter = min(bottom - top for top, bottom in zip(tops, bottoms, strict=True))
            if min(bottoms) - max(tops) > 0.5 * shorter:  # beside each other; the last column may be short
                return cut
    return 0.0


def _is_prose(boxes: Sequence[Box], width: float) -> bool:
    return sum(box.right - box.left > _COLUMN_WIDTH * width for box in boxes) >= _COLUMN_WIDE * len(boxes)


def rows_of(groups: Iterable[Sequence[Box]]) -> list[Line]:
    """The rows of all groups, top to bottom within each."""
    return [line for group in groups for line in _lines(_rows(group))]


def _rows(boxes: Sequence[Box]) -> list[Box]:
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        if rows and box.beside(rows[-1][-1]) > _SAME_ROW and not any(box.covers(other) for other in rows[-1]):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [_side_by_side(sorted(row)) for row in rows]


def _side_by_side(row: Sequence[Box]) -> Box:
    whole = row[0]
    for box in row[1:]:
        gap = box.left - whole.right
        text = whole.text + ("\t" if gap > _WORD_GAP * whole.height else "") + box.text
        top, bottom = min(whole.top, box.top), max(whole.bottom, box.bottom)
        whole = Box(whole.left, top, max(whole.right, box.right), bottom, text, min(whole.sure, box.sure))
    return whole


def _lines(rows: Sequence[Box]) -> list[Line]:
    ends = sorted((row.right for row in rows), reverse=True)
    margin = ends[len(ends) // 20] if ends else 0.0
    lines = []
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        full = row.right >= margin - _NEAR_EDGE * row.height
        lines.append(Line(row, full and (following is None or _goes_on(row, following))))
    return lines


def _goes_on(row: Box, following: Box) -> bool:
    sizes = max(row.height, following.height) / min(row.height, following.height)
    # Punctuation makes a box lower, so only a clear difference is another size.
    return sizes < _SAME_SIZE and following.top - row.bottom < _NEXT_ROW * max(row.height, following.height)
