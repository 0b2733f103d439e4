"""List markers and how deep they stand: 第三条, 一、, (二), 1., 1.1, (1), ①, a., bullets, Markdown headings.

Agreements nest these in any order they like, so depth is not a property of a style: a style seen for the first time
opens a level below the current one, a style seen before returns to its own level (:class:`Ladder`).
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Marker(NamedTuple):
    """A number or bullet at the head of a line or sentence. ``start`` and ``end`` bound its characters."""

    style: str
    numbers: tuple[int, ...]
    start: int
    end: int


_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE = "[零〇一二三四五六七八九十百两]"
_UNIT = {"编": "part", "部分": "part", "章": "chapter", "节": "section", "条": "article", "款": "paragraph", "项": "entry"}
_MARKER = re.compile(
    rf"第(?P<nth>{_CHINESE}{{1,6}}|\d{{1,3}})(?P<unit>编|部分|章|节|条款?|款|项)(?![规之所的约至到或及和与中款项内第])[、.:]?"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,4})(?![\d%元倍折万亿个天年月日小版gmk])[.、]?"
    r"|(?P<plain>\d{1,3})(?:[.、](?![\d])|(?=[ \t]+[^\s\d]))"
    rf"|(?P<chinese>{_CHINESE}{{1,3}})[、.](?!{_CHINESE}{{1,2}}、)"
    rf"|[(](?P<chinese_in>{_CHINESE}{{1,3}})[)]、?|[(](?P<plain_in>\d{{1,2}})[)]、?"
    rf"|(?P<plain_half>\d{{1,2}})[)]|(?P<chinese_half>{_CHINESE}{{1,3}})[)]"
    r"|(?P<circled>[①-⒇❶-❿])[.、]?|(?P<roman>[ⅰ-ⅻ])[.、)]?|[(]?(?P<letter>[a-z])(?:[.、](?![a-z])|[)])"
    r"|(?P<hash>\#{1,6})[ \t]*(?=\S)|(?P<bullet>[-·•●○■□◆◇★☆*▪◦※→])(?![-*=_])[ \t]*"
)
_FIRST = frozenset("第(#-·•●○■□◆◇★☆*▪◦※→零〇一二三四五六七八九十百两0123456789abcdefghijklmnopqrstuvwxyz")
_LISTED = frozenset("第(#0123456789零〇一二三四五六七八九十百两")
#: Styles that head a clause of their own; the others are items of the clause they stand in.
STRONG = frozenset(
    ("part", "chapter", "section", "article", "chinese", "chinese_in", "plain", "title", "h1", "h2", "h3", "h4", "h5", "h6")
    + tuple(f"dotted{depth}" for depth in range(2, 6))
)
_RANK = {"part": 0, "chapter": 1, "section": 2, "article": 3, "paragraph": 4, "entry": 5}
_SUCCESSION = frozenset(("plain", "plain_in", "plain_half", "chinese", "chinese_in", "chinese_half", "circled", "letter"))


def read_marker(text: str, start: int, end: int) -> Marker | None:
    """The marker that begins exactly at ``start``, if there is one."""
    if start >= end:
        return None
    first = text[start]
    if first not in _FIRST and not "①" <= first <= "⒇" and not "ⅰ" <= first <= "ⅻ" and not "❶" <= first <= "❿":
        return None
    match = _MARKER.match(text, start, end)
    if match is None:
        return None
    name = match.lastgroup or ""
    value = match[name]
    if name == "unit":
        return Marker(_UNIT[value.replace("条款", "条")], (_number(match["nth"]),), start, match.end())
    if name == "dotted":
        numbers = tuple(map(int, value.split(".")))
        return Marker(f"dotted{len(numbers)}", numbers, start, match.end())
    if name == "hash":
        return Marker(f"h{len(value)}", (), start, match.end())
    return Marker(name, (_value(name, value),), start, match.end())


def _value(name: str, value: str) -> int:
    if name == "letter":
        return ord(value) - 96
    if name == "circled":
        return (ord(value) - 0x2460) % 20 + 1 if value <= "⒇" else ord(value) - 0x2775
    if name == "roman":
        return ord(value) - 0x216F
    return 0 if name == "bullet" else _number(value)


def _number(value: str) -> int:
    """A whole number up to 999 in Arabic or Chinese digits."""
    if value.isdecimal():
        return int(value)
    total, digit = 0, 0
    for character in value:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character] if digit and total == 0 else _DIGITS[character]
    return total + digit


class Rung(NamedTuple):
    """One open level: its style, the last number seen there, and what it contributes to a label."""

    style: str
    numbers: tuple[int, ...]
    label: str  # the number as printed
    titled: bool  # the label ends in a title


class Ladder:
    """The open levels, outermost first."""

    def __init__(self) -> None:
        self.rungs: list[Rung] = []

    def depth_of(self, style: str) -> int:
        """How many levels stay open above a marker of this style."""
        rungs = self.rungs
        for depth, rung in enumerate(rungs):
            if rung.style == style:
                return depth
        if style in _RANK or style[0] == "h" and style[1:].isdigit():
            for depth, rung in enumerate(rungs):
                if _outranks(style, rung.style):
                    return depth
        if style.startswith("dotted"):
            parent = "plain" if style == "dotted2" else f"dotted{int(style[6]) - 1}"
            for depth, rung in enumerate(rungs):
                if rung.style == parent:
                    return depth + 1
        return len(rungs)

    def place(self, rung: Rung) -> int:
        """Put a marker on the ladder and close what lies deeper; returns its depth (0 = top)."""
        depth = self.depth_of(rung.style)
        del self.rungs[depth:]
        if depth < 24:
            self.rungs.append(rung)
        return depth

    def continues(self, marker: Marker, strictly: bool = False) -> bool:
        """Whether a marker in the middle of a line goes on counting, or (unless ``strictly``) starts to count."""
        last = next((rung.numbers for rung in reversed(self.rungs) if rung.style == marker.style), ())
        if not marker.numbers or marker.style in ("bullet", "roman"):
            return False
        if marker.style.startswith("dotted"):
            if last and last[:-1] == marker.numbers[:-1]:
                return 0 < marker.numbers[-1] - last[-1] <= 3
            return marker.numbers[-1] == 1 and 0 < marker.numbers[0] < 40
        if last and marker.numbers[0] == last[0] + 1:
            return True
        return not strictly and marker.numbers[0] == 1 and marker.style in _SUCCESSION

    def label(self) -> str:
        """What a person would cite for the current place: nearest titled level, then the bare numbers below it."""
        parts: list[str] = []
        covered = ""
        for rung in reversed(self.rungs):
            if rung.label and not covered.startswith("dotted"):
                parts.append(rung.label)
            elif rung.titled:
                parts.append(rung.label)
            covered = rung.style
            if rung.titled:
                break
        return " ".join(reversed(parts))


def _outranks(style: str, other: str) -> bool:
    if style in _RANK:
        return _RANK.get(other, -1) > _RANK[style]
    return other > style if other[0] == "h" and other[1:].isdigit() else True
