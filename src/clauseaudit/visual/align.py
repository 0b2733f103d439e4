"""Where a quotation of the document stands on the page: compared as folded text without white space or decoration."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from clauseaudit.text import Folded, fold
from clauseaudit.visual.page import Block, Run, View

LEAST = 4  # characters; a shorter quotation would be found everywhere
MOST_PLACES = 20  # a term is rarely repeated; a page that repeats it a thousand times is looked at so often
_LOOSE = re.compile(r"[\s·•*_~‧∙●○◦▪■□◆◇★☆]+")


class Part(NamedTuple):
    """The stretch of one block that belongs to a quotation."""

    block: Block
    start: int
    end: int

    def runs(self) -> list[Run]:
        """The runs of the stretch, cut to it."""
        cut = (Run(max(r.start, self.start), min(r.end, self.end), r.style) for r in self.block.runs)
        return [run for run in cut if run.start < run.end]


def squeeze(text: str) -> str:
    """Folded, without anything that a browser or the reading of HTML may add or drop."""
    return _LOOSE.sub("", fold(text).text)


class Aligner:
    """Finds quotations in the text of a view. Linear in the page once, then a search a quotation."""

    def __init__(self, view: View) -> None:
        self._frames = [_Joined(frame.blocks) for frame in view.frames]
        # Noise that is not displayed may stand in the middle of a sentence: the document does not have it.
        self._displayed = [_Joined([b for b in frame.blocks if "display" not in b.hidden]) for frame in view.frames]

    def places(self, quote: str) -> list[list[Part]]:
        """Every place of ``quote``, each as the stretches that it covers; none if the page does not show it."""
        wanted = squeeze(quote)
        if len(wanted) < LEAST:
            return []
        for frames in (self._frames, self._displayed):
            if found := [place for joined in frames for place in joined.places(wanted)]:
                return found[:MOST_PLACES]
        return []


class _Joined:
    """The squeezed text of one frame's blocks in a row."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.texts = [squeeze(block.text) for block in blocks]
        self.starts = [0]
        for text in self.texts:
            self.starts.append(self.starts[-1] + len(text))
        self.text = "".join(self.texts)
        self.kept: dict[int, tuple[Folded, list[int]]] = {}

    def places(self, wanted: str) -> list[list[Part]]:
        found: list[list[Part]] = []
        at = self.text.find(wanted)
        while at >= 0 and len(found) < MOST_PLACES:
            found.append(self._parts(at, at + len(wanted)))
            at = self.text.find(wanted, at + len(wanted))
        return found

    def _parts(self, start: int, end: int) -> list[Part]:
        index, parts = bisect_right(self.starts, start) - 1, []
        while index < len(self.blocks) and self.starts[index] < end:
            first, last = max(start, self.starts[index]), min(end, self.starts[index + 1])
            if first < last:
                base = self.starts[index]
                parts.append(self._part(index, first - base, last - base))
            index += 1
        return parts

    def _part(self, index: int, start: int, end: int) -> Part:
        """From offsets in the squeezed text to offsets in the block's own."""
        if index not in self.kept:
            self.kept[index] = _kept(self.blocks[index].text)
        folded, kept = self.kept[index]
        return Part(self.blocks[index], *folded.origin(kept[start], kept[end - 1] + 1))


def _kept(text: str) -> tuple[Folded, list[int]]:
    """The folded text and which of its characters squeezing keeps."""
    folded = fold(text)
    kept: list[int] = []
    at = 0
    for left, right in [*(m.span() for m in _LOOSE.finditer(folded.text)), (len(folded.text), 0)]:
        kept += range(at, left)
        at = right
    return folded, kept
