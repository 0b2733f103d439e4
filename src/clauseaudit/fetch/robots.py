"""What a site's robots.txt allows us. Pure; who fetches it is the client.

RFC 9309: an answer of 4xx means there are no rules, an answer of 5xx or none means that nothing may be asked.
"""

from __future__ import annotations

import math
import re

from clauseaudit.errors import FetchError
from clauseaudit.fetch.status import SlowDown

AGENT = "clauseaudit"  # the name that robots.txt may address
MAX_BYTES = 5_000_000
ASK_AGAIN = 60.0  # seconds for which a robots.txt that could not be read counts as unreadable
_READ_BYTES = 512_000  # RFC 9309 asks for at least 500 kB; what lies behind is not looked at
_LONGEST_LINE = 2000
_MOST_WILDCARDS = 8  # in one pattern: each multiplies the time that a hostile one costs
_ALLOW = re.compile(r"\s*allow\s*:", re.I)


class Rules:
    """The rules of one origin for us. ``delay`` is the Crawl-delay in seconds, 0 where none is asked for."""

    def __init__(self, status: int = 404, body: bytes = b"") -> None:
        from protego import Protego

        text = _tamed(body[:_READ_BYTES].decode("utf-8-sig", "replace")) if 200 <= status < 300 else ""
        self._parsed = Protego.parse(text)
        rate = self._parsed.request_rate(AGENT)
        delays = (self._parsed.crawl_delay(AGENT), rate.seconds / rate.requests if rate and rate.requests else None)
        self.delay = max((d for d in delays if d and math.isfinite(d) and d > 0), default=0.0)

    def judge(self, asked: str, url: str) -> None:
        """Raise FetchError if the site does not want ``url`` to be read by programs."""
        if not self._parsed.can_fetch(url, AGENT):
            raise FetchError(
                asked,
                "网站的 robots.txt 不允许程序读取这个网页",
                "请用浏览器打开，另存为 .mhtml 或 .html 再检查；如果这是您自己的网站，可加 --ignore-robots",
            )


class Unreadable(SlowDown):
    """Nobody knows what the site allows, so nothing is asked of it."""

    def __init__(self, subject: str, why: str) -> None:
        self.why = why
        reason = f"读不到网站的 robots.txt（{why}），不知道是否允许程序访问，已停止"
        super().__init__(subject, reason, "请稍后再试；如果这是您自己的网站，可加 --ignore-robots", ASK_AGAIN)


def _tamed(text: str) -> str:
    """Lines that cannot cost much. What is cut from a pattern makes it wider, so it is cut from prohibitions only."""
    lines = []
    for line in text.splitlines():
        stars = line.split("*")
        if len(line) > _LONGEST_LINE or len(stars) > _MOST_WILDCARDS + 1:
            if _ALLOW.match(line):
                continue
            line = "*".join(stars[: _MOST_WILDCARDS + 1])[:_LONGEST_LINE]
        lines.append(line)
    return "\n".join(lines)
