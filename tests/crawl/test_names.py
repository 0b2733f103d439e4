"""What a platform is called."""

from __future__ import annotations

import terms

from clauseaudit.crawl.names import names_of, speaks_of
from clauseaudit.extract import read_document
from clauseaudit.model import Snapshot


def names(markup: str, url: str = "https://www.lixing.test/") -> frozenset[str]:
    snapshot = Snapshot(url, markup.encode(), "text/html", "utf-8", url)
    return names_of(snapshot, read_document(snapshot))


def test_title_address_and_foot() -> None:
    found = names(f"<title>栗星 - 首页</title><p>欢迎</p><footer>© 2026 {terms.COMPANY} 版权所有</footer>")
    assert {"栗星", "lixing", terms.COMPANY} <= found


def test_the_name_that_a_page_declares() -> None:
    assert "栗星互动" in names('<meta property="og:site_name" content="栗星互动"><title>x</title><p>欢迎</p>')


def test_words_that_every_site_has_are_no_names() -> None:
    assert not {"首页", "登录", "规则中心"} & names("<title>登录 - 规则中心 | 首页</title><p>欢迎</p>")


def test_its_own_and_other_peoples_texts() -> None:
    own = names("<title>栗星 - 首页</title><p>欢迎</p>")
    assert speaks_of(terms.MEMBER, own)
    assert not speaks_of(terms.PARTNER, own)
