"""A whole file: margins, body, notes, tables, in the order in which they are read."""

from __future__ import annotations

import word_file
from clauseaudit.model import Block
from clauseaudit.wordml import Reading, read_word
from clauseaudit.wordml.package import Package

P = word_file.paragraph
NUMBERED = (
    f'<w:numbering xmlns:w="{word_file.W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def read(body: str, **parts: str) -> Reading:
    return read_word(Package(word_file.by_hand(word_file.main(body), parts), "a.docx"))


def wrapped(element: str, inner: str) -> str:
    return f'<w:{element} xmlns:w="{word_file.W}">{inner}</w:{element}>'


def listed(text: str) -> str:
    list = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f"<w:p>{list}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_notes_come_behind_their_paragraph_and_know_where_they_belong() -> None:
    line = f'<w:footnote w:id="-1" w:type="separator">{P("线")}</w:footnote>'
    notes = f'{line}<w:footnote w:id="2">{P("注文")}</w:footnote>'
    body = '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + P("乙")
    reading = read(body, footnotes=wrapped("footnotes", notes))
    assert reading.text == "甲\n注文\n乙"
    assert [(p.byte < 0, p.run) for p in reading.places] == [(False, 0), (True, 1), (False, 2)]


def test_headers_stand_first_once_and_page_numbers_nowhere() -> None:
    header, footer = wrapped("hdr", P("青禾")), wrapped("ftr", P("第 1 页 共 3 页"))
    reading = read(P("正文"), header1=header, header2=header, footer1=footer)
    assert reading.text == "青禾\n正文" and reading.text[reading.body :].strip() == "正文"


def test_rows_side_by_side_but_cells_of_several_lines_below_each_other() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    reading = read("<w:tbl>" + row(P("甲"), P("乙")) + row(P("丙") + P("丁"), P("戊")) + "</w:tbl>" + P("后"))
    assert reading.text == "甲\t乙\n丙\n丁\n戊\n后"
    assert [reading.text[b.start : b.end] for b in reading.blocks] == ["甲", "乙", "丙\n丁", "戊"]


def test_automatic_numbers_are_written_out_and_said_to_be() -> None:
    reading = read(listed("退款") + P("不退。") + listed("其他"), numbering=NUMBERED)
    assert reading.text == "第一条 退款\n不退。\n第二条 其他"
    assert reading.blocks[0] == Block("item", 0, 6, 1)
    assert reading.notes == ("自动编号是按文件里的编号设置还原的",)
    first = reading.places[0]
    assert reading.text[first.start : first.start + first.size] == "退款"  # the label is nowhere in the bytes


def headed(text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def test_a_title_is_an_early_heading_that_begins_no_clause() -> None:
    styles = wrapped("styles", '<w:style w:styleId="h"><w:name w:val="heading 1"/></w:style>')
    assert read(P("青禾首页") + headed("充值协议"), styles=styles).title == "充值协议"
    assert read(P("充值协议") + headed("第一条 退款") + headed("二、其他"), styles=styles).title == ""
    assert read(P("正文") * 20 + headed("附则"), styles=styles).title == ""


def test_what_was_left_out_is_said() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
    image = '<w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r>'
    reading = read(f"<w:p>{hidden}{image}<w:ins><w:r><w:t>明</w:t></w:r></w:ins></w:p><w:altChunk/>")
    assert reading.text == "明"
    assert [note[:5].strip() for note in reading.notes] == ["1 处图片", "嵌入的别的", "有 1 处", "文件里有修"]
    assert reading.gaps == ("1 处图片或图表", "嵌入的别的文件")


def test_text_is_tiled_by_places_and_signs() -> None:
    reading = read(listed("甲&lt;乙") + P("丙"), numbering=NUMBERED)
    for place in reading.places:
        assert place.size > 0 and place.start + place.size <= len(reading.text)
    assert [p.start for p in reading.places] == sorted(p.start for p in reading.places)
