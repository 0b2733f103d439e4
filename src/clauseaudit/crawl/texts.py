"""What a visit yields: documents that are agreements, or the reason why there is none."""

from __future__ import annotations

import re
from typing import NamedTuple

from clauseaudit.discover import is_agreement, kind, link_share
from clauseaudit.discover.words import TITLE, own_name, tells
from clauseaudit.errors import ClauseauditError, ExtractError
from clauseaudit.extract import read_document, read_documents
from clauseaudit.extract.describe import heading_line
from clauseaudit.fetch import check_page
from clauseaudit.model import Document, Snapshot
from clauseaudit.text import fold
from clauseaudit.visit import Opened, Visit

MOSTLY = 0.5  # of a page's text in links: a list of agreements, not one
LITTLE = 120  # characters; an agreement shown as a picture has hardly more on its page
_PICTURE = re.compile(rb"<img\b", re.I)
_EMPTY = ("没有文字", "没有可检查的文字", "几乎没有文字")  # what the readers say of a page without text
IMAGE = (
    "正文是图片，读不出文字",
    "请保存图片，用 clauseaudit audit 图片文件 检查（要先 pip install 'clauseaudit[ocr]'），或截图保存后自己看",
)
SAVE = "请用浏览器打开，等正文显示后另存为 .mhtml 或 .html 再检查"


class Read(NamedTuple):
    """A document and the visit that it comes from; ``opened`` if it only showed after a click."""

    document: Document
    visit: Visit
    opened: Opened | None = None


class Yield(NamedTuple):
    """The documents of one visit. ``reason`` and ``remedy``, in Chinese, say why the page itself could not be read.

    ``empty``: there is no text, as opposed to a wall in front of it.
    """

    reads: tuple[Read, ...] = ()
    reason: str = ""
    remedy: str = ""
    empty: bool = False


def read(visit: Visit, words: str = "") -> Yield:
    """The agreements of a visit; ``words`` led to it.

    A page that is readable but no agreement (a list of links, news) gives neither documents nor a reason.
    """
    reads: list[Read] = []
    reason = remedy = ""
    empty = False
    try:
        for document in read_documents(visit.snapshot):
            check_page(document, visit.snapshot)
            if _is_list(visit.snapshot):
                continue
            if is_agreement(document.title, document.text, words):
                noted = document._replace(notes=(*document.notes, *visit.notes))
                reads.append(Read(named(noted, words), visit))
            elif _is_picture(document, visit.snapshot):
                reason, remedy = IMAGE
    except ClauseauditError as error:
        empty = any(said in error.reason for said in _EMPTY)
        if empty and _is_list(visit.snapshot):
            return Yield(tuple(found for opened in visit.opened if (found := _opened(visit, opened))))
        reason, remedy = IMAGE if empty and _is_picture(None, visit.snapshot) else (error.reason, error.remedy)
        if visit.notes and (empty or "空壳" in reason):
            reason = visit.notes[-1]  # why it had to be rendered, and why it was not
    reads += [found for opened in visit.opened if (found := _opened(visit, opened))]
    return Yield(tuple(reads), reason, remedy, empty)


def text_of(visit: Visit) -> Document | None:
    """The page of a visit as a document, whatever it is; None where there is no text."""
    try:
        return read_document(visit.snapshot)
    except ExtractError:
        return None


def _opened(visit: Visit, opened: Opened) -> Read | None:
    try:
        (document, *_) = read_documents(opened.snapshot)
        check_page(document, opened.snapshot)
    except ClauseauditError:
        return None
    words = opened.trigger if opened.kind != "frame" else ""
    if not is_agreement(document.title, document.text, words):
        return None
    note = f"在 {visit.snapshot.url} 上点开“{words}”后读到" if words else f"读自 {visit.snapshot.url} 里嵌的网页"
    document = document._replace(source=visit.asked, url=document.url or visit.snapshot.url)
    return Read(named(document._replace(notes=(note, *document.notes)), words), visit, opened)


def named(document: Document, words: str) -> Document:
    """The document with its type, and with the words that led to it as its title where its own says nothing."""
    words = words.strip("《》 ")
    names = [n for n in (document.title, *_headings(document), words) if TITLE.search(fold(n).text)]
    telling = (name for name in names if tells(name))  # not what every page of the site is called, 青禾协议
    title = next(telling, names[0] if names else document.title)
    return document._replace(title=own_name(title) or title, type=kind(title, document.text, words))


def _headings(document: Document) -> list[str]:
    """The first line that reads like one, and what the page itself marks as its first heading."""
    marked = [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"]
    return [heading_line(document.text), *marked[:1]]


def _is_list(snapshot: Snapshot) -> bool:
    """Whether a page is made of links."""
    return "html" in snapshot.media_type and link_share(snapshot) > MOSTLY


def _is_picture(document: Document | None, snapshot: Snapshot) -> bool:
    """Whether the page has pictures and next to no text."""
    length = len("".join(document.text.split())) if document else 0
    return length < LITTLE and "html" in snapshot.media_type and _PICTURE.search(snapshot.content) is not None
