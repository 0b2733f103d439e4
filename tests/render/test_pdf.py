"""The PDF, printed by a real browser and read back with pypdfium2."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import hostile
import pypdfium2
import pytest
import sample

from clauseaudit.errors import ClauseauditError
from clauseaudit.model import Audit
from clauseaudit.render import render_bytes
from clauseaudit.render.pdf import print_page

pytestmark = pytest.mark.browser


def printed(*audits: Audit) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(render_bytes(audits, "pdf", names=sample.NAMES))


def text_of(document: pypdfium2.PdfDocument) -> str:
    """All its text without white space, radicals and ligatures as the characters they stand for."""
    pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())


@pytest.fixture(scope="module")
def report(browser: Any) -> pypdfium2.PdfDocument:
    return printed(sample.qinghe())


def test_pages_are_a4_numbered_and_hold_the_text(report: pypdfium2.PdfDocument) -> None:
    assert len(report) > 3
    assert {tuple(round(side) for side in page.get_size()) for page in report} <= {(595, 842), (596, 842), (595, 841)}
    for number, page in enumerate(report, 1):
        assert f"{number} / {len(report)}" in page.get_textpage().get_text_range()
    text = text_of(report)
    assert "先别充" in text and "会不会错" in text
    for finding in sample.qinghe().findings:
        assert finding.title in text
        assert "".join(finding.quote.split()) in text


def test_bookmarks_lead_to_the_parts_and_the_findings(report: pypdfium2.PdfDocument) -> None:
    titles = [item.get_title() for item in report.get_toc()]
    assert any("处疑点" in title for title in titles)
    assert any("充了就不退，什么原因都不行" in title for title in titles)


def test_it_is_tagged_and_in_chinese(report: pypdfium2.PdfDocument) -> None:
    assert report.is_tagged()
    assert "青禾币充值服务协议" in report.get_metadata_value("Title")


def test_several_reports_are_numbered_through(browser: Any) -> None:
    document = printed(sample.small(), sample.small())
    last = document[len(document) - 1].get_textpage().get_text_range()
    assert re.search(rf"{len(document)} */ *{len(document)}", last)


def test_hostile_text_is_printed_not_run(browser: Any) -> None:
    text = text_of(printed(hostile.audit()))
    assert "<script>alert(document.cookie)</script>" in text
    assert "onerror=alert(1)>" in text


def test_nothing_is_fetched_and_nothing_is_run(browser: Any) -> None:
    page = '<p id="p">原样</p><img src="http://127.0.0.1:9/x.png"><script>document.body.textContent = "变了"</script>'
    text = text_of(pypdfium2.PdfDocument(print_page(page)))
    assert "原样" in text and "变了" not in text


def test_a_machine_without_fonts_is_told_so(browser: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    with pytest.raises(ClauseauditError, match="字体"):  # some browsers draw nothing then, some crash
        render_bytes([sample.small()], "pdf")


def test_without_a_browser_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(ClauseauditError, match=r"pip install 'clauseaudit\[browser\]'"):
        render_bytes([sample.small()], "pdf")


def test_more_than_a_browser_can_print_is_refused_at_once_with_a_way_out() -> None:
    with pytest.raises(ClauseauditError) as refused:
        render_bytes([hostile.many(100_000)], "pdf")
    assert "改用 html 或 docx" in str(refused.value)
