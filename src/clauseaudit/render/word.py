"""Word documents from paragraphs of styled runs and comments: the parts, not what they say.

Source: ECMA-376 part 1, chapter 17 (WordprocessingML). All text passes through ``tables.clean``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clauseaudit.render.ooxml import Part, office_text, package
from clauseaudit.render.tables import clean

AUTHOR, INITIALS = "条款体检", "体检"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "wordprocessingml."


class Run(NamedTuple):
    """A stretch of text with the comments that open before it and close after it."""

    text: str
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()
    style: str = ""  # a character style: "Strong", "Blank", or a grade's highlight "Grade-void"


class Paragraph(NamedTuple):
    """One paragraph; ``style`` is Title, Heading1, Heading2, Quote, ListBullet or empty."""

    runs: tuple[Run, ...]
    style: str = ""


class Comment(NamedTuple):
    """A comment: paragraphs of (text, is bold) runs. Its id is its index."""

    paragraphs: tuple[tuple[tuple[str, bool], ...], ...]


def to_word(paragraphs: Iterable[Paragraph], comments: Sequence[Comment], title: str, date: str) -> bytes:
    """The file. ``date`` (ISO) is the date of the comments: the audit has no clock."""
    body = "".join(map(_paragraph, paragraphs))
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
    page += 'w:header="720" w:footer="720" w:gutter="0"/>'
    footer = '<w:footerReference w:type="default" r:id="rId2"/>'
    main = (
        f'<w:document xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<w:body>{body}<w:sectPr>{footer}{page}</w:sectPr></w:body></w:document>"
    )
    parts = [
        Part("word/document.xml", _TYPE + "document.main+xml", "officeDocument", main),
        Part("word/styles.xml", _TYPE + "styles+xml", "styles", _STYLES),
        Part("word/footer1.xml", _TYPE + "footer+xml", "footer", _FOOTER),
    ]
    if comments:
        parts.append(Part("word/comments.xml", _TYPE + "comments+xml", "comments", _comments(comments, date)))
    return package(parts, clean(title), date)


def _paragraph(paragraph: Paragraph) -> str:
    style = f'<w:pPr><w:pStyle w:val="{paragraph.style}"/></w:pPr>' if paragraph.style else ""
    return f"<w:p>{style}{''.join(map(_run, paragraph.runs))}</w:p>"


def _run(run: Run) -> str:
    opens = "".join(f'<w:commentRangeStart w:id="{i}"/>' for i in run.opens)
    closes = "".join(
        f'<w:commentRangeEnd w:id="{i}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        f'<w:commentReference w:id="{i}"/></w:r>'
        for i in run.closes
    )
    style = f'<w:rPr><w:rStyle w:val="{run.style}"/></w:rPr>' if run.style else ""
    return f"{opens}<w:r>{style}{_text(run.text)}</w:r>{closes}"


def _text(text: str) -> str:
    """Text, tabs and line ends inside a run."""
    lines = []
    for line in clean(text).split("\n"):
        cells = (f'<w:t xml:space="preserve">{office_text(cell)}</w:t>' if cell else "" for cell in line.split("\t"))
        lines.append("<w:tab/>".join(cells))
    return "<w:br/>".join(lines)


def _comments(comments: Sequence[Comment], date: str) -> str:
    rows = "".join(comment_row(i, comment, date) for i, comment in enumerate(comments))
    return f'<w:comments xmlns:w="{_W}">{rows}</w:comments>'


def comment_row(id: int, comment: Comment, date: str, *, styled: bool = True, head: str = "") -> str:
    """One ``w:comment``. Unstyled it needs no style of ours; ``head`` is put among the attributes."""
    stamp = f' w:date="{date}T00:00:00Z"' if len(date) == 10 and date.replace("-", "").isdigit() else ""
    mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    style = '<w:pPr><w:pStyle w:val="CommentText"/></w:pPr>'
    if not styled:
        mark, style = "<w:r><w:annotationRef/></w:r>", ""
    written = []
    for paragraph in comment.paragraphs:
        runs = "".join(f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{_text(text)}</w:r>" for text, bold in paragraph)
        written.append(f"<w:p>{style}{mark}{runs}</w:p>")
        mark = ""
    attributes = f'{head} w:id="{id}" w:author="{AUTHOR}"{stamp} w:initials="{INITIALS}"'
    return f"<w:comment{attributes}>{''.join(written)}</w:comment>"


def _style(kind: str, id: str, name: str, paragraph: str = "", run: str = "", based: str = "Normal") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if kind == "paragraph" and id != "Normal" else ""
    default = ' w:default="1"' if id in ("Normal", "DefaultParagraphFont") else ""
    inner = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "")
    head = f'<w:style w:type="{kind}"{default} w:styleId="{id}"><w:name w:val="{name}"/>'
    return f"{head}{base}<w:qFormat/>{inner}</w:style>"


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


_FONTS = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="宋体" w:cs="Times New Roman"/>'
_HEI = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="黑体"/>'
_KAI = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="楷体"/>'
_STYLES = "".join(
    [
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}{_size(22)}',
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>',
        _style("paragraph", "Normal", "Normal", '<w:spacing w:after="120" w:line="320" w:lineRule="auto"/>'),
        _style("paragraph", "Title", "Title", '<w:spacing w:after="240"/><w:jc w:val="center"/>', _HEI + _size(36)),
        _style(
            "paragraph", "Heading1", "heading 1",
            '<w:keepNext/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/>', _HEI + _size(28),
        ),
        _style(
            "paragraph", "Heading2", "heading 2",
            '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>', _HEI + _size(24),
        ),
        _style("paragraph", "Quote", "Quote", '<w:ind w:left="420" w:right="420"/>', _KAI),
        _style("paragraph", "ListBullet", "List Bullet", '<w:ind w:left="420"/>'),
        _style("paragraph", "CommentText", "annotation text", '<w:spacing w:after="40"/>', _size(20)),
        _style("paragraph", "Footer", "footer", '<w:jc w:val="center"/>', _size(18)),
        _style("character", "DefaultParagraphFont", "Default Paragraph Font"),
        _style("character", "CommentReference", "annotation reference", run=_size(16)),
        _style("character", "Strong", "Strong", run="<w:b/>"),
        _style("character", "Blank", "待填", run='<w:u w:val="single"/>' + _shade("FFF2CC")),
        _style("character", "Grade-void", "可能无效", run=_shade("F9E1DD")),
        _style("character", "Grade-unfair", "可能不公平", run=_shade("FBEBCF")),
        _style("character", "Grade-notice", "请留意", run=_shade("DFEBF6")),
        _style("character", "Grade-good", "对你有利", run=_shade("DFF0E4")),
        "</w:styles>",
    ]
)  # fmt: skip
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {0} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_FOOTER = (
    f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{_FIELD.format("PAGE")}'
    f'<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_FIELD.format("NUMPAGES")}</w:p></w:ftr>'
)
