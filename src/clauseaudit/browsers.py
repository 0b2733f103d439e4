"""Finding and starting a browser, for printing a report and for pages that need one.

Order: the one that CLAUSEAUDIT_BROWSER names, Playwright's own, those on PATH (the headless shell first: four
times the pages a second), then Chrome and Edge in their usual places.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from clauseaudit.errors import ClauseauditError

if TYPE_CHECKING:
    from playwright.async_api import Browser as AsyncBrowser
    from playwright.async_api import Playwright as AsyncPlaywright
    from playwright.sync_api import Browser, Playwright

SETTING = "CLAUSEAUDIT_BROWSER"
ON_PATH = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
)
ARGUMENTS = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
_SHARED_MEMORY = 256_000_000  # bytes
REMEDY = (
    f"装上 Chromium、Chrome 或 Edge（Debian：apt-get install chromium-headless-shell），或把 {SETTING} 设成浏览器的路径"
)


@contextmanager
def browser(**options: Any) -> Iterator[Browser]:
    """A running browser, closed at the end; ``options`` go to Playwright's launch.

    The sandbox is on where it can be: root has none, and some kernels refuse it to everyone.
    Raises ClauseauditError when Playwright is not installed or no browser starts.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise ClauseauditError("浏览器", "没有装 playwright", "pip install 'clauseaudit[browser]'") from error
    try:
        manager = sync_playwright().start()
    except (Error, OSError) as error:  # its driver is a program of its own: on a minimal system it may not run
        raise ClauseauditError("浏览器", f"playwright 启动不了：{first_line(error)}", REMEDY) from error
    try:
        running = launch(manager, **options)
        try:
            yield running
        finally:
            running.close()
    finally:
        manager.stop()


def launch(playwright: Playwright, **options: Any) -> Browser:
    """The first candidate that starts. Raises ClauseauditError with what each of them answered."""
    from playwright.sync_api import Error

    answers = []
    for options_tried in attempts(playwright.chromium.executable_path):
        try:
            return playwright.chromium.launch(**options_tried, **options)
        except Error as error:
            answers.append(_answer(options_tried, error))
    raise _none(answers)


async def start() -> AsyncPlaywright:
    """Playwright for asynchronous code. Raises ClauseauditError when it is not installed or does not run."""
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError as error:
        raise ClauseauditError("浏览器", "没有装 playwright", "pip install 'clauseaudit[browser]'") from error
    try:
        return await async_playwright().start()
    except (Error, OSError) as error:
        raise ClauseauditError("浏览器", f"playwright 启动不了：{first_line(error)}", REMEDY) from error


async def launch_async(playwright: AsyncPlaywright, arguments: Iterable[str] = (), **options: Any) -> AsyncBrowser:
    """As ``launch``, with further ``arguments`` for the browser."""
    from playwright.async_api import Error

    answers = []
    for options_tried in attempts(playwright.chromium.executable_path, arguments):
        try:
            return await playwright.chromium.launch(**options_tried, **options)
        except Error as error:
            answers.append(_answer(options_tried, error))
    raise _none(answers)


def attempts(own: str, arguments: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """Launch options in the order to try them: every candidate, with the sandbox first unless we are root."""
    root = getattr(os, "geteuid", lambda: 1)() == 0
    given = [*ARGUMENTS, *small_memory(), *arguments]
    for candidate in candidates(own):
        for sandbox in (False,) if root else (True, False):
            yield {"headless": True, "chromium_sandbox": sandbox, "args": given, **candidate}


def small_memory(shared: str = "/dev/shm") -> tuple[str, ...]:
    """The argument for systems whose shared memory is missing or small, as in containers: pages would crash."""
    if not hasattr(os, "statvfs"):
        return ()
    try:
        space = os.statvfs(shared)
    except OSError:
        return ("--disable-dev-shm-usage",)
    return ("--disable-dev-shm-usage",) if space.f_blocks * space.f_frsize < _SHARED_MEMORY else ()


def _answer(tried: dict[str, Any], error: Exception) -> str:
    return f"{tried.get('executable_path') or tried.get('channel', 'playwright')}：{first_line(error)}"


def _none(answers: list[str]) -> ClauseauditError:
    found = answers[0] if answers else "一个也没有找到"
    return ClauseauditError("浏览器", f"没有能用的浏览器（{found}）", REMEDY)


def candidates(own: str) -> Iterator[dict[str, Any]]:
    """Launch options in the order to try them; ``own`` is where Playwright would keep its browser."""
    if chosen := os.environ.get(SETTING):
        yield {"executable_path": chosen}
        return
    if os.path.exists(own):
        yield {"executable_path": own}
    yield from ({"executable_path": path} for name in ON_PATH if (path := shutil.which(name)))
    yield {"channel": "chrome"}
    yield {"channel": "msedge"}


def first_line(error: BaseException) -> str:
    """What went wrong, without the call log behind it."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
