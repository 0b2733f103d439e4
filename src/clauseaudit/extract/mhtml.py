"""Web archives (.mhtml, .mht) to the pages in them."""

from __future__ import annotations

from typing import NamedTuple

from clauseaudit.errors import ExtractError


class Part(NamedTuple):
    """One HTML page of an archive, with the character set its header declares."""

    content: bytes
    charset: str
    location: str


def html_parts(content: bytes, subject: str) -> list[Part]:
    """The HTML pages of an archive, the main one first, then its frames.

    Raises ExtractError if there is none, or if the archive is nested beyond reason.
    """
    import email
    import email.policy

    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
    except RecursionError as error:
        raise ExtractError(subject, "网页存档结构异常", "请用浏览器重新保存网页") from error
    pages = [_page(part) for part in parts]
    pages = [page for page in pages if page.content.strip()]
    if not pages:
        raise ExtractError(subject, "网页存档里没有网页正文", "请用浏览器重新保存为 .mhtml 或 .html")
    start = str(message.get("Snapshot-Content-Location", ""))
    main = next((place for place, page in enumerate(pages) if start and page.location == start), 0)
    return [pages[main], *pages[:main], *pages[main + 1 :]]


def _page(part: object) -> Part:
    from email.message import Message

    assert isinstance(part, Message)
    content = part.get_payload(decode=True)
    charset = part.get_content_charset("")
    return Part(content if isinstance(content, bytes) else b"", charset, str(part.get("Content-Location", "")))
