from __future__ import annotations

import io
import zipfile

import pytest
from loopback import Site, Visitor

from clauseaudit.errors import FetchError
from clauseaudit.fetch.media import WORD, media_type, refuse_declared
from clauseaudit.fetch.transport import Gate

PDF = b"%PDF-1.7\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"
HTML = "<!doctype html><p>概不退款</p>".encode()
MHTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"


def archive(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(name, "x")
    return packed.getvalue()


DOCX = archive("word/document.xml")


@pytest.mark.parametrize(
    ("declared", "content", "kind"),
    [
        ("application/pdf", PDF, "application/pdf"),
        ("text/html", PDF, "application/pdf"),
        ("application/octet-stream", PDF, "application/pdf"),
        (WORD, DOCX, WORD),
        ("application/zip", DOCX, WORD),
        ("application/octet-stream", DOCX, WORD),
        ("image/png", PNG, "image/png"),
        ("image/png", JPEG, "image/jpeg"),
        ("application/octet-stream", JPEG, "image/jpeg"),
        ("image/webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("multipart/related", MHTML, "multipart/related"),
        ("message/rfc822", MHTML, "message/rfc822"),
        ("application/octet-stream", MHTML, ""),
        ("text/html", HTML, "text/html"),
        ("text/plain", b"GIF8 is how a text may begin", "text/plain"),
        ("", "概不退款".encode(), ""),
        ("", "概不退款".encode("utf-16"), ""),
        ("application/pdf", HTML, "text/html"),
        ("application/xml", b"<?xml version='1.0'?><urlset/>", ""),
        ("text/xml", b"<?xml version='1.0'?><html></html>", ""),
        ("image/png", HTML, "text/html"),
    ],
)
def test_the_bytes_count(declared: str, content: bytes, kind: str) -> None:
    refuse_declared("u", declared)
    assert media_type("u", declared, content) == kind


@pytest.mark.parametrize(
    ("declared", "name", "remedy"),
    [
        ("application/msword", "旧版 Word", "另存为 .docx"),
        ("application/json", "程序用的数据", "浏览器"),
        ("text/javascript", "程序用的数据", "浏览器"),
        ("application/vnd.android.package-archive", "安装程序", "不是下载链接"),
        ("video/mp4", "音频或视频", "存成 .txt"),
        ("image/svg+xml", "读不了的图片", "截图"),
        ("application/x-7z-compressed", "别的文件", "存成 .txt"),
    ],
)
def test_other_types_are_refused_before_they_are_read(declared: str, name: str, remedy: str) -> None:
    with pytest.raises(FetchError) as refused:
        refuse_declared("u", declared)
    assert name in refused.value.reason and remedy in refused.value.remedy


@pytest.mark.parametrize(
    ("declared", "content", "reason"),
    [
        ("application/octet-stream", archive("xl/workbook.xml"), "压缩包"),
        ("application/octet-stream", b"\x7fELF\0\0\0", "别的文件"),
        ("application/pdf", b"not a pdf", "已损坏"),
        ("image/png", b"not a picture", "已损坏"),
    ],
)
def test_bytes_that_no_reader_takes_are_refused(declared: str, content: bytes, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as refused:
        media_type("u", declared, content)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("kind", "content"), [("application/pdf", PDF), (WORD, DOCX), ("image/png", PNG), ("message/rfc822", MHTML)]
)
def test_documents_arrive_as_snapshots(other_site: Site, visitor: Visitor, kind: str, content: bytes) -> None:
    other_site.pages["/file"] = (200, {"Content-Type": kind}, content)
    snapshot = visitor(Gate(allow_private=True)).visit(other_site.base + "/file").snapshot
    assert (snapshot.media_type, snapshot.content) == (kind, content)


def test_the_body_of_a_refused_type_is_not_downloaded(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/film"] = (200, {"Content-Type": "video/mp4"}, b"x" * 50_000)
    with pytest.raises(FetchError, match="视频") as refused:
        visitor(Gate(allow_private=True)).visit(other_site.base + "/film")
    last = refused.value.exchanges[-1]
    assert (last.status, last.body) == (200, b"") and "视频" in last.note
