"""Agreements that a site shows as pictures: the pictures of a page without text, recognised one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from clauseaudit.crawl.texts import Read, named
from clauseaudit.discover import is_agreement, pictures
from clauseaudit.errors import ClauseauditError
from clauseaudit.extract import read_document
from clauseaudit.extract.recognise import installed
from clauseaudit.fetch.client import Client
from clauseaudit.model import Document
from clauseaudit.visit import Visit

MOST = 6  # pictures of one page; recognising one takes seconds


def read_pictures(client: Client, page: Visit, words: str) -> tuple[Read | None, list[Visit]]:
    """The agreement in the pictures of ``page``, and the visits that fetched them; None if there is none to be had.

    Nothing is fetched unless this machine can recognise text (the ``ocr`` extra).
    """
    addresses = pictures(page.snapshot) if installed() else ()
    visits: list[Visit] = []
    parts: list[Document | None] = []
    for address in addresses[:MOST]:
        try:
            visits.append(client.visit(address, page.snapshot.url))
            parts.append(read_document(visits[-1].snapshot))
        except ClauseauditError:
            parts.append(None)
    whole = _joined(parts, page, more=len(addresses) > MOST)
    if whole is None or not is_agreement(whole.title, whole.text, words):
        return None, visits
    return Read(named(whole, words), page), visits


def _joined(parts: Sequence[Document | None], page: Visit, *, more: bool) -> Document | None:
    """One document of the pictures in their order; those that could not be read are gaps."""
    read = [part for part in parts if part]
    if not read:
        return None
    text = ""
    scans, gaps = [], [f"第{number}张图片" for number, part in enumerate(parts, 1) if part is None]
    for part in read:
        shift = len(text) + 1 if text else 0
        text = f"{text}\n{part.text}" if text else part.text
        scans += [scan._replace(start=scan.start + shift, end=scan.end + shift) for scan in part.scans]
        gaps += part.gaps
    gaps += [f"第{MOST}张以后的图片"] * more
    notes = dict.fromkeys(note for part in read for note in part.notes)
    missed = [f"没有读到：{'、'.join(gaps)}"] * bool(gaps)
    return read[0]._replace(
        source=page.asked,
        url=page.snapshot.url,
        retrieved=page.snapshot.retrieved,
        text=text,
        scans=tuple(scans),
        gaps=tuple(gaps),
        notes=(*notes, *missed),
    )
