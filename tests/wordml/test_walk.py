"""Paragraphs and pieces of one part, each where its bytes are."""

from __future__ import annotations

import word_file
from clauseaudit.wordml.walk import Walk


def walked(body: str, attributes: str = "") -> tuple[Walk, bytes]:
    content = word_file.main(body, attributes).encode()
    return Walk(content, {}, "a.docx"), content


def test_pieces_say_where_their_characters_are() -> None:
    body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲&amp;乙</w:t><w:tab/><w:t>丙\r\n丁</w:t></w:r></w:p>"
    walk, content = walked(body)
    (paragraph,) = walk.paragraphs
    assert paragraph.text == "甲&乙\t丙 丁"
    raw = {"&": b"&amp;", " ": b"\r\n"}
    for piece in paragraph.pieces:
        encoded = raw.get(piece.text, piece.text.encode())
        assert piece.text == "\t" if piece.byte < 0 else content[piece.byte :].startswith(encoded)
    (run,) = walk.runs
    assert content[run.start : run.end].decode() == body.removeprefix("<w:p>").removesuffix("</w:p>")
    assert content[slice(*run.props)] == b"<w:rPr><w:b/></w:rPr>"


def test_elements_without_content_end_where_they_end() -> None:
    walk, content = walked("<w:p><w:r><w:rPr/></w:r><w:r/></w:p>")
    assert [content[run.start : run.end] for run in walk.runs] == [b"<w:r><w:rPr/></w:r>", b"<w:r/>"]
    assert content[slice(*walk.runs[0].props)] == b"<w:rPr/>"


def test_text_of_revisions_fields_and_links() -> None:
    walk, _ = walked(
        "<w:p><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:noBreakHyphen/><w:br/><w:t>后</w:t></w:r></w:p>"
    )
    assert [p.text for p in walk.paragraphs] == ["新链接-\n后"] and walk.revised


def test_hidden_text_is_counted_and_left_out() -> None:
    walk, _ = walked(
        "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r>'
        "<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>曾暗</w:t></w:r></w:p>"
    )
    assert [p.text for p in walk.paragraphs] == ["明曾暗"] and walk.hidden == 1


def test_a_text_box_comes_behind_its_paragraph_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
    walk, _ = walked(
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>段</w:t></w:r></w:p>",
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
    )
    assert [p.text for p in walk.paragraphs] == ["段", "框"]
    assert [run.host for run in walk.runs] == [0, 0, 2]


def test_cells_of_nested_tables_keep_their_rows() -> None:
    def cell(inner: str) -> str:
        return f"<w:tc>{inner}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(word_file.paragraph('内'))}</w:tr></w:tbl>"
    cells = cell(word_file.paragraph("甲") + inner) + cell(word_file.paragraph("乙"))
    walk, _ = walked(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    rows = {p.text: p.row for p in walk.paragraphs}
    assert rows["甲"] == rows["乙"] != rows["内"]


def test_other_prefixes_and_the_strict_namespace() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    content = f'<x:document xmlns:x="{strict}"><x:body><x:p><x:r><x:t>文</x:t></x:r></x:p></x:body></x:document>'
    walk = Walk(content.encode("utf-16"), {}, "a.docx")
    assert walk.prefix == "x" and walk.paragraphs[0].text == "文"
