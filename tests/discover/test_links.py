"""Every way a page leads to an agreement, and what is left alone."""

from __future__ import annotations

import sys
import time

import pytest

from clauseaudit.discover import Candidate, link_share, links, pictures
from clauseaudit.discover.links import MAX_TAGS, MOST
from clauseaudit.errors import ExtractError
from clauseaudit.model import Snapshot

HERE = "https://a.test/home"


def page(markup: str, url: str = HERE) -> Snapshot:
    return Snapshot(url, f"<html><body>{markup}</body></html>".encode(), "text/html", "utf-8", url)


def found(markup: str) -> dict[str, Candidate]:
    return {candidate.words: candidate for candidate in links(page(markup))}


LINKS = {
    "plain": ('<a href="/t">用户协议</a>', "/t"),
    "book title": ('<a href="/t">《用户协议》</a>', "/t"),
    "image": ('<a href="/t"><img alt="用户协议" src="x.png"></a>', "/t"),
    "label": ('<a href="/t" aria-label="用户协议"><svg></svg></a>', "/t"),
    "formatting inside": ('<a href="/t"><b><font color=red>用户</font>协议</b></a>', "/t"),
    "onclick address": ("<a onclick=\"location.href='/t'\">用户协议</a>", "/t"),
    "onclick window": ("<button onclick=\"window.open('https://a.test/t')\">用户协议</button>", "/t"),
    "javascript address": ("<a href=\"javascript:go('/t')\">用户协议</a>", "/t"),
    "data-href": ('<span class="link" data-href="/t">用户协议</span>', "/t"),
    "data of any name": ('<a data-jump="/t">用户协议</a>', "/t"),
    "route in the fragment": ('<a href="#/t">用户协议</a>', "/home#/t"),
    "map": ('<map><area href="/t" title="用户协议"></map>', "/t"),
    "tracking": ('<a href="/t?spm=1&from=foot">用户协议</a>', "/t"),
    "base": ('<base href="https://a.test/d/"><a href="../t">用户协议</a>', "/t"),
}


@pytest.mark.parametrize("name", LINKS)
def test_ways_to_an_address(name: str) -> None:
    markup, path = LINKS[name]
    assert found(markup)["用户协议"][:3] == (f"https://a.test{path}", "用户协议", "agreement")


SCRIPTS = {
    "empty link": '<a href="javascript:;">《用户协议》</a>',
    "hash": '<a href="#">用户协议</a>',
    "handler": "<span onclick=\"openDialog('user')\">用户协议</span>",
    "button": "<button>用户协议</button>",
    "role": '<div role="button">用户协议</div>',
    "class": '<span class="protocol-link">《用户协议》</span>',
    "without a box": '<p class="tip">充值即视为同意<span>《用户协议》</span></p>',
    "words of an app": "<uni-view>登录即同意<uni-text class='link'><span>《用户协议》</span></uni-text></uni-view>",
    "in a paragraph": "<p>点击下一步，即表示您已同意《用户协议》</p>",
    "old board": '<label for="x">同意<a href="javascript:;" onclick="showRule()">用户协议</a></label>',
    "plain words by a box": '<label><input type="checkbox">我已阅读并同意《用户协议》</label>',
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_words_that_open_something_by_script(name: str) -> None:
    candidate = found(SCRIPTS[name])["用户协议"]
    assert candidate.script and candidate.url == HERE


def test_halves_of_an_address_are_none() -> None:
    for script in ("location.href = '/a' + '/t'", "location.href='/a'+'/t.html'", "go(base +'/t')"):
        candidate = found(f'<a href="javascript:;" onclick="{script}">用户协议</a>')["用户协议"]
        assert candidate.script and candidate.url == HERE


def test_several_titles_by_one_box() -> None:
    words = found("<label><input type=checkbox> 登录即同意《用户协议》和《隐私政策》以及《充值协议》</label>")
    assert {"用户协议", "隐私政策", "充值协议"} <= set(words)
    assert all(candidate.script and candidate.consent for candidate in words.values())


def test_a_tab_of_the_same_page_opens_nothing() -> None:
    assert not found('<a href="#recharge">充值协议</a><div id="recharge"><p>第一条</p></div>')
    assert found('<a href="#recharge">充值协议</a>')["充值协议"].script


def test_titles_in_the_running_text_of_an_agreement_open_nothing() -> None:
    assert not found("<p>本协议与《隐私政策》《充值协议》共同构成完整的合同。</p>")


def test_consent_and_foot_come_first() -> None:
    ranked = links(page(
        '<a href="/1">服务条款</a><footer><a href="/2">使用条款</a></footer>'
        '<label><input type=checkbox>我同意<a href="/3">《用户协议》</a></label>'
    ))  # fmt: skip
    assert [candidate.url[-1] for candidate in ranked] == ["3", "2", "1"]


def test_frames_files_and_redirects() -> None:
    roles = {c.role: c.url for c in links(page(
        '<meta http-equiv="refresh" content="0; url=/new"><iframe src="/frame"></iframe>'
    ))}  # fmt: skip
    assert roles == {"here": "https://a.test/new", "frame": "https://a.test/frame"}
    assert links(page('<embed src="/t.pdf">'))[0].role == "frame"


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="mailto:x@a.test">联系我们</a>',
        '<a href="/x">首页</a>',
        '<a href="/news/1">新闻</a>',
        '<iframe src="about:blank"></iframe>',
        '<iframe src="javascript:1"></iframe>',
        '<a href="/p/1">栗子充电宝</a>',
        "",
    ],
)
def test_what_is_left_alone(markup: str) -> None:
    assert links(page(markup)) == ()


def test_one_address_once_with_its_best_words() -> None:
    (one,) = links(page('<a href="/t">条款</a><a href="/t?from=x">充值协议</a>'))
    assert one.words == "充值协议"


def test_gbk_pages_have_words_too() -> None:
    markup = '<meta charset="gb2312"><a href="/t">用户协议</a>'.encode("gbk")
    (one,) = links(Snapshot(HERE, markup, "text/html", "", HERE))
    assert one.words == "用户协议"


def test_a_list_of_links_is_known_by_its_share() -> None:
    assert link_share(page('<h1>规则</h1><a href="/1">用户协议</a><a href="/2">充值协议</a>')) > 0.7
    assert link_share(page("<p>" + "第一条 用户应当遵守本协议。" * 20 + '</p><a href="/2">充值协议</a>')) < 0.1
    assert link_share(page('<a href="#1">第一条</a>' * 30 + "<p>正文</p>")) == 0.0
    assert link_share(page("")) == 0.0


def test_pictures_that_may_hold_a_text() -> None:
    shown = pictures(page(
        '<img src="/logo.png"><img src="/1.png"><img src="x.gif" data-src="/2.jpg"><img src="/3.png" height="40">'
        '<img src="data:image/png;base64,AA"><img><img src="/1.png" width="750">'
    ))  # fmt: skip
    assert shown == ("https://a.test/1.png", "https://a.test/2.jpg")


def test_hostile_pages_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["clauseaudit.discover.links"], "PATIENCE", 0.3)
    began = time.perf_counter()
    with pytest.raises(ExtractError):
        links(page("<a>" * (MAX_TAGS + 1)))
    formatting = "".join(f"<b class=x{n}><p>" for n in range(5_000))
    assert links(page(formatting)) == ()
    many = "".join(f'<a href="/{n}">用户协议{n}</a>' for n in range(3_000))
    assert len(links(page(many))) == MOST
    links(page("<div onclick='" + "/" * 200_000 + "'>用户协议</div>"))
    deep = "<div>" * 10_000 + "<label>同意《用户协议》</label>"
    links(page(deep))
    links(page("<div role=button>" * 40_000 + "用户协议"))
    links(page("<p>" + "字" * 3_000_000 + '<a href="/t">用户协议</a>' * 20_000))
    assert time.perf_counter() - began < 30
