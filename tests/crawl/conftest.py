from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import chestnut
import pytest

from clauseaudit.crawl import Crawled, Options, platform

Site = dict[str, chestnut.Page]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pace and a memory of robots.txt of each test's own: ports are used again."""
    monkeypatch.setattr("clauseaudit.fetch.pace.default_path", lambda: str(tmp_path / "pace.sqlite"))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules of waiting with a shorter wait: these sites answer at once."""
    monkeypatch.setattr("clauseaudit.browse.still._PATIENCE", 0.8)


@pytest.fixture
def serve() -> Iterator[Callable[..., chestnut.Platform]]:
    """``serve(pages, elsewhere={...})``: a running site of these paths; ``elsewhere`` on 127.0.0.2, same port."""
    with ExitStack() as stack:

        def start(pages: Callable[[int], Site] | Site, elsewhere: Site | None = None) -> chestnut.Platform:
            def both(port: int) -> dict[str, Site]:
                own = pages(port) if callable(pages) else pages
                return {chestnut.HOME: own} | ({chestnut.TERMS_HOST: elsewhere} if elsewhere else {})

            return stack.enter_context(chestnut.serve(both))

        yield start


@pytest.fixture
def crawl() -> Callable[..., Crawled]:
    """``crawl(url, lines, **options)``: a crawl in a hurry, without a browser unless ``render`` says otherwise."""

    def run(url: str, lines: list[str] | None = None, **options: Any) -> Crawled:
        chosen = Options(**{"allow_private": True, "interval": 0.0, "render": "never", **options})
        return platform(url, chosen, lines.append if lines is not None else lambda line: None)

    return run
