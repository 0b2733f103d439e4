"""From a page to its platform: what is followed, how far, what is left alone, what is said of what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import terms
from chestnut import TERMS_HOST, Platform, html, paragraphs

from clauseaudit.crawl import Crawled, missing, walk
from clauseaudit.crawl.walk import Walk
from clauseaudit.errors import BlockedError, FetchError

Serve = Callable[..., Platform]
Crawl = Callable[..., Crawled]
LIST = '<h1>栗星</h1><a href="/user">用户协议</a><a href="/privacy">隐私政策</a><a href="/recharge">充值协议</a>'
SITE = {
    "/": html(LIST, "栗星"),
    "/user": html(paragraphs(terms.USER), "用户协议"),
    "/privacy": html(paragraphs(terms.PRIVACY), "隐私政策"),
    "/recharge": html(paragraphs(terms.RECHARGE), "充值协议"),
}


def titles(crawled: Crawled) -> list[str]:
    return [one.document.title for one in crawled.reads]


def test_a_page_that_is_an_agreement_is_all_that_is_read(serve: Serve, crawl: Crawl) -> None:
    site = serve({**SITE, "/user": html(paragraphs(terms.USER) + LIST, "用户协议")})
    crawled = crawl(site.base + "user")
    assert crawled.alone and titles(crawled) == ["用户协议"]
    assert site.asked() == ["/robots.txt", "/user"]


def test_a_home_page_full_of_rules_is_a_way_and_a_document(serve: Serve, crawl: Crawl) -> None:
    rules = "".join(f"<p>{line}</p>" for line in terms.POINTS.split("\n")[1:])
    crawled = crawl(serve({**SITE, "/": html(rules + LIST.replace("<h1>栗星</h1>", ""), "栗星")}).base)
    assert not crawled.alone and {"充值协议", "用户协议", "隐私政策"} < set(titles(crawled))


def test_no_discover_reads_the_page_whatever_it_is(serve: Serve, crawl: Crawl) -> None:
    site = serve({"/": html(LIST + "<p>充值成功后，概不退款。余额不能提现，请您在付款之前看清楚再决定。</p>", "栗星")})
    crawled = crawl(site.base, discover=False)
    assert crawled.alone and len(crawled.visits) == 1


def test_what_a_payer_should_know_first_is_read_first(serve: Serve, crawl: Crawl) -> None:
    crawled = crawl(serve(SITE).base)
    assert titles(crawled) == ["充值协议", "用户协议", "隐私政策"]
    assert [one.document.type for one in crawled.reads] == ["recharge", "general", "privacy"]
    assert not crawled.unread and not crawled.alone


def test_at_most_so_many_documents(serve: Serve, crawl: Crawl) -> None:
    site = serve(SITE)
    crawled = crawl(site.base, limit=1)
    assert titles(crawled) == ["充值协议"] and "/privacy" not in site.asked()
    assert [(one.title, "读满" in one.reason) for one in crawled.unread] == [("用户协议", True), ("隐私政策", True)]


def test_only_some_types(serve: Serve, crawl: Crawl) -> None:
    site = serve(SITE)
    assert titles(crawl(site.base, only=frozenset({"recharge"}))) == ["充值协议"]
    assert "/privacy" not in site.asked()


def test_two_levels_and_no_more(serve: Serve, crawl: Crawl) -> None:
    site = serve({
        "/": html('<a href="/hub">规则中心</a>', "栗星"),
        "/hub": html('<a href="/user">用户协议</a><a href="/hub2">帮助中心</a>', "规则中心"),
        "/hub2": html('<a href="/recharge">充值协议</a>', "帮助中心"),
        "/user": html(paragraphs(terms.USER) + '<a href="/privacy">隐私政策</a>', "用户协议"),
        "/privacy": SITE["/privacy"],
        "/recharge": SITE["/recharge"],
    })  # fmt: skip
    assert titles(crawl(site.base)) == ["用户协议"]
    assert not {"/privacy", "/recharge"} & set(site.asked())


def test_links_inside_agreements(serve: Serve, crawl: Crawl) -> None:
    user = html(paragraphs(terms.USER) + '<p>另见<a href="/recharge">充值协议</a></p>', "用户协议")
    site = serve({"/": html('<a href="/user">用户协议</a>', "栗星"), "/user": user, "/recharge": SITE["/recharge"]})
    assert titles(crawl(site.base)) == ["用户协议", "充值协议"]


def test_the_host_of_the_agreements_that_the_site_names(serve: Serve, crawl: Crawl) -> None:
    def pages(port: int) -> dict[str, Any]:
        return {"/": html(f'<a href="http://{TERMS_HOST}:{port}/member">会员协议</a>', "栗星")}

    elsewhere = {"/member": html(paragraphs(terms.MEMBER), "会员协议")}
    assert titles(crawl(serve(pages, elsewhere).base)) == ["会员协议"]


def test_other_peoples_agreements_are_left_out(serve: Serve, crawl: Crawl) -> None:
    def pages(port: int) -> dict[str, Any]:
        there = f"http://{TERMS_HOST}:{port}"
        user = html(paragraphs(terms.USER) + f'<a href="{there}/sdk">云杉统计隐私政策</a>', "用户协议")
        front = f'<a href="/user">用户协议</a><a href="{there}/partner">云杉服务协议</a>'
        return {"/": html(front, "栗星"), "/user": user}

    partner = html(paragraphs(terms.PARTNER), "云杉")
    site = serve(pages, {"/sdk": partner, "/partner": partner})
    crawled = crawl(site.base)
    assert titles(crawled) == ["用户协议"] and not crawled.unread
    assert "/sdk" not in site.asked()  # an agreement names its partners; their hosts are not asked


def test_the_same_text_once(serve: Serve, crawl: Crawl) -> None:
    twice = '<a href="/user">用户协议</a><a href="/m/user">用户协议（手机版）</a>'
    copy = html("<p>返回</p>" + paragraphs(terms.USER), "用户协议")
    lines: list[str] = []
    crawled = crawl(serve({"/": html(twice, "栗星"), "/user": SITE["/user"], "/m/user": copy}).base, lines)
    assert titles(crawled) == ["用户协议"]
    assert any("内容相同" in line for line in lines)


def test_ids_tell_documents_apart(serve: Serve, crawl: Crawl) -> None:
    two = '<a href="/p?id=1">充值协议</a><a href="/p/?id=2">会员协议</a>'
    pages = {"/": html(two, "栗星"), "/p": SITE["/recharge"], "/p/": html(paragraphs(terms.MEMBER), "会员协议")}
    ids = [one.document.id for one in crawl(serve(pages).base).reads]
    assert len(set(ids)) == 2


def test_a_redirect_written_into_the_page(serve: Serve, crawl: Crawl) -> None:
    moved = html('<meta http-equiv="refresh" content="0;url=/user">', "用户协议")
    site = serve({"/": html('<a href="/old">用户协议</a>', "栗星"), "/old": moved, "/user": SITE["/user"]})
    crawled = crawl(site.base)
    assert titles(crawled) == ["栗星用户协议"] or titles(crawled) == ["用户协议"]
    assert not crawled.unread


def test_a_frame_is_read_without_a_browser_too(serve: Serve, crawl: Crawl) -> None:
    framed = html('<iframe src="/frame"></iframe>', "栗星")
    site = serve({"/": html('<a href="/r">充值协议</a>', "栗星"), "/r": framed, "/frame": SITE["/recharge"]})
    crawled = crawl(site.base)
    assert titles(crawled) == ["充值协议"] and not crawled.unread


def test_a_site_map_where_there_are_few_links(serve: Serve, crawl: Crawl) -> None:
    maps = b"<urlset><url><loc>/legal/terms.html</loc></url><url><loc>/legal/gone.html</loc></url></urlset>"
    site = serve({
        "/": html("<p>欢迎</p>", "栗星"), "/legal/terms.html": SITE["/user"],
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nSitemap: /maps/all.xml\n"),
        "/maps/all.xml": (200, {"Content-Type": "text/xml"}, maps),
    })  # fmt: skip
    crawled = crawl(site.base)
    assert titles(crawled) == ["用户协议"]
    assert not crawled.unread  # an address in a map is a guess: what is gone is not missed


def test_a_page_that_leads_nowhere_is_read_as_it_is_and_says_so(serve: Serve, crawl: Crawl) -> None:
    site = serve(
        {"/": html("<p>充值成功后，概不退款。余额不能提现，请您在付款之前看清楚，再决定要不要付款。</p>", "栗星")}
    )
    crawled = crawl(site.base)
    assert crawled.alone and "不像协议" in crawled.reads[0].document.notes[0]


def test_a_wall_before_the_page_is_an_error(serve: Serve, crawl: Crawl) -> None:
    wall = html("<p>访问过于频繁，请拖动滑块完成验证</p>", "安全验证")
    with pytest.raises((BlockedError, FetchError), match="验证"):
        crawl(serve({"/": wall}).base)
    with pytest.raises(FetchError, match="404"):
        crawl(serve({}).base)


def test_a_login_page_with_agreements_is_a_way_to_them(serve: Serve, crawl: Crawl) -> None:
    login = html('<p>请输入手机号和密码登录</p><p>登录即同意<a href="/user">《用户协议》</a></p>', "登录")
    assert titles(crawl(serve({"/": login, "/user": SITE["/user"]}).base)) == ["用户协议"]


def test_a_document_by_name_that_is_none_is_named(serve: Serve, crawl: Crawl) -> None:
    front = '<a href="/a">会员服务协议</a><a href="/b">栗星更新会员协议引热议</a><a href="/user">用户协议</a>'
    promo = html("<h1>会员日</h1><p>全场五折，快来参加，邀请好友还有好礼，先到先得，数量有限。</p>" * 3, "会员日")
    crawled = crawl(serve({"/": html(front, "栗星"), "/a": promo, "/b": promo, "/user": SITE["/user"]}).base)
    (missed,) = crawled.unread
    assert missed.title == "会员服务协议" and "没有认出条款" in missed.reason


def test_what_opens_by_script_is_named_with_the_reason(serve: Serve, crawl: Crawl) -> None:
    box = '<label><input type=checkbox>同意<a href="javascript:;">《充值协议》</a></label>'
    front = html(box + '<a href="/user">用户协议</a>', "栗星")
    crawled = crawl(serve({"/": front, "/user": SITE["/user"]}).base)
    (missed,) = crawled.unread
    assert missed.title == "充值协议" and "点开" in missed.reason and "浏览器" in missed.reason and missed.remedy


def test_words_that_open_what_has_been_read_are_not_missed(serve: Serve, crawl: Crawl) -> None:
    front = html('<a href="javascript:;">《用户协议》</a><footer><a href="/user">用户协议</a></footer>', "栗星")
    assert not crawl(serve({"/": front, "/user": SITE["/user"]}).base).unread


def test_three_hundred_links_are_not_all_visited(serve: Serve, crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_PAGES", 8)
    many = "".join(f'<a href="/{n}">用户协议{n}</a>' for n in range(300))
    site = serve({"/": html(many, "栗星")})
    crawled = crawl(site.base)
    assert len([path for path in site.asked() if path[1:].isdigit()]) == 8
    assert [one.notes for one in crawled.visits[1:]] == [("网页不存在（404）",)] * 8  # failures are evidence too
    assert all(one.exchanges[-1].status == 404 for one in crawled.visits[1:])
    assert not crawled.reads and len(crawled.unread) == 8 + missing.MOST_LEFT + 1
    assert crawled.unread[-1].title == f"另外{300 - 8 - missing.MOST_LEFT}个像协议的链接"


def test_there_is_an_end_to_the_time(serve: Serve, crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_SECONDS", 0.0)
    crawled = crawl(serve(SITE).base)
    assert not crawled.reads and len(crawled.unread) == 3


def test_ctrl_c_keeps_what_was_read(serve: Serve, crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop_at_second(walking: Walk, waiting: Any) -> None:
        if len(walking.visits) == 2:
            raise KeyboardInterrupt
        visit(walking, waiting)

    visit = Walk._visit
    monkeypatch.setattr(Walk, "_visit", stop_at_second)
    crawled = crawl(serve(SITE).base)
    assert crawled.stopped and titles(crawled) == ["充值协议"]
    assert {one.title for one in crawled.unread} == {"用户协议", "隐私政策"}
    assert all("停下" in one.reason for one in crawled.unread)


def test_pages_read_before_are_not_asked_for_again(
    serve: Serve, crawl: Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, file = serve(SITE), str(tmp_path / "crawl.sqlite")
    monkeypatch.setattr(walk, "MOST_PAGES", 1)
    assert titles(crawl(site.base, resume=file)) == ["充值协议"]
    monkeypatch.setattr(walk, "MOST_PAGES", 60)
    before = site.asked()
    crawled = crawl(site.base, resume=file)
    assert titles(crawled) == ["充值协议", "用户协议", "隐私政策"]
    assert set(site.asked()[len(before) :]) == {"/user", "/privacy", "/sitemap.xml"}


def test_progress_is_told(serve: Serve, crawl: Crawl) -> None:
    lines: list[str] = []
    crawl(serve(SITE).base, lines)
    assert "3 处" in lines[0] and lines[1].startswith("页 1/3 充值协议")


def test_payment_pages_are_kept_apart(serve: Serve, crawl: Crawl) -> None:
    pay = html("<h1>开通会员</h1><p>会员费一经支付，不予退还。</p>", "开通会员")
    crawled = crawl(serve({**SITE, "/": html(LIST + '<a href="/pay">开通会员</a>', "栗星"), "/pay": pay}).base)
    (door,) = crawled.doors
    assert door.document.type == "page" and "不予退还" in door.document.text
    assert len(crawled.reads) == 3
