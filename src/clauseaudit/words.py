"""Where words of several groups stand in a text, where nothing was built in C (native/folding/words.c)."""

from __future__ import annotations

from collections.abc import Iterator

from clauseaudit.expressions import expression

#: Where the phrase before a word begins, where the word begins, and the word.
Place = tuple[int, int, str]


class Words:
    """Groups of plain words, each with a reach: so many letters before a word may belong to its phrase.

    The words of a group neither begin with one another nor overlap. A phrase begins behind the last stop or space.
    """

    def __init__(self, groups: tuple[tuple[int, tuple[str, ...]], ...], stops: str) -> None:
        self.groups = [(reach, expression("|".join(words))) for reach, words in groups]
        self.before = expression(rf"[^\s{stops}]+\Z")

    def places(self, text: str) -> tuple[list[Place], ...]:
        """The places of each group, in the order of the text."""
        return tuple([*self._places(text, number)] for number in range(len(self.groups)))

    def _places(self, text: str, number: int) -> Iterator[Place]:
        reach, words = self.groups[number]
        for match in words.finditer(text):
            start = match.start()
            phrase = self.before.search(text, max(0, start - reach), start) if reach else None
            yield phrase.start() if phrase else start, start, match[0]
