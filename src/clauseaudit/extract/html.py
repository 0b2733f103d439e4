"""Web pages to text, as a reader would see them: lines at block edges, none inside a sentence.

The parsed tree is not walked in Python. The parser writes the page anew, in the one way in which "<" begins a tag and
nothing else; cut at each "<" it falls into pieces of which most are alike, so each is looked at once. Tags that matter
become marks (characters that no text may contain), and the marks become lines and blocks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clauseaudit.errors import ExtractError
from clauseaudit.expressions import expression
from clauseaudit.extract.describe import heading_line
from clauseaudit.extract.page import Page
from clauseaudit.extract.reading import Reading
from clauseaudit.model import Block

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Nested tags cost the parser quadratic time: 20,000 take half a second, 100,000 take nine. No agreement has so many.
MAX_TAGS = 50_000

# The parser has to re-open "formatting" elements in every later paragraph: 27 kB of <b> and <p> can ask for 1.4 GB.
# To us they are spans, which are never re-opened.
_FORMATTING = "(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\\s/>])"
_OPEN_FORMATTING, _OPEN_ANY_CASE = (expression("<" + _FORMATTING, flag) for flag in (0, re.I))
_CLOSE_FORMATTING, _CLOSE_ANY_CASE = (expression("</" + _FORMATTING, flag) for flag in (0, re.I))
_CAPITALS = expression("</?[A-Z]")  # most pages have none, and matching case is three times as fast

# Unicode noncharacters, which are for internal use only.
_BREAK, _CLOSE, _LIST, _ITEM, _CELL = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
_HEADINGS = "\ufdd5\ufdd6\ufdd7\ufdd8\ufdd9\ufdda"
_OPENING = {
    _LIST: ("list", 0),
    _ITEM: ("item", 0),
    _CELL: ("cell", 0),
    **{mark: ("heading", level) for level, mark in enumerate(_HEADINGS, 1)},
}
_HIDDEN, _END_HIDDEN, _VERBATIM, _END_VERBATIM = "\ufddb", "\ufddc", "\ufdde", "\ufddf"
_MARK = expression("([\ufdd1-\ufdda])")
_VEIL = expression("([\ufddb\ufddc])")
_VERBATIM_TEXT = expression("\ufdde([^\ufdde\ufddf]*)\ufddf")
_LINES = (
    "p div br hr address article aside blockquote center dd details summary dialog dl dt fieldset legend figure "
    "figcaption footer form header hgroup main nav option section table caption thead tbody tfoot tr search uni-view"
)
_AROUND = {
    **dict.fromkeys(_LINES.split(), (_BREAK, _BREAK)),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), (_BREAK + _LIST, _CLOSE + _BREAK)),
    "li": (_BREAK + _ITEM, _CLOSE + _BREAK),
    **dict.fromkeys(("td", "th"), (_CELL, _CLOSE)),
    **{f"h{level}": (_BREAK + mark, _CLOSE + _BREAK) for level, mark in enumerate(_HEADINGS, 1)},
    **dict.fromkeys(("pre", "textarea", "listing", "xmp"), (_BREAK + _VERBATIM, _END_VERBATIM + _BREAK)),
}
_AROUND["br"] = _AROUND["hr"] = (_BREAK * 2, "")  # they have no end tag
_MARK_OF = {**{tag: marks[0] for tag, marks in _AROUND.items()}, **{f"/{tag}": m[1] for tag, m in _AROUND.items()}}
_UNSEEN, _SEEN = _LIST, _CLOSE  # around elements that are left out, before other marks are set
_MARKED = {
    **dict.fromkeys(
        ("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "math"), (_UNSEEN, _SEEN)
    ),
    # What a reader sees of these is written anew as it was, not escaped.
    **dict.fromkeys(("xmp", "noembed", "noframes", "plaintext"), (_VERBATIM, _END_VERBATIM)),
}
# Passing over the commonest takes a quarter of the time of asking for those.
_UNCOMMON = ":not(div,span,p,a,li,td,tr,br,ul,img,input,h3,option)"
# Most of many a page, and safe to remove: freeing a node inside a freed one crashes the parser, these have none.
_CODE = ("script", "style")
_VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
_RAW = expression("\ufdde<([a-z]+)[^>]*>([^\ufddf]*)\ufddf")
_COMMENT_OR_TAG = expression("<!--.*?-->|<([^>]*)>", re.S)
_STYLED = '[hidden],[aria-hidden],[style*="display" i]'
_SPACES = " \t\n\r\f"  # what a browser collapses: not the no-break space, not the full-width space
_RUN = expression("  +")
_MARKS = frozenset(map(chr, range(0xFDD0, 0xFDE0)))
_MARK_REFERENCE = expression("&#(?:x0*fdd[0-9a-f]|0*649(?:7[6-9]|8[0-9]|9[01]));?", re.I)


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
    marked, notes = _unveil(_marked(body))
    text, blocks = _lay_out(_collapse(marked))
    return Reading(caption.strip() or _first_heading(text, blocks), text, blocks, notes)


def _defuse(markup: str) -> str:
    """Markup without marks of its own, and without the elements that make the parser explode."""
    for mark in _MARKS:
        if mark in markup:
            markup = markup.replace(mark, "")
    if "&" in markup:
        markup = _MARK_REFERENCE.sub("", markup)
    if _CAPITALS.search(markup):
        return _CLOSE_ANY_CASE.sub("</span", _OPEN_ANY_CASE.sub("<span", markup))
    return _CLOSE_FORMATTING.sub("</span", _OPEN_FORMATTING.sub("<span", markup))


def _marked(body: LexborNode) -> str:
    """The text of a page, with marks where elements begin and end."""
    for node in body.css(_UNCOMMON):
        tag = node.tag or ""
        if tag in _CODE and (
            node.first_child is None or (node.first_child.is_text_node and node.first_child.next is None)
        ):
            node.decompose()
        elif tag in _MARKED:
            before, after = _MARKED[tag]
            node.insert_before(before)
            node.insert_after(after)
    for node in {node.mem_id: node for node in body.css(_STYLED)}.values():  # it gives one twice that matches twice
        if node.tag != "body":
            _mark_styled(node)
    markup = _seen(body.html or "")
    pieces = _Pieces()
    marked = "".join(map(pieces.__getitem__, _uncommented(markup).split("<")))
    if pieces.torn:
        markup = _COMMENT_OR_TAG.sub(lambda match: f"<{match[1].replace('<', '_')}>" if match[1] else "", markup)
        marked = "".join(map(pieces.__getitem__, markup.split("<")))
    if "&" in marked:
        for name, character in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\xa0"), ("&amp;", "&")):
            marked = marked.replace(name, character)
    return marked


def _mark_styled(node: LexborNode) -> None:
    """Marks for what is hidden, and breaks for what is displayed as a block."""
    attributes, first = node.attributes, node.first_child
    style = (attributes.get("style") or "").lower()
    veiled = "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true"
    if first is not None and (veiled or "display:none" in style or "display: none" in style):
        first.insert_before(_HIDDEN)
        node.insert_child(_END_HIDDEN)
    if "display:block" not in style and "display: block" not in style:
        return
    if (first := node.first_child) is not None:
        first.insert_before(_BREAK)
        node.insert_child(_BREAK)
    elif node.tag in _VOID:
        node.insert_after(_BREAK * 2)
    else:
        node.insert_child(_BREAK * 2)


def _seen(markup: str) -> str:
    """Markup without what no reader sees, and with "<" in tags and comments alone."""
    seen, depth = [], -1
    for begun in markup.split(_UNSEEN):
        depth += 2
        for ended in begun.split(_SEEN):
            depth -= 1
            if not depth:
                seen.append(ended)
    markup = "".join(seen)
    return _RAW.sub(_escaped, markup) if _VERBATIM in markup else markup


def _uncommented(markup: str) -> str:
    # no expression: that would look for the end of each "<!--" in the name of an attribute all through the page
    kept, place = [], 0
    while (start := markup.find("<!--", place)) >= 0 and (end := markup.find("-->", start + 4)) >= 0:
        kept.append(markup[place:start])
        place = end + 3
    return "".join((*kept, markup[place:]))


def _escaped(raw: re.Match[str]) -> str:
    tag, inside = raw.groups()
    inside = inside.removesuffix(f"</{tag}>")
    for character, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        inside = inside.replace(character, name)
    return f"<{tag}>{inside}</{tag}>"


class _Pieces(dict[str, str]):
    """Piece of markup (a tag without its "<", and the text behind it) -> the tag's mark and the text."""

    torn = False  # a "<" stands in the name of a tag or attribute, as in "<p <b>"

    def __missing__(self, piece: str) -> str:
        tag, end, text = piece.partition(">")
        if piece and not end:
            self.torn = True
        marked = self[piece] = _MARK_OF.get(tag.partition(" ")[0], "") + text
        return marked


def _unveil(marked: str) -> tuple[str, tuple[str, ...]]:
    """Text without what is hidden, and a remark if that was kept because it is most of the page."""
    if _HIDDEN not in marked:
        return marked, ()
    seen, hidden = [], 0
    for piece in _VEIL.split(marked):
        if piece == _HIDDEN:
            hidden += 1
        elif piece == _END_HIDDEN:
            hidden -= 1
        elif not hidden:
            seen.append(piece)
    plain, full = "".join(seen), _VEIL.sub("", marked)
    if len(full) > 2 * len(plain) and _letters(full) > 2 * _letters(plain):
        return full, ("网页上默认收起或隐藏的文字也检查了",)
    return plain, ()


def _letters(marked: str) -> int:
    return len("".join(_MARK.sub("", marked.replace(_BREAK, " ")).split()))


def _collapse(marked: str) -> str:
    """White space as a browser shows it."""
    if _VERBATIM in marked:
        marked = _VERBATIM_TEXT.sub(lambda match: match[1].replace("\n", _BREAK), marked)
        marked = marked.replace(_VERBATIM, "").replace(_END_VERBATIM, "")
    for space in _SPACES[1:]:
        marked = marked.replace(space, " ")
    return _RUN.sub(" ", marked)


def _lay_out(marked: str) -> tuple[str, tuple[Block, ...]]:
    """Lines and blocks of marked text."""
    page = Page()
    runs = _MARK.split(marked)
    _write(page, runs[0])
    for place in range(1, len(runs), 2):
        if runs[place] == _CLOSE:
            page.close()
        else:
            page.open(*_OPENING[runs[place]])
        if runs[place + 1]:
            _write(page, runs[place + 1])
    return page.finish()


def _write(page: Page, run: str) -> None:
    """Write text with breaks; the lines between the first break and the last at once."""
    first, *lines = run.split(_BREAK)
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


def _first_heading(text: str, blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        if block.kind == "heading" and block.level <= 2:
            return text[block.start : block.end]
    return heading_line(text)
