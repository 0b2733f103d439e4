"""Styles say what is a heading, by name in either language, and pass it on."""

from __future__ import annotations

import word_file
from clauseaudit.wordml.styles import Style, read_styles

STYLES = f"""<w:styles xmlns:w="{word_file.W}">
<w:style w:styleId="a"><w:name w:val="heading 2"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr></w:pPr>
</w:style>
<w:style w:styleId="b"><w:name w:val="条标题"/><w:basedOn w:val="a"/></w:style>
<w:style w:styleId="c"><w:name w:val="标题 3"/></w:style>
<w:style w:styleId="d"><w:name w:val="条"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:styleId="e"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="f"><w:name w:val="暗"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:styleId="g"><w:name w:val="明"/><w:basedOn w:val="f"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:styleId="h"><w:name w:val="环"/><w:basedOn w:val="i"/></w:style>
<w:style w:styleId="i"><w:name w:val="圈"/><w:basedOn w:val="h"/></w:style>
<w:style w:styleId="j"><w:name w:val="Title"/></w:style>
</w:styles>"""


def test_styles() -> None:
    assert read_styles(STYLES.encode(), "a.docx") == {
        "a": Style(level=2, list="4", depth=1),
        "b": Style(level=2, list="4", depth=1),
        "c": Style(level=3),
        "d": Style(level=1),
        "e": Style(contents=True),
        "f": Style(hidden=True),
        "g": Style(),
        "h": Style(),
        "i": Style(),
        "j": Style(level=0),
    }
