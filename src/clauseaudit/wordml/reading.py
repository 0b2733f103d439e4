"""A whole Word file to text: headers and footers, then the body with notes and text boxes where they are referred to.

Every character keeps its way back to the body: to its own bytes, or, for what stands elsewhere (notes, headers), to
the run of the body that a comment on it can hang on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clauseaudit.model import Block
from clauseaudit.wordml.numbering import Numbering, read_numbering
from clauseaudit.wordml.package import Package
from clauseaudit.wordml.styles import Style, Styles, read_styles
from clauseaudit.wordml.walk import Paragraph, Run, Walk

_PAGE_NUMBER = re.compile(r"[\s\d第共页/ofpage.\-–—]*", re.I)
_TITLE_WITHIN = 15  # a title is among the first lines that are not empty
_CLAUSE = re.compile(r"第.{1,5}[条章节款]|[一二三四五六七八九十\d]+[、.．\s]|[（(]")  # begins no title


class Place(NamedTuple):
    """``size`` characters of the text from ``start`` on, in the body's run ``run``.

    ``byte`` is where they begin in the main part, in UTF-8 unless the part says otherwise; -1: not cut there.
    """

    start: int
    size: int
    byte: int
    run: int


class Reading(NamedTuple):
    """The text with its blocks, and how to find it in the main part again."""

    title: str
    text: str
    body: int  # where the body begins in the text
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    gaps: tuple[str, ...]  # what of the file was not read, in Chinese
    main: str  # path of the main part
    places: tuple[Place, ...]  # in order of start
    runs: tuple[Run, ...]  # of the main part
    prefix: str  # of the main part's namespace, usually "w"


def read_word(package: Package) -> Reading:
    """Read the file. Raises ExtractError for parts that are damaged, too large or nested too deeply."""
    main = package.main()
    related = package.relations(main)
    parts = {kind: [r.target for r in related if r.kind == kind] for kind in _KINDS}
    styles = read_styles(_first(package, parts["styles"]), package.subject)
    numbering = read_numbering(_first(package, parts["numbering"]), package.subject)
    walk = Walk(package.read(main) or b"", styles, package.subject)
    page = _Page(walk, styles, numbering)
    others = []
    for path in sorted({*parts["header"], *parts["footer"]}):
        others.append(Walk(package.read(path) or b"<none/>", styles, package.subject))
        page.margin(others[-1])
    for kind in ("footnote", "endnote"):
        notes = Walk(_first(package, parts[f"{kind}s"]), styles, package.subject)
        page.notes |= {(kind, owner): paragraphs for owner, paragraphs in _by_owner(notes.paragraphs).items()}
        others.append(notes)
    page.fill()
    title, body = page.title, page.body
    gaps = _gaps([walk, *others])
    remarks = tuple(f"{gap}里的文字没有检查" for gap in gaps) + _remarks([walk, *others], page.labelled)
    return Reading(
        title, "".join(page.parts), body, tuple(page.blocks), remarks, gaps, main, tuple(page.places), tuple(walk.runs),
        walk.prefix,
    )  # fmt: skip


_KINDS = ("styles", "numbering", "header", "footer", "footnotes", "endnotes")


def _first(package: Package, paths: Sequence[str]) -> bytes:
    return (package.read(paths[0]) if paths else None) or b"<none/>"


def _by_owner(paragraphs: Iterable[Paragraph]) -> dict[str, list[Paragraph]]:
    found: dict[str, list[Paragraph]] = {}
    for paragraph in paragraphs:
        found.setdefault(paragraph.owner, []).append(paragraph)
    return found


def _gaps(walks: Sequence[Walk]) -> tuple[str, ...]:
    """What may hold words of the agreement and was not read."""
    images, embedded = sum(walk.images for walk in walks), any(walk.embedded for walk in walks)
    found = (f"{images} 处图片或图表" if images else "", "嵌入的别的文件" if embedded else "")
    return tuple(filter(None, found))


def _remarks(walks: Sequence[Walk], labelled: bool) -> tuple[str, ...]:
    """What the reader of a report should know about the reading."""
    hidden = sum(walk.hidden for walk in walks)
    said = [
        f"有 {hidden} 处隐藏文字，没有检查" if hidden else "",
        "文件里有修订痕迹，按接受全部修订后的文字检查" if any(walk.revised for walk in walks) else "",
        "自动编号是按文件里的编号设置还原的" if labelled else "",
    ]
    return tuple(filter(None, said))


class _Page:
    """The text as it is laid out: a paragraph a line, the cells of a row side by side."""

    def __init__(self, walk: Walk, styles: Styles, numbering: Numbering) -> None:
        self.walk, self.styles, self.numbering = walk, styles, numbering
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.places: list[Place] = []
        self.notes: dict[tuple[str, str], list[Paragraph]] = {}
        self.title, self.body, self.labelled = "", 0, False
        self._position, self._lines = 0, 0
        self._seen: set[str] = set()  # margins that were written
        self._last: tuple[int, int] = (0, 0)  # row and cell of the last line
        self._cell, self._tall = -1, False  # index of its block; whether it has several lines: layout, not figures
        self._anchor = next((p.pieces[0].run for p in walk.paragraphs if p.pieces), 0)

    def margin(self, walk: Walk) -> None:
        """A header or footer, unless it is a page number or was written already (sections repeat them)."""
        text = "\n".join(paragraph.text for paragraph in walk.paragraphs)
        if _PAGE_NUMBER.fullmatch(text) or text in self._seen:
            return
        self._seen.add(text)
        for paragraph in walk.paragraphs:
            self._write(paragraph, self._anchor)
        self._last = (0, 0)

    def fill(self) -> None:
        """The body. Notes come behind the paragraph, or the table row, that refers to them."""
        self.body, self._lines = self._position, 0
        waiting: list[tuple[str, str]] = []
        row = 0
        for paragraph in self.walk.paragraphs:
            if waiting and not (paragraph.row and paragraph.row == row):
                self._write_notes(waiting)
                waiting = []
            self._write(paragraph)
            row = paragraph.row
            waiting += paragraph.notes
        self._write_notes(waiting)

    def _write_notes(self, keys: Iterable[tuple[str, str]]) -> None:
        for key in keys:
            for paragraph in self.notes.pop(key, ()):  # each once, however often it is referred to
                self._write(paragraph, self.walk.references[key])
        self._last = (0, 0)

    def _write(self, paragraph: Paragraph, anchor: int = -1) -> None:
        """One paragraph; ``anchor`` is the body's run for one that stands elsewhere."""
        style = self.styles.get(paragraph.style, Style())
        text = paragraph.text
        self.walk.hidden += style.hidden and bool(text.strip())
        if style.contents or style.hidden:
            return
        label = self._label(paragraph, style)  # an empty paragraph is counted, too
        if not text.strip():
            return
        cell = (paragraph.row, paragraph.cell)
        self._gap(cell)
        start = self._position
        if label:
            self.labelled = True
            self._put(label if label[-1:].isspace() else label + " ")
        for piece in paragraph.pieces:
            run = anchor if anchor >= 0 else piece.run
            self.places.append(Place(self._position, len(piece.text), piece.byte if anchor < 0 else -1, run))
            self._put(piece.text)
        self._block(paragraph, style, start if label else start + len(text) - len(text.lstrip()))
        self._tall = "\n" in text or bool(paragraph.cell and cell == self._last)
        self._last = cell
        self._lines += 1
        if self._lines <= _TITLE_WITHIN and not self.title and anchor < 0 and style.level in (0, 1):
            self.title = "" if label or _CLAUSE.match(text.strip()) else text.strip()

    def _gap(self, cell: tuple[int, int]) -> None:
        if not self.parts:
            return
        side_by_side = cell[0] and cell[0] == self._last[0] and cell[1] != self._last[1] and not self._tall
        self._put("\t" if side_by_side else "\n")

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self._position += len(text)

    def _block(self, paragraph: Paragraph, style: Style, first: int) -> None:
        last = self._position
        level = paragraph.level if paragraph.level > 0 else style.level
        if level > 0:
            self.blocks.append(Block("heading", first, last, level))
        elif self._listed(paragraph, style):
            depth = paragraph.depth if paragraph.depth >= 0 else style.depth
            self.blocks.append(Block("item", first, last, depth + 1))
        if not paragraph.cell:
            self._cell = -1
        elif self._last == (paragraph.row, paragraph.cell) and self._cell >= 0:
            self.blocks[self._cell] = self.blocks[self._cell]._replace(end=last)
        else:
            self._cell = len(self.blocks)
            self.blocks.append(Block("cell", first, last))

    @staticmethod
    def _listed(paragraph: Paragraph, style: Style) -> str:
        """The list the paragraph is in; "0" takes it out of the list of its style."""
        number = paragraph.list or style.list
        return "" if number == "0" else number

    def _label(self, paragraph: Paragraph, style: Style) -> str:
        number = self._listed(paragraph, style)
        depth = paragraph.depth if paragraph.depth >= 0 else style.depth
        return self.numbering.label(number, depth) if number else ""
