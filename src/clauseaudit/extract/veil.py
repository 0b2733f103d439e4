"""What a page hides: left out, unless it is most of the page."""

from __future__ import annotations

from clauseaudit.expressions import expression
from clauseaudit.extract.marks import BREAK, END_HIDDEN, HIDDEN

_VEIL = expression("([\ufddb\ufddc])")
_MARK = expression("[\ufdd1-\ufdda]")


def unveil(marked: str) -> tuple[str, tuple[str, ...]]:
    """Text without what is hidden, and a remark if that was kept because it is most of the page."""
    if HIDDEN not in marked:
        return marked, ()
    seen, hidden = [], 0
    for piece in _VEIL.split(marked):
        if piece == HIDDEN:
            hidden += 1
        elif piece == END_HIDDEN:
            hidden -= 1
        elif not hidden:
            seen.append(piece)
    plain, full = "".join(seen), _VEIL.sub("", marked)
    if len(full) > 2 * len(plain) and _letters(full) > 2 * _letters(plain):
        return full, ("网页上默认收起或隐藏的文字也检查了",)
    return plain, ()


def _letters(marked: str) -> int:
    return len("".join(_MARK.sub("", marked.replace(BREAK, " ")).split()))
