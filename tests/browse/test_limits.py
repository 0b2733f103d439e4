# ruff: noqa: E501  (pages are easier to read with one element a line)
"""Pages that never end, never rest, or take what they can get."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator

import pytest
from stage import Site, text

from clauseaudit.browse import Browser, memory
from clauseaudit.errors import FetchError
from clauseaudit.fetch.transport import Gate
from clauseaudit.visit import Visit

pytestmark = pytest.mark.browser

TERMS = "<p>第一条 充值成功后概不退款，余额不予退还，本平台有权随时修改本协议，修改后即时生效。</p>"
SECONDS, SLACK = 1.5, 6.0  # for a page; and for what comes after it, on a busy machine


@pytest.fixture(scope="module")
def hasty(site: Site, chromium: Browser) -> Iterator[Browser]:
    """A browser with little time and room."""
    gate = Gate(trusted=frozenset({(site.host, site.port)}))
    with Browser(gate, agent="x", timeout=SECONDS, max_bytes=5_000_000) as browser:
        yield browser


def timed(browser: Browser, url: str, evidence: bool = False) -> Visit:
    started = time.monotonic()
    try:
        return browser.visit(url, evidence=evidence)
    finally:
        assert time.monotonic() - started < SECONDS + SLACK


def test_an_answer_that_never_ends(site: Site, hasty: Browser) -> None:
    site.endless["/drip"] = TERMS.encode()
    visit = timed(hasty, site.url("/drip"))
    assert "第一条" in text(visit) and any("没有加载完" in note for note in visit.notes)


def test_an_answer_that_never_begins(site: Site, hasty: Browser) -> None:
    site.endless["/nothing"] = b""
    with pytest.raises(FetchError, match=r"太慢|打不开|没有停下来"):
        timed(hasty, site.url("/nothing"))


def test_a_loop_of_alerts(site: Site, hasty: Browser) -> None:
    site.pages["/alerts"] = f"{TERMS}<script>setTimeout(() => {{ while (1) alert('中奖了') }}, 50)</script>"
    visit = timed(hasty, site.url("/alerts"))
    assert "第一条" in text(visit)
    assert 1 <= sum("提示框" in step.outcome for step in visit.steps) <= 20


def test_a_script_that_never_yields(site: Site, hasty: Browser) -> None:
    site.pages["/busy"] = f"{TERMS}<script>setTimeout(() => {{ while (1); }}, 300)</script>"
    assert "第一条" in text(timed(hasty, site.url("/busy")))


def test_a_page_that_grows_as_it_is_scrolled(site: Site, hasty: Browser) -> None:
    site.pages["/grow"] = (
        f"{TERMS}<p style='height: 3000px'>推荐</p><script>addEventListener('scroll', () => {{"
        "if (innerHeight + scrollY > document.body.scrollHeight - 900) document.body.insertAdjacentHTML('beforeend',"
        "'<p style=\"height: 2000px\">又一段推荐内容</p>') })</script>"
    )
    visit = timed(hasty, site.url("/grow"))
    assert "第一条" in text(visit) and visit.notes


@pytest.mark.parametrize("zipped", [False, True])
def test_a_page_five_times_too_large(site: Site, hasty: Browser, zipped: bool) -> None:
    body = ("<p>" + "条" * 1000 + "</p>").encode() * 8_500
    fields = {"Content-Type": "text/html; charset=utf-8"} | ({"Content-Encoding": "gzip"} if zipped else {})
    site.pages["/huge"] = (200, fields, gzip.compress(body, 1) if zipped else body)
    try:
        visit = timed(hasty, site.url("/huge"), evidence=True)
    except FetchError as error:
        assert "MB" in error.reason or "秒" in error.reason or "内存" in error.reason
    else:
        assert visit.notes and len(visit.snapshot.content) < 30_000_000


def test_a_page_that_opens_windows_without_end(site: Site, hasty: Browser) -> None:
    site.pages["/windows"] = f"{TERMS}<script>setInterval(() => window.open('/terms'), 50)</script>"
    site.pages["/terms"] = TERMS
    assert "第一条" in text(timed(hasty, site.url("/windows")))


def test_a_page_that_wants_all_the_memory(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/memory"] = (
        f"{TERMS}<script>const kept = []; setInterval(() => kept.push(new Uint8Array(50e6).fill(1)), 10)</script>"
    )
    site.pages["/heap"] = (
        f"{TERMS}<script>const a = []; setInterval(() => {{ for (let n = 0; n < 1e6; n++) a.push({{x: [n]}}) }}, 1)</script>"
    )
    site.pages["/after"] = TERMS
    monkeypatch.setattr(memory, "LIMIT", 350_000_000)  # sooner reached on a busy machine
    with Browser(Gate(allow_private=True), agent="x", timeout=20) as browser:
        for page in ("/memory", "/heap"):
            with pytest.raises(FetchError, match="内存"):
                browser.visit(site.url(page))
        assert "第一条" in text(browser.visit(site.url("/after"), evidence=False))  # the browser lives on


def test_too_many_requests(site: Site, hasty: Browser) -> None:
    site.pages["/many"] = f"{TERMS}<script>for (let n = 0; n < 700; n++) fetch('/one?' + n).catch(() => 0)</script>"
    site.pages["/one"] = "x"
    before = len(site.asked)
    assert "第一条" in text(timed(hasty, site.url("/many")))
    assert len(site.asked) - before <= 500
