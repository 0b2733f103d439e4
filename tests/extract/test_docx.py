"""Word files give the text that their reader sees, and the findings that this text gives."""

from __future__ import annotations

from typing import Any

import pytest

import word_file
from clauseaudit.audit import audit
from clauseaudit.errors import ExtractError
from clauseaudit.extract import docx, read_document, snapshot_file
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Snapshot
from clauseaudit.rules import load_pack

LINES = [
    "青禾币充值服务协议", "第一条 退款", "充值成功后，无论因何种原因，已支付的款项概不退还。", "第二条 责任",
    "因系统故障造成的任何损失，青禾不承担任何责任。", "第三条 其他", "本协议的最终解释权归青禾所有。",
]  # fmt: skip


def agreement() -> Any:
    document = word_file.new()
    document.add_heading(LINES[0], 0)
    for number, line in enumerate(LINES[1:]):
        if number % 2:
            first, second = line[:7], line[7:]
            paragraph = document.add_paragraph(first)
            paragraph.add_run(second).bold = True
        else:
            document.add_heading(line, 1)
    return document


def read(content: bytes) -> Document:
    return read_document(Snapshot("协议.docx", content))


def test_text_title_headings_and_type() -> None:
    document = read(word_file.saved(agreement()))
    assert document.text.split("\n") == LINES
    assert document.title == LINES[0] and document.type == "recharge"
    headings = [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"]
    assert headings == LINES[1::2]


def test_the_same_findings_as_the_text() -> None:
    matcher = Matcher(load_pack())
    of_text = audit(read_document(Snapshot("a.txt", "\n".join(LINES).encode(), "text/plain")), matcher, "2026-11-26")
    of_word = audit(read(word_file.saved(agreement())), matcher, "2026-11-26")
    assert of_text.findings and [f.rule for f in of_word.findings] == [f.rule for f in of_text.findings]
    assert [f.quote for f in of_word.findings] == [f.quote for f in of_text.findings]
    assert all(f.start is None or of_word.document.text[f.start : f.end] == f.quote for f in of_word.findings)


def test_tables_and_header() -> None:
    document = agreement()
    table = document.add_table(2, 2)
    for place, text in enumerate(["档位", "青禾币", "6元", "60枚"]):
        table.cell(place // 2, place % 2).text = text
    document.sections[0].header.paragraphs[0].text = "青禾公司"
    lines = read(word_file.saved(document)).text.split("\n")
    assert lines[0] == "青禾公司" and lines[-2:] == ["档位\t青禾币", "6元\t60枚"]
    assert read(word_file.saved(document)).title == LINES[0]


def test_the_suffix_is_not_needed_and_not_believed(tmp_path: Any) -> None:
    path = tmp_path / "协议.txt"
    path.write_bytes(word_file.saved(agreement()))
    assert read_document(snapshot_file(str(path))).text.startswith(LINES[0])


def test_an_empty_file_is_one_clear_line() -> None:
    with pytest.raises(ExtractError, match="没有可检查的文字"):
        read(word_file.by_hand(word_file.main("<w:p/>")))


def test_a_large_file_is_read_in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    content = word_file.saved(agreement())
    here = read(content)
    monkeypatch.setattr(docx, "LIGHT", 10)
    assert not docx.is_light(content, "a.docx")
    assert read(content) == here


def test_everything_in_its_place_gives_the_findings_of_the_text() -> None:
    """Header, table, text box and footnote hold terms; the same lines as plain text give the same findings."""
    box = (
        '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>'
        + word_file.paragraph("本协议的最终解释权归青禾所有。")
        + "</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    table = "".join(f"<w:tc>{word_file.paragraph(text)}</w:tc>" for text in ("退款", "充值成功后，概不退款。"))
    body = (
        word_file.paragraph("第一条 变更")
        + "<w:p><w:r><w:t>青禾有权随时修改本协议，无需另行通知用户。</w:t></w:r>"
        + f'<w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:tbl><w:tr>{table}</w:tr></w:tbl><w:p>{box}</w:p>'
    )
    notes = f'<w:footnotes xmlns:w="{word_file.W}"><w:footnote w:id="2">{{}}</w:footnote></w:footnotes>'
    header = f'<w:hdr xmlns:w="{word_file.W}">{word_file.paragraph("余额逾期未使用的，自动清零，不予退还。")}</w:hdr>'
    content = word_file.by_hand(word_file.main(body), {
        "footnotes": notes.format(word_file.paragraph("因系统故障造成的任何损失，青禾不承担任何责任。")),
        "header1": header,
    })  # fmt: skip
    document = read(content)
    lines = [
        "余额逾期未使用的，自动清零，不予退还。", "第一条 变更", "青禾有权随时修改本协议，无需另行通知用户。",
        "因系统故障造成的任何损失，青禾不承担任何责任。", "退款\t充值成功后，概不退款。",
        "本协议的最终解释权归青禾所有。",
    ]  # fmt: skip
    assert document.text.split("\n") == lines and not document.gaps
    matcher = Matcher(load_pack())
    of_word, of_text = (
        audit(one, matcher, "2026-11-26") for one in (document, document._replace(text="\n".join(lines), blocks=()))
    )
    assert len(of_text.findings) >= 5
    assert [(f.rule, f.quote) for f in of_word.findings] == [(f.rule, f.quote) for f in of_text.findings]


def test_a_picture_is_a_gap_and_puts_out_the_green_light() -> None:
    text = "用户可以随时注销账号，我们在7个工作日内按原支付方式退回剩余金额。"
    picture = '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r></w:p>'
    matcher = Matcher(load_pack())
    lights = []
    for body in (word_file.paragraph(text), word_file.paragraph(text) + picture):
        document = read(word_file.by_hand(word_file.main(body)))
        lights.append(audit(document, matcher, "2026-11-26").verdict.light)
    assert lights == ["green", "unread"] and document.gaps == ("1 处图片或图表",)
