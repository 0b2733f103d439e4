"""Disguised variants of a labelled text: the ways in which a term is written so that a plain search misses it.

Every kind changes each character by itself (another form of it, or something after it), so labelled offsets are
carried through exactly. Deterministic: the same document and kind give the same text everywhere.

But for traditional characters the forms are not taken from the tables that undo them: what folding does not know must
be able to show. Look-alikes are the characters that Unicode's compatibility mapping (NFKC) turns into the plain one.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from clauseaudit.variants import TRADITIONAL

Pieces = list[str]  # what stands for each character of the original
Row = Mapping[str, Any]

SHARE = 0.5  # of the places where a disguise could stand
SPACES = (" ", "  ", "\u3000", "\xa0")
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
DECORATION = "·•*_~"
CHAINS = ".-/|"
CHAIN_LENGTH = (4, 12)  # characters strung together
PAGE_WIDTHS = (24, 40)  # columns of one Chinese character
NEVER_FIRST = "，。；：！？、）》”,.;:!?)% \n"  # on a line
SENTENCE = re.compile("[^。；！？\\n]+")
EXCHANGEABLE = ("平台", "用户", "随时", "视为", "自担", "无论何因", "协议")  # concepts of the lexicon
LATIN = str.maketrans("aceiopsxyABCEHKMOPTX", "асеіорѕхуАВСЕНКМОРТХ")
LOOKALIKES = ((0x2F00, 0x2FD6), (0xF900, 0xFB00), (0x2E80, 0x2EF4))  # radicals, compatibility ideographs


class Disguised(NamedTuple):
    """The changed text; ``places[i]`` is where character ``i`` of the original begins in it."""

    text: str
    places: tuple[int, ...]

    def carried(self, row: Row) -> dict[str, Any]:
        """A label or finding of the original with its offsets in the changed text."""
        if row["start"] is None:
            return dict(row)
        return {**row, "start": self.places[row["start"]], "end": self.places[row["end"]]}


def disguise(text: str, kind: str, seed: str, words: Sequence[Sequence[str]] = ()) -> Disguised:
    """``text`` disguised as ``kind`` (one of KINDS) says; ``seed`` picks the places, usually the document's id.

    ``words`` are sets of words that may stand for each other; only ``synonyms`` asks for them.
    """
    dice = random.Random(f"{kind} {seed}")
    pieces = _synonyms(text, words) if kind == SYNONYMS else _WAYS[kind](text, dice)
    return Disguised("".join(pieces), tuple(accumulate(map(len, pieces), initial=0)))


def is_han(character: str) -> bool:
    """True for the common Chinese characters."""
    return "\u4e00" <= character <= "\u9fff"


def _between(text: str, choices: Sequence[str], dice: random.Random) -> Pieces:
    """Something from ``choices`` after a share of the characters that another Chinese character follows."""
    pairs = zip(text, text[1:] + "\n", strict=True)
    return [
        a + dice.choice(choices) if is_han(a) and is_han(b) and dice.random() < SHARE else a for a, b in pairs
    ]  # fmt: skip


def _spaces(text: str, dice: random.Random) -> Pieces:
    return _between(text, SPACES, dice)


def _zero_width(text: str, dice: random.Random) -> Pieces:
    return _between(text, ZERO_WIDTH, dice)


def _decoration(text: str, dice: random.Random) -> Pieces:
    return _between(text, dice.choice(DECORATION), dice)


def _han_runs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for place, character in enumerate(text + "\n"):
        if not is_han(character):
            if place > start:
                yield start, place
            start = place + 1


def _chains(text: str, dice: random.Random) -> Pieces:
    """概.不.退.款: one separator strung through a stretch of a sentence."""
    pieces = list(text)
    for start, end in _han_runs(text):
        length = dice.randint(*CHAIN_LENGTH)
        if end - start < CHAIN_LENGTH[0] or dice.random() > SHARE:
            continue
        first = dice.randint(start, max(start, end - length))
        separator = dice.choice(CHAINS)
        for place in range(first, min(end, first + length) - 1):
            pieces[place] += separator
    return pieces


def _full_width(text: str, _: random.Random) -> Pieces:
    return [chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text]


def _lookalikes(text: str, dice: random.Random) -> Pieces:
    forms: dict[str, list[str]] = {}
    for first, last in LOOKALIKES:
        for form in map(chr, range(first, last)):
            forms.setdefault(unicodedata.normalize("NFKC", form), []).append(form)
    return [dice.choice(forms[c]) if c in forms and dice.random() < SHARE else c.translate(LATIN) for c in text]


def _traditional(text: str, _: random.Random) -> Pieces:
    pairs = zip(TRADITIONAL[0::3], TRADITIONAL[1::3], strict=True)
    usual: dict[str, str] = {}
    for form, plain in pairs:  # of several forms the first: the tables list the usual one before the rarer
        usual.setdefault(plain, form)
    return [usual.get(c, c) for c in text]


def _line_ends(text: str, dice: random.Random) -> Pieces:
    """Lines cut at one page width, in the middle of words, as copied from a printed page."""
    width = dice.randint(*PAGE_WIDTHS)
    pieces: Pieces = []
    column = 0.0
    for character, following in zip(text, text[1:] + "\n", strict=True):
        column = 0.0 if character == "\n" else column + (0.5 if character.isascii() else 1.0)
        room = column + (0.5 if following.isascii() else 1.0) <= width
        cut = not room and following not in NEVER_FIRST and not (character + following).isascii()
        pieces.append(character + "\n" if cut else character)
        column = 0.0 if cut else column
    return pieces


def _broken_words(text: str, dice: random.Random) -> Pieces:
    """One line end in the middle of a word in a share of the sentences."""
    import logging

    import jieba  # type: ignore[import-untyped]

    jieba.setLogLevel(logging.ERROR)
    pieces = list(text)
    for sentence in SENTENCE.finditer(text):
        words = [span for span in jieba.tokenize(sentence[0]) if len(span[0]) > 1 and all(map(is_han, span[0]))]
        if words and dice.random() < SHARE:
            _, start, end = dice.choice(words)
            pieces[sentence.start() + dice.randrange(start, end - 1)] += "\n"
    return pieces


def _synonyms(text: str, words: Sequence[Sequence[str]]) -> Pieces:
    """Every word of a set becomes the set's next word."""
    following = {word: group[(place + 1) % len(group)] for group in words for place, word in enumerate(group)}
    longest = max(map(len, following), default=0)
    pieces, place = [], 0
    while place < len(text):
        for length in range(min(longest, len(text) - place), 0, -1):
            if other := following.get(text[place : place + length]):
                pieces += [other, *[""] * (length - 1)]
                place += length
                break
        else:
            pieces.append(text[place])
            place += 1
    return pieces


_WAYS: dict[str, Callable[[str, random.Random], Pieces]] = {
    "spaces": _spaces,
    "zero-width": _zero_width,
    "decoration": _decoration,
    "chains": _chains,
    "full-width": _full_width,
    "look-alikes": _lookalikes,
    "traditional": _traditional,
    "line-ends": _line_ends,
    "broken-words": _broken_words,
}
SYNONYMS = "synonyms"
KINDS = (*_WAYS, SYNONYMS)


def word_sets(lexicon: str) -> list[list[str]]:
    """Sets of words of one length that may stand for each other, from the lexicon file of a pack.

    Only concepts whose members are one part of speech: elsewhere a swap makes no Chinese. A word of two of them is
    left out, because the other meaning would go with it.
    """
    from clauseaudit.rules.load import read_toml

    concepts = read_toml(lexicon)["concept"]
    members = [[w for w in concepts[name]["words"] if len(w) > 1 and all(map(is_han, w))]
               for name in EXCHANGEABLE if name in concepts]  # fmt: skip
    times = Counter(word for words in members for word in set(words))
    own = [[word for word in words if times[word] == 1] for words in members]
    sized = [[w for w in words if len(w) == length] for words in own for length in range(2, 6)]
    return [words for words in sized if len(words) > 1]
