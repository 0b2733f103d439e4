"""Folding in Python: what text.py means, used where nothing was built in C (native/folding/folder.c says the same)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from clauseaudit import variants
from clauseaudit.expressions import expression
from clauseaudit.variants import BESIDE_CHINESE, CANNOT_BEGIN, CLOSED, IN_RUN, LATIN, NUMERALS, SEPARATORS

Span = tuple[int, int]


def fold(text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """The parts of a Folded."""
    plain, veiled = _unify(text)
    removed: list[Span] = []
    for find in (_tags, *((_invisible,) if veiled else ()), _runs, _chains, _soft_ends):
        if spans := list(find(plain)):
            plain = _without(plain, spans)
            removed = _merge(removed, spans)
    return plain, *_way_back(removed)


# --- one-to-one ---

_MANY = 150  # distinct variants from which one pass over all characters is faster
# Found in nearly every agreement: a plain ``str.replace`` each costs a few microseconds and no table look-up.
_COMMON = "，（）：；“”！？您帐．％／"
_TABLE = dict(zip(variants.ALL[0::3], variants.ALL[1::3], strict=True))
_RARE = expression(f"[{''.join(_TABLE)}{variants.INVISIBLE}]")  # no variant means something in a class


def _unify(text: str) -> tuple[str, bool]:
    """The text with every character replaced one-to-one, and whether invisible characters are in it."""
    plain = text.lower()
    if len(plain) != len(text):  # İ is the only character whose lower case is longer than itself
        plain = text.replace("İ", "i").lower()
    for character in _COMMON:
        plain = plain.replace(character, _TABLE[character])
    if not _RARE.search(plain):
        return plain, False
    found = set(_RARE.findall(plain))
    known = found & _TABLE.keys()
    if len(known) > _MANY:
        return plain.translate({ord(key): value for key, value in _TABLE.items()}), len(known) < len(found)
    for character in known:
        plain = plain.replace(character, _TABLE[character])
    return plain, len(known) < len(found)


# --- removals ---

# Not those between two Latin letters or digits: most are, and none of them only separates.
_RUN = expression(f"[{IN_RUN}](?:(?<![{LATIN}{IN_RUN}].)[{IN_RUN}]*|(?<=[{LATIN}].)[{IN_RUN}]*+(?![{LATIN}]))")
_INVISIBLE_RUN = expression(f"[{variants.INVISIBLE}]+")
_BESIDE_CHINESE = frozenset(BESIDE_CHINESE)
_MARKUP = expression(r"\*\*+|__+|~~+")
_CHAIN = expression(f"[{SEPARATORS}](?=.[{SEPARATORS}].[{SEPARATORS}].)")
_TAG = expression("[\U000e0000-\U000e0fff]+")  # tags and variation selectors beyond the first plane


def _tags(text: str) -> Iterator[Span]:
    if len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text):  # cheaper than a search for the range
        yield from (match.span() for match in _TAG.finditer(text))


def _invisible(text: str) -> Iterator[Span]:
    yield from (match.span() for match in _INVISIBLE_RUN.finditer(text))


def _runs(text: str) -> Iterator[Span]:
    """Spaces and decoration that stand between Chinese characters."""
    for match in _RUN.finditer(text):
        start, end = match.span()
        if end - start == 1 and (start == 0 or end == len(text)) and text[start] == " ":
            continue
        if _needless(text, start, end):
            yield start, end


def _is_han(character: str) -> bool:
    # comparisons, because a compiled character class of this size costs more at start-up than all of folding
    return "\u3400" <= character <= "\u9fff" or character == "〇"


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character in _BESIDE_CHINESE or character == "〇"


def _is_latin(character: str) -> bool:
    return "a" <= character <= "z" or "0" <= character <= "9"


def _needless(text: str, start: int, end: int) -> bool:
    """Whether the run ``text[start:end]`` of spaces and decoration only separates."""
    before, after, first = text[start - 1 : start], text[end : end + 1], text[start]
    if first in "*_~" and _MARKUP.fullmatch(text, start, end):
        return _is_chinese(before) or _is_chinese(after)
    if not before or not after or before == "\n" or after == "\n":
        return False
    if first in " \t" and (end - start == 1 or text[start:end].isspace()):
        if after == "." or (before == "." and text[start - 2 : start - 1] == " "):
            return True  # "2 . 1", as optical recognition spaces it
        if _is_chinese(before):
            return _is_latin(after) or _is_chinese(after)
        # "2. 用户" and "1 总则" at the start of a line: the space is part of the numbering
        return _is_latin(before) and _is_chinese(after) and not _numbering(text, start)
    return _is_han(before) and _is_han(after)


_NUMBERING = expression(rf"[ \t]*[{LATIN}.]{{1,8}}")


def _numbering(text: str, end: int) -> bool:
    start = text.rfind("\n", max(0, end - 12), end) + 1
    if start == 0 and end > 12:
        return False
    return bool(_NUMBERING.fullmatch(text, start, end))


def _chains(text: str) -> Iterator[Span]:
    """Separators strung between single characters, three or more in a row: 概.不.退.款."""
    position = 0
    while match := _CHAIN.search(text, position):
        position = match.start()
        separator = text[position]
        if position == 0 or not _is_han(text[position - 1]):
            position += 1
            continue
        start = position
        while text[position : position + 1] == separator and _is_han(text[position + 1 : position + 2]):
            position += 2
        if position - start >= 6:
            yield from ((place, place + 1) for place in range(start, position, 2))
        position = max(position, start + 1)


# A line end is soft when the sentence plainly goes on, or when the lines around are cut at one width.
_LINE_END = expression(rf"\n(?<![{CLOSED}]\n)(?![\s#-])")
_HEADS = expression(
    f"第[{variants.NUMBERS}]{{1,5}}[{variants.UNITS}]|[0-9]{{1,3}}(?:[.、)]|(?:\\.[0-9]+)+| )"
    f"|[{NUMERALS}]{{1,3}}、|[(][{LATIN}{NUMERALS}]{{1,3}}[)]|[a-z][.、)]|【"
)
_WRAP_MIN, _WRAP_MAX, _WRAP_SLACK, _HEADING_MAX = 18.0, 80.0, 1.6, 10.0  # columns
_WRAP_WINDOW = 6  # lines looked back upon


def _soft_ends(text: str) -> Iterator[Span]:
    ends: list[int] | None = None
    for match in _LINE_END.finditer(text):
        place = match.start()
        if place == 0 or _HEADS.match(text, place + 1):
            continue
        after = text[place + 1 : place + 2]
        if not (_is_chinese(after) or (after.isascii() and after.isalnum())):
            continue
        if text[place - 1].isascii() and text[place - 1].isalnum() and after.isascii():
            continue
        begun = after in CANNOT_BEGIN and text[place - 1] not in " \t"
        if begun or after in _inside_words().get(text[place - 1], ""):
            yield place, place + 1
            continue
        if ends is None:
            ends = [*accumulate(text.split("\n"), lambda end, line: end + len(line) + 1, initial=-1)]
        if _wrapped(text, ends, bisect_right(ends, place) - 1):
            yield place, place + 1


@cache
def _inside_words() -> dict[str, str]:
    """What follows a character inside common words, by that character."""
    return {group[0]: group[1:] for group in variants.INSIDE_WORDS.split()}


def _wrapped(text: str, ends: list[int], line: int) -> bool:
    """Whether the line ``text[ends[line-1]+1 : ends[line]]`` was cut by a page width, not by its author."""
    width = _width(text, ends, line)
    if text[ends[line] - 1] in variants.OPEN and width >= 12:
        return True
    following = _width(text, ends, line + 1)
    if not _WRAP_MIN <= width <= _WRAP_MAX or following > width + _WRAP_SLACK:
        return False
    full = abs(following - width) <= _WRAP_SLACK
    for index in range(max(1, line - _WRAP_WINDOW), line):
        other = _width(text, ends, index)
        if other > width + _WRAP_SLACK:
            return False
        if abs(other - width) <= _WRAP_SLACK:
            full = True
        elif other > _HEADING_MAX and text[ends[index] - 1] not in CLOSED:
            return False  # a list of unpunctuated lines of all lengths, not a page width
    return full


def _width(text: str, ends: list[int], line: int) -> float:
    """Columns of a line in Chinese characters (Latin counts half); 99 is as good as any longer line."""
    start, end = ends[line - 1] + 1, ends[line]
    if end - start > 99:
        return 99.0
    piece = text[start:end]
    return (len(piece.encode("utf-8", "surrogatepass")) + len(piece)) / 4


# --- the offset map ---


def _without(text: str, spans: list[Span]) -> str:
    pieces, position = [], 0
    for start, end in spans:
        pieces.append(text[position:start])
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _merge(removed: list[Span], spans: list[Span]) -> list[Span]:
    """Add ``spans`` (offsets after ``removed`` was taken out) to ``removed`` (original offsets)."""
    cuts, shifts = _way_back(removed)
    shifts = (0, *shifts)
    originals = [(s + shifts[bisect_right(cuts, s)], e + shifts[bisect_right(cuts, e - 1)]) for s, e in spans]
    united: list[Span] = []
    for start, end in sorted(removed + originals) if removed else spans:
        if united and united[-1][1] >= start:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def _way_back(removed: list[Span]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The cuts and shifts of a Folded."""
    cuts, shifts, gone = [], [], 0
    for start, end in removed:
        cuts.append(start - gone)
        gone += end - start
        shifts.append(gone)
    return tuple(cuts), tuple(shifts)
