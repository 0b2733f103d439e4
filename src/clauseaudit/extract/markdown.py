"""Markdown to text and blocks."""

from __future__ import annotations

import re

from clauseaudit.extract.describe import heading_line
from clauseaudit.extract.page import Page
from clauseaudit.model import Block

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_BULLET = re.compile(r"([ \t]*)[-*+][ \t]+(.*)$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}|`{3,}.*|~{3,}.*)$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|[ \t:|-]*$")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\([^()\n]{0,500}\)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|~~|`)(?=\S)([^*~`\n]{1,500}?)(?<=\S)\1")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_INLINE_TAG = re.compile(r"</?(?:b|strong|i|em|u|font|span|br|sup|sub)(?:\s[^<>\n]{0,200})?/?>", re.I)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")


def extract_markdown(text: str) -> tuple[str, str, tuple[Block, ...]]:
    """Title, text and blocks of a Markdown document.

    Marks of emphasis would stand between the words of a sentence, so they go; numbers the author wrote stay.
    """
    page = Page()
    title = ""
    for line in _COMMENT.sub("", text).split("\n"):
        page.end_line()
        if _RULE.match(line) or _TABLE_RULE.match(line):
            continue
        bare = line.lstrip("> \t") if line.lstrip().startswith(">") else line
        if heading := _HEADING.match(bare):
            page.open("heading", len(heading[1]))
            page.write(_inline(heading[2]))
            page.close()
            title = title or _inline(heading[2]).strip()
        elif bullet := _BULLET.match(bare):
            page.open("item", 1 + len(bullet[1].expandtabs(4)) // 2)
            page.write(_inline(bullet[2]))
            page.close()
        elif bare.lstrip().startswith("|"):
            _write_row(page, bare)
        else:
            page.write(_inline(bare))
    laid_out, blocks = page.finish()
    return title or heading_line(laid_out), laid_out, blocks


def _write_row(page: Page, line: str) -> None:
    for cell in line.strip().strip("|").split("|"):
        page.open("cell")
        page.write(_inline(cell))
        page.close()


def _inline(text: str) -> str:
    """Text of one line without links' addresses, emphasis and inline tags."""
    text = _INLINE_TAG.sub("", _LINK.sub(r"\1", text))
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text)))
