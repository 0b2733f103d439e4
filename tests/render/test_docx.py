"""The Word document, as python-docx reads it: the whole agreement, each comment on its own words."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any
from xml.etree import ElementTree

import docx
import hostile
import sample
from docx.oxml.ns import qn

from clauseaudit.model import Audit, Grade
from clauseaudit.render import render_bytes
from clauseaudit.render.tables import clean


def opened(*audits: Audit) -> Any:
    return docx.Document(io.BytesIO(render_bytes(audits, "docx", names=sample.NAMES)))


def commented(document: Any) -> dict[int, str]:
    """The text between the start and the end of each comment, by its id."""
    texts: dict[int, str] = {}
    running: set[int] = set()
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            running.add(int(element.get(qn("w:id"))))
            texts.setdefault(int(element.get(qn("w:id"))), "")
        elif element.tag == qn("w:commentRangeEnd"):
            running.remove(int(element.get(qn("w:id"))))
        elif element.tag in (qn("w:t"), qn("w:tab"), qn("w:br")):
            said = {qn("w:t"): element.text or "", qn("w:tab"): "\t", qn("w:br"): "\n"}[element.tag]
            for comment in running:
                texts[comment] += said
    assert not running
    return texts


def written(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_the_whole_agreement_is_there_in_order() -> None:
    audit = sample.qinghe()
    lines = [line for line in audit.document.text.split("\n") if line.strip()]
    assert lines[0] == audit.document.title  # stands above, once
    assert written(opened(audit)) == [lines[0], *written(opened(audit))[1:3], *lines[1:]]


def test_every_comment_stands_on_the_quoted_words() -> None:
    audit = sample.qinghe()
    document = opened(audit)
    comments = list(document.comments)
    assert len(comments) == len(audit.findings)
    quotes = commented(document)
    by_title = {f.title: f for f in audit.findings}
    for comment in comments:
        title = comment.paragraphs[0].text.split("：", 1)[1].split("（")[0]
        assert quotes[comment.comment_id] == (by_title[title].quote or audit.document.title)


def test_a_comment_says_grade_reason_law_answer_and_better_words() -> None:
    comment = next(iter(opened(sample.small()).comments))
    assert (comment.author, comment.initials) == ("条款体检", "体检")
    assert str(comment.timestamp).startswith("2026-11-22")
    lines = [paragraph.text for paragraph in comment.paragraphs]
    assert lines[0] == "1 可能无效：充了就不退，什么原因都不行（概不退款）"
    assert lines[2].startswith("法条：《消费者权益保护法》第二十六条第三款“格式条款、通知、声明")
    assert "现行，2014-03-15起施行" in lines[2]
    assert [line.split("：")[0] for line in lines[4:]] == [
        "看什么定", "商家可能这样说", "你可以", "可以改成", "会不会错",
    ]  # fmt: skip


def test_overlapping_findings_keep_their_own_words() -> None:
    text = "甲乙丙丁戊己庚\n"
    spans = [("甲乙丙丁", Grade.VOID), ("丙丁戊己", Grade.UNFAIR), ("丙", Grade.NOTICE), ("甲乙丙丁戊己庚", Grade.GOOD)]
    findings = [sample.finding(text, quote, grade, "x", quote) for quote, grade in spans]
    document = opened(sample.audit_of(text, findings))
    assert sorted(commented(document).values()) == sorted(quote for quote, _ in spans)
    runs = document.paragraphs[-1].runs
    assert [(r.text, r.style.name) for r in runs if r.text] == [
        ("甲乙", "可能无效"), ("丙", "可能无效"), ("丁", "可能无效"), ("戊己", "可能不公平"), ("庚", "对你有利"),
    ]  # fmt: skip


def test_a_comment_over_several_lines_and_one_with_space_around() -> None:
    text = "第一行不退\n\n款。第三行\n  缩进  \n"
    long = sample.finding(text, "不退\n\n款。", Grade.VOID, "x", "长")
    spaced = sample.finding(text, "\n  缩进  \n", Grade.VOID, "x", "空")
    assert list(commented(opened(sample.audit_of(text, [long, spaced]))).values()) == ["不退款。", "缩进"]


def test_headings_are_headings_and_pages_have_numbers() -> None:
    document = opened(sample.qinghe())
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["一、总则"] == "Heading 1" and styles["第六条 退款"] == "Heading 2"
    assert "PAGE" in document.sections[0].footer._element.xml


def test_hostile_text_is_text() -> None:
    audit = hostile.audit()
    written_bytes = render_bytes([audit], "docx")
    with zipfile.ZipFile(io.BytesIO(written_bytes)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # well formed, whatever the text
    document = docx.Document(io.BytesIO(written_bytes))
    body = "\n".join(written(document)).replace("_x005F_x0", "_x0")
    assert all(clean(line).strip() in body for line in hostile.LINES)
    assert document.element.body.xpath("//w:hyperlink | //w:instrText | //w:object") == []
    said = "".join(paragraph.text for comment in document.comments for paragraph in comment.paragraphs)
    assert "<script>" in said and "\u202e" not in said + body
    assert len(commented(document)) == len(hostile.LINES)


def test_several_agreements_have_comments_of_their_own() -> None:
    document = opened(sample.small(), sample.small())
    assert len(commented(document)) == len(list(document.comments)) == 8


def test_no_comment_no_part_and_the_same_bytes_every_time() -> None:
    clear = sample.audit_of("可以退款。\n", [], light="green")
    with zipfile.ZipFile(io.BytesIO(render_bytes([clear], "docx"))) as archive:
        assert "word/comments.xml" not in archive.namelist()
    assert render_bytes([sample.qinghe()], "docx") == render_bytes([sample.qinghe()], "docx")


def test_a_hundred_thousand_findings() -> None:
    begin = time.perf_counter()
    data = render_bytes([hostile.many(100_000)], "docx")
    assert time.perf_counter() - begin < 90
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("word/document.xml").count(b"<w:commentReference ") == 100_000
