"""What the person who starts a crawl may choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Say = Callable[[str], None]  # takes one line of progress, in Chinese

LIMIT = 20  # documents of one platform
INTERVAL = 1.0  # seconds between two requests to one host


class Options(NamedTuple):
    """How a platform is read."""

    only: frozenset[str] = frozenset()  # document types; empty = all
    limit: int = LIMIT
    discover: bool = True  # False: the page itself is all that is read
    render: str = "auto"  # auto | always | never
    ignore_robots: bool = False
    allow_private: bool = False
    contact: str = ""  # sent with every request: where a site can complain
    resume: str = ""  # file of pages that need not be asked for again
    measure: str | None = None  # page script that measures how conspicuous terms are
    evidence: bool = False  # keep pictures and archives of rendered pages
    look: bool = False  # render every agreement, for its looks, even where its text needs no browser
    interval: float = INTERVAL
