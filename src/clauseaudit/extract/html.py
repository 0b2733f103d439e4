"""Web pages to text, as a reader would see them: lines at block edges, none inside a sentence.

The parsed tree is not walked in Python. Marks (characters that no text may contain) are put around the elements
that matter, the text of the whole page is taken in one call, and the marks are turned into lines and blocks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clauseaudit.errors import ExtractError
from clauseaudit.extract.describe import heading_line
from clauseaudit.extract.page import Page
from clauseaudit.extract.reading import Reading
from clauseaudit.model import Block

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

# Nested tags cost the parser quadratic time: 20,000 take half a second, 100,000 take nine. No agreement has so many.
MAX_TAGS = 50_000

# The parser has to re-open "formatting" elements in every later paragraph: 27 kB of <b> and <p> can ask for 1.4 GB.
# To us they are spans, which are never re-opened.
_FORMATTING = "(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\\s/>])"
_OPEN_FORMATTING, _OPEN_ANY_CASE = (re.compile("<" + _FORMATTING, flag) for flag in (0, re.I))
_CLOSE_FORMATTING, _CLOSE_ANY_CASE = (re.compile("</" + _FORMATTING, flag) for flag in (0, re.I))
_CAPITALS = re.compile("</?[A-Z]")  # most pages have none, and matching case is three times as fast

# Unicode noncharacters, which are for internal use only.
_BREAK, _CLOSE, _LIST, _ITEM, _CELL = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
_HEADINGS = "\ufdd5\ufdd6\ufdd7\ufdd8\ufdd9\ufdda"
_OPENING = {
    _LIST: ("list", 0),
    _ITEM: ("item", 0),
    _CELL: ("cell", 0),
    **{mark: ("heading", level) for level, mark in enumerate(_HEADINGS, 1)},
}
_UNSEEN, _HIDDEN, _SEEN, _VERBATIM, _END_VERBATIM = "\ufddb", "\ufddc", "\ufddd", "\ufdde", "\ufddf"
_MARK = re.compile("([\ufdd0-\ufdda])")
_VEIL = re.compile("([\ufddb-\ufddd])")
_VERBATIM_TEXT = re.compile("\ufdde([^\ufdde\ufddf]*)\ufddf")
_LINES = (
    "p div br hr address article aside blockquote center dd details summary dialog dl dt fieldset legend figure "
    "figcaption footer form header hgroup main nav option section table caption thead tbody tfoot tr search uni-view"
)
_MARKS_BY_TAG = {
    **dict.fromkeys(_LINES.split(), (_BREAK, _BREAK)),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), (_BREAK + _LIST, _CLOSE + _BREAK)),
    "li": (_BREAK + _ITEM, _CLOSE + _BREAK),
    **dict.fromkeys(("td", "th"), (_CELL, _CLOSE)),
    **{f"h{level}": (_BREAK + mark, _CLOSE + _BREAK) for level, mark in enumerate(_HEADINGS, 1)},
    **dict.fromkeys(("pre", "textarea", "listing", "xmp"), (_BREAK + _VERBATIM, _END_VERBATIM + _BREAK)),
    **dict.fromkeys(
        ["script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "math"], (_UNSEEN, _SEEN)
    ),
}
_MARKED_TAGS = ",".join(_MARKS_BY_TAG)
_MARKS_BY_STYLE = (
    ('[style*="display:block" i],[style*="display: block" i]', _BREAK, _BREAK),
    ('[hidden],[aria-hidden="true" i],[style*="display:none" i],[style*="display: none" i]', _HIDDEN, _SEEN),
)
_MARKS = frozenset(map(chr, range(0xFDD0, 0xFDE0)))
_MARK_REFERENCE = re.compile("&#(?:x0*fdd[0-9a-f]|0*649(?:7[6-9]|8[0-9]|9[01]));?", re.I)
# What a browser collapses: not the no-break space, not the full-width space.
_SPACES = re.compile("[ \t\n\r\f]{2,}|[\t\n\r\f]")


def extract_html(markup: str, subject: str) -> Reading:
    """Text of a page that came from ``subject``.

    What a reader does not see is left out (scripts, hidden elements) unless it is most of the page: an agreement
    that opens on a click is still the agreement. Raises ExtractError for a page of more than 50,000 tags.
    """
    from selectolax.lexbor import LexborHTMLParser

    if markup.count("<") > MAX_TAGS:
        raise ExtractError(subject, f"网页标签超过 {MAX_TAGS} 个，不像一份协议", "请复制协议正文，存成 .txt 再检查")
    tree = LexborHTMLParser(_defuse(markup))
    title = tree.css_first("title")
    caption = title.text() if title is not None else ""
    body = tree.body
    if body is None:
        return Reading(caption.strip(), "")
    _mark(tree)
    marked, notes = _unveil(body.text())
    text, blocks = _lay_out(_collapse(marked))
    return Reading(caption.strip() or _first_heading(text, blocks), text, blocks, notes)


def _defuse(markup: str) -> str:
    """Markup without marks of its own, and without the elements that make the parser explode."""
    for mark in _MARKS:
        if mark in markup:
            markup = markup.replace(mark, "")
    markup = _MARK_REFERENCE.sub("", markup)
    if _CAPITALS.search(markup):
        return _CLOSE_ANY_CASE.sub("</span", _OPEN_ANY_CASE.sub("<span", markup))
    return _CLOSE_FORMATTING.sub("</span", _OPEN_FORMATTING.sub("<span", markup))


def _mark(tree: LexborHTMLParser) -> None:
    """Put marks around elements. Nodes are never removed: freeing a node inside a freed one crashes the parser."""
    marks = _MARKS_BY_TAG
    for node in tree.css(_MARKED_TAGS):
        before, after = marks[node.tag or ""]
        node.insert_before(before)
        node.insert_after(after)
    for selector, before, after in _MARKS_BY_STYLE:
        for node in tree.css(selector):
            node.insert_before(before)
            node.insert_after(after)


def _unveil(marked: str) -> tuple[str, tuple[str, ...]]:
    """Text without what a reader cannot see, and a remark if hidden text was kept because it is most of the page."""
    seen: list[str] = []
    with_hidden: list[str] = []
    veils: list[str] = []
    unseen = 0
    for piece in _VEIL.split(marked):
        if piece == _SEEN:
            unseen -= veils.pop() == _UNSEEN
        elif piece in (_UNSEEN, _HIDDEN):
            veils.append(piece)
            unseen += piece == _UNSEEN
        elif not unseen:
            with_hidden.append(piece)
            if not veils:
                seen.append(piece)
    plain, full = "".join(seen), "".join(with_hidden)
    if len(full) > 2 * len(plain) and _letters(full) > 2 * _letters(plain):
        return full, ("网页上默认收起或隐藏的文字也检查了",)
    return plain, ()


def _letters(marked: str) -> int:
    return len("".join(_MARK.sub("", marked).split()))


def _collapse(marked: str) -> str:
    """White space as a browser shows it."""
    if _VERBATIM in marked:
        marked = _VERBATIM_TEXT.sub(lambda match: match[1].replace("\n", _BREAK), marked)
        marked = marked.replace(_VERBATIM, "").replace(_END_VERBATIM, "")
    return _SPACES.sub(" ", marked.replace(_BREAK * 2, _BREAK))


def _lay_out(marked: str) -> tuple[str, tuple[Block, ...]]:
    """Lines and blocks of marked text."""
    page = Page()
    pieces = _MARK.split(marked)
    page.write(pieces[0])
    for mark, run in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark == _BREAK:
            page.end_line()
        elif mark == _CLOSE:
            page.close()
        else:
            page.open(*_OPENING[mark])
        if run:
            page.write(run)
    return page.finish()


def _first_heading(text: str, blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        if block.kind == "heading" and block.level <= 2:
            return text[block.start : block.end]
    return heading_line(text)
