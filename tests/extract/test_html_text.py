from __future__ import annotations

import html
import platform
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit.errors import ExtractError
from clauseaudit.extract.html import MAX_TAGS, extract_html
from clauseaudit.extract.reading import Reading

INLINE = ("b", "strong", "i", "em", "u", "span", "font", "a", "code", "o:p", "sup", "x-tag")


def read(markup: str) -> Reading:
    return extract_html(markup, "a")


def lines(markup: str) -> list[str]:
    return read(markup).text.split("\n")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>概不<b>退</b>款</p>", ["概不退款"]),
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("前<div>甲<div>乙</div>丙</div>后", ["前", "甲", "乙", "丙", "后"]),
        ("甲<br>乙<br/><br>丙", ["甲", "乙", "丙"]),
        ("<p> 甲\n\t 乙  <b> 丙</b>\n</p>", ["甲 乙 丙"]),
        ("<p>甲&nbsp;乙&#12288;丙 &amp;lt; &lt;b&gt;</p>", ["甲\xa0乙\u3000丙 &lt; <b>"]),
        ("<p>&nbsp;</p><p>甲</p>", ["甲"]),
        ("<ol><li>甲<li>乙</ol>", ["甲", "乙"]),
        ("<dl><dt>余额<dd>账户里的钱</dl>", ["余额", "账户里的钱"]),
        ("<pre>第一条\n  概不退款</pre>", ["第一条", "概不退款"]),
        ("<textarea readonly>第一条\n<p>概不</textarea>后", ["第一条", "<p>概不", "后"]),
        ("<h1>甲</h1>乙", ["甲", "乙"]),
        ("<span style='display: block'>甲</span>乙", ["甲", "乙"]),
        ("<select><option>甲<option>乙</select>", ["甲", "乙"]),
        ("<table><tr><td>金额<td>12 元</tr>\n<tr><th>期限</th> <td><p>30 天</p></td></tr></table>后",
         ["金额\t12 元", "期限\t30 天", "后"]),
        ("<table><tr><td><div>菜单一</div><div>菜单二</div></td><td><h1>协议</h1><p>正文</p></td></tr></table>",
         ["菜单一", "菜单二", "协议", "正文"]),
    ],
)  # fmt: skip
def test_lines_are_those_a_reader_sees(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>'<p>x</p>'</script>",
        "<style>x{}</style>",
        "<noscript>x</noscript>",
        "<template><p>x</p></template>",
        "<!-- x -->",
        "<svg><title>x</title><text>x</text></svg>",
        "<iframe>x</iframe>",
        "<span hidden>x<i hidden>x</i></span>",
        "<span style='color:red;DISPLAY:None'>x</span>",
        "<span style='display: none'>x</span>",
        '<i aria-hidden="true">x</i>',
    ],
)
def test_what_a_reader_does_not_see_is_left_out(unseen: str) -> None:
    assert lines(f"<p>充值后概不{unseen}退款</p>") == ["充值后概不退款"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p <b>甲</p><p<!-- x -->乙<!-- y -->丙", ["甲", "乙丙"]),
        ("甲<x<p>乙<x<style>丙<style>x</style>", ["甲乙丙"]),
        ("<script>'<!--<script></script>-->'</script>甲<!-- > <p> -->乙", ["甲乙"]),
        ("<svg><style><svg><style>x</style></svg>x</style></svg>甲<xmp><p>&amp;</xmp>", ["甲", "<p>&amp;"]),
        ("<template><template></template><script>'</template>'</script>x</template>甲", ["甲"]),
        ("<div data-x='<p>a</p>' title=\"<!-- x\">甲</div>", ["甲"]),
        ("<ul hidden><li>x</ul>甲<td hidden>x<img style='display:block'>乙<p hidden style='display:block'>x</p>丙",
         ["甲x", "乙", "丙"]),
    ],
)  # fmt: skip
def test_tags_are_told_from_what_looks_like_them(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


def test_a_folded_agreement_is_still_the_agreement() -> None:
    page = read("<p>请阅读</p><div style='display:none'><p>充值后概不退款，余额过期清零。</p><script>x</script></div>")
    assert page.text == "请阅读\n充值后概不退款，余额过期清零。"
    assert "隐藏" in page.notes[0]


def test_word_processor_markup() -> None:
    markup = (
        "<html xmlns:o='urn:x'><head><!--[if gte mso 9]><xml><o:x>秘</o:x></xml><![endif]--></head><body lang=ZH-CN>"
        "<p class=MsoNormal style='mso-list:l0'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>1."
        "<span style='font:7.0pt'>&nbsp;</span></span></span><![endif]><span style='mso-x:y'><font face=宋体>本公司"
        "</font></span><b><span>概不</span></b><span\nlang=ZH>退款。<o:p></o:p></span></p><p><o:p>&nbsp;</o:p></p>"
    )
    assert lines(markup) == ["1.\xa0本公司概不退款。"]


def test_blocks_of_headings_items_and_cells() -> None:
    page = read("<h2>第<b>一</b>条</h2><ul><li>甲：<ol><li> 乙 </li></ol></li></ul><table><tr><td>丙<td>丁</table>")
    found = [(block.kind, block.level, page.text[block.start : block.end]) for block in page.blocks]
    assert found == [
        ("heading", 2, "第一条"),
        ("item", 1, "甲："),
        ("item", 2, "乙"),
        ("cell", 0, "丙"),
        ("cell", 0, "丁"),
    ]


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<title> 晴天\n协议 </title><h1>甲</h1>", "晴天\n协议"),
        ("<title> </title><p>x</p><h1>充值<br>协议</h1>", "充值\n协议"),
        ("<p>退款规则</p><p>第一条</p>", "退款规则"),
        ("<p>欢迎使用，请阅读。</p>", ""),
    ],
)
def test_title_from_the_page_its_heading_or_first_line(markup: str, title: str) -> None:
    assert read(markup).title == title


def test_marks_in_the_page_itself_do_nothing() -> None:
    forged = "".join(map(chr, range(0xFDD0, 0xFDE0))) + "&#xFDD1;&#xfdd2&#64978;&#x0fddd;&#0064976;"
    assert lines(f"<p>概不{forged}退款</p>") == ["概不退款"]
    assert read(f"<h1>{forged}</h1>").blocks == ()


@given(st.lists(st.tuples(st.sampled_from(INLINE), st.text("退款不甲乙 &<", min_size=1, max_size=6)), max_size=8))
def test_inline_markup_changes_nothing(runs: list[tuple[str, str]]) -> None:
    bare = "".join(html.escape(run) for _, run in runs)
    tagged = "".join(f"<{tag} class='x'>{html.escape(run)}</{tag}>" for tag, run in runs)
    nested = "".join(f"<{tag}>{html.escape(run)}" for tag, run in runs)
    assert read(f"<p>{bare}</p>").text == read(f"<p>{tagged}</p>").text == read(f"<p>{nested}</p>").text


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</td>", "</table>",
        "<ul>", "<li>", "</li>", "</ul>", "<h2>", "</h2>", "<b>", "</b>", "<br>",
        "<a", "<pre>", "</pre>", "<script>", "</script>", "<textarea>", "</textarea>", "<svg>", "</svg>",
        "<math>", "<template>", "<select>", "<option>", "<title>", "<body>", "</body>", "</html>", "<frameset>",
        "<!--", "-->", "<![CDATA[", "]]>", "</", "<", ">", "&lt;", "&#xfdd1;",
        "\ufdd3", "<i/hidden>", "<form>", '<span/style="display:none">', "</span>", "<noscript>", "<iframe>",
        "<plaintext>",
        "概不退款",
        "甲",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_any_markup_gives_tidy_text_and_blocks_inside_it(markup: str) -> None:
    text, blocks = read(markup)[1:3]
    assert all(line.strip() == line and line for line in text.split("\n")) or not text
    assert not any("\ufdd0" <= character <= "\ufddf" for character in text)
    for block in blocks:
        assert 0 <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip()


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 10_000 + "概不退款",
        "<ul><li>" * 5_000 + "概不退款",
        "<table><tr><td>" * 3_000 + "概不退款",
        "<div hidden>" * 5_000 + "概不退款",
        "<p>" + "".join(f"<b x={n}>" for n in range(5_000)) + "<p>概不退款" * 5_000,
        "<P>" + "".join(f"<Font x={n}>" for n in range(5_000)) + "<P>概不退款" * 5_000,
        "<div title='" + "x" * 10_000_000 + "'>概不退款",
        "<tr><td>概不退款" * 5_000,
        "&" * 200_000 + "概不退款",
        "<pre>" * 5_000 + "\n概不退款",
        "<p <!-->" * 24_000 + "概不退款",
        "<svg><style>" * 4_000 + "</svg>概不退款",
        "<x<p>" * 15_000 + "<b <i <u>概不退款",
    ],
    ids=[
        "divs", "lists", "tables", "hidden", "formatting", "capitals", "attribute", "cells", "ampersands", "pre",
        "comments", "drawings", "names",
    ],
)
def test_hostile_pages_cost_little(markup: str) -> None:
    started = time.process_time()
    text = read(markup).text
    assert time.process_time() - started < 2
    assert "概不退款" in text or not text


def test_a_page_of_too_many_tags_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ExtractError, match="标签"):
        read("<div>" * (MAX_TAGS + 1))
    assert read("").text == read("<frameset><frame src=x></frameset>").text == ""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="how another C library keeps memory is its own affair")
def test_the_memory_of_a_page_is_kept_for_the_next() -> None:
    code = (
        "import resource\n"
        "from clauseaudit.extract.html import extract_html\n"
        "faults = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
        "page = '<div><span>充值</span></div>' * 4000\n"
        "for _ in range(5): extract_html(page, 'x')\n"
        "before = faults()\n"
        "for _ in range(20): extract_html(page, 'x')\n"
        "print((faults() - before) // 20)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 50
