"""The container: what is hostile or broken is one clear line, quickly."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

import word_file
from clauseaudit.errors import ExtractError
from clauseaudit.wordml import package, read_word
from clauseaudit.wordml.package import Package

LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
    + word_file.main(word_file.paragraph("&j;"))
)
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + word_file.main(word_file.paragraph("&x;"))


def refusal(content: bytes) -> str:
    begin = time.perf_counter()
    with pytest.raises(ExtractError) as refused:
        read_word(Package(content, "协议.docx"))
    assert time.perf_counter() - begin < 5
    assert refused.value.subject == "协议.docx" and refused.value.remedy
    return refused.value.reason


def encrypted() -> bytes:
    """The flag of a password on every member."""
    data = bytearray(word_file.by_hand(word_file.main(word_file.paragraph("条款"))))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 word/ and nothing else", "不完整或已损坏"),
        (word_file.by_hand(word_file.main(word_file.paragraph("条款")))[:-60], "不完整或已损坏"),
        (word_file.by_hand(word_file.main("<w:p>")), "XML 已损坏"),
        (word_file.by_hand(b""), "XML 已损坏"),
        (word_file.by_hand(LAUGHS), "实体声明"),
        (word_file.by_hand(OUTSIDE), "实体声明"),
        (word_file.by_hand(word_file.main("<w:p>" * 300 + "</w:p>" * 300)), "嵌套超过"),
        (word_file.zipped({"xl/workbook.xml": "<x/>"}), "没有 Word 正文"),
        (encrypted(), "密码"),
    ],
    ids=["no zip", "cut", "unclosed", "empty", "laughs", "outside", "deep", "no document", "password"],
)
def test_what_is_refused(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_bomb_is_not_unpacked() -> None:
    assert "压缩炸弹" in refusal(word_file.by_hand(word_file.main(word_file.paragraph("零" * 20_000_000))))


def test_a_bomb_of_many_members_is_not_unpacked() -> None:
    flood = {f"word/{number}.xml": "x" for number in range(package.MAX_MEMBERS + 1)}
    assert "大得不像" in refusal(word_file.zipped({"word/document.xml": "", **flood}))


def test_a_member_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(word_file.by_hand(word_file.main(word_file.paragraph("条款" * 500))))
    central = data.find(b"word/document.xml", data.find(b"PK\x01\x02")) - 46
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    assert "损坏" in refusal(bytes(data))


def test_two_members_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for text in ("甲", "乙"):
            archive.writestr("word/document.xml", word_file.main(word_file.paragraph(text)))
    assert "重名" in refusal(buffer.getvalue())


def test_relationships_lead_to_parts_inside() -> None:
    opened = Package(word_file.by_hand(word_file.main(""), {"header1": "<x/>"}), "a.docx")
    assert opened.main() == "word/document.xml"
    assert [(r.kind, r.target) for r in opened.relations("word/document.xml")] == [("header", "word/header1.xml")]
