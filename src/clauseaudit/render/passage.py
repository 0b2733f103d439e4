"""The agreement as it was read, cut into rows, paragraphs and runs that a template can print in order.

A *row* holds a clause, or the part of it from one marked paragraph to the next, with the notes that belong
beside it; a *paragraph* is one line of the document; a *run* is a stretch of a paragraph that the same
findings cover. Overlapping findings are cut into runs side by side, never nested: links cannot be nested.
The runs of all paragraphs in order are the document's text without its blank lines: nothing is dropped,
added or moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from clauseaudit.model import Audit

View = dict[str, Any]

HEADING_LIMIT = 40  # characters; a longer line with a number in front is a clause, not a heading
_ITEM = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳])")
_NUMBER = re.compile(r"\s*(?:第[一二三四五六七八九十百零\d]{1,6}[条章节款]|\d+(?:\.\d+)*[.、]?)\s*(?=\S)")


def rows(audit: Audit, placed: Sequence[View]) -> list[View]:
    """Rows of the document; ``placed`` are the views of findings that have a span, gravest first."""
    text = audit.document.text
    result: list[View] = []
    seen: set[str] = set()
    owned: set[str] = set()
    coming = sorted(enumerate(placed), key=lambda ranked: -ranked[1]["start"])
    active: list[tuple[int, View]] = []
    for start, end, kind, opens in _classified(audit):
        while coming and coming[-1][1]["start"] < end:
            active.append(coming.pop())
        active = [ranked for ranked in active if ranked[1]["end"] > start]
        inside = [view for _, view in sorted(active, key=lambda ranked: ranked[0])]
        paragraph = {"kind": kind, "runs": _runs(text, start, end, inside, seen, owned)}
        if kind == "head" and not inside:
            paragraph["number"], paragraph["rest"] = _split_number(text[start:end])
        if opens or _opens_row(result, bool(inside)):
            result.append(_row(len(result), start, kind, continued=not opens))
        starting = [view for view in inside if view["start"] >= start]
        result[-1]["paragraphs"].append(paragraph)
        result[-1]["notes"] += sorted(starting, key=lambda view: (view["start"], view["end"]))
        result[-1]["end"] = end
    return result


def _row(index: int, start: int, kind: str, *, continued: bool) -> View:
    return {
        "id": f"c{index}", "kind": kind if kind in ("chapter", "title") else "clause", "start": start, "end": start,
        "paragraphs": [], "notes": [], "linked": False, "continued": continued and index > 0,
    }  # fmt: skip


def _classified(audit: Audit) -> Iterator[tuple[int, int, str, bool]]:
    """Every line that is not blank: start, end, kind, and whether a clause begins with it."""
    text, title = audit.document.text, audit.document.title
    levels = {start: level for start, level, _ in sections(audit)}
    headings = sorted(levels)
    chapter = min(levels.values()) if len(set(levels.values())) > 1 else None
    bullets = {block.start for block in audit.document.blocks if block.kind == "item"}
    titled = False
    for start, end in _lines(text):
        line = text[start:end]
        found = bisect_left(headings, start)
        level = levels[headings[found]] if found < len(headings) and headings[found] < end else None
        if not titled and is_title(line, title):
            titled, kind = True, "title"
        elif level is not None and _is_heading(line):
            kind = "chapter" if level == chapter else "head"
        elif any(i in bullets for i in range(start, min(end, start + 4))):
            kind = "bullet"
        else:
            kind = "item" if _ITEM.match(line) else "text"
        yield start, end, kind, level is not None or kind == "title"


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines that are not blank."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def sections(audit: Audit) -> list[tuple[int, int, str]]:
    """The headings (start, level, label) below the document's title; what stands above it is the page's navigation."""
    title = audit.document.title
    titles = [start for start, _, label in audit.headings if is_title(label, title)]
    top = min(titles, default=-1)
    return [heading for heading in audit.headings if heading[0] > top and not is_title(heading[2], title)]


def is_title(line: str, title: str) -> bool:
    """True for a line that names the document; a page's title often goes on: "… - 青禾"."""
    return len(line.strip()) > 3 and title.strip().startswith(line.strip())


def _is_heading(line: str) -> bool:
    bare = line.strip()
    return len(bare) <= HEADING_LIMIT and not bare.endswith(("。", "；", ";", "，", "："))


def _split_number(line: str) -> tuple[str, str]:
    match = _NUMBER.match(line)
    return (line[: match.end()], line[match.end() :]) if match else ("", line)


def _opens_row(result: list[View], marked: bool) -> bool:
    """A marked paragraph opens a row, so that its note starts level with it; others continue the last clause."""
    if not result or result[-1]["kind"] != "clause":
        return True
    return marked and any(paragraph["kind"] != "head" for paragraph in result[-1]["paragraphs"])


def _runs(text: str, start: int, end: int, inside: list[View], seen: set[str], owned: set[str]) -> list[View]:
    """Runs of the line ``text[start:end]``; ``seen`` and ``owned`` collect the findings that a run covers or is for."""
    cuts = {start, end}
    for view in inside:
        cuts |= {max(start, view["start"]), min(end, view["end"])}
    edges = sorted(cuts)
    result: list[View] = []
    for left, right in pairwise(edges):
        covering = [view for view in inside if view["start"] <= left and view["end"] >= right]
        if covering:
            result.append(_marked(text[left:right], right, covering, seen, owned))
        else:
            result.append({"text": text[left:right]})
    return result


def _marked(text: str, right: int, covering: list[View], seen: set[str], owned: set[str]) -> View:
    """A run owned by the gravest of the findings that cover it; each finding is labelled where it ends.

    The first run that a finding owns is a stop for the Tab key; the others would only repeat it.
    """
    owner, *others = covering
    new = [view["id"] for view in covering if view["id"] not in seen]
    seen.update(new)
    stop = owner["id"] not in owned
    owned.add(owner["id"])
    ending = [view for view in covering if view["end"] == right]
    cut = max(0, len(text) - 2)  # the label stays on the line of the last two characters
    labelled = owner in ending
    return {
        "text": text[:cut] if labelled else text,
        "tail": text[cut:] if labelled else "",
        "owner": owner,
        "first": owner["id"] in new,
        "stop": stop,
        "labelled": labelled,
        "anchors": [view["id"] for view in others if view["id"] in new],
        "others": [view for view in others if view in ending],
    }
