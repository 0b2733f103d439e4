"""A visit looked at for what a link promised."""

from __future__ import annotations

from typing import Any

import pytest
import terms
from chestnut import html, paragraphs

from clauseaudit.crawl.look import LONG_DOOR, PAGE, look, promises_a_document
from clauseaudit.crawl.options import Options
from clauseaudit.discover import Candidate
from clauseaudit.model import Snapshot
from clauseaudit.visit import Visit

URL = "https://a.test/x"


class Browserless:
    """A visitor without a browser; notes why it was asked for one."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def render(self, visit: Visit, why: str) -> Visit:
        self.asked.append(why)
        return visit


def visit(body: str, title: str = "栗星") -> Visit:
    return Visit(URL, Snapshot(URL, html(body, title)[2], "text/html", "utf-8", URL), "static")


def candidate(role: str, words: str = "") -> Candidate:
    return Candidate(URL, words, role, "", 80)


def seen(body: str, role: str, words: str = "", **options: Any) -> tuple[Any, list[str]]:
    visitor: Any = Browserless()
    return look(visitor, Options(**options), visit(body), candidate(role, words)), visitor.asked


def test_an_agreement_is_read_without_more() -> None:
    found, asked = seen(paragraphs(terms.USER), "agreement", "用户协议")
    assert len(found.found.reads) == 1 and not asked and not found.disappoints


def test_its_looks_are_asked_for_where_they_matter() -> None:
    _, asked = seen(paragraphs(terms.USER), "agreement", "用户协议", look=True)
    assert asked == ["看网页的样子"]
    _, asked = seen("<p>开通会员</p>", "door", "开通会员", measure="script")
    assert len(asked) == 1
    assert seen("<p>开通会员</p>", "door", "开通会员")[1] == []


def test_a_list_without_links_may_be_a_scripts() -> None:
    body = "<h1>规则中心</h1><p>请选择</p><script>1</script>"
    assert seen(body, "hub", "规则中心")[1]
    links = '<a href="/1">用户协议</a><a href="/2">充值协议</a>'
    assert not seen(body + links, "hub", "规则中心")[1]
    assert not seen("<h1>规则中心</h1><p>请选择</p>", "hub", "规则中心")[1]


def test_a_payment_page_is_a_page_unless_it_is_as_long_as_an_agreement() -> None:
    found, _ = seen(
        "<h1>开通会员</h1><p>会员费一经支付，不予退还，用户应当知悉并同意，责任自负。</p>", "door", "开通会员"
    )
    assert not found.found.reads and found.door.document.type == PAGE
    assert seen("<p>会员费不予退还</p>", "door", "开通会员", only=frozenset({"refund"}))[0].door is None
    whole = paragraphs(terms.MEMBER) + paragraphs(terms.USER)
    assert len(terms.MEMBER + terms.USER) > LONG_DOOR
    found, _ = seen(whole, "door", "开通会员")
    assert found.found.reads and found.door is None


def test_what_was_promised_by_name_and_is_none_disappoints() -> None:
    promo = "<h1>会员日</h1><p>全场五折，快来参加，先到先得。</p>" * 3
    assert seen(promo, "agreement", "会员协议")[0].disappoints
    menu = '<a href="/1">用户协议</a><a href="/2">充值协议</a>' * 9
    assert not seen(menu, "agreement", "会员协议")[0].disappoints


@pytest.mark.parametrize(
    ("role", "words", "expected"),
    [("agreement", "充值协议", True), ("agreement", "充值协议来了", False), ("hub", "充值协议", False)],
)
def test_a_promise_is_a_name(role: str, words: str, expected: bool) -> None:
    assert promises_a_document(candidate(role, words)) is expected
