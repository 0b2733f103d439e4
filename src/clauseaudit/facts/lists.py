"""Lists of words that the questions ask for; all of them are found in one pass over a text.

Each list is a bit, and the words of a text are the bits of the lists that it holds a word of: ``said & TERMS`` asks
whether one of the words of TERMS is in it, ``said & (TERMS | RULES)`` whether one of both. What is in the text is
found in C where it was built (native/answers/scout.c), else as scouting.py says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from clauseaudit.native import core

if TYPE_CHECKING or core is None:
    from clauseaudit.facts.scouting import Scout
else:
    Scout = core.Scout


class Words(int):
    """A list of words, as the bit that stands for it."""

    listed: tuple[str, ...]

    def __iter__(self) -> Iterator[str]:
        return iter(self.listed)


_ALL: list[tuple[str, ...]] = []  # the lists by their bits; grows as modules are imported


def words(listed: str) -> Words:
    """The words of a list separated by spaces."""
    return listing(listed.split())


def listing(listed: Iterable[str]) -> Words:
    """A list of words."""
    made = Words(1 << len(_ALL))
    made.listed = tuple(listed)
    _ALL.append(made.listed)
    scout.cache_clear()
    return made


@cache
def scout() -> Scout:
    """What finds the words of all lists."""
    return Scout(tuple(_ALL))


def words_in(text: str) -> int:
    """The lists of which a word is in the text."""
    return scout().words_in(text)


def holds(text: str, any_of: Iterable[str]) -> bool:
    """Whether one of the words is in the text."""
    if isinstance(any_of, Words):
        return scout().words_in(text) & any_of != 0
    for word in any_of:  # noqa: SIM110 - half the time of any(…), and called a thousand times a document
        if word in text:
            return True
    return False
