"""Numbers, amounts and times: the parts of patterns that are no words."""

from __future__ import annotations

import re


class Expressions:
    """Regular expressions by number, compiled when first asked for."""

    def __init__(self, sources: tuple[str, ...]) -> None:
        self.sources = sources
        self.compiled: dict[int, re.Pattern[str]] = {}

    def spans(self, source: int, text: str) -> list[tuple[int, int]]:
        """Where an expression matches, from left to right."""
        pattern = self.compiled.get(source)
        if pattern is None:
            pattern = self.compiled[source] = re.compile(self.sources[source])
        return [match.span() for match in pattern.finditer(text)]
