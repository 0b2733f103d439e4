"""Snapshots to documents: bytes from a file, standard input or an address become plain text with its structure."""

from __future__ import annotations

import hashlib

from clauseaudit.extract.charset import decode
from clauseaudit.extract.describe import heading_line, kind_of, slug, stem, tidy_title
from clauseaudit.extract.files import find_documents, snapshot_file, snapshot_stdin
from clauseaudit.model import Block, Document, Snapshot

__all__ = ["find_documents", "read_document", "snapshot_file", "snapshot_stdin"]


def read_document(snapshot: Snapshot) -> Document:
    """The document in ``snapshot``. Raises ExtractError for bytes that hold none (binary, damaged, empty)."""
    title, text, blocks = _plain(snapshot)
    name = slug(snapshot.url or snapshot.source) if snapshot.url else stem(snapshot.source)
    title = tidy_title(title) or name
    return Document(
        id=name,
        title=title,
        source=snapshot.source,
        text=text,
        sha256=hashlib.sha256(snapshot.content).hexdigest(),
        blocks=blocks,
        type=kind_of(title, text),
        url=snapshot.url,
        retrieved=snapshot.retrieved,
    )


def _plain(snapshot: Snapshot) -> tuple[str, str, tuple[Block, ...]]:
    decoded = decode(snapshot.content, snapshot.source, snapshot.charset)
    text = decoded.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return heading_line(text), text, ()
