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


def test_what_a_script_can_make_goes_first_and_what_is_for_shops_before_law() -> None:
    made = AMPLE._replace(notes=False, quotes=False)
    assert ROOMS[1:3] == (AMPLE._replace(notes=False), made)
    assert ROOMS[3] == made._replace(suggests=False)
    assert all(room.laws == AMPLE.laws and room.contents == AMPLE.contents and room.others for room in ROOMS[:4])
