"""A copy of the user's Word file: comments on the right words, every other byte as it was."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

import word_file
from clauseaudit.errors import ClauseauditError
from clauseaudit.render.annotate import Remark, annotate
from clauseaudit.render.word import Comment
from clauseaudit.wordml import read_word
from clauseaudit.wordml.package import Package

# Written with another expression than the code that puts them in: what is in a copy beside the original.
_MARK = r'(?:<w:commentRange(?:Start|End)(?: xmlns:w="[^"]*")? w:id="\d+"/>' \
        r'|<w:r(?: xmlns:w="[^"]*")?><w:commentReference w:id="\d+"/></w:r>)+'  # fmt: skip
_PROPERTIES = r"(?:<(?P=p)rPr>(?:(?!</(?P=p)rPr>).)*</(?P=p)rPr>)?"
_DIVIDED = re.compile(
    rf'</(?P<p>\w+:)t></(?P=p)r>{_MARK}<(?P=p)r(?: [^>]*)?>{_PROPERTIES}<(?P=p)t xml:space="preserve">'
)


def text_of(content: bytes) -> str:
    return read_word(Package(content, "a.docx")).text


def marked(content: bytes, *quotes: str) -> bytes:
    """The copy with a comment on each of the quotes; an empty one is on the whole document."""
    text = text_of(content)
    remarks = []
    for quote in quotes:
        start = text.index(quote)
        remarks.append(Remark(start, start + len(quote), Comment(((("说明：" + quote, False),),))))
    return annotate(content, "a.docx", text, remarks, "2026-11-26")


def stripped(xml: bytes) -> bytes:
    """The main part without what was put in, divided runs joined again."""
    return re.sub(_MARK, "", _DIVIDED.sub("", xml.decode())).encode()


def words_of_comments(content: bytes) -> dict[str, str]:
    """Comment -> the words it stands on, as python-docx reads the file."""
    document = docx.Document(io.BytesIO(content))
    said = {str(c.comment_id): "".join(p.text for p in c.paragraphs) for c in document.comments}
    on: dict[str, str] = dict.fromkeys(said, "")
    running: set[str] = set()
    for element in document.element.body.iter():
        id = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            running.add(id)
        elif element.tag == qn("w:commentRangeEnd"):
            running.remove(id)
        elif element.tag == qn("w:t"):
            for each in running:
                on[each] += element.text or ""
    assert not running
    return {said[id]: words for id, words in on.items()}


def agreement() -> Any:
    """Runs of every kind, a table, a link-like nesting, a header."""
    document = word_file.new()
    document.add_heading("青禾币充值服务协议", 0)
    paragraph = document.add_paragraph("第一条 充值成功后，")
    paragraph.add_run("概不退款").bold = True
    paragraph.add_run("；余额 & 赠送部分 <清零>。 另有约定的除外。").italic = True
    document.add_table(1, 2).cell(0, 1).text = "手续费为三成，不予退还。"
    document.add_paragraph("最后一段\t最终解释权归青禾所有。")
    document.sections[0].header.paragraphs[0].text = "青禾公司保留一切权利"
    return document


QUOTES = (
    "第一条 充值成功后，概不退款", "不退", "余额 & 赠送部分 <清零>。", "另有约定", "手续费为三成，",
    "最终解释权归青禾所有。", "概不退款；余额",
)  # fmt: skip


def test_comments_stand_on_their_words() -> None:
    copy = marked(word_file.saved(agreement()), *QUOTES)
    assert {said.removeprefix("说明："): words.strip() for said, words in words_of_comments(copy).items()} == {
        q: q for q in QUOTES
    }


def test_nothing_else_changes() -> None:
    content = word_file.saved(agreement())
    copy = marked(content, *QUOTES)
    before, after = word_file.members(content), word_file.members(copy)
    assert stripped(after["word/document.xml"]) == before["word/document.xml"]
    own = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert {name for name in after if after[name] != before.get(name)} - own <= {
        "word/comments.xml",
        "word/comments1.xml",
    }
    assert set(before) <= set(after) and list(after)[: len(before)] == list(before)
    assert text_of(copy) == text_of(content)


def test_divided_runs_keep_their_properties() -> None:
    copy = docx.Document(io.BytesIO(marked(word_file.saved(agreement()), "不退", "赠送")))
    looks = [(r.text, bool(r.bold), bool(r.italic)) for r in copy.paragraphs[1].runs if r.text]
    assert looks == [
        ("第一条 充值成功后，", False, False), ("概", True, False), ("不退", True, False), ("款", True, False),
        ("；余额 &", False, True), (" 赠送", False, True), ("部分 <清零>。 另有约定的除外。", False, True),
    ]  # fmt: skip


def test_every_pair_of_places_can_be_marked() -> None:
    content = word_file.by_hand(
        word_file.main(
            '<w:p w:rsidR="0A"><w:r w:rsidR="0B"><w:rPr><w:b/></w:rPr><w:t>甲&amp;乙</w:t><w:tab/><w:t>丙</w:t></w:r>'
            "<w:ins w:id='3'><w:r><w:t>丁 戊</w:t></w:r></w:ins></w:p>"
            "<w:p><w:r><w:t>己<![CDATA[<庚>]]>辛</w:t></w:r></w:p>"
        )
    )
    text, before = text_of(content), word_file.members(content)["word/document.xml"]
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            if text[start].isspace() or text[end - 1].isspace():
                continue
            copy = annotate(content, "a.docx", text, [Remark(start, end, Comment((((".", False),),)))], "")
            (words,) = words_of_comments(copy).values()
            wanted = re.sub(r"[\t\n]", "", text[start:end])
            assert wanted in words, (start, end)
            assert words.strip() == wanted or "<" in text  # a CDATA section is not cut
            assert text_of(copy) == text
            left = re.sub(
                r"<w:t xml:space=\"preserve\"></w:t>",
                "",
                stripped(word_file.members(copy)["word/document.xml"]).decode(),
            )
            assert left.encode() == before


def test_comments_that_are_there_stay() -> None:
    document = agreement()
    document.add_comment(document.paragraphs[1].runs[1], "法务：再想想", "王", "W")
    content = word_file.saved(document)
    copy = marked(content, "最终解释权归青禾所有。")
    assert words_of_comments(copy) == {
        "法务：再想想": "概不退款", "说明：最终解释权归青禾所有。": "最终解释权归青禾所有。"
    }  # fmt: skip
    before, after = word_file.members(content), word_file.members(copy)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml", "word/comments.xml"}
    again = marked(copy, "概不退款")
    assert len(words_of_comments(again)) == 3  # a copy can be annotated once more


def test_what_is_on_the_whole_document_stands_at_the_title() -> None:
    content = word_file.saved(agreement())
    remark = Remark(0, 0, Comment(((("缺少说明", True),),)))
    copy = annotate(content, "a.docx", text_of(content), [remark], "2026-11-26")
    assert words_of_comments(copy) == {"缺少说明": "青禾币充值服务协议"}


def test_words_outside_the_body_are_quoted_in_the_comment() -> None:
    copy = marked(word_file.saved(agreement()), "保留一切权利")
    assert list(words_of_comments(copy)) == ["说明：保留一切权利原文：保留一切权利"]


def test_a_text_box_is_marked_at_its_anchor() -> None:
    box = f"<w:txbxContent>{word_file.paragraph('概不退款')}</w:txbxContent>"
    content = word_file.by_hand(word_file.main(f"<w:p><w:r><w:pict>{box}</w:pict></w:r><w:r><w:t>段</w:t></w:r></w:p>"))
    after = word_file.members(marked(content, "不退"))["word/document.xml"]
    assert stripped(after) == word_file.members(content)["word/document.xml"]
    assert b"<w:p><w:commentRangeStart" in after and b"</w:pict></w:r><w:commentRangeEnd" in after


def test_other_prefixes() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    content = word_file.by_hand(
        f'<x:document xmlns:x="{strict}"><x:body><x:p><x:r><x:t>概不退款</x:t></x:r></x:p></x:body></x:document>'
    )
    after = word_file.members(marked(content, "不退"))
    assert stripped(after["word/document.xml"]) == word_file.members(content)["word/document.xml"]
    assert f'<w:commentRangeStart xmlns:w="{strict}"'.encode() in after["word/document.xml"]
    assert strict.encode() in after["word/comments.xml"]
    assert text_of(marked(content, "不退")) == "概不退款"


def test_another_file_or_another_encoding_is_one_clear_line() -> None:
    content = word_file.saved(agreement())
    with pytest.raises(ClauseauditError, match="不一样"):
        annotate(content, "a.docx", "别的文字", [], "")
    wide = word_file.by_hand(word_file.main(word_file.paragraph("概不退款")).encode("utf-16"))
    with pytest.raises(ClauseauditError, match="UTF-8"):
        marked(wide, "不退")


def test_the_same_bytes_every_time() -> None:
    content = word_file.saved(agreement())
    assert marked(content, *QUOTES) == marked(content, *QUOTES)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copy_and_keeps_the_comments(tmp_path: Path) -> None:
    source = tmp_path / "copy.docx"
    source.write_bytes(marked(word_file.saved(agreement()), *QUOTES))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for target in ("pdf", "odt"):
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(tmp_path), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF-")
    odt = word_file.members((tmp_path / "copy.odt").read_bytes())["content.xml"]
    assert odt.count(b"<office:annotation ") == len(QUOTES)
