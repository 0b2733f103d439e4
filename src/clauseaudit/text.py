"""Folding for matching: one spelling for every way a term can be written, with the way back.

Two kinds of change, kept apart because they cost differently:

* one-to-one (width, case, variants, look-alikes): offsets stay as they are;
* removals (zero-width characters, spaces and decoration between Chinese characters, soft line ends): recorded
  in an offset map, which a document without removals does not have.

Everything is decided locally, so text appended in a new paragraph never changes how earlier text is folded.
Written twice: folding.py says what it means; the C (native/folding/folder.c) does the same several times as fast.
"""

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from clauseaudit.native import core

if TYPE_CHECKING or core is None:
    from clauseaudit import folding

    _fold = folding.fold
else:
    from clauseaudit import variants

    _fold = core.Folder(variants.ALL, variants.SETS, variants.INSIDE_WORDS).fold


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
    if "Σ" in text:  # the only letter that has two lower cases
        text = text.replace("İ", "i").lower()  # İ is the only one whose lower case is longer than itself
    return Folded(*_fold(text))
