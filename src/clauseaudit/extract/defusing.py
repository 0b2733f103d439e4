"""Markup that can neither forge a mark of ours nor make the parser explode."""

from __future__ import annotations

import re

from clauseaudit.expressions import expression
from clauseaudit.extract.marks import FORMATTING

_FORMATTING = f"(?:{'|'.join(FORMATTING)})(?=[\\s/>])"
_EXACT, _ANY_CASE = re.A, re.A | re.I
_OPEN_FORMATTING, _OPEN_ANY_CASE = (expression("<" + _FORMATTING, flag) for flag in (_EXACT, _ANY_CASE))
_CLOSE_FORMATTING, _CLOSE_ANY_CASE = (expression("</" + _FORMATTING, flag) for flag in (_EXACT, _ANY_CASE))
_CAPITALS = expression("</?[a-z]*[A-Z]")  # most pages have none, and matching case is three times as fast
_MARKS = frozenset(map(chr, range(0xFDD0, 0xFDE0)))
_MARK_REFERENCE = expression("&#(?:x0*fdd[0-9a-f]|0*649(?:7[6-9]|8[0-9]|9[01]));?", re.I)


def defuse(markup: str) -> str:
    """Markup without marks of its own, and without the elements that make the parser explode."""
    # The parser drops halves of surrogate pairs; what they hold apart must not come together there.
    markup = without_marks(markup.encode("utf-8", "ignore").decode())
    if _CAPITALS.search(markup):
        return _CLOSE_ANY_CASE.sub("</span", _OPEN_ANY_CASE.sub("<span", markup))
    return _CLOSE_FORMATTING.sub("</span", _OPEN_FORMATTING.sub("<span", markup))


def without_marks(markup: str) -> str:
    """Markup in which no mark stands, as it is or as a reference."""
    for mark in _MARKS:
        if mark in markup:
            markup = markup.replace(mark, "")
    if "&" in markup:
        markup = _MARK_REFERENCE.sub("", markup)
        markup = _MARK_REFERENCE.sub("\ufffd", markup)  # one that the first left: "&#xf&#xfdd0;dd0;"
    return markup
