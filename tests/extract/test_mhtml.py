from __future__ import annotations

import base64
import quopri

import pytest

from clauseaudit.errors import ExtractError
from clauseaudit.extract import read_document
from clauseaudit.extract.mhtml import html_parts
from clauseaudit.model import Snapshot

MAIN = '<meta charset="utf-8"><title>晴天会员协议</title><h1>会员协议</h1><p>会员费概不退还。</p>'
FRAME = "<ul>" + "<li>本平台有权随时修改会员权益的内容。</li>" * 20 + "</ul>"


def part(content: bytes, header: str, encoding: str = "base64") -> bytes:
    body = base64.encodebytes(content) if encoding == "base64" else quopri.encodestring(content)
    return f"\r\n--B\r\n{header}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


def archive(*parts: bytes) -> bytes:
    head = (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://a.example/terms\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
    )
    return head + b"".join(parts) + b"\r\n--B--\r\n"


FRAME_PART = part(FRAME.encode("gbk"), "Content-Type: text/html; charset=gb2312\r\nContent-Location: cid:f")
MAIN_PART = part(
    MAIN.encode(), "Content-Type: text/html\r\nContent-Location: https://a.example/terms", "quoted-printable"
)
PICTURE = part(b"\x89PNG\0", "Content-Type: image/png")
ADVERT = part("<p>广告</p>".encode(), "Content-Type: text/html; charset=utf-8")


def test_the_main_page_comes_first_and_frames_follow() -> None:
    pages = html_parts(archive(PICTURE, FRAME_PART, MAIN_PART), "a")
    assert [page.charset for page in pages] == ["", "gb2312"]
    assert pages[0].content.decode() == MAIN


def test_reads_an_archive_with_its_frames_but_not_with_advertisements() -> None:
    document = read_document(Snapshot("a.mhtml", archive(ADVERT, FRAME_PART, MAIN_PART), "multipart/related"))
    assert document.title == "晴天会员协议"
    assert document.text.startswith("会员协议\n会员费概不退还。\n本平台有权")
    assert "广告" not in document.text
    items = [document.text[block.start : block.end] for block in document.blocks if block.kind == "item"]
    assert items == ["本平台有权随时修改会员权益的内容。"] * 20


@pytest.mark.parametrize("content", [archive(PICTURE), archive(), archive(part(b" ", "Content-Type: text/html"))])
def test_an_archive_without_a_page_is_an_error(content: bytes) -> None:
    with pytest.raises(ExtractError, match="没有网页"):
        html_parts(content, "a")


def test_nesting_without_end_is_an_error_not_a_crash() -> None:
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000))
    with pytest.raises(ExtractError):
        html_parts(nested, "a")
