"""Several pages at once, and a browser that dies."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from stage import INTRO, Site, text

from clauseaudit.browse import Browser
from clauseaudit.browse import browser as module
from clauseaudit.errors import ClauseauditError, FetchError
from clauseaudit.fetch.transport import Gate
from clauseaudit.visit import Visit

pytestmark = pytest.mark.browser


def test_several_at_once_in_the_order_asked(site: Site, chromium: Browser) -> None:
    site.pages |= {f"/{n}": f"{INTRO}<p>第{n}页</p>" for n in range(6)} | {"/3": (500, {}, b"")}
    results = chromium.visits([site.url(f"/{n}") for n in range(6)], evidence=False)
    assert isinstance(results.pop(3), FetchError)
    assert [text(v)[-3:] for v in results if isinstance(v, Visit)] == ["第0页", "第1页", "第2页", "第4页", "第5页"]


def test_no_browser_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLAUSEAUDIT_BROWSER", str(tmp_path / "nothing"))
    with pytest.raises(ClauseauditError, match="没有能用的浏览器"), Browser(Gate(), agent="x"):
        pass
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with pytest.raises(ClauseauditError, match=r"pip install 'clauseaudit\[browser\]'"), Browser(Gate(), agent="x"):
        pass


def test_a_browser_that_dies_is_started_again(site: Site, chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/page"] = INTRO
    monkeypatch.setattr(module, "ARGUMENTS", (*module.ARGUMENTS, "--of-this-test"))
    with Browser(Gate(allow_private=True), agent="x", timeout=10) as browser:
        browser.visit(site.url("/page"), evidence=False)
        commands = {path: path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")}
        mine = [
            int(path.parent.name)
            for path, line in commands.items()
            if b"--of-this-test" in line and b"--type=" not in line
        ]
        assert mine
        for process in mine:
            os.kill(process, signal.SIGKILL)
        time.sleep(0.5)
        assert "欢迎来到" in text(browser.visit(site.url("/page"), evidence=False))


def test_it_may_be_asked_from_several_threads(site: Site, chromium: Browser) -> None:
    site.pages["/page"] = INTRO
    with ThreadPoolExecutor(6) as pool:
        visits = list(pool.map(lambda n: chromium.visit(site.url(f"/page?{n}"), evidence=False), range(6)))
    assert [v.snapshot.url[-2:] for v in visits] == [f"?{n}" for n in range(6)]
