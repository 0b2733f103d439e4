"""What is under way, and since when nothing is."""

from __future__ import annotations

import asyncio
import time

from clauseaudit.browse.traffic import Traffic


def test_silence_begins_with_the_end_of_the_last_request() -> None:
    async def run() -> tuple[float, float]:
        traffic, before = Traffic(), time.monotonic()
        traffic.begin("a")
        traffic.begin("b")
        asyncio.get_running_loop().call_later(0.05, traffic.end, "a")
        asyncio.get_running_loop().call_later(0.15, traffic.end, "b")
        await traffic.silence(5)
        assert not traffic.busy
        return traffic.since - before, time.monotonic() - before

    since, waited = asyncio.run(run())
    assert 0.15 <= since <= waited < 4


def test_what_hangs_is_waited_for_no_longer_than_asked_or_until_forgotten() -> None:
    async def run() -> None:
        traffic = Traffic()
        traffic.begin("a")
        await traffic.silence(0.01)
        assert traffic.busy == 1
        traffic.forget()
        await traffic.silence(5)
        began = traffic.since
        traffic.end("a")  # late, and no news
        assert not traffic.busy and traffic.since == began

    asyncio.run(run())
