"""Numbers, amounts and times: the parts of patterns that are no words."""

from __future__ import annotations

from clauseaudit.expressions import expression


class Expressions:
    """Regular expressions by number."""

    def __init__(self, sources: tuple[str, ...]) -> None:
        self.sources = sources

    def spans(self, source: int, text: str) -> list[tuple[int, int]]:
        """Where an expression matches, from left to right."""
        return [match.span() for match in expression(self.sources[source]).finditer(text)]
