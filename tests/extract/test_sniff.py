from __future__ import annotations

import gzip

import pytest

from clauseaudit.errors import ExtractError
from clauseaudit.extract.sniff import form_of
from clauseaudit.model import Snapshot

MHTML = b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="x"\r\n\r\n--x'


@pytest.mark.parametrize(
    ("content", "media_type", "form"),
    [
        (b"<!DOCTYPE html>", "", "html"),
        (b"\xef\xbb\xbf\n <!-- saved -->\n<HTML lang=zh>", "", "html"),
        (b"<?xml version='1.0'?><html >", "", "html"),
        (b"<p>x", "", "html"),
        ("<html><p>概不退款".encode("utf-16"), "", "html"),
        (b"<a>", "", "plain"),
        ("第一条 <p> 标签".encode(), "", "plain"),
        (b"<html>", "text/plain", "plain"),
        (MHTML, "", "mhtml"),
        (MHTML, "text/html", "mhtml"),
        (MHTML, "text/plain", "plain"),
        (b"x\r\n\r\nContent-Type: multipart/related", "", "plain"),
        (b"# x", "text/markdown", "markdown"),
        (b"x", "text/x-unheard-of", "plain"),
        (b"BMW", "", "plain"),
        (b"%PDF-1.7\n", "", "pdf"),
        (b"\n%PDF-1.7\n", "text/plain", "pdf"),
        (b"PK\x03\x04\x14\0\x06\0...word/document.xml", "text/html", "docx"),
        (b"MZ and RIFF are words too", "", "plain"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "picture"),
        (b"\xff\xd8\xff\xe0", "", "picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "text/plain", "picture"),
        (b"BM\x9a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "", "picture"),
        (b"WARC/1.1\r\n", "text/plain", "warc"),
        (gzip.compress(b"WARC/1.0\r\n" * 1000), "", "warc"),
        (b"PK\x03\x04\x14\0\x06\0...archive/a.warc.gz...datapackage.json", "", "warc"),
    ],
)
def test_form_by_declaration_and_content(content: bytes, media_type: str, form: str) -> None:
    assert form_of(Snapshot("a", content, media_type)) == form


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04\x14\0\x06\0...xl/workbook.xml", "Excel"),
        (b"PK\x03\x04", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word"),
        (b"GIF89a\0", "GIF"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (gzip.compress(b"x"), "gzip"),
        (b"MZ\x90\0\x03", "程序"),
        ("概不退款\0".encode(), "二进制"),
    ],
)
@pytest.mark.parametrize("media_type", ["", "text/plain", "text/html"])
def test_binary_files_are_named(content: bytes, name: str, media_type: str) -> None:
    with pytest.raises(ExtractError, match=name) as refused:
        form_of(Snapshot("a", content, media_type))
    assert refused.value.remedy
