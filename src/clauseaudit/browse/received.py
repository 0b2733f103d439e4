"""The bytes of an answer as the site sent them, out of those that the browser hands over.

A browser gives the text of a page, a script or a style as UTF-8, whatever the site had sent. Kept like that beside
header fields and a ``<meta>`` that say GBK, an old page would be unreadable in every archive.
"""

from __future__ import annotations

import codecs
import re

_LABEL = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_IN_FIELD = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,20})", re.I)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}  # as browsers read them
_GUESSES = ("utf-8-sig", "gb18030", "big5hkscs")
_HEAD = 2048


def as_received(body: bytes, content_type: str, length: int | None) -> bytes:
    """``body`` in the character set that it came in; unchanged where that cannot be told.

    ``length`` is the Content-Length of an answer that was not compressed: it tells which set is the right one.
    """
    if body.isascii() or length == len(body):
        return body
    declared = _declared(body, content_type)
    try:
        text = body.decode()
    except UnicodeDecodeError:  # a picture, a font
        return body
    for codec in dict.fromkeys((declared, *_GUESSES) if length else (declared,)):
        sent = _encoded(text, codec)
        if sent and (length is None or len(sent) == length):
            return sent
    return body


def _declared(body: bytes, content_type: str) -> str:
    """The codec that the header field or the page names; "" for none that is known."""
    in_page = _LABEL.search(body[:_HEAD])
    found = _IN_FIELD.search(content_type)
    label = (found[1] if found else in_page[1].decode("ascii", "replace") if in_page else "").lower()
    try:
        return codecs.lookup(_CHINESE.get(label, label)).name if label else ""
    except LookupError:
        return ""


def _encoded(text: str, codec: str) -> bytes:
    try:
        return text.encode(codec) if codec else b""
    except (UnicodeError, LookupError):
        return b""
