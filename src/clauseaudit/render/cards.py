"""Findings of a kind on one card: what holds for all of them is said once, and nothing that was said before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from clauseaudit.render.passage import View
from clauseaudit.render.room import Room

_SAID = ("explain", "action", "counter", "settle", "suggest", "measured")


def cards(findings: Sequence[View], room: Room) -> tuple[list[View], str]:
    """The cards, gravest first, and the number of the first finding that is told briefly ("" if none is).

    A card has its ``members``, the ``laws`` to quote or to point at, ``others`` to name, and the ``suggests``;
    a brief card has titles and places, and the strongest article ``named``.
    """
    seen: dict[tuple[str, str], str] = {}
    made: list[View] = []
    cut = ""
    for _, group in groupby(findings, key=lambda view: (view["grade"], view["category"])):
        whole = list(group)
        brief = len(made) >= room.kinds
        cut = cut or (whole[0]["number"] if brief else "")
        strongest = whole[0]["laws"][:1] if brief else ()
        card = _card([_short(view) for view in whole] if brief else whole, seen, room)
        made.append({**card, "named": [law["cite"] for law in strongest]})
    return made, cut


def _short(view: View) -> View:
    """A finding with its title and place alone."""
    return {**view, **dict.fromkeys(_SAID, ""), "softened": "", "laws": [], "like": ""}


def _card(group: Sequence[View], seen: dict[tuple[str, str], str], room: Room) -> View:
    members = [_member(view, seen, room) for view in group]
    first, *others = members
    for other in others:
        other["title"] = "" if other["title"] == first["title"] else other["title"]
    card = {key: first[key] for key in ("id", "grade", "word", "name", "placed", "like")}
    numbers = first["number"] if len(members) == 1 else f"{first['number']}–{members[-1]['number']}"
    places = dict.fromkeys(member["short_clause"] or "全文" for member in members)
    return {**card, **_law_list(members, seen, room), "numbers": numbers, "members": members,
            "places": "、".join(places),
            "suggests": [m["suggest"] for m in members if m["suggest"] and room.suggests]}  # fmt: skip


def _member(view: View, seen: dict[tuple[str, str], str], room: Room) -> View:
    """The finding without the words that have been said before in this report."""
    member = {**view, "settle": view["settle"] if room.others else ""}
    for field in _SAID:
        if seen.setdefault((view["category"] + field, member[field]), view["number"]) != view["number"]:
            member[field] = ""
    told = any(member[field] for field in ("explain", "action", "counter"))
    member["like"] = view["like"] if not told else ""
    return member


def _law_list(members: Sequence[View], seen: dict[tuple[str, str], str], room: Room) -> View:
    """The strongest articles of a card, quoted where they first occur; none if its kind has had the same list."""
    laws = list({law["cite"]: law for member in members for law in member["laws"]}.values())
    kind, number = members[0]["category"], members[0]["number"]
    listed = "\n".join(law["cite"] for law in laws)
    where = seen.setdefault((kind + "laws", listed), number)
    if where != number or not laws:
        return {"laws": [], "others": [], "laws_at": where if laws else ""}
    quoted = []
    for law in laws[: room.laws]:
        first = seen.setdefault(("law", law["cite"]), f"w{len(seen)}")
        again = ("quoted", first) in seen
        quoted.append({**law, "id": first, "again": again, "why": law["why"] if room.others else ""})
        seen[("quoted", first)] = first
    return {"laws": quoted, "others": [law["cite"] for law in laws[room.laws :] if room.others], "laws_at": ""}
