"""One XML part of a Word file to paragraphs of pieces, each with its run and its place in the bytes.

Events of the parser carry byte offsets, so that nothing is ever written out again: a copy with comments is the
original with something put in. Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.4 (tables), 17.13 (revisions).
"""

from __future__ import annotations

from typing import NamedTuple

from clauseaudit.wordml.numbering import whole
from clauseaudit.wordml.package import Depth, parser, run
from clauseaudit.wordml.styles import Styles, is_on

MAIN = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # files saved as "strict"
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
# Deleted and superseded text, readings over characters, and the second copy of a text box for old programs.
_SKIPPED = frozenset(("del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "rt"))
_REVISIONS = frozenset(("del", "ins", "moveFrom", "moveTo"))
_PICTURES = frozenset((":blip", ":imagedata", ":chart", ":relIds"))  # the last is a diagram, its text elsewhere
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class Run(NamedTuple):
    """A run of the part: its bytes, those of its properties (empty span: none), and the run of the body it is in.

    ``host`` is its own index, or that of the outermost run around it: a text box stands inside a run.
    """

    start: int
    end: int
    props: tuple[int, int]
    host: int


class Piece(NamedTuple):
    """Characters that stand together in the bytes. ``byte`` is -1 for a sign that is an element (tab, line break)."""

    text: str
    byte: int
    run: int


class Paragraph:
    """A paragraph; ``row`` and ``cell`` number those of the part (0: not in a table)."""

    __slots__ = ("after", "cell", "depth", "level", "list", "notes", "owner", "pieces", "row", "style")

    def __init__(self, row: int, cell: int, owner: str) -> None:
        self.row, self.cell, self.owner = row, cell, owner  # owner: id of the foot- or endnote it belongs to
        self.style = self.list = ""
        self.level, self.depth = -1, -1
        self.pieces: list[Piece] = []
        self.notes: list[tuple[str, str]] = []  # ("footnote", id) referred to, in order
        self.after: list[Paragraph] = []  # of text boxes anchored in it

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class Walk:
    """The paragraphs of a part in reading order, its runs, and what was left out of the text."""

    def __init__(self, content: bytes, styles: Styles, subject: str) -> None:
        self.paragraphs: list[Paragraph] = []
        self.runs: list[Run] = []
        self.references: dict[tuple[str, str], int] = {}  # (note kind, id) -> run that refers to it
        self.prefix = "w"
        self.hidden = self.images = 0
        self.revised = self.embedded = False
        self._content, self._styles, self._guard = content, styles, Depth(subject)
        self._path: list[str] = []
        self._open: list[Paragraph] = []
        self._inside: list[_OpenRun] = []
        self._tables: list[tuple[int, int]] = []  # (row, cell) of the tables around
        self._rows = self._cells = self._skip = 0
        self._owner = ""
        self._reading = False
        self._machine = parser(subject)
        self._machine.StartElementHandler = self._start
        self._machine.EndElementHandler = self._end
        self._machine.CharacterDataHandler = self._characters
        self._machine.StartCdataSectionHandler = self._cdata
        self._machine.EndCdataSectionHandler = self._cdata
        self._in_cdata = False
        run(self._machine, content, subject)

    # events

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._guard.open()
        if self._skip:
            self._skip += 1
            return
        space, element, *prefix = name.split(" ") if " " in name else ("", name)
        if not self._path:
            self.prefix = prefix[0] if prefix else ""
        if space not in MAIN:
            element = ":" + element
            self.images += element in _PICTURES
        given = {key.split(" ")[1] if " " in key else key: value for key, value in attributes.items()}
        self.revised = self.revised or element in _REVISIONS
        if element in _SKIPPED or name.startswith(_FALLBACK) or self._is_separator(element, given):
            self._skip = 1
            return
        parent = self._path[-1] if self._path else ""
        self._path.append(element)
        if handler := _STARTS.get(element):
            handler(self, parent, given)

    def _end(self, _: str) -> None:
        self._guard.close()
        if self._skip:
            self._skip -= 1
            return
        element = self._path.pop()
        if handler := _ENDS.get(element):
            handler(self)

    def _characters(self, text: str) -> None:
        if self._reading and not self._skip:
            self._put(text.replace("\n", " "), -1 if self._in_cdata else self._machine.CurrentByteIndex)

    def _cdata(self) -> None:
        self._in_cdata = not self._in_cdata

    # paragraphs and their properties

    def _paragraph(self, _: str, __: dict[str, str]) -> None:
        row, cell = self._tables[-1] if self._tables else (0, 0)
        self._open.append(Paragraph(row, cell, self._owner))

    def _end_paragraph(self) -> None:
        done = self._open.pop()
        (self._open[-1].after if self._open else self.paragraphs).extend((done, *done.after))

    def _property(self, parent: str, given: dict[str, str]) -> None:
        if not self._open:
            return
        element, paragraph, value = self._path[-1], self._open[-1], given.get("val", "")
        if element == "pStyle":
            paragraph.style = value
        elif element == "outlineLvl" and parent == "pPr":
            paragraph.level = whole(value) + 1 if whole(value) < 6 else -1
        elif element == "numId" and parent == "numPr":
            paragraph.list = value
        elif element == "ilvl" and parent == "numPr":
            paragraph.depth = whole(value)

    # runs

    def _run(self, _: str, __: dict[str, str]) -> None:
        host = self._inside[0].index if self._inside else len(self.runs)
        self._inside.append(_OpenRun(len(self.runs)))
        self.runs.append(Run(self._machine.CurrentByteIndex, 0, (0, 0), host))

    def _end_run(self) -> None:
        index = self._inside.pop().index
        self.runs[index] = self.runs[index]._replace(end=self._after_tag(self.runs[index].start))

    def _props(self, parent: str, _: dict[str, str]) -> None:
        if parent == "r":
            self._inside[-1].props = self._machine.CurrentByteIndex

    def _end_props(self) -> None:
        if self._path[-1:] == ["r"]:
            index, start = self._inside[-1].index, self._inside[-1].props
            self.runs[index] = self.runs[index]._replace(props=(start, self._after_tag(start)))

    def _after_tag(self, start: int) -> int:
        """Behind the element that begins at ``start``; the event of one without content comes behind it already."""
        at = self._machine.CurrentByteIndex
        is_empty = self._content[at - 2 : at] == b"/>" and self._content.find(b">", start) == at - 1
        return at if is_empty else self._content.index(b">", at) + 1

    def _vanish(self, parent: str, given: dict[str, str]) -> None:
        if parent == "rPr" and self._path[-3:-2] == ["r"]:
            style = self._styles.get(given.get("val", "")) if self._path[-1] == "rStyle" else None
            hides = style.hidden if style else self._path[-1] == "vanish" and is_on(given.get("val", ""))
            self._inside[-1].hidden = hides

    # text

    def _text(self, parent: str, _: dict[str, str]) -> None:
        self._reading = parent == "r"

    def _end_text(self) -> None:
        self._reading = False

    def _sign(self, parent: str, _: dict[str, str]) -> None:
        if parent == "r":
            self._put(_SIGNS[self._path[-1]], -1)

    def _put(self, text: str, byte: int) -> None:
        if not self._inside or not self._open:
            return
        inside = self._inside[-1]
        if inside.hidden:
            self.hidden += not inside.counted
            inside.counted = True
        else:
            self._open[-1].pieces.append(Piece(text, byte, inside.index))

    def _reference(self, _: str, given: dict[str, str]) -> None:
        if self._inside and self._open:
            key = (self._path[-1].removesuffix("Reference"), given.get("id", ""))
            self.references.setdefault(key, self._inside[0].index)
            self._open[0].notes.append(key)

    def _note(self, _: str, given: dict[str, str]) -> None:
        self._owner = given.get("id", "")

    @staticmethod
    def _is_separator(element: str, given: dict[str, str]) -> bool:
        """Note parts also hold the lines drawn above the notes."""
        return element in ("footnote", "endnote") and given.get("type", "normal") != "normal"

    # tables and the rest

    def _table(self, _: str, __: dict[str, str]) -> None:
        self._tables.append((0, 0))

    def _end_table(self) -> None:
        self._tables.pop()

    def _row(self, _: str, __: dict[str, str]) -> None:
        self._rows += 1

    def _cell(self, _: str, __: dict[str, str]) -> None:
        self._cells += 1
        if self._tables:
            self._tables[-1] = (self._tables[-1][0] or self._rows, self._cells)

    def _end_row(self) -> None:
        if self._tables:
            self._tables[-1] = (0, 0)

    def _chunk(self, _: str, __: dict[str, str]) -> None:
        self.embedded = True


class _OpenRun:
    """A run whose end has not come yet."""

    __slots__ = ("counted", "hidden", "index", "props")

    def __init__(self, index: int) -> None:
        self.index, self.props = index, 0
        self.hidden = self.counted = False


_STARTS = {
    "p": Walk._paragraph, "r": Walk._run, "rPr": Walk._props, "t": Walk._text,
    "vanish": Walk._vanish, "rStyle": Walk._vanish,
    **dict.fromkeys(("pStyle", "outlineLvl", "numId", "ilvl"), Walk._property),
    **dict.fromkeys(_SIGNS, Walk._sign),
    "footnoteReference": Walk._reference, "endnoteReference": Walk._reference,
    "footnote": Walk._note, "endnote": Walk._note,
    "tbl": Walk._table, "tr": Walk._row, "tc": Walk._cell, "altChunk": Walk._chunk,
}  # fmt: skip
_ENDS = {
    "p": Walk._end_paragraph, "r": Walk._end_run, "rPr": Walk._end_props, "t": Walk._end_text,
    "tbl": Walk._end_table, "tr": Walk._end_row,
}  # fmt: skip
