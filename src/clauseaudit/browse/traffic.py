"""Which requests of a page are under way that may still bring text, and since when none is."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress


class Traffic:
    """Requests, by whatever stands for one. To be used within one event loop."""

    def __init__(self) -> None:
        self._under_way: set[object] = set()
        self._silent = asyncio.Event()
        self._silent.set()
        self.since = time.monotonic()  # the moment that the last request ended or was forgotten

    @property
    def busy(self) -> int:
        """How many are under way."""
        return len(self._under_way)

    def begin(self, request: object) -> None:
        """``request`` has been sent."""
        self._under_way.add(request)
        self._silent.clear()

    def end(self, request: object) -> None:
        """``request`` has been answered in full or has failed; nothing happens if it was not under way."""
        if request in self._under_way:
            self._under_way.remove(request)
            self._note()

    def forget(self) -> None:
        """No longer wait for what is under way."""
        self._under_way.clear()
        self._note()

    async def silence(self, limit: float) -> None:
        """Wait until nothing is under way, at most ``limit`` seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._silent.wait(), limit)

    def _note(self) -> None:
        if not self._under_way:
            self.since = time.monotonic()
            self._silent.set()
