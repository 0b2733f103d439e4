"""Whether a text has been read before: the same words, or nearly, under another address or in another frame."""

from __future__ import annotations

import hashlib
import re

LENGTH = 6  # characters of a shingle
SAME = 0.85  # share of all shingles of two texts that both have; other versions of a text share less
MOST = 200_000  # characters that are compared
_LEFT_OUT = re.compile(r"[\W_]+")


class Shelf:
    """The texts that were kept so far."""

    def __init__(self) -> None:
        self._kept: list[tuple[bytes, frozenset[int]]] = []

    def find(self, text: str) -> int | None:
        """The place of the text that ``text`` repeats, in the order of ``keep``; None if it is new."""
        digest, shingles = _print(text)
        for place, (other, others) in enumerate(self._kept):
            if digest == other or _likeness(shingles, others) >= SAME:
                return place
        return None

    def keep(self, text: str) -> None:
        """Put a text on the shelf."""
        self._kept.append(_print(text))


def _print(text: str) -> tuple[bytes, frozenset[int]]:
    """Digest and shingles of the letters and digits alone: punctuation and layout differ between copies."""
    bare = _LEFT_OUT.sub("", text)[:MOST].lower()
    last = max(1, len(bare) - LENGTH + 1)
    return hashlib.sha256(bare.encode("utf-8", "replace")).digest(), frozenset(
        hash(bare[i : i + LENGTH]) for i in range(last)
    )


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    small, large = sorted((len(one), len(other)))
    if small < SAME * large:
        return 0.0
    both = len(one & other)
    return both / (len(one) + len(other) - both)
