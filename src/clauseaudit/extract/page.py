"""Where text lands on a page: gaps between runs of text, and the blocks that the runs form."""

from __future__ import annotations

from clauseaudit.model import Block


class Page:
    """Text laid out from left to right; white space is written only once something follows it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._position = 0
        self._line = 0
        self._gap = ""  # what separates the next run from the last: "", " ", "\t" or "\n"
        self._open: list[_Span] = []
        self._depth = 0  # of lists
        self._blocks: list[Block] = []

    def write(self, run: str) -> None:
        """Add a run of text, maybe of several lines; its outer white space counts as one space, or as nothing at the
        edge of a line."""
        text = run.strip()
        if not text:
            self._gap = self._gap or (" " if run else "")
            return
        gap = "" if not self._parts else self._gap or (" " if run[0].isspace() else "")
        self._parts += (gap, text)
        if gap == "\n":
            self._line += 1
        start = self._position + len(gap)
        for span in reversed(self._open):
            if span.start >= 0:
                break
            span.start, span.line = start, self._line
        self._line += text.count("\n")
        self._position = start + len(text)
        self._gap = " " if run[-1].isspace() else ""

    def end_line(self) -> None:
        """Start a new line, unless this is the upper edge of a table cell, which belongs to the row's line."""
        at_upper_edge = self._open and self._open[-1].kind == "cell" and self._open[-1].start < 0
        if not at_upper_edge:
            self._gap = "\n"

    def open(self, kind: str, level: int = 0) -> None:
        """Begin a block ("heading", "item", "cell") or a "list", which makes no block but deepens its items.

        An item without a level of its own takes the depth of the lists around it.
        """
        if kind == "list":
            self._depth += 1
            if self._open and self._open[-1].kind == "item":
                self._record(self._open[-1])  # an item ends where its own list begins
                self._open[-1].kind = "text"
        if kind == "item" and not level:
            level = max(self._depth, 1)
        self._open.append(_Span(kind, level))

    def close(self) -> None:
        """End the block that was opened last."""
        span = self._open.pop()
        if span.kind == "list":
            self._depth -= 1
            return
        self._record(span)
        if span.kind == "cell":
            # Neighbours in a row stay on its line; a cell of several lines is layout, not a row.
            self._gap = "\n" if span.start >= 0 and span.line != self._line else "\t"

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """The text and its blocks in order of place."""
        return "".join(self._parts), tuple(sorted(self._blocks, key=lambda block: (block.start, -block.end)))

    def _record(self, span: _Span) -> None:
        if span.start >= 0 and span.kind != "text":
            self._blocks.append(Block(span.kind, span.start, self._position, span.level))


class _Span:
    """A block that is still open; ``start`` is -1 until something is written in it."""

    __slots__ = ("kind", "level", "line", "start")

    def __init__(self, kind: str, level: int) -> None:
        self.kind, self.level = kind, level
        self.start, self.line = -1, 0
