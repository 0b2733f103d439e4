"""PDF files: the text with its paragraphs, the findings of the text, and one clear line for what cannot be read."""

from __future__ import annotations

import sys
from typing import Any

import pytest

import pdf_file
from clauseaudit.audit import audit
from clauseaudit.errors import ExtractError
from clauseaudit.extract import read_document, recognise
from clauseaudit.extract.pdf import MAX_PAGES, extract_pdf
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Snapshot
from clauseaudit.rules import load_pack

LINES = [
    "青禾币充值服务协议", "第一条 退款", "充值成功后，无论因何种原因，已支付的款项概不退还。", "第二条 责任",
    "因系统故障造成的任何损失，青禾不承担任何责任。", "第三条 其他", "本协议的最终解释权归青禾所有。",
]  # fmt: skip
WRAPPED = [
    "第一条 退款", "充值成功后，无论因何种原因，已支付的款项一", "概不退还，也不得要求兑换为现金，余额清零。",
    "以下短行", "不该接上",
]  # fmt: skip


def read(content: bytes) -> Document:
    return read_document(Snapshot("协议.pdf", content))


def refusal(content: bytes) -> ExtractError:
    with pytest.raises(ExtractError) as refused:
        read(content)
    assert refused.value.subject == "协议.pdf" and refused.value.remedy
    return refused.value


def test_text_title_and_remark() -> None:
    document = read(pdf_file.pdf([LINES]))
    assert document.text.split("\n") == LINES
    assert document.title == LINES[0] and document.type == "recharge"
    assert "共 1 页" in document.notes[0]


def test_a_stated_title_counts_if_it_sounds_like_an_agreement() -> None:
    lines = ["青禾首页", *LINES[1:]]
    assert read(pdf_file.pdf([lines], title="青禾币充值协议")).title == "青禾币充值协议"
    assert read(pdf_file.pdf([lines], title="Microsoft Word - 新建文档(3).doc")).title == "青禾首页"


def test_the_same_findings_as_the_text() -> None:
    matcher = Matcher(load_pack())
    of_text = audit(read_document(Snapshot("a.txt", "\n".join(LINES).encode(), "text/plain")), matcher, "2026-11-26")
    of_pdf = audit(read(pdf_file.pdf([LINES[:4], LINES[4:]])), matcher, "2026-11-26")
    assert of_text.findings and [(f.rule, f.quote) for f in of_pdf.findings] == [
        (f.rule, f.quote) for f in of_text.findings
    ]


def test_wrapped_lines_are_joined_and_short_lines_are_not() -> None:
    assert read(pdf_file.pdf([WRAPPED])).text.split("\n") == [WRAPPED[0], WRAPPED[1] + WRAPPED[2], *WRAPPED[3:]]


def test_a_full_line_before_a_new_clause_ends_there() -> None:
    lines = ["充值成功后，无论因何种原因，已支付的款项", "（二）余额不得转让给他人，也不得要求兑现金", "3.1 以公告为准"]
    assert read(pdf_file.pdf([lines])).text.split("\n") == lines


def test_a_sentence_goes_on_over_the_page_without_its_margins() -> None:
    bodies = [
        "甲方充值成功后无论因何种原因已支付的款项",
        "一概不予退还也不得要求兑换为现金或者转让",
        "给他人使用否则平台可以不经通知直接收回余",
    ]
    pages = [["青禾公司 协议文本", body, body[::-1], f"- {number} -"] for number, body in enumerate(bodies, 1)]
    text = read(pdf_file.pdf(pages)).text
    assert text == "青禾公司 协议文本\n" + "".join(body + body[::-1] for body in bodies)  # the first may be the title


def test_pages_without_text_are_named() -> None:
    document = read(pdf_file.pdf([LINES, [], LINES], drawn={1: "0 0 m 9 9 l S\n" * 100}))
    assert any("第 2 页几乎没有文字" in note for note in document.notes)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pdf_file.pdf([[], []]), "扫描件"),
        (pdf_file.pdf([LINES], locked=True), "密码"),
        (b"%PDF-1.7\nnothing that follows", "损坏"),
        (pdf_file.looping(), "内存或时间太多"),
        (pdf_file.pdf([["条"]] * (MAX_PAGES + 1)), f"超过 {MAX_PAGES} 页"),
    ],
    ids=["scan", "password", "damaged", "loop", "long"],
)
def test_what_cannot_be_read_is_one_clear_line(content: bytes, said: str) -> None:
    assert said in refusal(content).reason


def test_a_cut_file_gives_what_is_left_or_one_clear_line() -> None:
    whole = pdf_file.pdf([LINES])
    for size in range(50, len(whole), len(whole) // 12):
        try:
            assert read(whole[:size]).text
        except ExtractError as error:
            assert error.remedy


def test_without_the_library_the_remedy_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ExtractError) as refused:
        extract_pdf(pdf_file.pdf([LINES]), "a.pdf")
    assert "clauseaudit[pdf]" in refused.value.remedy


@pytest.mark.browser
def test_a_page_printed_by_a_browser(browser: Any) -> None:
    page = browser.new_page()
    page.set_content("<h1>" + LINES[0] + "</h1>" + "".join(f"<p>{line * 6}</p>" for line in LINES[1:]))
    text = read(page.pdf()).text
    page.close()
    # Browsers print with compatibility glyphs; folding them is the matcher's business.
    from clauseaudit.text import fold

    assert fold(LINES[2] * 6).text in fold(text).text.replace("\n", "")


def test_a_page_that_is_a_picture_is_a_gap_and_an_empty_one_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, "installed", lambda: False)
    assert not read(pdf_file.pdf([LINES, [], ["（本页无正文）"]])).gaps
    image = "q 400 0 0 500 60 200 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
    document = read(pdf_file.pdf([LINES, []], drawn={1: image}))
    assert document.gaps == ("第 2 页",) and "没有检查" in document.notes[1]
    assert document.text.split("\n") == LINES
