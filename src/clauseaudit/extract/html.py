"""Web pages to text, as a reader would see them: lines at block edges, none inside a sentence.

The page is defused (defusing.py) and parsed; tags that matter become marks (characters that no text may contain,
marking.py), and the marks become lines and blocks (lines.py). All but the parsing is flat scanning, and done in C where
that was built.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from clauseaudit.errors import ExtractError
from clauseaudit.extract.describe import heading_line
from clauseaudit.extract.marks import AROUND, FORMATTING, UNSEEN, VOID, WRITTEN_RAW
from clauseaudit.extract.reading import Reading
from clauseaudit.model import Block
from clauseaudit.native import core

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Nested tags cost the parser quadratic time: 20,000 take half a second, 100,000 take nine. No agreement has so many.
MAX_TAGS = 50_000

# What the C must know of tags besides, in the order of native/markup/markup.h.
_GROUPS = (
    FORMATTING,
    ("svg", "math", "select", "frameset", "template", "plaintext"),  # after these the parser cuts tags otherwise
    ("script", "style"),  # emptied before it is parsed
    ("textarea", "title", "xmp", "iframe", "noembed", "noframes"),  # no tags inside: the standard calls it raw text
    UNSEEN,
    ("svg", "math"),
    ("script", "style", "iframe", *WRITTEN_RAW),  # written without escapes
    WRITTEN_RAW,
    VOID,
    ("basefont", "bgsound", "frame", "keygen", "param"),  # void as well, but nothing can be put into them
    ("input",),  # keeps all its attributes: the parser asks for its type
    ("body",),  # is seen however it is styled
)


Lines = tuple[str, tuple[Block, ...], tuple[str, ...]]  # text, its blocks, and remarks


class Way(NamedTuple):
    """How a page is scanned before the parser and after it."""

    defuse: Callable[[str, bytes], tuple[str | bytes, int]]  # text, the same in UTF-8 or b"" -> markup, count of "<"
    read: Callable[[LexborNode], Lines]


def extract_html(markup: str, subject: str, encoded: bytes = b"", way: Way | None = None) -> Reading:
    """Text of a page that came from ``subject``; ``encoded`` is the same in UTF-8, which the C is content with.

    What a reader does not see is left out (scripts, hidden elements) unless it is most of the page: an agreement
    that opens on a click is still the agreement. Raises ExtractError for a page of more than 50,000 tags.
    """
    from selectolax.lexbor import LexborHTMLParser

    _keep_memory()
    way = way or (in_python() if core is None else in_c())
    defused, tags = way.defuse(markup, encoded)
    if tags > MAX_TAGS:
        raise ExtractError(subject, f"网页标签超过 {MAX_TAGS} 个，不像一份协议", "请复制协议正文，存成 .txt 再检查")
    tree = LexborHTMLParser(defused)
    title = tree.css_first("title")
    caption = title.text() if title is not None else ""
    body = tree.body
    if body is None:
        return Reading(caption.strip(), "")
    text, blocks, notes = way.read(body)
    return Reading(caption.strip() or _first_heading(text, blocks), text, blocks, notes)


@cache
def _keep_memory() -> None:
    """Once: have the memory of a parsed page, a megabyte or more, kept for the next one.

    The C library of Linux would give it back after every page and ask for it anew, which takes a third of the time of
    reading. It keeps twice the size of the largest block that was ever freed (mallopt(3), M_MMAP_THRESHOLD).
    """
    bytes(1 << 22)


@cache
def in_python() -> Way:
    """The way that says what a page means."""
    from clauseaudit.extract.defusing import defuse
    from clauseaudit.extract.lines import lay_out
    from clauseaudit.extract.marking import marked
    from clauseaudit.extract.veil import unveil

    def read(body: LexborNode) -> Lines:
        text, notes = unveil(marked(body))
        return *lay_out(text), notes

    return Way(lambda markup, _: (defuse(markup), markup.count("<")), read)


@cache
def in_c() -> Way:
    """The same, sooner; what it cannot tell from what the parser wrote it asks Python for."""
    scan = _scan()

    def defuse(markup: str, encoded: bytes) -> tuple[bytes, int]:
        encoded = encoded or markup.encode("utf-8", "ignore")
        defused, tags = scan.defuse(encoded)
        if defused is None:
            from clauseaudit.extract.defusing import without_marks

            defused, _ = scan.defuse(without_marks(encoded.decode()).encode())
        return defused, tags

    def read(body: LexborNode) -> Lines:
        found = scan.read(body.html or "")
        notes: tuple[str, ...] = ()
        if not isinstance(found, tuple):
            from clauseaudit.extract.marking import marked
            from clauseaudit.extract.veil import unveil

            text, notes = unveil(marked(body) if found is None else found)
            found = scan.lay_out(text)
        return found[0], tuple(map(Block._make, found[1])), notes

    return Way(defuse, read)


def is_utf8(content: bytes) -> bool:
    """Whether ``content`` can be read as it is: UTF-8, and the C is there."""
    return core is not None and bool(_scan().is_utf8(content))


@cache
def _scan() -> Any:
    return core.Markup(AROUND, _GROUPS)


def _first_heading(text: str, blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        if block.kind == "heading" and block.level <= 2:
            return text[block.start : block.end]
    return heading_line(text)
