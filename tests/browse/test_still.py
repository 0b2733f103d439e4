"""When a page has come to rest."""

from __future__ import annotations

import time

import pytest
from stage import INTRO, Site, text

from clauseaudit.browse import Browser

pytestmark = pytest.mark.browser


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
