"""A platform that lives in its scripts: routes behind #, lists without links, files and popups opened by a click."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import terms
from chestnut import Platform, html, paragraphs

from clauseaudit.crawl import Crawled
from clauseaudit.errors import FetchError
from pdf_file import pdf

pytestmark = pytest.mark.browser
Serve = Callable[..., Platform]
Crawl = Callable[..., Crawled]

PAGES = {"/user": paragraphs(terms.USER), "/recharge": paragraphs(terms.RECHARGE)}
APP = """<div id="app"></div><script>
var pages = %s;
function show() {
  var route = location.hash.slice(1);
  document.title = '栗星';
  document.getElementById('app').innerHTML = pages[route] || '<h1>栗星</h1><p>和朋友一起玩</p><div class="foot">' +
    '<a href="#/user">用户协议</a> <a href="#/recharge">充值协议</a></div>';
}
addEventListener('hashchange', show); show();
</script>"""
HUB = """<h1>规则中心</h1><ul id="list"></ul><script>
[['退款政策', '/refund.html'], ['会员服务协议', '/member.html']].forEach(function (one) {
  var item = document.createElement('li'), link = document.createElement('a');
  link.textContent = one[0]; link.href = one[1];
  item.appendChild(link); document.getElementById('list').appendChild(item);
});</script>"""
OPENERS = """<h1>充值</h1><p>请选择金额</p>
<p><a href="javascript:;" onclick="window.open('/shop.html')">《商城交易规则》</a>
<a href="javascript:;" onclick="location.href='/refund' + '.pdf'">《退款政策》</a></p>"""


def titles(crawled: Crawled) -> set[str]:
    return {one.document.title for one in crawled.reads}


def test_routes_behind_the_hash_are_pages_of_their_own(serve: Serve, crawl: Crawl, browser: Any) -> None:
    site = serve({"/": html(APP % json.dumps(PAGES), "栗星")})
    crawled = crawl(site.base, render="auto")
    assert titles(crawled) == {"栗星用户协议", "栗星充值协议"} and not crawled.unread
    assert {one.document.url.partition("#")[2] for one in crawled.reads} == {"/user", "/recharge"}
    assert len({one.document.id for one in crawled.reads}) == 2


def test_without_a_browser_routes_are_named(serve: Serve, crawl: Crawl) -> None:
    front = html('<a href="#/user">用户协议</a><a href="/app#/recharge">充值协议</a>' + "<p>欢迎</p>" * 30, "栗星")
    crawled = crawl(serve({"/": front, "/app": html(APP % json.dumps(PAGES), "栗星")}).base)
    assert not crawled.reads or crawled.reads[0].document.type == "general"
    assert any(one.title == "充值协议" for one in crawled.unread)


def test_a_list_that_a_script_fills_in(serve: Serve, crawl: Crawl, browser: Any) -> None:
    site = serve({
        "/": html('<a href="/hub">规则中心</a>' + "<p>和朋友一起玩，随时随地。</p>" * 40, "栗星"),
        "/hub": html(HUB + "<p>这里是栗星的规则中心，有问题请联系客服。</p>" * 20, "规则中心"),
        "/refund.html": html(paragraphs(terms.REFUND), "退款政策"),
        "/member.html": html(paragraphs(terms.MEMBER), "会员服务协议"),
    })  # fmt: skip
    assert titles(crawl(site.base, render="auto")) == {"退款政策", "会员服务协议"}


def test_windows_and_files_that_a_click_opens(serve: Serve, crawl: Crawl, browser: Any) -> None:
    site = serve({
        "/": html(OPENERS, "栗星"),
        "/shop.html": html(paragraphs(terms.SHOP), "商城交易规则"),
        "/refund.pdf": (200, {"Content-Type": "application/pdf"}, pdf([terms.REFUND.split("\n")])),
    })  # fmt: skip
    crawled = crawl(site.base, render="auto")
    assert titles(crawled) >= {"栗星退款政策"} and any("商城" in title for title in titles(crawled))
    assert not crawled.unread


FORBIDDEN = """<h1>充值</h1><p>请选择金额</p><p><a href="javascript:;" onclick="window.open('/secret' + '/shop.html')">
《商城交易规则》</a> <a href="javascript:;" onclick="location.href = '/secret' + '/refund'">《退款政策》</a></p>"""


def test_robots_txt_counts_for_what_a_click_opens(serve: Serve, crawl: Crawl, browser: Any) -> None:
    site = serve({
        "/": html(FORBIDDEN, "栗星"),
        "/away": html("<div id=app></div><script>location.href = '/secret' + '/shop.html'</script>", "用户协议"),
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /secret/\n"),
        "/secret/shop.html": html(paragraphs(terms.SHOP), "商城交易规则"),
        "/secret/refund": html(paragraphs(terms.REFUND), "退款政策"),
    })  # fmt: skip
    crawled = crawl(site.base, render="auto", evidence=True)
    assert not crawled.reads
    assert {one.title: "robots.txt" in one.reason for one in crawled.unread} == {"商城交易规则": True, "退款政策": True}
    assert not any("/secret/" in e.url and e.body for visit in crawled.visits for e in visit.exchanges)
    assert not [path for path in site.asked() if path.startswith("/secret/")]
    own = crawl(site.base, render="auto", ignore_robots=True).reads
    assert {one.document.type for one in own if one.opened} == {"shop", "refund"}
    with pytest.raises(FetchError, match=r"robots\.txt"):
        crawl(site.base + "away", render="auto")


DOOR = """<header><a href="javascript:;" id="in">登录/注册</a></header><p>和朋友一起玩，随时随地。</p>%s
<div id="place"></div><script>document.getElementById('in').onclick = function () {
  document.getElementById('place').innerHTML = '<div class="modal"><input placeholder="手机号"><p>登录即同意' +
    '<a href="javascript:;" id="gift">《打赏' + '协议》</a></p></div>';
  document.getElementById('gift').onclick = function () {
    fetch('/api/gift').then(function (r) { return r.text(); }).then(function (t) {
      var d = document.createElement('dialog'); d.innerHTML = t; document.body.append(d); d.showModal(); }); }; };
</script>"""


def test_agreements_behind_a_form_that_opens_by_script(serve: Serve, crawl: Crawl, browser: Any) -> None:
    api = {"/api/gift": (200, {"Content-Type": "text/plain; charset=utf-8"}, paragraphs(terms.GIFT).encode())}
    site = serve({"/": html(DOOR % ("<p>每天更新。</p>" * 60), "栗星"), **api})
    crawled = crawl(site.base, render="auto")
    assert titles(crawled) == {"栗星直播打赏协议"} and not crawled.unread
