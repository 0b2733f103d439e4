"""Text with marks to lines and blocks, white space as a browser shows it."""

from __future__ import annotations

from clauseaudit.expressions import expression
from clauseaudit.extract.marks import BREAK, CELL, CLOSE, END_VERBATIM, HEADINGS, ITEM, LIST, VERBATIM
from clauseaudit.extract.page import Page
from clauseaudit.model import Block

_OPENING = {
    LIST: ("list", 0),
    ITEM: ("item", 0),
    CELL: ("cell", 0),
    **{mark: ("heading", level) for level, mark in enumerate(HEADINGS, 1)},
}
_MARK = expression("([\ufdd1-\ufdda])")
_VERBATIM_TEXT = expression("\ufdde([^\ufdde\ufddf]*)\ufddf")
_SPACES = " \t\n\r\f"  # what a browser collapses: not the no-break space, not the full-width space
_RUN = expression("  +")


def lay_out(marked: str) -> tuple[str, tuple[Block, ...]]:
    """Lines and blocks of marked text."""
    page = Page()
    runs = _MARK.split(_collapse(marked))
    _write(page, runs[0])
    for place in range(1, len(runs), 2):
        if runs[place] == CLOSE:
            page.close()
        else:
            page.open(*_OPENING[runs[place]])
        if runs[place + 1]:
            _write(page, runs[place + 1])
    return page.finish()


def _write(page: Page, run: str) -> None:
    """Write text with breaks; the lines between the first break and the last at once."""
    first, *lines = run.split(BREAK)
    if first:
        page.write(first)
    if lines:
        page.end_line()
        last = lines.pop()
        if whole := "\n".join(filter(None, map(str.strip, lines))):
            page.write(whole)
            page.end_line()
        if last:
            page.write(last)


def _collapse(marked: str) -> str:
    """White space as a browser shows it."""
    if VERBATIM in marked:
        marked = _VERBATIM_TEXT.sub(lambda match: match[1].replace("\n", BREAK), marked)
        marked = marked.replace(VERBATIM, "").replace(END_VERBATIM, "")
    for space in _SPACES[1:]:
        marked = marked.replace(space, " ")
    return _RUN.sub(" ", marked)
