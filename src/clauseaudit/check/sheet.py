"""One file of the shop: its text as it stands in the file, the document read from it, and the way between the two.

The document of a web page or a Markdown file has no markup and other lines. To say ``file:line:column``, each line
of the document is looked for in the file's text, with markup and white space left out on both sides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from clauseaudit.check.visible import Run, runs
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.extract.charset import decode
from clauseaudit.extract.sniff import form_of
from clauseaudit.model import Document, Snapshot

MARKED_UP = ("markdown", "html")
FAR = 20_000  # characters of hidden text that a line is looked for behind
PATIENCE = 20  # lines of which no trace is found before nothing is looked for farther than FAR
LEAST = 8  # characters of a line that is looked for far away
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_DROPPED = {"html": _SPACE, "markdown": re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad*_~`\\#>|\[\]!+-]+")}


class Sheet(NamedTuple):
    """A file that was read.

    ``text`` is the file's text with ``\\n`` line ends; where a file has none of its own (.docx, .mhtml) it is the
    document's, and lines are those of the extracted text.
    """

    path: str
    form: str  # plain | markdown | html | mhtml …
    document: Document
    text: str

    @property
    def has_text(self) -> bool:
        """Whether ``text`` is what stands in the file."""
        return self.form == "plain" or self.form in MARKED_UP


class Way(NamedTuple):
    """Where each line of a document stands in the file's text without markup and white space (the reduced text)."""

    lines: list[int]  # starts of the document's lines
    found: list[int]  # where each begins in the reduced text; -1 if it was not found
    sizes: list[int]  # its characters there
    runs: tuple[Run, ...]  # the pieces of the reduced text
    starts: list[int]  # where each begins in it

    def number(self, offset: int) -> int:
        """Which line of the document an offset is in."""
        return max(0, bisect_right(self.lines, offset) - 1)

    def has(self, offset: int) -> bool:
        """Whether the line around an offset was found."""
        return self.found[self.number(offset)] >= 0

    def at(self, place: int, end: bool) -> int:
        """Offset into the file's text of a character of the reduced text, or of its end."""
        index = bisect_right(self.starts, place) - 1
        return self.runs[index].at(place - self.starts[index], end)


class Paragraph(NamedTuple):
    """A line of the document with its place in the file's text (first two) and in the document."""

    start: int
    end: int
    first: int
    last: int


def open_sheet(path: str) -> Sheet:
    """Read a file. Raises ExtractError as ``snapshot_file`` and ``read_document`` do."""
    snapshot = snapshot_file(path)
    document, form = read_document(snapshot), form_of(snapshot)
    if form not in MARKED_UP:
        return Sheet(path, form, document, document.text)
    return Sheet(path, form, document, re.sub("\r\n?", "\n", raw_text(snapshot, form)))


def raw_text(snapshot: Snapshot, form: str) -> str:
    """The file's text with its own line ends, without a byte order mark."""
    return decode(snapshot.content, snapshot.source, snapshot.charset, markup=form == "html").text


class Locator:
    """From the document to the file's text. Costs nothing until it is asked about markup."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._way: Way | None = None
        self._lines = [0, *(match.end() for match in re.finditer("\n", sheet.text))]

    def line(self, offset: int) -> tuple[int, int]:
        """1-based line and column of an offset into the file's text."""
        number = bisect_right(self._lines, offset)
        return number, offset - self._lines[number - 1] + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the file shows ``document.text[start:end]``; what was not found stands behind what was."""
        if self.sheet.form not in MARKED_UP:
            return start, end
        first = self._place(start, end=False)
        return first, max(first, self._place(end - 1, end=True)) if end > start else first

    def paragraphs(self) -> list[Paragraph]:
        """The lines of the document that have text and were found in the file, in order."""
        found: list[Paragraph] = []
        start = 0
        for line in self.sheet.document.text.split("\n"):
            bare = line.strip()
            first = start + line.find(bare)
            last = first + len(bare)
            start += len(line) + 1
            if bare and (self.sheet.form not in MARKED_UP or self.way.has(first)):
                found.append(Paragraph(*self.span(first, last), first, last))
        return found

    @property
    def way(self) -> Way:
        """The alignment, made when it is first needed."""
        self._way = self._way or align(self.sheet)
        return self._way

    def _place(self, offset: int, end: bool) -> int:
        """Where the character at ``offset`` begins or, with ``end``, ends."""
        way = self.way
        number = way.number(offset)
        if way.found[number] < 0:
            number = next((n for n in range(number - 1, -1, -1) if way.found[n] >= 0), -1)
            return way.at(way.found[number] + way.sizes[number] - 1, end=True) if number >= 0 else 0
        before = self.sheet.document.text[way.lines[number] : offset + end]
        ahead = len(_DROPPED[self.sheet.form].sub("", before)) - end
        return way.at(way.found[number] + min(max(0, ahead), way.sizes[number] - 1), end)


def align(sheet: Sheet) -> Way:
    """Look for the document's lines in the file, in order; a line that has no trace is skipped."""
    drop = _DROPPED[sheet.form]
    seen = runs(sheet.text, sheet.form, drop)
    whole = "".join(run.text for run in seen)
    way = Way([], [], [], seen, [0, *accumulate(len(run.text) for run in seen)][:-1])
    start = cursor = missed = 0
    for line in sheet.document.text.split("\n"):
        bare = drop.sub("", line)
        limit = len(whole) if missed < PATIENCE and len(bare) >= LEAST else cursor + len(bare) + FAR
        place = whole.find(bare, cursor, limit) if bare else -1
        missed += bool(bare) and place < 0
        cursor = place + len(bare) if place >= 0 else cursor
        way.lines.append(start)
        way.found.append(place)
        way.sizes.append(len(bare))
        start += len(line) + 1
    return way
