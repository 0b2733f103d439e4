"""How much a page may say: each step says less, and only the last ones take anything from those without script."""

from __future__ import annotations

from itertools import pairwise

import sample

from clauseaudit.render.html import _page
from clauseaudit.render.room import AMPLE, ROOMS


def test_every_room_is_smaller_than_the_one_before() -> None:
    sizes = [len(_page([sample.qinghe()], sample.NAMES, room)) for room in (*ROOMS, ROOMS[-1]._replace(kinds=0))]
    assert all(before > after for before, after in pairwise(sizes))


def test_nothing_that_is_left_out_comes_back() -> None:
    assert ROOMS[0] == AMPLE
    for before, after in pairwise(ROOMS):
        assert all(not (had is False and has) for had, has in zip(before, after, strict=True))
        assert after.laws <= before.laws and after.contents <= before.contents
    assert all(room.kinds == AMPLE.kinds for room in ROOMS)  # kinds are cut last, one by one
