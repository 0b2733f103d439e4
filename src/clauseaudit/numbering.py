"""List markers and how deep they stand: 第三条, 一、, (二), 1., 1.1, (1), ①, a., bullets, Markdown; heading lines.

Agreements nest these in any order they like, so depth is not a property of a style: a style seen for the first time
opens a level below the current one, a style seen before returns to its own level (:class:`Ladder`).
"""

import re
from functools import cache
from typing import NamedTuple

from clauseaudit.expressions import expression
from clauseaudit.structure import (
    ABOVE,
    CITED_ALONE,
    DOTTED,
    HEADING_LINE,
    NAMES,
    RULES,
    SAYS,
    SHORT_LINE,
    SUCCESSION,
    TOP,
)


class Marker(NamedTuple):
    """A number or bullet at the head of a line or sentence. ``start`` and ``end`` bound its characters."""

    style: str
    numbers: tuple[int, ...]
    start: int
    end: int


_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE = "[零〇一二三四五六七八九十百两]"
_UNIT = {"编": "part", "部分": "part", "章": "chapter", "节": "section", "条": "article"}
_UNIT |= {"款": "paragraph", "项": "entry"}
_MARKER = expression(
    rf"第(?P<nth>{_CHINESE}{{1,6}}|\d{{1,3}})(?P<unit>编|部分|章|节|条款?|款|项)(?![规之所的约至到或及和与中款项内第])[、.:]?"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,4})(?![\d%元倍折万亿个天年月日小版gmk])[.、]?"
    r"|(?P<plain>\d{1,3})(?:[.、](?![\d])|(?=[ \t]+[^\s\d]))"
    rf"|(?P<chinese>{_CHINESE}{{1,3}})[、.](?!{_CHINESE}{{1,2}}、)"
    rf"|[(](?P<chinese_in>{_CHINESE}{{1,3}})[)]、?|[(](?P<plain_in>\d{{1,2}})[)]、?"
    rf"|(?P<plain_half>\d{{1,2}})[)]|(?P<chinese_half>{_CHINESE}{{1,3}})[)]"
    r"|(?P<circled>[①-⒇❶-❿])[.、]?|(?P<roman>[ⅰ-ⅻ])[.、)]?|[(]?(?P<letter>[a-z])(?:[.、](?![a-z])|[)])"
    r"|(?P<hash>\#{1,6})[ \t]*(?=\S)|(?P<bullet>[-·•●○■□◆◇★☆*▪◦※→])(?![-*=_])[ \t]*"
)
#: Characters that a marker can begin with.
FIRST = frozenset("第(#-·•●○■□◆◇★☆*▪◦※→零〇一二三四五六七八九十百两0123456789abcdefghijklmnopqrstuvwxyz")
FIRST |= {chr(code) for bounds in ("①⒇", "ⅰⅻ", "❶❿") for code in range(ord(bounds[0]), ord(bounds[1]) + 1)}
_SPACES = frozenset(" \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000")
_SPACES |= set(map(chr, range(0x2000, 0x200B)))
_BLANKS = _SPACES | set("#>*_")  # what stands around a marker
_DEEPEST = 24  # levels; real agreements stop at six


def read_marker(text: str, start: int, end: int) -> Marker | None:
    """The marker that begins exactly at ``start``, if there is one."""
    if start >= end or text[start] not in FIRST:
        return None
    match = _MARKER.match(text, start, end)
    if match is None:
        return None
    name = match.lastgroup or ""
    value = match[name]
    if name == "dotted":
        numbers = tuple(map(int, value.split(".")))
        name = DOTTED[len(numbers) - 2]
    elif name == "unit":
        name, numbers = _UNIT[value[0] if value == "条款" else value], (_number(match["nth"]),)
    elif name == "hash":
        name, numbers = f"h{len(value)}", ()
    else:
        numbers = (int(value) if name[0] == "p" else _value(name, value),)
    return tuple.__new__(Marker, (name, numbers, start, match.end()))


def bare(text: str, start: int, end: int, marked: int = -1) -> tuple[int, int]:
    """``text[start:end]`` without leading numbering, bullets and space, and without trailing space.

    ``marked``: where the marker at ``start`` ends, where that is known (``start``: there is none).
    """
    begin = start
    if text[start] in _BLANKS:
        begin, marked = _past_blanks(text, start, end), -1
    if marked < 0:
        marker = read_marker(text, begin, end)
        marked = begin if marker is None else marker.end
    if marked > begin:
        begin = _past_blanks(text, marked, end) if text[marked : marked + 1] in _BLANKS else marked
    stop = end
    while stop > begin and text[stop - 1] in _SPACES:
        stop -= 1
    return (begin, stop) if begin < stop else (start, start + len(text[start:end].rstrip()))


def _past_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _BLANKS:
        start += 1
    return start


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
            digit = digit * 10 + _DIGITS[character]  # "一二" counts as twelve
    return total + digit


class Rung(NamedTuple):
    """One open level: its style and the last number seen there, with what labels below it begin with."""

    style: str
    numbers: tuple[int, ...]
    path: str  # the label of this place
    stem: str  # the same without a bare number, for "3.2" below "3"


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
        lower = ABOVE.get(style, "")
        for depth, rung in enumerate(rungs):
            if rung.style in lower:
                return depth
        if style.startswith("dotted"):
            parent = "plain" if style == "dotted2" else f"dotted{int(style[6]) - 1}"
            for depth, rung in enumerate(rungs):
                if rung.style == parent:
                    return depth + 1
        return len(rungs)

    def place(self, depth: int, marker: Marker, name: str = "", titled: bool = False) -> str:
        """Put a marker on the ladder at ``depth`` (from :meth:`depth_of`) and close what lies deeper.

        ``name`` is the number with its title as printed, empty for items. Returns what a person would cite for the
        place: the nearest title above it and the bare numbers below that.
        """
        rungs, style = self.rungs, marker.style
        del rungs[depth:]
        above = ""
        if rungs and not (titled and (style in CITED_ALONE or style[0] == "d")):
            above = rungs[-1].stem if style[:6] == "dotted" else rungs[-1].path
        path = f"{above} {name}" if above and name else above or name
        if depth < _DEEPEST:
            rungs.append(tuple.__new__(Rung, (style, marker.numbers, path, path if titled else above)))
        return path

    def continues(self, marker: Marker, strictly: bool = False) -> bool:
        """Whether a marker in the middle of a line goes on counting, or (unless ``strictly``) starts to count."""
        last = next((rung.numbers for rung in reversed(self.rungs) if rung.style == marker.style), ())
        if not marker.numbers or marker.style in ("bullet", "roman"):
            return False
        if marker.style.startswith("dotted"):
            if not last and any(rung.numbers == marker.numbers[:-1] for rung in self.rungs):
                return True
            if last[:-1] == marker.numbers[:-1] and last:
                return 0 < marker.numbers[-1] - last[-1] <= 3
            return marker.numbers[-1] == 1 and 0 < marker.numbers[0] < 40
        goes_on = bool(last) and marker.numbers[0] == last[0] + 1
        return goes_on or (not strictly and marker.numbers[0] == 1 and marker.style in SUCCESSION)


# --- headings ---

_SAYS_TOO = ("[0-9]{5}", "[@,;:。!?]")  # a telephone number, a mark inside the line


@cache
def any_of(words: str, *more: str) -> re.Pattern[str]:
    """What finds each of a list of words as ``structure`` writes them, or an expression."""
    return expression("|".join((*map(_source, words.split()), *more)))


def _source(word: str) -> str:
    before, _, word = word.rpartition("<")
    word, _, after = word.partition(">")
    return (f"(?<![{before}])" if before else "") + word + (f"(?![{after}])" if after else "")


def may_head(line: str) -> bool:
    """Whether a line without its number and colon has the outward form of a heading."""
    return 0 < len(line) <= HEADING_LINE and line[-1] not in "。;,!?.、)…"


def says_something(line: str, style: str) -> bool:
    """Whether a short line states a term; under the numbers of chapters and articles only the plainest do."""
    if any_of(RULES).search(line):
        return True
    return style not in TOP and any_of(SAYS, *_SAYS_TOO).search(line) is not None


def names_a_section(line: str) -> bool:
    """Whether a line ends in a word that sections are called by."""
    return any_of(NAMES).search(line) is not None


def short_line_at(text: str, start: int) -> bool:
    """Whether a short line without number and punctuation begins at ``start``."""
    end = text.find("\n", start, start + SHORT_LINE + 1)
    if end < 0 and len(text) - start <= SHORT_LINE:
        end = len(text)
    return start < end and text[end - 1] not in "。;!?:" and read_marker(text, start, end) is None
