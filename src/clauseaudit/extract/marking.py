"""A parsed page to text with marks where elements begin and end.

The tree is not walked in Python. The parser writes the page anew, in the one way in which "<" begins a tag and nothing
else; cut at each "<" it falls into pieces of which most are alike, so each is looked at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clauseaudit.expressions import expression
from clauseaudit.extract.marks import (
    AROUND,
    BREAK,
    CLOSE,
    END_HIDDEN,
    END_VERBATIM,
    HIDDEN,
    LIST,
    UNSEEN,
    VERBATIM,
    VOID,
    WRITTEN_RAW,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MARK_OF = {**{tag: marks[0] for tag, marks in AROUND.items()}, **{f"/{tag}": m[1] for tag, m in AROUND.items()}}
_UNSEEN, _SEEN = LIST, CLOSE  # around elements that are left out, before other marks are set
_MARKED = {**dict.fromkeys(UNSEEN, (_UNSEEN, _SEEN)), **dict.fromkeys(WRITTEN_RAW, (VERBATIM, END_VERBATIM))}
# Passing over the commonest takes a quarter of the time of asking for those.
_UNCOMMON = ":not(div,span,p,a,li,td,tr,br,ul,img,input,h3,option)"
# Most of many a page, and safe to remove: freeing a node inside a freed one crashes the parser, these have none.
_CODE = ("script", "style")
_RAW = expression("\ufdde<([a-z]+)[^>]*>([^\ufddf]*)\ufddf")
_COMMENT_OR_TAG = expression("<!--.*?-->|<([^>]*)>", re.S)
_COMMENT_IN_NAME = expression("<[^<>]*<!--")
_STYLED = '[hidden],[aria-hidden],[style*="display" i]'


def marked(body: LexborNode) -> str:
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
    text = "".join(map(pieces.__getitem__, _uncommented(markup).split("<")))
    if pieces.torn or _COMMENT_IN_NAME.search(markup):
        markup = _COMMENT_OR_TAG.sub(lambda match: f"<{match[1].replace('<', '_')}>" if match[1] else "", markup)
        text = "".join(map(pieces.__getitem__, markup.split("<")))
    if "&" in text:
        for name, character in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\xa0"), ("&amp;", "&")):
            text = text.replace(name, character)
    return text


def _mark_styled(node: LexborNode) -> None:
    """Marks for what is hidden, and breaks for what is displayed as a block."""
    attributes, first = node.attributes, node.first_child
    style = (attributes.get("style") or "").lower()
    veiled = "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true"
    if first is not None and (veiled or "display:none" in style or "display: none" in style):
        first.insert_before(HIDDEN)
        node.insert_child(END_HIDDEN)
    if "display:block" not in style and "display: block" not in style:
        return
    if (first := node.first_child) is not None:
        first.insert_before(BREAK)
        node.insert_child(BREAK)
    elif node.tag in VOID:
        node.insert_after(BREAK * 2)
    else:
        node.insert_child(BREAK * 2)


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
    return _RAW.sub(_escaped, markup) if VERBATIM in markup else markup


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
