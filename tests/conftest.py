"""Options and fixtures that every test may use."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from clauseaudit import browsers
from clauseaudit.errors import ClauseauditError

GOLDEN = os.path.join(os.path.dirname(__file__), "golden")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden from what is produced now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)``: ``text`` equals tests/golden/name, which only --update-golden rewrites."""

    def check(name: str, text: str) -> None:
        path = os.path.join(GOLDEN, name)
        if request.config.getoption("--update-golden"):
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
        with open(path, encoding="utf-8", newline="") as file:
            assert text == file.read(), f"{name} differs; look, then run pytest --update-golden"

    return check


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser (Playwright). Missing: skipped with the reason, failed when CI=true."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(browsers.browser())
        except ClauseauditError as error:
            _no_browser(str(error))
        yield running


def _no_browser(reason: str) -> Any:
    if os.environ.get("CI") == "true":
        pytest.fail(f"browser tests must run in CI: {reason}")
    pytest.skip(f"BROWSER TESTS DID NOT RUN: {reason}")
