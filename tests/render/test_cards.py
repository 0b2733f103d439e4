"""Cards: what holds for a kind of terms is said once, and what there is no room for is left out from the end."""

from __future__ import annotations

from typing import Any

import sample

from clauseaudit.render.cards import cards
from clauseaudit.render.room import AMPLE, ROOMS
from clauseaudit.render.view import report_view


def findings() -> list[dict[str, Any]]:
    views: list[dict[str, Any]] = report_view(sample.qinghe(), sample.NAMES)["findings"]
    return views


def test_findings_of_a_kind_share_a_card() -> None:
    made, cut = cards(findings(), AMPLE)
    shared = next(card for card in made if len(card["members"]) == 2)
    assert (cut, shared["numbers"], len(made)) == ("", "8–9", 13)
    assert shared["members"][0]["explain"] and not shared["members"][1]["explain"]
    assert shared["places"] == "、".join(dict.fromkeys(m["short_clause"] for m in shared["members"]))


def test_a_law_is_quoted_where_it_first_occurs() -> None:
    made, _ = cards(findings(), AMPLE)
    quoted = [law["cite"] for card in made for law in card["laws"] if not law["again"]]
    assert len(quoted) == len(set(quoted)) == 3
    assert made[0]["laws"][0]["id"] == next(law["id"] for law in made[1]["laws"] if law["again"])


def test_the_gravest_kinds_are_told_in_full_and_the_others_by_title_and_place() -> None:
    made, cut = cards(findings(), ROOMS[-1]._replace(kinds=2))
    assert cut == made[2]["members"][0]["number"] == "3"
    assert made[0]["members"][0]["action"] and made[0]["laws"] and not made[0]["named"]
    for card in made[2:]:
        assert not card["laws"] and not card["suggests"] and len(card["named"]) <= 1
        assert all(m["quote"] and not m["explain"] and not m["action"] for m in card["members"] if m["placed"])


def test_where_the_other_articles_have_no_room_neither_has_what_would_settle_it() -> None:
    (with_all, _), (without, _) = cards(findings(), AMPLE), cards(findings(), AMPLE._replace(others=False))
    assert with_all[0]["members"][0]["settle"] and not without[0]["members"][0]["settle"]
    assert all(not law["why"] for card in without for law in card["laws"])
