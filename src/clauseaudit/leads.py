"""Lead-ins ("有下列情形之一的：") and which numbered lines are still their items."""

from __future__ import annotations

from clauseaudit.expressions import expression
from clauseaudit.numbering import Ladder, Marker, any_of
from clauseaudit.structure import ENDS, LEAD_REACH, LISTING, OPENS, RESTARTING

_PREAMBLE = expression(rf"{''.join(f'(?<!{word})' for word in ENDS.split())}(?:{OPENS.replace(' ', '|')}):\s*$")


class Lead:
    """A lead-in that still governs what follows: the segment ``segment``, from ``start`` to ``end`` of the text."""

    __slots__ = ("counted", "depth", "inline", "listing", "outer", "preamble", "segment", "start", "stopped", "style")

    def __init__(self, text: str, segment: int, start: int, end: int, depth: int, inline: bool) -> None:
        self.segment, self.start, self.depth = segment, start, depth
        self.inline = inline  # its items follow in the same line
        self.listing = bool(any_of(LISTING).search(text, start, end))  # says that a list follows
        self.preamble = bool(_PREAMBLE.search(text, max(start, end - 20), end))
        self.style = ""  # of its first item; "line" for items without markers
        self.stopped = False  # its first item without marker ended in a full stop
        self.counted = self.outer = 0  # where its list starts over: the last item's number, and the outer list's

    def numbers(self, marker: Marker, depth: int, ladder: Ladder, text: str, adjacent: bool) -> bool:
        """Whether a numbered line is its item; ``adjacent``: it follows the lead-in directly."""
        if marker.start - self.start > 3 * LEAD_REACH or self.preamble:
            return False
        within = depth >= self.depth or (adjacent and self._starts_over(marker, depth, ladder))
        return within and self._goes_on(marker, text)

    def _starts_over(self, marker: Marker, depth: int, ladder: Ladder) -> bool:
        """Whether a list begins right under its lead-in with a style of numbers that is open further up already."""
        outer = ladder.rungs[depth]
        if marker.numbers != (1,) or marker.style not in RESTARTING or outer.style != marker.style:
            return False
        self.depth, self.counted, self.outer = depth, -1, outer.numbers[-1]
        return True

    def _goes_on(self, marker: Marker, text: str) -> bool:
        """False if a number goes on with the outer list and not with one that started over."""
        if not self.counted or marker.style != (self.style or marker.style):
            return True
        number, last = marker.numbers[-1], self.counted
        self.counted = number
        ended = text[max(0, marker.start - 9) : marker.start].rstrip()[-1:] == "。"
        return last < 0 or (number == last + 1 and not (ended and number == self.outer + 1))
