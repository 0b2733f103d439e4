"""Marks that stand for tags in the text of a page, and which tags they stand for."""

from __future__ import annotations

# Unicode noncharacters, which are for internal use only.
BREAK, CLOSE, LIST, ITEM, CELL = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
HEADINGS = "\ufdd5\ufdd6\ufdd7\ufdd8\ufdd9\ufdda"
HIDDEN, END_HIDDEN, VERBATIM, END_VERBATIM = "\ufddb", "\ufddc", "\ufdde", "\ufddf"
_LINES = (
    "p div br hr address article aside blockquote center dd details summary dialog dl dt fieldset legend figure "
    "figcaption footer form header hgroup main nav option section table caption thead tbody tfoot tr search uni-view"
)
AROUND = {
    **dict.fromkeys(_LINES.split(), (BREAK, BREAK)),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), (BREAK + LIST, CLOSE + BREAK)),
    "li": (BREAK + ITEM, CLOSE + BREAK),
    **dict.fromkeys(("td", "th"), (CELL, CLOSE)),
    **{f"h{level}": (BREAK + mark, CLOSE + BREAK) for level, mark in enumerate(HEADINGS, 1)},
    **dict.fromkeys(("pre", "textarea", "listing", "xmp"), (BREAK + VERBATIM, END_VERBATIM + BREAK)),
}
AROUND["br"] = AROUND["hr"] = (BREAK * 2, "")  # they have no end tag

# The parser has to re-open "formatting" elements in every later paragraph: 27 kB of <b> and <p> can ask for 1.4 GB.
# To us they are spans, which are never re-opened.
FORMATTING = ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "math")
# What a reader sees of these is written anew as it was, not escaped.
WRITTEN_RAW = ("xmp", "noembed", "noframes", "plaintext")
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
