"""Measuring how a page looks: the page script on agreements of one and two thousand clauses, in a real browser."""

from __future__ import annotations

import statistics
import time
from typing import NamedTuple

from clauseaudit import browsers
from clauseaudit.visit import Sight
from clauseaudit.visual import SCRIPT
from clauseaudit.visual.align import Aligner
from clauseaudit.visual.page import read

BLOCKS, ROUNDS, SIZE = 2000, 5, (390, 844)
_CLAUSE = "<h3>第{0}条</h3><p>充值成功后余额不予退还。平台享有最终解释权。<b>到期前自动续费。</b></p>"


class Looks(NamedTuple):
    """Medians over rounds."""

    seconds: float  # wall, what is returned included, for BLOCKS blocks
    ratio: float  # twice the blocks against once
    reading: float  # seconds to read the facts and make them searchable


def measure() -> Looks:
    """Raises ClauseauditError without a browser."""
    with browsers.browser() as browser:
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        times: dict[int, float] = {}
        for count in (2 * BLOCKS, BLOCKS):
            page.set_content("<meta charset=utf-8>" + "".join(_CLAUSE.format(n) for n in range(count // 2)))
            rounds = []
            for _ in range(ROUNDS):
                before = time.perf_counter()
                facts = page.evaluate(SCRIPT)
                rounds.append(time.perf_counter() - before)
            times[count] = statistics.median(rounds)
        before = time.process_time()
        view = read(Sight("", SIZE, (facts,)))
        assert view and len(view.frames[0].blocks) == BLOCKS
        assert len(Aligner(view).places("第7条充值成功后余额不予退还")) == 1
        return Looks(times[BLOCKS], times[2 * BLOCKS] / times[BLOCKS], time.process_time() - before)
