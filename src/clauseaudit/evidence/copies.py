"""What a bundle holds twice: equal files, and the answers inside its WARC. An intact copy shows what was changed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from typing import Any

from clauseaudit.evidence import manifest, warc
from clauseaudit.evidence.manifest import Entry, Place
from clauseaudit.evidence.source import MAX_BYTES, Source, Unreadable

_CHUNK = 65_536
_MAX_IN_MEMORY = 500_000_000


class Copies:
    """The copies in one bundle: ``recorded`` by its manifest, ``now`` in its files."""

    def __init__(self, source: Source, recorded: Mapping[str, Entry], now: Mapping[str, Entry]) -> None:
        self._source, self._recorded, self._now = source, recorded, now

    def place(self, name: str) -> Place:
        """Where the changed file ``name`` first differs from what was recorded."""
        entry = self._recorded[name]
        if entry.bytes + self._now[name].bytes < _MAX_IN_MEMORY:
            copy = self._equal_file(entry)
            copy = self._answer(entry) if copy is None else copy
            if copy is not None:
                return manifest.first_difference(b"".join(self._source.blocks(name)), copy)
        return manifest.locate(self._source.blocks(name), entry)

    def _equal_file(self, entry: Entry) -> bytes | None:
        for name, other in self._recorded.items():
            if other == entry == self._now.get(name):
                return b"".join(self._source.blocks(name))
        return None

    def _answer(self, entry: Entry) -> bytes | None:
        try:
            return next((body for body in _bodies(self._archive(), entry.bytes) if _is(body, entry)), None)
        except (Unreadable, ImportError):
            return None

    def _archive(self) -> bytes:
        if not 0 < self._source.sizes.get(warc.NAME, 0) < _MAX_IN_MEMORY:
            raise Unreadable("没有，或太大")
        return b"".join(self._source.blocks(warc.NAME))

    def judge_archive(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is wrong with the WARC's own digests, and remarks, in Chinese."""
        if warc.NAME not in self._source.sizes:
            return (), ()
        try:
            records = list(_digests(self._archive()))
        except ImportError:
            return (), ("WARC 里的摘要没有另行核对：没有装 warcio（pip install 'clauseaudit[evidence]'）。",)
        except Unreadable as error:
            return (f"读不懂（{error}）",), ()
        wrong = [number for number, sound in enumerate(records, 1) if not sound]
        if wrong:
            return (f"第 {wrong[0]} 条记录与它自己的摘要不符",), ()
        return (), (f"WARC 有 {len(records)} 条记录，摘要都相符。",)


def _is(body: bytes, entry: Entry) -> bool:
    return len(body) == entry.bytes and hashlib.sha256(body).hexdigest() == entry.sha256


def _records(archive: bytes) -> Iterator[Any]:
    """The records of a WARC. Raises Unreadable when it is broken, ImportError without warcio."""
    from warcio.archiveiterator import ArchiveIterator

    try:
        yield from ArchiveIterator(io.BytesIO(archive), check_digests=True)
    except Exception as error:  # the reader meets broken and hostile input in many ways, and names few of them
        raise Unreadable("记录损坏") from error


def _digests(archive: bytes) -> Iterator[bool]:
    """For each record, whether its content agrees with the digests that it carries."""
    left = MAX_BYTES
    for record in _records(archive):
        while chunk := record.raw_stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise Unreadable("解开后太大")
        yield record.digest_checker.passed is True


def _bodies(archive: bytes, size: int) -> Iterator[bytes]:
    """The bodies of the answers, cut after ``size`` + 1 bytes."""
    for record in _records(archive):
        if record.rec_type == "response":
            yield record.raw_stream.read(size + 1)
