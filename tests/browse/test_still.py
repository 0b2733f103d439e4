"""When a page has come to rest."""

from __future__ import annotations

import time

import pytest
from stage import INTRO, Site, text

from clauseaudit.browse import Browser, still

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules with shorter waits."""
    monkeypatch.setattr(still, "_PATIENCE", 0.8)
    monkeypatch.setattr(still, "_RESTLESS", 1.5)


def test_a_page_that_changes_all_the_time(site: Site, chromium: Browser) -> None:
    site.pages["/restless"] = (
        f"{INTRO}<p id=more></p><script>setInterval(() => {{ more.textContent += '字' }}, 30)</script>"
    )
    visit = chromium.visit(site.url("/restless"), evidence=False)
    assert "欢迎来到" in text(visit) and "网页的文字一直在变，读的是其中一刻" in visit.notes


def test_a_clock_is_no_restlessness(site: Site, chromium: Browser) -> None:
    site.pages["/clock"] = (
        f"{INTRO}<p id=c></p><script>setInterval(() => {{ c.textContent = Date.now() }}, 20)</script>"
    )
    started = time.monotonic()
    assert not chromium.visit(site.url("/clock"), evidence=False).notes
    assert time.monotonic() - started < 3


def test_a_page_that_waits_long_for_its_text_is_waited_for(site: Site, chromium: Browser) -> None:
    def slow(_: str) -> str:
        site.stopped.wait(2)  # longer than a page that has text would be given
        return "<p>第一条 充值成功后概不退款，余额不予退还，本平台有权随时修改本协议，修改后即时生效。</p>"

    site.pages["/slow"] = slow
    site.pages["/waits"] = (
        "<p id=a>加载中</p><script>fetch('/slow').then(r => r.text()).then(t => { a.innerHTML = t })</script>"
    )
    assert "概不退款" in text(chromium.visit(site.url("/waits"), evidence=False))


def test_a_page_with_text_does_not_wait_for_what_hangs(site: Site, chromium: Browser) -> None:
    site.endless["/hangs"] = b""
    site.pages["/chat"] = f"{INTRO}<script>fetch('/hangs').then(r => r.text()).catch(() => 0)</script>"
    started = time.monotonic()
    visit = chromium.visit(site.url("/chat"), evidence=False)
    assert "欢迎来到" in text(visit) and not visit.notes
    assert time.monotonic() - started < 5
