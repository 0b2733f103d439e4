"""From the document back to the file: lines and columns under markup, references, comments, noise."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit.check.sheet import Locator, Sheet, open_sheet
from clauseaudit.check.visible import runs
from clauseaudit.extract.markdown import extract_markdown
from clauseaudit.model import Document

HTML = """<!doctype html><html><head><title>充值协议</title>
<style>p { color: red } /* 概不退款 */</style></head><body>
<h1>充值协议</h1><!-- 充值后概不退款。 -->
<script>var s = "充值后概不退款。";</script>
<p>充值&ldquo;星币&rdquo;后，
   概<b>不</b>退&#27454;。另有约定的除外。</p><p>最终解释权归<i>本公司</i>。</p>
</body></html>"""
MARKDOWN = """# 规则 <!-- 一句
注释 -->

1. 充值后**概不退款**，见[《细则》](https://example.com/a_b)。
- 最终解释权归 `本店` 所有
| 项目 | 说明 |
|---|---|
| 余额 | 到期~~不~~清零 |
"""


def sheet_of(tmp_path: Path, name: str, text: str) -> Sheet:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return open_sheet(str(path))


def shown(sheet: Sheet, quote: str) -> str:
    """What stands in the file where the document says ``quote``."""
    start = sheet.document.text.index(quote)
    first, last = Locator(sheet).span(start, start + len(quote))
    return sheet.text[first:last]


def test_a_sentence_of_a_page_is_found_in_its_markup(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "a.html", HTML)
    assert shown(sheet, "充值“星币”后， 概不退款。") == "充值&ldquo;星币&rdquo;后，\n   概<b>不</b>退&#27454;。"
    assert shown(sheet, "款") == "&#27454;"
    assert shown(sheet, "另有约定的除外。") == "另有约定的除外。"
    assert shown(sheet, "最终解释权归本公司。") == "最终解释权归<i>本公司</i>。"
    start, _ = Locator(sheet).span(sheet.document.text.index("最终"), sheet.document.text.index("最终") + 2)
    assert Locator(sheet).line(start) == (6, HTML.split("\n")[5].index("最终") + 1)


def test_markdown_marks_are_stepped_over(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "a.md", MARKDOWN)
    assert shown(sheet, "充值后概不退款，见《细则》。") == "充值后**概不退款**，见[《细则》](https://example.com/a_b)。"
    assert shown(sheet, "最终解释权归 本店 所有") == "最终解释权归 `本店` 所有"
    assert shown(sheet, "到期不清零") == "到期~~不~~清零"
    assert Locator(sheet).line(sheet.text.index("到期")) == (8, 8)


def test_plain_text_is_its_own_place_whatever_the_line_ends(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "a.txt", "\ufeff一\r\n二三\r四")
    assert sheet.text == "一\n二三\n四" and shown(sheet, "三") == "三"
    assert Locator(sheet).line(sheet.text.index("三")) == (2, 2)


def test_a_line_without_trace_stands_behind_the_line_before() -> None:
    document = Document("", "", "", "甲方在此\n从未写过\n乙方在此", "")
    sheet = Sheet("a.html", "html", document, "<p>甲方在此</p><p>乙方在此</p>")
    locator = Locator(sheet)
    assert locator.span(5, 9) == (7, 7)
    assert sheet.text[slice(*locator.span(10, 14))] == "乙方在此"
    assert [p.first for p in locator.paragraphs()] == [0, 10]
    nothing = Locator(sheet._replace(document=Document("", "", "", "无", ""), text="<p></p>"))
    assert nothing.span(0, 1) == (0, 0) and nothing.paragraphs() == []


WORDS = st.text(alphabet="甲乙丙 *_`-#>|[]()!~\\<b/>&;x。\n", max_size=60)


@given(WORDS)
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_file_and_in_order(text: str) -> None:
    _, laid_out, blocks = extract_markdown(text)
    sheet = Sheet("a.md", "markdown", Document("", "", "", laid_out, "", blocks), text)
    locator = Locator(sheet)
    spans = [locator.span(at, at + 1) for at, character in enumerate(laid_out) if character in "甲乙丙"]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


def test_attributes_and_odd_comments_hide_no_text(tmp_path: Path) -> None:
    odd = "<body><i title='充值后>概不退款。'>图</i><!--><p title=\"甲>乙\">"
    sheet = sheet_of(tmp_path, "a.html", odd + "充值后<b>概不</b>退款。</p><!-- 丙 --!><p>余下。</p></body>")
    assert shown(sheet, "充值后概不退款。") == "充值后<b>概不</b>退款。" and shown(sheet, "余下。") == "余下。"


JUNK = ["<a b='", '<a "', "<a b=\"c\" d='", "<", "<a ", "<!--", "</script", "<script>", "&", "](", "<b><!-", "&#x41;"]


@pytest.mark.parametrize("junk", JUNK)
def test_hostile_markup_costs_no_more_than_its_length(junk: str) -> None:
    """Twice as much takes about twice as long, not four times; and 200,000 characters take no second."""
    for form in ("html", "markdown"):
        text = junk * (200_000 // len(junk)) + "<p>甲方在此</p>"
        sheet = Sheet("a", form, Document("", "", "", "甲方在此\n" * 2000, ""), text)
        before = time.process_time()
        Locator(sheet).span(0, 4)
        assert time.process_time() - before < 1.5


def test_unseen_elements_and_attributes_hold_no_text() -> None:
    text = "<head><title>甲</title></head><body><a title='乙'>丙</a><svg><text>丁</text></svg>&nbsp;戊&amp;<img/>己"
    space = re.compile(r"\s+")
    assert "".join(run.text for run in runs(text, "html", space)) == "丙戊&己"
    assert [text[run.start : run.end] for run in runs(text, "html", space)] == ["丙", "戊", "&amp;", "己"]
