"""A site, and a real browser that may visit it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from stage import OPEN, Answer, Show, Site

from clauseaudit.browse import Browser
from clauseaudit.errors import ClauseauditError
from clauseaudit.fetch.transport import Gate
from clauseaudit.visit import Visit

MEASURE = """({
  address: location.href, width: innerWidth, native: /native code/.test(getComputedStyle),
  ticked: [...document.querySelectorAll('input')].map(e => e.checked),
  open: document.querySelectorAll('details[open]').length,
})"""


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site(OPEN) as running:
        yield running


@pytest.fixture(scope="session")
def chromium(site: Site) -> Iterator[Browser]:
    """A browser that may ask ``site`` and nobody else. Missing: skipped loudly, failed when CI=true."""
    gate = Gate(trusted=frozenset({(site.host, site.port)}))
    with ExitStack() as stack:
        try:
            running = stack.enter_context(Browser(gate, agent="clauseaudit/test", timeout=15, measure=MEASURE))
        except ClauseauditError as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"browser tests must run in CI: {error}")
            pytest.skip(f"BROWSER TESTS DID NOT RUN: {error}")
        yield running


@pytest.fixture
def show(site: Site, chromium: Browser) -> Show:
    """``show(markup, **more)``: the visit of a page with this markup; ``more`` are further pages, by name."""

    def visit(markup: Answer, *, evidence: bool = False, **more: Answer) -> Visit:
        site.pages |= {"/": markup, **{f"/{name}": page for name, page in more.items()}}
        return chromium.visit(site.url(), evidence=evidence)

    return visit
