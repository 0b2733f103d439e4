"""Text for a terminal: made harmless, then wrapped by columns, since a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Whole escape sequences go, not only the ESC: what is left of "\x1b[31m" would still be noise.
_ESCAPES = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]|\x1b[\\]PX^_].*?(?:\x07|\x1b\\\\|$)|\x1b[ -/]*[0-~]?|\x9b[0-?]*[ -/]*[@-~]",
    re.DOTALL,
)
# C0 and C1 controls, marks without width, direction marks, separators that break lines.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SPACES = re.compile(r"\s+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_WORDS = re.compile(r"[!-~]+|\s|.", re.DOTALL)
_NO_START = set("，。；：！？、”’）》】〉」』…—·%℃,.;:!?)]}")
_NO_END = set("“‘（《【〈「『([{")


def harmless(text: str) -> str:
    """One line without controls, escapes, direction marks or lone surrogates."""
    text = _INVISIBLE.sub("", _ESCAPES.sub("", text))
    return _SPACES.sub(" ", _SURROGATES.sub("\ufffd", text)).strip()


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    # Ambiguous characters (quotes, shapes) count as wide: a line may end early but never overflows.
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def width_of(text: str) -> int:
    """Columns that ``text`` takes."""
    return sum(map(_char_width, text))


def pad(text: str, columns: int) -> str:
    """``text`` followed by spaces up to ``columns``."""
    return text + " " * max(0, columns - width_of(text))


def wrap(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most ``columns``, led by ``first`` and then ``rest``; ``text`` is made harmless.

    Latin words stay whole unless longer than a line; closing marks never start a line, opening ones never
    end it.
    """
    lines: list[str] = []
    line, used = first, width_of(first)
    start = used
    for word in _units(harmless(text), max(2, columns - width_of(rest))):
        size = width_of(word)
        if used + size > columns and used > start:
            lines.append(line.rstrip())
            line, start = rest, width_of(rest)
            used = start
            word = word.lstrip()
            size = width_of(word)
        line, used = line + word, used + size
    return [*lines, line.rstrip()]


def _units(text: str, limit: int) -> list[str]:
    """Stretches that must not be broken, each at most ``limit`` columns."""
    units: list[str] = []
    for word in _WORDS.findall(text):
        glue = units and (word[0] in _NO_START or units[-1][-1] in _NO_END)
        if glue and width_of(units[-1]) + width_of(word) <= limit:
            units[-1] += word
        else:
            units += [word[i : i + limit] for i in range(0, len(word), limit)]
    return units
