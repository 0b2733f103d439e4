"""Which pages need a browser, and which must not get one."""

from __future__ import annotations

import pytest

from clauseaudit.browse.needed import why_render
from clauseaudit.extract.html import extract_html
from clauseaudit.model import Document, Snapshot

AGREEMENT = "".join(
    f"<p>第{n}条 本协议由甲方与乙方订立，甲方有权变更服务，乙方应当承担相应责任，退款按规则办理。</p>"
    f"<p>发生争议的，由甲方所在地法院管辖；乙方违约的，甲方有权解除。</p>"
    for n in "一二三四五六七八九十"
)
PROSE = "<p>欢迎来到青石书屋，这里有各种有声读物与课程，每天更新，陪伴您的通勤与睡前时光。</p>" * 18
SCRIPT = "<script src=/app.js></script>"


def why(markup: str, charset: str = "utf-8", media_type: str = "text/html") -> str:
    text = extract_html(markup, "page").text
    snapshot = Snapshot("http://shop.test/", markup.encode(charset), media_type, charset, "http://shop.test/")
    return why_render(snapshot, Document("page", "", "page", text, ""))


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (f"<div id=app></div>{SCRIPT}", "空壳"),
        (f"<div id='root'><!-- app --></div>{SCRIPT}{PROSE}", "空壳"),
        (f'<body><div id="__next"><noscript>x</noscript></div>{SCRIPT}', "空壳"),
        (f"<div class=box>加载中…</div>{SCRIPT}", "加载中"),
        ("<p>请启用 JavaScript 后继续浏览</p>", "JavaScript"),
        ("<p>You need to enable JavaScript to run this app.</p>", "JavaScript"),
        (f"<h1>服务协议</h1>{SCRIPT}", "4 个字"),
        ("<h1>会员服务协议</h1><iframe src=/terms.html></iframe>", "iframe"),
        (f'{PROSE}<a href="javascript:void(0)">《用户协议》</a>', "《用户协议》"),
        (f'{PROSE}<a href="#">充值协议</a>', "充值协议"),
        (f"{PROSE}<span onclick='show()'>《自动续费服务协议》</span>", "《自动续费服务协议》"),
        (f"{PROSE}<button type=button>用户服务条款</button>", "用户服务条款"),
        (f"{PROSE}<a class=link>《隐私政策》</a>", "《隐私政策》"),
    ],
)
def test_a_page_that_needs_a_browser_says_why(markup: str, reason: str) -> None:
    assert reason in why(markup)


@pytest.mark.parametrize(
    "markup",
    [
        AGREEMENT,
        f"<div id=app></div>{AGREEMENT}{SCRIPT}",
        f"{AGREEMENT}<p>加载中</p><iframe src=/ad.html></iframe>",
        f'{AGREEMENT}<a href="javascript:open()">《隐私政策》</a>',
        f"{PROSE}{SCRIPT}",
        f'{PROSE}<a href="/terms">《用户协议》</a>',
        f'{PROSE}<a href="https://help.shop.test/terms" onclick="track()">《用户协议》</a>',
        f'{PROSE}<a href="#two">退款规则</a><h2 id="two">退款</h2>',
        f'{PROSE}<a href="#/">首页</a><span>用户协议</span>',
        f"{PROSE}<iframe src=/ad.html></iframe>",
        "<p>协议正文请到门店查看。</p>",
    ],
)
def test_a_page_that_is_read_is_not_rendered(markup: str) -> None:
    assert why(markup) == ""


def test_a_text_file_or_a_pdf_is_never_rendered() -> None:
    assert why("<div id=app></div>", media_type="text/plain") == ""
    assert why("<div id=app></div>", media_type="application/pdf") == ""


def test_hostile_markup_is_judged_quickly() -> None:
    import time

    pages = ["<a " * 300_000, "<div id=app>" * 80_000, "<a href=#>" * 50_000 + "协议" * 50_000, "<iframe " * 100_000]
    started = time.process_time()
    for page in pages:
        why_render(Snapshot("x", page.encode(), "text/html"), Document("x", "", "x", "短", ""))
    assert time.process_time() - started < 3
