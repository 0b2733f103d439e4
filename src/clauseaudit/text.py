"""Folding for matching: one spelling for every way a term can be written, with the way back.

Two kinds of change, kept apart because they cost differently:

* one-to-one (width, case, variants, look-alikes): offsets stay as they are;
* removals (zero-width characters, spaces and decoration between Chinese characters, soft line ends): recorded
  in an offset map, which a document without removals does not have.

Everything is decided locally, so text appended in a new paragraph never changes how earlier text is folded.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from clauseaudit.expressions import expression
from clauseaudit.variants import COMPATIBILITY, HOMOGLYPHS, INSIDE_WORDS, PUNCTUATION, RADICALS, TRADITIONAL


class Folded(NamedTuple):
    """Text for matching, and the way back to the text it came from.

    ``cuts`` are the folded positions at which removed characters once stood, ascending; ``shifts[i]`` is how
    many original characters were removed up to and including cut ``i``. Both are empty if none was removed.
    """

    text: str
    cuts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Map a folded span to the smallest original span that covers it (removed edges are left out)."""
        _, cuts, shifts = self
        if not cuts:
            return start, max(start, end)
        cut = bisect_right(cuts, start)
        first = start + shifts[cut - 1] if cut else start
        if end <= start:
            return first, first
        cut = bisect_right(cuts, end - 1, cut)
        return first, end + shifts[cut - 1] if cut else end

    def place(self, offset: int) -> int:
        """Map an original offset to the folded text; an offset inside a removed run maps to its cut."""
        if not self.cuts:
            return offset
        index = bisect_right(range(len(self.cuts)), offset, key=self._cut_origin) - 1
        return offset if index < 0 else max(self.cuts[index], offset - self.shifts[index])

    def _cut_origin(self, index: int) -> int:
        return self.cuts[index] + (self.shifts[index - 1] if index else 0)


def fold(text: str) -> Folded:
    """Fold ``text`` for matching. Any string is accepted, lone surrogates included; linear in its length."""
    plain, veiled = _unify(text)
    removed: list[tuple[int, int]] = []
    for find in (_tags, *((_invisible,) if veiled else ()), _runs, _chains, _soft_ends):
        if spans := list(find(plain)):
            plain = _without(plain, spans)
            removed = _merge(removed, spans)
    return _folded(plain, removed)


# --- one-to-one ---


def _table() -> dict[str, str]:
    table = {chr(code): chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    for data in (PUNCTUATION, HOMOGLYPHS, RADICALS, COMPATIBILITY, TRADITIONAL):
        table.update(zip(data[0::3], data[1::3], strict=True))
    table.update(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
    spaces = "\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
    table.update(dict.fromkeys(spaces, " "))
    return table


_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
_MANY = 150  # distinct variants from which one pass over all characters is faster
# Found in nearly every agreement: a plain ``str.replace`` each costs a few microseconds and no table look-up.
_COMMON = "，（）：；“”！？您帐．％／"
_TABLE = _table()
_RARE = expression(f"[{''.join(_TABLE)}{_INVISIBLE}]")  # none of them means something in a class


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
    variants = found & _TABLE.keys()
    if len(variants) > _MANY:
        return plain.translate({ord(key): value for key, value in _TABLE.items()}), len(variants) < len(found)
    for character in variants:
        plain = plain.replace(character, _TABLE[character])
    return plain, len(variants) < len(found)


# --- removals ---

_DECORATION = "·•*_~・‧∙●○◦▪■□◆◇★☆♦"
# Not those between two Latin letters or digits: most are, and none of them only separates.
_IN_RUN = f"[ \t{_DECORATION}]"
_RUN = expression(f"{_IN_RUN}(?:(?<![0-9a-z \t{_DECORATION}].){_IN_RUN}*|(?<=[0-9a-z].){_IN_RUN}*+(?![0-9a-z]))")
_INVISIBLE_RUN = expression(f"[{_INVISIBLE}]+")
_PUNCTUATION = frozenset("。、《》【】〈〉…—,:;!?()\"'%[]")
_LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_MARKUP = expression(r"\*\*+|__+|~~+")
_CHAIN = expression("[-./|+=#^&`'](?=.[-./|+=#^&`'].[-./|+=#^&`'].)")
_TAG = expression("[\U000e0000-\U000e0fff]+")  # tags and variation selectors beyond the first plane


def _tags(text: str) -> Iterator[tuple[int, int]]:
    if len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text):  # cheaper than a search for the range
        yield from (match.span() for match in _TAG.finditer(text))


def _invisible(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _INVISIBLE_RUN.finditer(text))


def _runs(text: str) -> Iterator[tuple[int, int]]:
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
    return "\u3400" <= character <= "\u9fff" or character in _PUNCTUATION or character == "〇"


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
            return after in _LATIN or _is_chinese(after)
        # "2. 用户" and "1 总则" at the start of a line: the space is part of the numbering
        return before in _LATIN and _is_chinese(after) and not _numbering(text, start)
    return _is_han(before) and _is_han(after)


_NUMBERING = expression(r"[ \t]*[0-9a-z.]{1,8}")


def _numbering(text: str, end: int) -> bool:
    start = text.rfind("\n", max(0, end - 12), end) + 1
    if start == 0 and end > 12:
        return False
    return bool(_NUMBERING.fullmatch(text, start, end))


def _chains(text: str) -> Iterator[tuple[int, int]]:
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
_LINE_END = expression(r"\n(?<![。;!?:…\n.]\n)(?![\s#-])")
_HARD = frozenset("。;!?:…\n.")
_CLEARLY_OPEN = frozenset(",、(《【的和或与对将不及于并且但若如被把向至在")
_CANNOT_BEGIN = frozenset(",;:!?)。、》】的了们")
_HEADS = expression(
    r"第[0-9一二三四五六七八九十百零〇]{1,5}[编章节条款项部]|[0-9]{1,3}(?:[.、)]|(?:\.[0-9]+)+| )"
    r"|[一二三四五六七八九十]{1,3}、|[(][0-9a-z一二三四五六七八九十]{1,3}[)]|[a-z][.、)]|【"
)
_WRAP_MIN, _WRAP_MAX, _WRAP_SLACK, _HEADING_MAX = 18.0, 80.0, 1.6, 10.0  # columns
_WRAP_WINDOW = 6  # lines looked back upon


def _soft_ends(text: str) -> Iterator[tuple[int, int]]:
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
        begun = after in _CANNOT_BEGIN and text[place - 1] not in " \t"
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
    return {group[0]: group[1:] for group in INSIDE_WORDS.split()}


def _wrapped(text: str, ends: list[int], line: int) -> bool:
    """Whether the line ``text[ends[line-1]+1 : ends[line]]`` was cut by a page width, not by its author."""
    width = _width(text, ends, line)
    if text[ends[line] - 1] in _CLEARLY_OPEN and width >= 12:
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
        elif other > _HEADING_MAX and text[ends[index] - 1] not in _HARD:
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


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, position = [], 0
    for start, end in spans:
        pieces.append(text[position:start])
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _merge(removed: list[tuple[int, int]], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Add ``spans`` (offsets after ``removed`` was taken out) to ``removed`` (original offsets)."""
    earlier = _folded("", removed)
    united: list[tuple[int, int]] = []
    for start, end in sorted(removed + [earlier.origin(*span) for span in spans]) if removed else spans:
        if united and united[-1][1] >= start:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def _folded(text: str, removed: list[tuple[int, int]]) -> Folded:
    cuts, shifts, gone = [], [], 0
    for start, end in removed:
        cuts.append(start - gone)
        gone += end - start
        shifts.append(gone)
    return Folded(text, tuple(cuts), tuple(shifts))
