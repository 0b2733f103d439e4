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
LONGEST = 6.0  # seconds
_EVERY, _QUIET = 0.1, 0.2  # seconds
_PATIENCE = 3.0  # seconds without a change although something is still under way
_LITTLE = 40  # characters: such a page is probably not built yet


async def until_still(frames: Frames, busy: Callable[[], int], limit: float, *, least: int = _LITTLE) -> bool:
    """Wait until the page is still, at most ``limit`` seconds. False if it never was.

    ``busy`` tells how many requests are under way. A page of less than ``least`` characters is given time to build
    itself.
    """
    start = changed = time.monotonic()
    end = start + min(limit, LONGEST)
    last: Any = None
    while (moment := time.monotonic()) < end:
        pulse = [answer.value for answer in await frames.run("clauseaudit.pulse()")]
        if pulse != last:
            last, changed = pulse, moment
        wait = _PATIENCE if busy() or _unfinished(pulse, least) else _QUIET
        if moment - changed >= wait:
            return True
        await asyncio.sleep(_EVERY)
    return False


def _unfinished(pulse: list[Any], least: int) -> bool:
    words = "".join(value["head"] for value in pulse if value)
    length = sum(value["length"] for value in pulse if value)
    return length < least or (length < 10 * _LITTLE and bool(LOADING.search(words)))
