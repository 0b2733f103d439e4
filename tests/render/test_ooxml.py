"""The container of Word and Excel files: valid XML, related parts, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest

from clauseaudit.render.ooxml import Part, escape, office_text, package

PARTS = [
    Part("word/document.xml", "wordprocessingml.document.main+xml", "officeDocument", "<d/>"),
    Part("word/comments.xml", "wordprocessingml.comments+xml", "comments", "<c/>"),
]


def test_parts_are_typed_related_and_well_formed() -> None:
    with zipfile.ZipFile(io.BytesIO(package(PARTS, "甲&乙", "2026-11-26"))) as archive:
        assert archive.testzip() is None
        trees = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    assert next(iter(trees)) == "[Content_Types].xml"  # some readers want it first
    types = {e.get("PartName") for e in trees["[Content_Types].xml"] if e.get("PartName")}
    assert types == {"/word/document.xml", "/word/comments.xml", "/docProps/core.xml"}
    (related,) = trees["word/_rels/document.xml.rels"]
    assert related.get("Target") == "comments.xml" and str(related.get("Type")).endswith("/comments")
    assert "甲&乙" in [e.text for e in trees["docProps/core.xml"]]


def test_the_same_bytes_and_no_clock() -> None:
    one = package(PARTS, "题", "2026-11-26")
    assert package(PARTS, "题", "2026-11-26") == one
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("date", ["", "soon", '2026"><x/>'])
def test_a_bad_date_does_no_harm(date: str) -> None:
    with zipfile.ZipFile(io.BytesIO(package(PARTS, "", date))) as archive:
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_text_is_escaped_and_office_escapes_are_kept_as_text() -> None:
    assert escape('<a b="c">&]]>') == "&lt;a b=&quot;c&quot;&gt;&amp;]]&gt;"
    assert office_text("_x0041_ _x00_ <") == "_x005F_x0041_ _x00_ &lt;"
