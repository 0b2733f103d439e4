"""On what the evidence was taken: program, rules, Python, system, browser, and how right the clock was."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from clauseaudit import __version__
from clauseaudit.evidence.addresses import split
from clauseaudit.evidence.headers import value_of
from clauseaudit.visit import Exchange, Visit

_BROWSER = re.compile(r"\b((?:Headless)?Chrome|Edg)/(\d[\d.]*)")


class Environment(NamedTuple):
    """The machine and the programs on it, without anything that names its owner."""

    written: str  # ISO 8601 with zone: the system's clock when the bundle was written
    zone: str  # the name the system gives its time zone
    program: str  # "clauseaudit 0.1.0"
    python: str
    system: str
    browser: str  # name and version; empty where none was used


class Clock(NamedTuple):
    """The system's clock against the ``Date`` of one answer; positive when the system is ahead.

    ``Date`` has whole seconds and was written at some moment of the exchange: the truth lies between the two.
    """

    host: str
    started: str  # ISO 8601, the system's clock
    date: str  # as the server wrote it
    least: float  # seconds
    most: float


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


def browser_of(visits: Iterable[Visit]) -> str:
    """Name and version by which the browser introduced itself in the rendered ``visits``; empty without any."""
    asked = (one.request for visit in visits if visit.how == "rendered" for one in visit.exchanges)
    found = (_BROWSER.search(value_of(fields, "user-agent")) for fields in asked)
    return next((" ".join(match.groups()) for match in found if match), "")


def clocks(visits: Sequence[Visit]) -> tuple[Clock, ...]:
    """The comparison with every host that says what time it is, from its first answer that does."""
    found: dict[str, Clock] = {}
    for visit in visits:
        for exchange in visit.exchanges:
            host = split(exchange.url).netloc
            if host not in found and (clock := _compare(host, exchange)):
                found[host] = clock
    return tuple(found.values())


def _compare(host: str, exchange: Exchange) -> Clock | None:
    date = value_of(exchange.response, "date")
    if value_of(exchange.response, "age").strip() not in ("", "0"):
        return None  # out of a cache: the date is that of the first answer
    try:
        server, asked = parsedate_to_datetime(date), datetime.fromisoformat(exchange.started)
        ahead = (asked - server).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return Clock(host, exchange.started, date, round(ahead - 1, 3), round(ahead + exchange.seconds, 3))


def clock_sentence(compared: Iterable[Clock]) -> str:
    """What the comparison says, in Chinese."""
    known = sorted(compared, key=lambda clock: clock.least + clock.most)
    if not known:
        return "没有服务器给出时间，本机时钟没有可以对照的。"
    middle = known[len(known) // 2]
    count = f"{len(known)} 台服务器" if len(known) > 1 else "服务器"
    if middle.least <= 0 <= middle.most:
        return f"本机时钟与{count}应答里的时间（Date）一致，差别在 {max(-middle.least, middle.most):.1f} 秒以内。"
    ahead = middle.least > 0
    low, high = sorted((abs(middle.least), abs(middle.most)))
    return f"本机时钟比{count}应答里的时间（Date）{'快' if ahead else '慢'} {low:.1f} 至 {high:.1f} 秒（取中间值）。"
