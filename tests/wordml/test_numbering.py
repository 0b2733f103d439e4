"""Automatic numbers come out as Word shows them."""

from __future__ import annotations

import pytest

import word_file
from clauseaudit.wordml.numbering import chinese, read_numbering, roman, written

DEFINITIONS = f"""<w:numbering xmlns:w="{word_file.W}">
<w:abstractNum w:abstractNumId="5">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>
</w:num></w:numbering>"""


def test_labels_count_by_level_and_start_again_under_a_new_head() -> None:
    numbering = read_numbering(DEFINITIONS.encode(), "a.docx")
    asked = [("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("2", 0), ("2", 0), ("9", 0)]
    labels = [numbering.label(*each) for each in asked]
    assert labels == ["第一条", "1.1", "1.2", "", "第二条", "2.1", "第七条", "第八条", ""]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "零"), (3, "三"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十"),
     (1001, "一千零一"), (2345, "二千三百四十五"), (10_000, "10000")],
)  # fmt: skip
def test_chinese_numbers(value: int, text: str) -> None:
    assert chinese(value) == text


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [(3, "decimal", "3"), (3, "lowerLetter", "c"), (28, "upperLetter", "BB"), (4, "lowerRoman", "iv"),
     (9, "upperRoman", "IX"), (3, "decimalEnclosedCircle", "③"), (3, "ideographTraditional", "丙"),
     (3, "decimalZero", "03"), (12, "chineseLegalSimplified", "拾贰"), (3, "what-is-this", "3")],
)  # fmt: skip
def test_formats(value: int, format: str, text: str) -> None:
    assert written(value, format) == text
    assert roman(1994) == "mcmxciv"
