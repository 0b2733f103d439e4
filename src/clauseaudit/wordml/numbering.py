"""Automatic numbers: Word keeps "第一条" in a definition, not in the text, but people cite it.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats). Formats that agreements do not use come
out as decimal numbers.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from clauseaudit.numerals import chinese_numeral
from clauseaudit.wordml.package import local, parse

_FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PLACE = re.compile("%([1-9])")
_LEVELS = 9


class Level(NamedTuple):
    """One level of a list: the number format, the pattern of the label ("第%1条") and the first number."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False  # all numbers in the label are decimal


class Numbering:
    """Labels of list paragraphs, counted as they are asked for in the order of the document."""

    def __init__(self) -> None:
        self.levels: dict[tuple[str, int], Level] = {}  # by abstract list and level
        self.lists: dict[str, str] = {}  # list -> abstract list
        self.overrides: dict[tuple[str, int], int] = {}  # list and level -> first number
        self._counts: dict[str, list[int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, number: str, depth: int) -> str:
        """The label of the next paragraph of the list ``number`` at ``depth`` (0–8); empty for bullets."""
        abstract = self.lists.get(number)
        depth = min(max(depth, 0), _LEVELS - 1)
        level = self.levels.get((abstract or "", depth))
        if abstract is None or level is None:
            return ""
        counts = self._counts.setdefault(abstract, [-1] * _LEVELS)
        if (number, depth) in self.overrides and (number, depth) not in self._begun:
            counts[depth] = self.overrides[number, depth]
        else:
            counts[depth] = level.start if counts[depth] < 0 else counts[depth] + 1
        self._begun.add((number, depth))
        counts[depth + 1 :] = [-1] * (_LEVELS - depth - 1)
        if level.format in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda match: self._number(abstract, counts, int(match[1]) - 1, level.legal), level.text)

    def _number(self, abstract: str, counts: list[int], depth: int, legal: bool) -> str:
        level = self.levels.get((abstract, depth), Level())
        value = counts[depth] if counts[depth] >= 0 else level.start
        return str(value) if legal else written(value, level.format)


def read_numbering(content: bytes, subject: str) -> Numbering:
    """The lists that a numbering part defines."""
    reader = _Reader()
    parse(content, subject, reader.start, reader.end)
    return reader.numbering


class _Reader:
    def __init__(self) -> None:
        self.numbering = Numbering()
        self.abstract = self.number = ""
        self.depth = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = local(name)
        given = {local(key): value for key, value in attributes.items()}
        value = given.get("val", "")
        if element == "abstractNum":
            self.abstract = given.get("abstractNumId", "")
        elif element == "num":
            self.number = given.get("numId", "")
        elif element in ("lvl", "lvlOverride"):
            self.depth = whole(given.get("ilvl", ""))
        elif element == "abstractNumId" and self.number:
            self.numbering.lists[self.number] = value
        elif element == "startOverride":
            self.numbering.overrides[self.number, self.depth] = whole(value)
        elif self.abstract and self.depth >= 0:
            self._level(element, value)

    def _level(self, element: str, value: str) -> None:
        key = (self.abstract, self.depth)
        level = self.numbering.levels.get(key, Level())
        if element == "numFmt":
            level = level._replace(format=value)
        elif element == "lvlText":
            level = level._replace(text=value[:40])
        elif element == "start":
            level = level._replace(start=whole(value))
        elif element == "isLgl":
            level = level._replace(legal=value not in ("0", "false"))
        self.numbering.levels[key] = level

    def end(self, name: str) -> None:
        element = local(name)
        if element == "abstractNum":
            self.abstract = ""
        elif element == "num":
            self.number = ""
        elif element in ("lvl", "lvlOverride"):
            self.depth = -1


def whole(value: str) -> int:
    """A number of at most six digits; 0 for anything else."""
    return int(value) if re.fullmatch("[0-9]{1,6}", value, re.A) else 0


def written(value: int, format: str) -> str:
    """``value`` in one of Word's number formats."""
    if format in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                  "taiwaneseCountingThousand", "ideographDigital", "koreanCounting"):  # fmt: skip
        return chinese(value)
    if format in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return chinese(value).translate(_FINANCIAL)
    if format == "ideographTraditional" and 1 <= value <= len(_STEMS):
        return _STEMS[value - 1]
    if format == "ideographZodiac" and 1 <= value <= len(_BRANCHES):
        return _BRANCHES[value - 1]
    if format in ("lowerLetter", "upperLetter") and 1 <= value <= 780:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if format == "lowerLetter" else letters.upper()
    if format in ("lowerRoman", "upperRoman") and 1 <= value < 4000:
        return roman(value) if format == "lowerRoman" else roman(value).upper()
    if format.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if format == "decimalZero":
        return f"{value:02}"
    return str(value)


def chinese(value: int) -> str:
    """三, 十二, 一百零五: numbers below ten thousand as they are read."""
    if not 0 < value < 10_000:
        return "零" if value == 0 else str(value)
    return chinese_numeral(value)


def roman(value: int) -> str:
    """iv, xii: the small Roman number."""
    parts = []
    for size, sign in _ROMAN:
        parts.append(sign * (value // size))
        value %= size
    return "".join(parts)
