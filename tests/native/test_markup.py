"""Pages are read in C as in Python, and everyday pages without asking Python."""

from __future__ import annotations

import html
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from clauseaudit import native
from clauseaudit.errors import ExtractError
from clauseaudit.extract import read_document
from clauseaudit.extract.charset import says_utf8
from clauseaudit.extract.html import _GROUPS, extract_html, in_c, in_python
from clauseaudit.extract.lines import lay_out
from clauseaudit.extract.marks import AROUND, BREAK, CELL, CLOSE, END_HIDDEN, END_VERBATIM, HIDDEN, LIST, VERBATIM
from clauseaudit.extract.reading import Reading
from clauseaudit.model import Document, Snapshot

if native.core is None:
    pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler", allow_module_level=True)

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
C, PYTHON = in_c(), in_python()
SCAN = native.core.Markup(AROUND, _GROUPS)


def read(markup: str) -> Reading:
    """What both ways make of a page."""
    here, there = extract_html(markup, "x", way=C), extract_html(markup, "x", way=PYTHON)
    assert here == there, markup
    return here


def scanned(markup: str) -> str | None:
    """What the C makes of what the parser wrote, without asking Python."""
    body = LexborHTMLParser(C.defuse(markup, b"")[0]).body
    assert body is not None
    text: str | None = SCAN.marked(body.html)
    return text


def test_the_pages_that_lie_here() -> None:
    paths = [path for folder in ("corpus", "reports", "docs", "tests") for path in (ROOT / folder).rglob("*.html")]
    assert paths
    for path in paths:
        assert read(path.read_text(encoding="utf-8")).text


def pages_of(text: str, chance: random.Random) -> str:
    """An agreement as web pages write it: wrapped, numbered, with what nobody reads between."""
    lines = []
    for line in filter(None, text.split("\n")):
        tag = chance.choice(("p", "p class='x'", "li", "div style='margin:0'", "h2", "td", "P", "section hidden"))
        words = html.escape(line).replace(
            "，", chance.choice(("，", "，<b>", "，</b>", "<br>，", "，<!-- x -->", "&nbsp;"))
        )
        lines.append(f"<{tag}>{words}</{tag.split(' ')[0]}>")
        if chance.random() < 0.2:
            lines.append(chance.choice(NOISE))
    return f"<html><title>协议</title><body class=x>{chance.choice(('', chr(10))).join(lines)}</body>"


NOISE = (
    "<script>if (a<b) { document.write('<p>x</p>') } <!-- x --></script>",
    "<style>p > a { display: none }</style>",
    "<div style='display: none'>秘<span>密</span></div>",
    "<svg viewBox='0 0 1 1'><path d='M0'/></svg>",
    "<a href='?a=1&b=2' title='>'><img src=x alt=''></a>",
    "<ul><li>甲<ul><li>乙</ul></ul>",
    "<table><tr><td>金额<td> 12 元 </table>",
    "<pre>甲\n 乙</pre>",
    "<input type=hidden><select><option>甲</select>",
    "<noscript>x</noscript><iframe src=x>x</iframe>",
)


def test_the_corpus_as_web_pages() -> None:
    chance = random.Random(4)
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").rglob("*.txt"))]
    assert len(texts) > 20
    for text in texts:
        page = pages_of(text, chance)
        read(page)
        assert scanned(page) is not None


def test_agreements_of_others_as_web_pages() -> None:
    paths = [path for folder in ("train", "real") for path in sorted((SHARED / folder).rglob("*.txt"))]
    if not paths:
        pytest.skip("NOT HERE: the agreements beside the repository")
    chance = random.Random(5)
    for path in paths[::7]:
        read(pages_of(path.read_text(encoding="utf-8", errors="replace"), chance))


NAMES = (
    "p div span a b font br hr img input pre textarea title script style noscript template svg math iframe object "
    "table caption colgroup col tr td th tbody ul ol li h1 h2 dl dd xmp noembed noframes plaintext select option "
    "button selectedcontent form label body html head frameset frame keygen param listing details x-y o:p "
    "foreignObject desc canvas annotation-xml marquee image nobr EM fonT SCRIPT sTyle uni-view"
)
TAGS = st.sampled_from(NAMES.split())
ATTRIBUTES = st.sampled_from(
    [
        "hidden", "HIDDEN=x", "aria-hidden=true", "aria-hidden='TRUE'", "aria-hidden=false", 'aria-hidden="tru&#101;"',
        "style='display:none'", "style=display:none", "style='DISPLAY: Block'", "style='color:red'", "style",
        "style='dis&#112;lay:none'", "style='display:bloc\u212a'", "class=a/", "title='<p>'", 'title="<!--"',
        "title='>'", "a'b", 'x"y', "=x", "/", "type=hidden", "<b", "<!--", "<script>", "data-x='</script>'", "a = 'b'",
        "a= ", "href=?a=1&b=2", "\0", "\vhidden", "é=1", "selected", "x='&quot;&lt;'",
    ]
)  # fmt: skip
TEXTS = st.sampled_from(
    [
        "甲", "概不退款", " ", "\n", "  x ", "\t", "&amp;lt;", "&lt;", "&gt;", "&nbsp;", "&", "&#60;", "<", ">", "</",
        "</>", "<!", "<!x>", "<?x>", "<!-- c -->", "<!--", "-->", "--!>", "<!-->", "<!--->", "<!----!>", "<![CDATA[",
        "]]>", "<!doctype html>", "\ufdd0", "\ufddb", "&#xfdd1;", "&#64976", "&#6497600;", "&#xf&#xfdd1;dd1;", "\u3000",
        "\xa0", "𠀀", "\ud800", "\0", "\r\n", "\f", "\v", "'", '"', "<script", "</script", "</SCRIPT\n>", "<b", "</b>",
        "<a ", "<!-- <script> -->", "<%x%>", "\u2028", "<\ud800b>", "<\ufdd3i>",
    ]
)  # fmt: skip
SPACES = st.sampled_from([" ", " ", "\n", "/", "", "\r", "\f"])
INSIDE = st.lists(st.tuples(SPACES, ATTRIBUTES).map("".join), max_size=3).map("".join)
STARTS = st.builds("<{}{}{}".format, TAGS, INSIDE, st.sampled_from([">", ">", ">", "/>", " >", "", " "]))
ENDS = st.builds("</{}{}>".format, TAGS, st.just("") | INSIDE)
WHOLE = st.builds("<{0}{1}>{2}{3}</{0}>".format, TAGS, INSIDE, TEXTS, STARTS | ENDS | TEXTS)
PAGES = st.lists(STARTS | ENDS | TEXTS | WHOLE, max_size=25).map("".join)


@settings(max_examples=600, deadline=None)
@given(PAGES)
def test_any_page_is_read_alike(markup: str) -> None:
    read(markup)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("<>/!-= \"'&;#xabpsfd0\n\ufdd0\ud800𠀀"), max_size=60))
def test_any_text_is_read_alike(markup: str) -> None:
    read(markup)


MARKS = st.sampled_from([*map(chr, range(0xFDD0, 0xFDE0)), " ", "\n", "\t", "\v", "\xa0", "甲", "乙丙", "\ud800", "𠀀"])


@settings(max_examples=600, deadline=None)
@given(st.lists(MARKS, max_size=40).map("".join))
def test_any_marks_are_laid_out_alike(marked: str) -> None:
    try:
        expected = lay_out(marked)
    except IndexError:
        with pytest.raises(IndexError):
            SCAN.lay_out(marked)
    else:
        assert SCAN.lay_out(marked) == expected


@given(PAGES | st.text(max_size=30))
def test_any_text_in_place_of_the_parsers_is_harmless(text: str) -> None:
    assert SCAN.marked(text) is None or len(SCAN.marked(text)) <= len(text)
    SCAN.marked(f"<body>{text}</body>")


@pytest.mark.parametrize(
    "markup",
    [
        "<svg><style>&lt;/svg>&lt;p></style></svg>甲",
        "<svg><script>&lt;/script>&lt;/svg></script></svg>甲",
        "甲<script>'<!--<script></script>-->'</script>乙",
        "甲<script><!--<script></script><p>x</p></script>乙",
        "<xmp><p>甲</xmp>乙",
        "<noembed><p>甲</noembed><plaintext><p>乙",
        "<object><svg><xmp>&lt;/object></xmp></svg></object>甲",
    ],
)
def test_raw_text_that_could_be_tags_is_left_to_the_tree(markup: str) -> None:
    read(markup)
    assert scanned(markup) is None


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("<p class='x' id=y>甲", b"<p>\xe7\x94\xb2"),
        ("<p style='color:red' style='display:none'>", b"<p>"),
        ("<p style='DISPLAY:none' hidden=x>", b"<p style='DISPLAY:none' hidden=x>"),
        ('<p aria-hidden = "true"/>', b'<p aria-hidden = "true">'),
        ("<script src=x>'<p>'</script x><!-- <p> -->", b"<script></script><!---->"),
        ("<input type=hidden name=x>", b"<input type=hidden name=x>"),
        ("<title><b>x</title><B class=x>", b"<title><span>x</title><span>"),
        ("<select multiple><p class=x>", b"<select multiple><p class=x>"),
        ("<svg class=x><p class=x><b>", b"<svg class=x><p class=x><span>"),
        ("<p class=x><p hidden='<b>'><p class=x>", b"<p><p hidden='<span>'><p class=x>"),
        ("<p class=x><p class='", b"<p><p class='"),
        ("<script><!-- <script> </script><p class=x>", b"<script><!-- <script> </script><p class=x>"),
        ("<!--x--!><p class=x>", b"<!--x--!><p class=x>"),
    ],
)
def test_what_the_parser_need_not_see_is_left_out(markup: str, left: bytes) -> None:
    assert C.defuse(markup, b"") == (left, markup.count("<"))
    read(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "x",
        "<",
        "&",
        "&#",
        "\ufdd0",
        "<!--",
        "<!-->",
        "<b",
        "<b>",
        "</",
        "<script><!--",
        "<p style='",
        "<p =",
        "𠀀",
        "\ud800",
    ],
)
def test_long_pages_cost_as_much_as_they_are_long(markup: str) -> None:
    whole = markup * (1_000_000 // len(markup))
    defused, tags = C.defuse(whole, b"")
    assert tags == whole.count("<")
    assert len(defused) <= 2 * len(whole.encode("utf-8", "ignore"))
    assert SCAN.marked(whole) in (None, whole, "")
    body = f"<body {markup}{whole}</body>"
    assert SCAN.marked(body) is None


@pytest.mark.parametrize("mark", [BREAK, LIST + CLOSE, CELL + CLOSE, VERBATIM, END_VERBATIM, " ", "\n甲", "甲" + CELL])
def test_long_texts_too(mark: str) -> None:
    marked = mark * 60_000
    assert SCAN.lay_out(marked) == lay_out(marked)


@settings(max_examples=600)
@given(st.lists(st.sampled_from([b"\x7f", b"\x80", b"\xbf", b"\xc1", b"\xc2\x80", b"\xdf", b"\xe0\x9f", b"\xe0\xa0\x80",
    b"\xe7\x94\xb2", b"\xed\x9f", b"\xed\xa0\x80", b"\xf0\x8f", b"\xf0\x90\x80\x80", b"\xf4\x8f\xbf\xbf", b"\xf4\x90",
    b"\xf5", b"x" * 9]), max_size=12).map(b"".join) | st.binary(max_size=12))  # fmt: skip
def test_utf8_is_known_alike(content: bytes) -> None:
    try:
        content.decode()
    except UnicodeDecodeError:
        assert not SCAN.is_utf8(content)
    else:
        assert SCAN.is_utf8(content)


@pytest.mark.parametrize("declared", ["", "gbk", "utf-8", "utf-16"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5hkscs", "ascii"])
@pytest.mark.parametrize("meta", ["", "<meta charset=gbk>", "<meta charset='utf-8'>", "<?xml encoding='utf-16'?>"])
def test_pages_are_decoded_alike(declared: str, codec: str, meta: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"{meta}<p>充值后概不退款。</p>x".encode(codec, "xmlcharrefreplace")
    for page in (content, content[:-9] + b"\xe7" + content[-9:], content * 300 + b"\x80</p>"):
        snapshot = Snapshot("x.html", page, "text/html", declared)
        with monkeypatch.context() as patch:
            here = told(snapshot)
            patch.setattr("clauseaudit.extract.html.core", None)
            assert told(snapshot) == here
    assert says_utf8("<p>充值".encode(), "") and not says_utf8("<p>充值".encode("gbk"), "gbk")


def told(snapshot: Snapshot) -> Document | str:
    try:
        return read_document(snapshot)
    except ExtractError as error:
        return str(error)


def test_hidden_texts_are_marked() -> None:
    page = (
        "<p hidden>甲<b style='display:none'>乙</b></p><i style='display:block' aria-hidden=true>丙</i><p hidden></p>"
    )
    text = scanned(page)
    assert text is not None
    assert text.replace(HIDDEN, "(").replace(END_HIDDEN, ")").replace(BREAK, "|") == "|(甲(乙))||(丙)||()|"


def test_wrong_arguments_are_told() -> None:
    for wrong in (None, 3, "x"):
        for method in (SCAN.defuse, SCAN.is_utf8):
            with pytest.raises(TypeError):
                method(wrong)
    for wrong in (None, 3, b"x"):
        for method in (SCAN.marked, SCAN.read, SCAN.lay_out):
            with pytest.raises(TypeError):
                method(wrong)
    make = native.core.Markup
    for around, groups in (
        ({"p": ("x",)}, _GROUPS), ({"p": ("xyz", "")}, _GROUPS), ({"p": "xy"}, _GROUPS), ({3: ("", "")}, _GROUPS),
        ({"": ("", "")}, _GROUPS), ({"x" * 17: ("", "")}, _GROUPS), ({"é": ("", "")}, _GROUPS), ({}, _GROUPS[1:]),
        ({f"x{n}": ("", "") for n in range(400)}, _GROUPS), ({}, ((3,), *_GROUPS[1:])),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"tag|marks"):
            make(around, groups)
    for around, groups in (([], _GROUPS), ({}, list(_GROUPS)), ({}, (["p"], *_GROUPS[1:]))):
        with pytest.raises(TypeError):
            make(around, groups)
