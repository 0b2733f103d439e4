"""What a visit yields: agreements, or the reason why there is none."""

from __future__ import annotations

import pytest
import terms
from chestnut import html, paragraphs, picture

from clauseaudit.crawl.texts import IMAGE, Yield, read
from clauseaudit.model import Snapshot
from clauseaudit.visit import Opened, Visit

URL = "https://a.test/x"


def visit(
    content: bytes, kind: str = "text/html", opened: tuple[Opened, ...] = (), notes: tuple[str, ...] = ()
) -> Visit:
    snapshot = Snapshot(URL, content, kind, "utf-8" if "html" in kind else "", URL, "2026-11-26T00:00:00+08:00")
    return Visit(URL, snapshot, "static", opened=opened, notes=notes)


def page(body: str, title: str = "栗星") -> bytes:
    return html(body, title)[2]


def test_the_title_is_the_documents_not_the_sites() -> None:
    (one,) = read(visit(page(paragraphs(terms.RECHARGE), "充值协议 - 栗星"))).reads
    assert (one.document.title, one.document.type) == ("充值协议", "recharge")
    (one,) = read(visit(page(paragraphs(terms.RECHARGE), "栗星"))).reads
    assert one.document.title == "栗星充值协议"
    body = "".join(f"<p>{line}</p>" for line in terms.RECHARGE.split("\n")[1:])
    (one,) = read(visit(page(body, "栗星")), "《充值协议》").reads
    assert one.document.title == "充值协议"


def test_a_title_that_every_page_has_tells_nothing() -> None:
    place = "<div>首页 &gt; 协议</div>" + paragraphs(terms.RECHARGE)
    (one,) = read(visit(page(place, "栗星协议"))).reads
    assert one.document.title == "栗星充值协议"
    body = "".join(f"<p>{line}</p>" for line in terms.USER.split("\n")[1:])
    (one,) = read(visit(page(body, "栗星协议")), "《用户服务协议》").reads
    assert one.document.title == "用户服务协议"
    (one,) = read(visit(page(body, "栗星协议"))).reads
    assert one.document.title == "栗星协议"


@pytest.mark.parametrize(
    ("body", "title", "said"),
    [
        ("<p>抱歉，您访问的页面不存在</p>", "栗星", "找不到"),
        ("<p>请输入手机号和密码登录</p>", "登录", "登录"),
        ("<p>请输入手机号和密码登录</p><p>登录即视为同意《用户协议》</p>", "登录", "登录"),
        ("<p>访问过于频繁，请拖动滑块完成验证</p><img src=x>", "安全验证", "验证"),
        ('<div id="app"></div><script>1</script>', "用户协议", ""),
        ('<img src="terms.png">', "用户协议", IMAGE[0]),
        ('<p>用户协议</p><img src="1.png"><img src="2.png">', "用户协议", IMAGE[0]),
    ],
)
def test_what_is_no_agreement_says_why(body: str, title: str, said: str) -> None:
    found = read(visit(page(body, title)), "用户协议")
    assert not found.reads and said in found.reason and found.reason and found.remedy


def test_what_is_readable_but_none_gives_no_reason() -> None:
    menu = '<a href="/1">用户协议</a><a href="/2">充值协议</a><a href="/3">退款政策</a>' * 3
    for body in (paragraphs(terms.NEWS), menu):
        assert read(visit(page(body, "栗星新闻"))) == Yield()


def test_a_picture_alone_is_read_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clauseaudit.extract.recognise.installed", lambda: False)
    found = read(visit(picture(90, 90), "image/png"), "用户协议")
    assert not found.reads and "图片" in found.reason and "ocr" in found.remedy


def test_why_a_page_was_not_rendered_is_the_reason() -> None:
    shell = page('<div id="app"></div><script>1</script>', "用户协议")
    note = "网页的正文由脚本填入，读到的是空壳；没有能用的浏览器"
    assert read(visit(shell, notes=(note,)), "用户协议").reason == note


def test_what_was_opened_is_a_document_of_its_own() -> None:
    inner = Snapshot(URL, page(paragraphs(terms.GIFT), ""), "text/html", "utf-8", "")
    menu = Snapshot(URL, page("<p>菜单</p>", ""), "text/html", "utf-8", "")
    opened = (Opened("dialog", "《直播打赏协议》", 1, inner), Opened("dialog", "菜单", 1, menu))
    (one,) = read(visit(page("<h1>注册</h1><p>请填写手机号</p>", "注册"), opened=opened)).reads
    assert one.document.title == "栗星直播打赏协议" and one.opened == opened[0]
    assert "点开" in one.document.notes[0] and one.document.url == URL
