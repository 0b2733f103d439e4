"""Outlines in Python: what clauses.py does where nothing was built, and what native/outline/outline.c is held to."""

from __future__ import annotations

from itertools import repeat

from clauseaudit.expressions import expression
from clauseaudit.leads import Lead
from clauseaudit.model import Clause, Document, Outline, Segment
from clauseaudit.numbering import (
    FIRST,
    Ladder,
    Marker,
    any_of,
    bare,
    may_head,
    names_a_section,
    read_marker,
    says_something,
    short_line_at,
)
from clauseaudit.sentences import Piece, pieces
from clauseaudit.structure import CUES, ENUMERATES, HEADING_LINE, LABEL_LENGTH, LEAD_REACH, SHORT_LINE, STRONG
from clauseaudit.text import Folded


def split(document: Document, folded: Folded) -> Outline:
    """Split the folded text of ``document``; clauses tile it exactly and segments tile each clause."""
    builder = _Builder(document, folded)
    for piece in pieces(folded.text):
        builder.add(piece)
    return builder.outline()


def core(folded_text: str, segment: Segment) -> tuple[int, int]:
    """The segment without leading numbering, bullets and space, and without trailing space."""
    return bare(folded_text, segment.start, segment.end)


_CUE = any_of(CUES)
_ENUMERATES = expression(f"(?:{ENUMERATES.replace(' ', '|')})[^:;]{{0,12}}:")
_INLINE_TITLE = expression(r"[ \t]*(?:【([^】\n]{1,20})】|([^\s,。;:!?()\"【】]{2,12}):(?!\s))")


class _Builder:
    def __init__(self, document: Document, folded: Folded) -> None:
        self.text, self.folded, self.source = folded.text, folded, document.text
        self.blocks = {
            folded.place(block.start): block for block in document.blocks if block.kind in ("heading", "item")
        }
        self.segments: list[tuple[int, int, int, str, int]] = []
        self.clauses: list[tuple[int, str, int, int]] = []  # start, label, level, first segment
        self.ladder = Ladder()
        self.leads: list[Lead] = []
        self.short_line = False  # the line before was short, without marker, and no heading
        self.listed: set[str] = set()  # styles whose last short line was a list item, not a heading
        self.numbered: dict[int, int] = {}  # start of a piece with a marker -> end of the marker

    def add(self, piece: Piece) -> None:
        start, end, opens, _, _ = piece
        marker = read_marker(self.text, start, end) if self.text[start] in FIRST else None
        if marker is not None:
            self.numbered[start] = marker[3]
        if not opens:
            after_comma = self.text[start - 1] == ","
            if marker is not None and not self.ladder.continues(marker, strictly=after_comma):
                marker = None
            if marker is None and after_comma:
                self._extend(end)
                return
        elif self.blocks:
            marker = self._block_marker(start, end, marker)
        if marker is not None:
            self._marked(piece, marker)
        elif opens:
            self._line(piece)
        else:
            self._continuation(piece)

    def outline(self) -> Outline:
        if not self.clauses:
            return Outline((), (), ())
        start, end, clause, kind, lead = self.segments[-1]
        if kind == "heading":  # nothing stands under it: a shop's notice of one line is no heading
            self.segments[-1] = (start, end, clause, "text", lead)
        bounds = [clause[0] for clause in self.clauses[1:]] + [len(self.text)]
        lasts = [clause[3] for clause in self.clauses[1:]] + [len(self.segments)]
        clauses = [
            (start, bound, label, level, first, last)
            for (start, label, level, first), bound, last in zip(self.clauses, bounds, lasts, strict=True)
        ]
        cores = [bare(self.text, start, end, self.numbered.get(start, start)) for start, end, *_ in self.segments]
        # _make takes three times as long
        segments = tuple(map(tuple.__new__, repeat(Segment), self.segments))
        return Outline(tuple(map(tuple.__new__, repeat(Clause), clauses)), segments, tuple(cores))

    # pieces

    def _continuation(self, piece: Piece) -> None:
        """A sentence that follows another one in its line."""
        lead, start = -1, piece[0]
        while self.leads:
            top = self.leads[-1]
            ended = top.style == "" or (top.inline and self.text[start - 1] not in ";,")
            if ended or start - top.start > LEAD_REACH:
                self.leads.pop()
                continue
            lead = self._govern(top, top.style)
            break
        if lead < 0 and self.text[start - 1] == ";":
            lead = self._enumeration()
        self._append(piece, "text" if lead < 0 else "item", lead)

    def _enumeration(self) -> int:
        """The segment that began "…包括:甲;乙;丙", else -1; it holds the first item too, so it stays text."""
        start, end, _, _, lead = self.segments[-1]
        if lead >= 0:
            return lead
        return len(self.segments) - 1 if _ENUMERATES.search(self.text, start, end) else -1

    def _line(self, piece: Piece) -> None:
        """A line without marker: item of an unnumbered list, heading, or the start of a paragraph."""
        lead = -1
        while self.leads and lead < 0:
            top = self.leads[-1]
            if piece[0] - top.start <= LEAD_REACH and self._plain_item(top, piece):
                lead = self._govern(top, "line")
            else:
                self.leads.pop()
        if lead >= 0:
            self._append(piece, "item", lead)
        elif self._is_title(piece):
            self._open_title(piece)
        else:
            self._append(piece, "text", -1)

    def _marked(self, piece: Piece, marker: Marker) -> None:
        """A numbered or bulleted line, or a number inside a line that goes on counting."""
        start, end, opens_line, ends_line, _ = piece
        style, lead, heading = marker.style, -1, False
        depth = self.ladder.depth_of(style)
        while self.leads and lead < 0:
            top = self.leads[-1]
            if top.numbers(marker, depth, self.ladder, self.text, top.segment == len(self.segments) - 1):
                lead = self._govern(top, style)
            else:
                self.leads.pop()
        if opens_line and ends_line and end - marker.end <= HEADING_LINE + 4:
            heading = self._is_heading(marker, end, depth)
        opens = (opens_line or lead < 0) if style in STRONG else (opens_line and lead < 0 and style != "bullet")
        if opens:
            number, title = self._printed(marker, end, heading)
            self._open_clause(start, self.ladder.place(depth, marker, number + title, bool(title)), depth)
        else:
            self.ladder.place(depth, marker)
        kind = "heading" if heading else "item" if lead >= 0 or not opens else "text"
        self._append(piece, kind, -1 if heading else lead)

    # headings

    def _is_heading(self, marker: Marker, end: int, depth: int) -> bool:
        """Whether a short numbered line is a heading: it says nothing, and something stands under it."""
        style, line = marker.style, self.text[marker.end : end].strip()
        body = line.rstrip(":")
        if style == "bullet" or not may_head(body):
            return False
        said = says_something(body, style)
        if style[0] == "h":
            return not said
        if said or style in self.listed or (body != line and _CUE.search(body)) or self._alone(style, end, depth):
            self.listed.add(style)
            return False
        return True

    def _alone(self, style: str, end: int, depth: int) -> bool:
        """Whether nothing stands under a numbered line: what follows at ``end`` is of its rank or a higher one."""
        following = read_marker(self.text, end, len(self.text))
        return following is not None and (following.style == style or self.ladder.depth_of(following.style) < depth)

    def _is_title(self, piece: Piece) -> bool:
        """Whether a line without number is a heading."""
        start, end, _, ends_line, _ = piece
        body = self.text[start:end].rstrip().rstrip(":") if ends_line and end - start <= SHORT_LINE + 4 else ""
        after_short, self.short_line = self.short_line, bool(body)
        if len(body) > SHORT_LINE or not may_head(body) or says_something(body, ""):
            return False
        named = names_a_section(body) and not (after_short and len(body) > 8)
        if self.segments and not named and (after_short or short_line_at(self.text, end)):
            return False
        self.short_line = False
        return True

    def _open_title(self, piece: Piece) -> None:
        title = self._original(piece[0], piece[1]).rstrip("：:")
        if self.segments:  # the title of the document itself stands above all levels
            depth = self.ladder.depth_of("title")
            marker = Marker("title", (), piece[0], piece[0])
            self._open_clause(piece[0], self.ladder.place(depth, marker, title, True), depth)
        else:
            self._open_clause(0, title, 0)
        self._append(piece, "heading", -1)

    def _printed(self, marker: Marker, end: int, heading: bool) -> tuple[str, str]:
        """The number and the title of a clause as the document prints them."""
        style, _, start, stop = marker
        number = "" if style[0] == "h" else self._original(start, stop)
        title = ""
        if heading:
            title = self._original(stop, end).rstrip("：:")
        elif found := _INLINE_TITLE.match(self.text, stop, end):
            first, last = found.span(found.lastindex or 0)
            title = "" if _CUE.search(self.text, first, last) else self._original(first, last)
        if number[-1:] != "、":
            number = number.rstrip(".．：: \t")
            return number, f" {title}" if title and number else title
        return number, title

    def _original(self, start: int, end: int) -> str:
        start, end = self.folded.origin(start, end)
        printed = self.source[start:end].strip()
        return printed if "\n" not in printed else " ".join(printed.split())

    # lists

    def _plain_item(self, lead: Lead, piece: Piece) -> bool:
        """Whether a line without marker is an item of the unnumbered list that ``lead`` announces."""
        start, end, _, ends_line, _ = piece
        if lead.style not in ("", "line") or lead.inline or lead.preamble or end - start > 90:
            return False
        last = self.text[start:end].rstrip()[-1:]
        if last == ":":
            return False
        if lead.style == "":
            lead.stopped = last in ("。", ".")
            return not lead.stopped or (lead.listing and ends_line and end - start <= 42)
        before = self.text[self.segments[-1][0] : start].rstrip()[-1:]
        return before != "。" or (lead.stopped and ends_line)

    def _govern(self, lead: Lead, style: str) -> int:
        if not lead.style:
            lead.style = style
            start, end, clause, _, above = self.segments[lead.segment]
            self.segments[lead.segment] = (start, end, clause, "lead", above)
        return lead.segment

    # records

    def _open_clause(self, start: int, label: str, level: int) -> None:
        label = label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"
        self.clauses.append((start, label, level, len(self.segments)))

    def _append(self, piece: Piece, kind: str, lead: int) -> None:
        if not self.clauses:
            self._open_clause(0, "", 0)
        start, end, _, ends_line, colon = piece
        self.segments.append((start, end, len(self.clauses) - 1, kind, lead))
        if kind == "heading":
            self.leads.clear()
            self.listed.clear()
        # A heading such as "注销条件如下：" says of the list under it what a lead-in would.
        if colon and (kind != "heading" or _CUE.search(self.text, start, end)):
            self.leads.append(
                Lead(self.text, len(self.segments) - 1, start, end, len(self.ladder.rungs), not ends_line)
            )

    def _extend(self, end: int) -> None:
        start, _, clause, kind, lead = self.segments[-1]
        self.segments[-1] = (start, end, clause, kind, lead)

    def _block_marker(self, start: int, end: int, marker: Marker | None) -> Marker | None:
        block = self.blocks.get(start)
        if block is None:
            return marker
        if block.kind == "heading":
            return Marker(f"h{min(6, max(1, block.level))}", (), start, start)
        return marker or Marker("bullet", (), start, start)
