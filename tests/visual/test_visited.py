"""From an address to an audit: our browser opens a page, measures it before touching it, and reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from stage import Site

from clauseaudit.audit import audit as audit_of
from clauseaudit.browse import Browser
from clauseaudit.extract import read_document
from clauseaudit.fetch.transport import Gate
from clauseaudit.match import Matcher
from clauseaudit.model import Audit
from clauseaudit.rules import load_pack
from clauseaudit.visit import Visit
from clauseaudit.visual import SCRIPT, observe
from visual.planted import PAGE, PLAIN, TERM, framed, shadow, term

pytestmark = pytest.mark.browser

PACK = load_pack()
MATCHER = Matcher(PACK)
ON = "2026-11-26"
OTHER = "账户余额逾期未使用的，自动清零，不予补偿。"
HOST = "127.0.0.23"

# The page's own scripts say that everything is large and black.
LIES = (
    "<script>window.getComputedStyle = () => new Proxy({}, {get: () => '99px'}); JSON.stringify = () => '{}';"
    "Element.prototype.getBoundingClientRect = () => ({left: 0, top: 0, right: 9, bottom: 9, width: 9, height: 9});"
    "</script>"
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(HOST) as running:
        yield running


@pytest.fixture(scope="module")
def opener(site: Site, browser: Any) -> Iterator[Browser]:
    """``browser`` has shown that there is one; this one visits."""
    gate = Gate(trusted=frozenset({(site.host, site.port)}))
    with Browser(gate, agent="clauseaudit/test", timeout=20, measure=SCRIPT) as running:
        yield running


Visited = Callable[[str], Visit]


@pytest.fixture
def visited(site: Site, opener: Browser) -> Visited:
    """``visited(body)``: the page with that body, visited."""

    def visit(body: str) -> Visit:
        site.pages["/"] = PAGE % body
        return opener.visit(site.url())

    return visit


def audited(visit: Visit) -> Audit:
    return observe(audit_of(read_document(visit.snapshot), MATCHER, ON), visit, PACK, ON)


def test_every_corner_of_a_page(visited: Visited) -> None:
    """Of one page: a frame, a shadow root, a fold that reading opens, a box; at both window sizes."""
    body = (
        f"{PLAIN}{shadow(f'<p style=font-size:9px>{TERM}</p>')}<details><summary>更多</summary><p>{OTHER}</details>"
        + framed("<p style='color:#ccc'>因系统故障造成的任何损失，本平台概不负责。")
        + "<label><input type=checkbox checked>我已阅读并同意《会员协议》</label>"
    )
    visit = visited(body)
    assert [sight.viewport for sight in visit.sights] == [(390, 844), (1280, 800)]
    assert all(len(sight.facts) == 2 for sight in visit.sights)
    audit = audited(visit)
    shown = {f.quote: f.shown for f in audit.findings if f.category == "not-conspicuous"}
    assert shown[TERM].startswith("9 px（正文 16 px）")
    assert shown[OTHER].endswith("需点开折叠“更多”")  # open by the time it was read, closed when it was measured
    assert "对比度 1.6:1" in shown["因系统故障造成的任何损失，本平台概不负责。"]
    assert [f.quote for f in audit.findings if f.category == "preticked-consent"] == ["我已阅读并同意《会员协议》"]
    for finding in audit.findings:
        assert finding.start is None or audit.document.text[finding.start : finding.end] == finding.quote


def test_a_page_that_lies_to_scripts_is_measured_all_the_same(visited: Visited) -> None:
    audit = audited(visited(LIES + PLAIN + term("font-size:9px;color:#ccc")))
    (found,) = [f for f in audit.findings if f.category == "not-conspicuous"]
    assert found.shown.startswith("9 px（正文 16 px），对比度 1.6:1")


def test_a_term_behind_a_tab_is_not_seen_at_first(visited: Visited) -> None:
    tabs = (
        "<div role=tablist><button role=tab aria-selected=true aria-controls=one>总则</button>"
        "<button role=tab aria-selected=false aria-controls=two onclick=\"two.style.display='block';"
        "one.style.display='none'\">退款规则</button></div>"
    )
    panels = f"<div id=one role=tabpanel>{PLAIN}</div><div id=two role=tabpanel style='display:none'>{term('')}</div>"
    audit = audited(visited(tabs + panels))
    assert TERM in audit.document.text
    shown = {f.shown for f in audit.findings if f.category == "not-conspicuous"}
    assert shown == {"16 px，对比度 15.9:1，打开时不显示"}
