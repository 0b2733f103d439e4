"""What a finding's words look like in the picture that they were recognised in, so that a reader can compare."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from clauseaudit.model import Document, Scan
from clauseaudit.render.passage import View

ROOM = 200_000  # bytes that the pictures of a page take in it; findings are served gravest first
_WEBP = (b"RIFF", b"WEBP")  # nothing else is put into a page


def lines(document: Document, start: int | None, end: int | None) -> tuple[Scan, ...]:
    """The recognised lines that a passage stands in, in order."""
    if start is None or end is None:
        return ()
    return tuple(scan for scan in document.scans if scan.start < end and start < scan.end)


def add_pictures(views: Sequence[View], document: Document) -> None:
    """Give each finding's view ``scanned``, and ``pictures`` of its lines (WebP in base64) while there is room."""
    room = ROOM
    for view in views:
        found = lines(document, view["start"], view["end"]) if view["placed"] else ()
        pictures = [b64encode(scan.picture).decode() for scan in found if _is_picture(scan.picture)]
        room -= sum(map(len, pictures))
        view["scanned"], view["pictures"] = bool(found), pictures if room >= 0 else []


def _is_picture(content: bytes) -> bool:
    return (content[:4], content[8:12]) == _WEBP
