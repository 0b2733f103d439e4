"""Pages that take too much memory lose their process, before the machine has none left."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

LIMIT = 1_000_000_000  # bytes of one process that draws pages; an ordinary one has 100 to 300 million
EVERY = 0.25  # seconds


async def watch(session: CDPSession) -> None:
    """End every process of this browser that draws pages and holds more than ``LIMIT`` bytes, until cancelled.

    Where the system does not tell (no ``/proc``), the browser's own limits are all there is.
    """
    if not Path("/proc/self/statm").exists():
        return
    while True:
        processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
        for process in processes:
            if process["type"] == "renderer" and resident(process["id"]) > LIMIT:
                with suppress(OSError):
                    os.kill(process["id"], signal.SIGKILL)
        await asyncio.sleep(EVERY)


def resident(process: int) -> int:
    """Bytes in memory of the process with this number; 0 if there is none."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
