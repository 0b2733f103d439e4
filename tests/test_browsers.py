"""Finding a browser: the order, the setting, and what is said without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from clauseaudit import browsers
from clauseaudit.errors import ClauseauditError


def test_the_setting_is_the_only_candidate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEAUDIT_BROWSER", "browser-of-mine")
    assert list(browsers.candidates(sys.executable)) == [{"executable_path": "browser-of-mine"}]


def test_playwrights_own_comes_first_then_the_path_then_channels(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CLAUSEAUDIT_BROWSER", raising=False)
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    shell, full = str(tmp_path / "chromium-headless-shell"), str(tmp_path / "chromium")
    found = [next(iter(c.values())) for c in browsers.candidates(sys.executable)]
    assert found == [sys.executable, shell, full, "chrome", "msedge"]
    missing = [next(iter(c.values())) for c in browsers.candidates(str(tmp_path / "no"))]
    assert missing == [shell, full, "chrome", "msedge"]


def test_without_playwright_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(ClauseauditError, match=r"pip install 'clauseaudit\[browser\]'"), browsers.browser():
        pass


def apart(work: Callable[[], Any]) -> Any:
    """What ``work`` gives in a thread of its own: Playwright runs one loop a thread, and a fixture may have it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def opened() -> tuple[float, Any]:
    with browsers.browser() as running:
        page = running.new_page()
        page.set_content("<p>协议</p>")
        return page.evaluate("document.querySelector('p').getBoundingClientRect().height"), running


def test_a_browser_that_is_none_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    monkeypatch.setenv("CLAUSEAUDIT_BROWSER", str(tmp_path / "nothing"))
    with pytest.raises(ClauseauditError, match="没有能用的浏览器") as caught:
        apart(opened)
    assert "\n" not in str(caught.value) and "CLAUSEAUDIT_BROWSER" in str(caught.value)


@pytest.mark.browser
def test_a_real_one_starts_and_stops(browser: Any) -> None:
    height, stopped = apart(opened)
    assert height > 0 and not stopped.is_connected()


@pytest.mark.parametrize(
    ("error", "line"), [(ValueError("一\n二"), "一"), (ValueError(""), "ValueError")], ids=["long", "empty"]
)
def test_first_line(error: Exception, line: str) -> None:
    assert browsers.first_line(error) == line


def test_little_shared_memory_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert browsers.small_memory(str(tmp_path / "none")) == ("--disable-dev-shm-usage",)
    size = os.statvfs(tmp_path)
    monkeypatch.setattr(browsers, "_SHARED_MEMORY", size.f_blocks * size.f_frsize + 1)
    assert browsers.small_memory(str(tmp_path)) == ("--disable-dev-shm-usage",)
    monkeypatch.setattr(browsers, "_SHARED_MEMORY", 1)
    assert browsers.small_memory(str(tmp_path)) == ()


def test_the_sandbox_comes_first_unless_we_are_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEAUDIT_BROWSER", "mine")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert [tried["chromium_sandbox"] for tried in browsers.attempts("", ["--x"])] == [True, False]
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    (tried,) = browsers.attempts("", ["--x"])
    assert not tried["chromium_sandbox"] and tried["args"][-1] == "--x" and tried["executable_path"] == "mine"
