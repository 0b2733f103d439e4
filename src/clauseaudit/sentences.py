"""Folded text to pieces: sentences, lines, and the parts of a line that a list marker sets off."""

from __future__ import annotations

from collections.abc import Iterator

from clauseaudit.expressions import expression

# start, end, opens its line, ends its line, ends in a colon; a plain tuple because there are so many of them
Piece = tuple[int, int, bool, bool, bool]

_ITEM = (
    r"[(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)]|[①-⒇]|\d{1,2}[.、)](?!\d)|[a-z][.、)](?![a-z])"
    r"|[一二三四五六七八九十]、(?![一二三四五六七八九十])"
)
# Full stops, question marks and the like inside numbers, addresses and Latin words end nothing; a colon or comma
# ends a piece where a list marker follows it.
_END = expression(
    r"[。;!?\n.:,](?:(?<=\n)|(?:(?<=。)|(?<=[;!?])(?!(?<=[a-z0-9/].)[a-z0-9])"
    r"|(?<=\.)(?<![\n!-~一二三四五六七八九十条章节款].)(?![0-9a-z.])"
    rf"|(?<=[:,])(?=[ \t]*(?:{_ITEM})))"
    r"[。;!?]*(?:[)】》\]]|\"(?=[\s,;。:)]|\Z))*)\s*"
)


def pieces(text: str) -> Iterator[Piece]:
    """Cut ``text`` into pieces that tile it; white space belongs to the piece before it."""
    position, opens = 0, True
    for match in _END.finditer(text):
        start, end = match.span()
        ends = end == len(text) or "\n" in match[0]
        last = text[start]
        yield position, end, opens, ends, last == ":" or (last == "\n" and text[start - 1 : start] == ":")
        position, opens = end, ends
    if position < len(text):
        yield position, len(text), opens, True, text[-1] == ":"
