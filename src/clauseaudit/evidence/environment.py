"""On what the evidence was taken: program, rules, Python, system, browser, clock."""

from __future__ import annotations

import platform
from datetime import datetime
from typing import NamedTuple

from clauseaudit import __version__


class Environment(NamedTuple):
    """The machine and the programs on it, without anything that names its owner."""

    written: str  # ISO 8601 with zone: the system's clock when the bundle was written
    zone: str  # the name the system gives its time zone
    program: str  # "clauseaudit 0.1.0"
    python: str
    system: str
    browser: str  # name and version; empty where none was used


def here(browser: str = "") -> Environment:
    """This machine, now."""
    now = datetime.now().astimezone()
    return Environment(
        written=now.isoformat(timespec="seconds"),
        zone=now.tzname() or "",
        program=f"clauseaudit {__version__}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        system=f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
        browser=browser,
    )
