"""When a page has come to rest: its text no longer changes and nothing that could bring text is under way.

Silence of the network alone is the wrong sign: counters and chats never fall silent, and a page may still be
building itself when they do.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

from clauseaudit.browse.frames import Frames

LOADING = re.compile(r"加载中|正在加载|载入中|请稍[候后等]|^\s*loading|skeleton", re.I)
LONGEST = 10.0  # seconds; for a page that shows nothing yet and is still being sent
_RESTLESS = 5.0  # seconds of change after which a page with text will never rest
_EVERY, _QUIET = 0.02, 0.1  # seconds
_PATIENCE = 3.0  # seconds without a change although something is still under way
_LITTLE = 40  # characters: such a page is probably not built yet


async def until_still(frames: Frames, busy: Callable[[], int], limit: float, *, least: int = _LITTLE) -> bool:
    """Wait until the page is still, at most ``limit`` seconds. False if it never was.

    ``busy`` tells how many requests are under way. A page of less than ``least`` characters is given time to build
    itself.
    """
    start = changed = time.monotonic()
    end = start + min(limit, LONGEST)
    last: list[Any] = []
    while (moment := time.monotonic()) < end:
        unfinished = bool(last) and _unfinished(last, least)
        await _idle(busy, end if unfinished else min(end, changed + _PATIENCE))
        quiet = f"clauseaudit.rest({_QUIET * 1000:g}, {min(max(end - moment, _QUIET), 1) * 1000:.0f})"
        pulse = [answer.value for answer in await frames.run(quiet)]
        moment, unfinished = time.monotonic(), _unfinished(pulse, least)
        if pulse != last:
            last, changed = pulse, moment - _QUIET
        still = bool(pulse) and all(value and value["still"] for value in pulse)
        waiting = busy() or unfinished
        patient = not (busy() and unfinished) and moment - changed >= _PATIENCE
        if still and (patient or not waiting):
            return True
        if not still and not waiting and moment - start > _RESTLESS:
            return False
        if not pulse:  # between two pages
            await asyncio.sleep(_EVERY)
    return False


async def _idle(busy: Callable[[], int], end: float) -> None:
    while busy() and time.monotonic() < end:
        await asyncio.sleep(_EVERY)


def _unfinished(pulse: list[Any], least: int) -> bool:
    words = "".join(value["head"] for value in pulse if value)
    length = sum(value["length"] for value in pulse if value)
    return length < least or (length < 10 * _LITTLE and bool(LOADING.search(words)))
