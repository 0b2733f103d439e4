"""One agreement in every form of file: the same findings at the same words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from ocr import needs_recogniser, page_of, saved_as, screenshot

import word_file
from clauseaudit.audit import audit
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.match import Matcher
from clauseaudit.model import Audit, Document, Snapshot
from clauseaudit.rules import load_pack
from clauseaudit.text import fold

EXAMPLE = Path(__file__).parent.parent.parent / "corpus" / "examples" / "songtao-membership.txt"
ON = "2026-11-26"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_pack())


@pytest.fixture(scope="module")
def original(matcher: Matcher) -> Audit:
    found = audit(read_document(snapshot_file(str(EXAMPLE))), matcher, ON)
    assert len(found.findings) > 20
    return found


def lines() -> list[str]:
    return [line for line in EXAMPLE.read_text(encoding="utf-8").split("\n") if line.strip()]


def said(found: Audit) -> list[tuple[str, str]]:
    """Rules with their words, without what a printed page cannot show: spaces, the width of marks."""
    pairs = [(f.rule, re.sub(r"[\W_]", "", fold(f.quote).text)) for f in found.findings]
    return sorted(pairs)


def assert_alike(recognised: Audit, given: Audit) -> None:
    """The same findings; their words are the same but for a character or two ("→" is read as "一")."""
    assert [rule for rule, _ in said(recognised)] == [rule for rule, _ in said(given)]
    for (_, seen), (_, words) in zip(said(recognised), said(given), strict=True):
        assert SequenceMatcher(None, seen, words, autojunk=False).ratio() > 0.95, seen


def read(content: bytes, name: str) -> Document:
    return read_document(Snapshot(name, content))


def test_word(matcher: Matcher, original: Audit) -> None:
    document = word_file.new()
    for line in lines():
        document.add_paragraph(line)
    assert said(audit(read(word_file.saved(document), "a.docx"), matcher, ON)) == said(original)


@pytest.mark.browser
def test_printed_pdf(browser: Any, matcher: Matcher, original: Audit) -> None:
    page = browser.new_page()
    page.set_content(page_of(lines()))
    content = page.pdf(format="A4")
    page.close()
    assert said(audit(read(content, "a.pdf"), matcher, ON)) == said(original)


@pytest.mark.browser
def test_saved_page(browser: Any, matcher: Matcher, original: Audit) -> None:
    page = browser.new_page()
    page.set_content(page_of(lines()))
    archive = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    page.close()
    assert said(audit(read(archive.encode(), "a.mhtml"), matcher, ON)) == said(original)


@needs_recogniser
@pytest.mark.browser
def test_screenshot(browser: Any, matcher: Matcher, original: Audit) -> None:
    document = read(screenshot(browser, page_of(lines()), width=750), "a.png")
    found = audit(document, matcher, ON)
    assert_alike(found, original)
    assert "来自图片识别" in document.notes[0] and not document.gaps
    assert found.verdict == original.verdict and document.title == original.document.title
    for scan in document.scans:
        assert "\n" not in document.text[scan.start : scan.end] and scan.picture[8:12] == b"WEBP"
    assert "".join(document.text[s.start : s.end] for s in document.scans) == document.text.replace("\n", "")


@needs_recogniser
@pytest.mark.browser
def test_scanned_pdf(browser: Any, matcher: Matcher) -> None:
    some = lines()[:9]
    scan = saved_as(screenshot(browser, page_of(some), width=620, scale=1.3), "PDF", resolution=110)
    document = read(scan, "a.pdf")
    of_text = audit(Document("a", "", "a", "\n".join(some), ""), matcher, ON)
    assert of_text.findings
    assert_alike(audit(document, matcher, ON), of_text)
    assert any("来自图片识别" in note for note in document.notes) and not document.gaps and document.scans
