"""Findings in recognised text are marked, and show the lines of the picture they were read from."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from base64 import b64encode

import pytest
import sample

from clauseaudit.model import Audit, Scan
from clauseaudit.render import render, render_bytes
from clauseaudit.render.html import limit
from clauseaudit.render.record import read_audits
from clauseaudit.render.scans import ROOM, lines

PICTURE = b"RIFF\x20\0\0\0WEBPVP8 " + bytes(400)
MARK = "来自图片识别，可能有错字"


def scanned(picture: bytes = PICTURE) -> Audit:
    """The sample as if each line of its text had been read from a picture."""
    audit, scans, start = sample.qinghe(), [], 0
    for line in audit.document.text.split("\n"):
        scans.append(Scan(start, start + len(line), picture))
        start += len(line) + 1
    return audit._replace(document=audit.document._replace(scans=tuple(scans)))


def pictures(page: str) -> list[str]:
    return re.findall(r'<img src="data:image/webp;base64,([^"]*)"', page)


def test_every_placed_finding_shows_its_lines() -> None:
    audit = scanned()
    page = render([audit], "html")
    placed = [finding for finding in audit.findings if finding.start is not None]
    assert placed and page.count(MARK) == len(placed)
    assert set(pictures(page)) == {b64encode(PICTURE).decode()}
    assert len(pictures(page)) == sum(len(lines(audit.document, f.start, f.end)) for f in placed)
    assert "img-src data:;" in page


@pytest.mark.parametrize("format", ["terminal", "md", "sarif", "docx"])
def test_every_report_says_so(format: str) -> None:
    audit = scanned()
    notes, gaps = ("来自图片识别：可能有错字",), ("2 行看不清的字",)
    audit = audit._replace(document=audit.document._replace(notes=notes, gaps=gaps))
    data = render_bytes([audit], format)
    if format == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = package.read("word/document.xml")
    assert "来自图片识别" in data.decode()


def test_text_given_as_text_is_not_marked() -> None:
    page = render([sample.qinghe()], "html")
    assert MARK not in page and not pictures(page) and "img-src" not in page


def test_only_what_begins_like_a_picture_is_put_into_a_page() -> None:
    page = render([scanned(b'"><script>alert(1)</script>')], "html")
    assert not pictures(page) and b64encode(b'"><script>').decode()[:10] not in page and MARK in page


def test_pictures_have_a_limit_and_the_page_keeps_to_it() -> None:
    audit = scanned(PICTURE + bytes(ROOM // 4))
    page = render([audit], "html")
    assert 0 < sum(map(len, pictures(page))) <= ROOM
    assert len(page.encode()) <= limit([audit]) and page.count(MARK) > len(pictures(page))


def test_tables_and_json_say_which_text_was_recognised() -> None:
    audit = scanned()
    rows = list(csv.reader(io.StringIO(render([audit], "csv"))))
    kinds = {row[rows[0].index("文字来自")] for row in rows[1:]}
    assert "图片识别" in kinds
    record = render([audit], "json")
    assert json.loads(record)["document"]["scans"] == [[s.start, s.end] for s in audit.document.scans]
    again = read_audits(record, "a.json")[0].document
    assert [s[:2] for s in again.scans] == [s[:2] for s in audit.document.scans]
