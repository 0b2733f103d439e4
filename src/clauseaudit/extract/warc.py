"""Web archives of records (.warc, .warc.gz, .wacz) to the pages in them. ``pages`` runs in the child process only.

Standard: ISO 28500. An archive may hold anything a site sent; what is read is bounded by page, in all and in number,
and a damaged record ends the reading, not what was read before.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from clauseaudit.errors import ExtractError
from clauseaudit.model import Snapshot

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

MAX_RECORDS = 50_000
MAX_PAGES = 500
MAX_PAGE = 10_000_000  # bytes, unpacked
MAX_ALL = 30_000_000  # bytes of all pages
MAX_MEMBERS = 2_000  # of a WACZ
_KINDS = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")
_SAVE_AGAIN = "请重新导出存档，或用浏览器把协议另存为 .mhtml 再检查"


def snapshots(archive: Snapshot) -> tuple[list[Snapshot], tuple[str, ...]]:
    """The pages in an archive, in its order, each with the address and the time of its capture; and remarks.

    Raises ExtractError if it holds no page or cannot be read.
    """
    from clauseaudit.extract.bounded import run_bounded

    answer = run_bounded("warc", archive.content, archive.source)
    found = [
        Snapshot(archive.source, b64decode(body), media_type, charset, url, retrieved)
        for body, media_type, charset, url, retrieved in answer["pages"]
    ]
    if not found:
        reason = answer["notes"][0] if answer["notes"] else "网页存档里没有网页"
        raise ExtractError(archive.source, reason, _SAVE_AGAIN)
    return found, tuple(answer["notes"])


def pages(content: bytes, subject: str) -> dict[str, Any]:
    """The pages as (body in base64, media type, character set, address, time), and remarks in Chinese."""
    found: list[tuple[str, str, str, str, str]] = []
    seen: set[int] = set()
    room, large, cut = MAX_ALL, 0, 0
    notes: list[str] = []
    try:
        for number, record in enumerate(_records(content, subject)):
            if number >= MAX_RECORDS or len(found) >= MAX_PAGES or room <= 0:
                notes.append("网页存档太大，后面的网页没有检查")
                break
            media_type, charset = _kind(record)
            if media_type not in _KINDS or hash(body := _body(record)) in seen:
                continue
            if len(body) > min(MAX_PAGE, room):
                large += 1
                continue
            if _is_cut(record):
                cut += 1
                continue
            seen.add(hash(body))
            room -= len(body)
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            url = address.strip("<>") if address.strip("<>").startswith(("http://", "https://")) else ""
            date = record.rec_headers.get_header("WARC-Date") or ""
            found.append((b64encode(body).decode(), media_type, charset, url, date))
    except _damage() as error:
        notes.append(f"网页存档不完整或已损坏（{type(error).__name__}），损坏处之后没有检查")
    if cut:
        notes.append(f"网页存档里有 {cut} 个网页不完整，没有检查")
    if large:
        notes.append(f"网页存档里有 {large} 个网页太大，没有检查")
    return {"pages": found, "notes": notes}


def _damage() -> tuple[type[Exception], ...]:
    from warcio.exceptions import ArchiveLoadFailed

    return (ArchiveLoadFailed, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, IndexError,
            AttributeError, TypeError, NotImplementedError)  # fmt: skip


def _records(content: bytes, subject: str) -> Iterator[ArcWarcRecord]:
    """Records that hold what a server sent, or what a browser made of it."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise ExtractError(subject, "读网页存档要先装一个组件", "pip install 'clauseaudit[evidence]'") from error
    for stream in _streams(content, subject):
        for record in ArchiveIterator(stream):
            if record.rec_type in ("response", "resource", "conversion"):
                yield record


def _streams(content: bytes, subject: str) -> Iterator[Any]:
    if not content.startswith(b"PK"):
        yield io.BytesIO(content)
        return
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ExtractError(subject, f"存档里的文件超过 {MAX_MEMBERS} 个，没有打开", _SAVE_AGAIN)
    for member in sorted(members, key=lambda member: member.filename):
        if member.filename.startswith("archive/") and member.filename.endswith((".warc", ".warc.gz")):
            with archive.open(member) as stream:
                yield stream


def _kind(record: ArcWarcRecord) -> tuple[str, str]:
    """Media type and character set of a record with a page in it; empty for others."""
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() not in ("200", "203"):
        return "", ""
    said = (headers or record.rec_headers).get_header("Content-Type") or ""
    media_type, _, parameters = said.partition(";")
    charset = parameters.lower().partition("charset=")[2].strip(" \"';")
    return media_type.strip().lower(), charset


def _is_cut(record: ArcWarcRecord) -> bool:
    """Whether the archive ends before the record does: half an agreement must not pass for a whole one."""
    return not record.raw_stream.read(1) and getattr(record.raw_stream, "limit", 0) > 0


def _body(record: ArcWarcRecord) -> bytes:
    """At most one byte more than is allowed, without transfer and content encoding."""
    parts, size = [], 0
    stream = record.content_stream()
    while size <= MAX_PAGE and (part := stream.read(65_536)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)
