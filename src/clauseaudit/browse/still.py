"""When a page has come to rest: its text no longer changes and nothing that could bring text is under way.

Silence of the network alone is the wrong sign: counters and chats never fall silent, and a page may still be
building itself when they do. The page itself says since when its text is what it is (``rest`` in page.js), so that
the time in which something else was done counts. The wait is used: the page is scrolled meanwhile.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any, NamedTuple

from clauseaudit.browse.frames import Frames
from clauseaudit.browse.traffic import Traffic

LOADING = re.compile(r"加载中|正在加载|载入中|请稍[候后等]|^\s*loading|skeleton", re.I)
LONGEST = 10.0  # seconds; for a page that shows nothing yet and is still being sent
_RESTLESS = 5.0  # seconds of change after which a page with text will never rest
_EVERY, _QUIET = 0.02, 0.1  # seconds
_PATIENCE = 3.0  # seconds without a change although something is still under way
_LITTLE = 40  # characters: such a page is probably not built yet
_LOOKED_AT = ("length", "head", "tail", "height")


class Rest(NamedTuple):
    """How a wait ended."""

    still: bool  # False if the page never was
    screens: int = 0  # how many were scrolled to meanwhile
    at_end: bool = False  # True if nothing is left to scroll to


class _Pulse(NamedTuple):
    """What all frames said."""

    values: list[dict[str, Any]]

    @property
    def still(self) -> bool:
        return bool(self.values) and all(value and value["still"] for value in self.values)

    @property
    def looks(self) -> list[Any]:
        return [value and [value[name] for name in _LOOKED_AT] for value in self.values]

    def unfinished(self, least: int) -> bool:
        words = "".join(value["head"] for value in self.values if value)
        length = sum(value["length"] for value in self.values if value)
        return length < least or (length < 10 * _LITTLE and bool(LOADING.search(words)))


async def until_still(
    frames: Frames, traffic: Traffic, limit: float, *, least: int = _LITTLE, scroll: str = "0, false"
) -> Rest:
    """Wait until the page is still, at most ``limit`` seconds.

    A page of less than ``least`` characters is given time to build itself. ``scroll``: how many screens may be
    scrolled to meanwhile, and whether for pictures too.
    """
    start = asked = changed = time.monotonic()
    end, screens = start + min(limit, LONGEST), 0
    last: list[Any] | None = None
    while (moment := time.monotonic()) < end:
        limits = min(max(end - moment, _QUIET), 1), moment - max(asked, traffic.since)
        call = ", ".join(f"{seconds * 1000:.0f}" for seconds in (_QUIET, *limits))
        pulse = _Pulse([answer.value for answer in await frames.run(f"clauseaudit.rest({call}, {scroll})")])
        screens += sum(value["screens"] for value in pulse.values if value)
        unfinished, moment = pulse.unfinished(least), time.monotonic()
        # What frames did while the page was still being sent, they did before they were asked.
        still = pulse.still and not (last is None and frames.moved)
        if pulse.looks != last:
            last, changed = pulse.looks, moment - _QUIET
        waiting = traffic.busy or unfinished
        patient = not (traffic.busy and unfinished) and moment - changed >= _PATIENCE
        if still and (patient or not waiting):
            return Rest(True, screens, all(value["at_end"] for value in pulse.values))
        if not still and not waiting and moment - start > _RESTLESS:
            break
        if pulse.still:
            asked = moment  # the quiet until now has not been enough
            await traffic.silence((end if unfinished else min(end, changed + _PATIENCE)) - moment)
        elif not pulse.values:  # between two pages
            await asyncio.sleep(_EVERY)
    return Rest(False, screens)
