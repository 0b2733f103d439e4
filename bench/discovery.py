"""How much of a platform is found: the invented one of tests/site, asked without a pace, with and without a browser."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

_TESTS = Path(__file__).parent.parent / "tests"
sys.path[:0] = [str(_TESTS), str(_TESTS / "site")]  # the site stands with the tests that rely on it


class Measured(NamedTuple):
    """Shares between 0 and 1, and what it took."""

    recall: float
    precision: float
    named: float  # share of the unreadable documents that are named with their reason
    seconds: float
    requests: int


def measure(render: str) -> Measured:
    """Crawl the platform once. ``render``: never | auto."""
    import chestnut

    from clauseaudit.crawl import Options, platform

    with chestnut.serve() as site:
        began = time.monotonic()
        crawled = platform(site.base, Options(allow_private=True, interval=0.0, render=render), lambda line: None)
        seconds = time.monotonic() - began
        hidden = set() if render == "auto" else set(chestnut.BY_BROWSER)
        read = {urlsplit(one.document.url).path for one in crawled.reads}
        read = {"/rules/shop" if path == "/frames/shop.html" else path for path in read}
        unread = {urlsplit(one.url).path for one in crawled.unread}
        truth, missing = set(chestnut.TRUTH) - hidden, set(chestnut.UNREADABLE) | hidden
        return Measured(
            len(read & truth) / len(truth),
            len(read & truth) / max(1, len(read)),
            len(unread & missing) / len(missing),
            seconds,
            len(site.asked()),
        )
