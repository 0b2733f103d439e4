"""The manifest: for every file its size, its SHA-256 and, for each block of 4,096 bytes, Adler-32 and SHA-256.

The manifest is a function of the files alone, so it can be made again from them and compared byte by byte.
The block sums exist to say *where* a file differs: a block whose SHA-256 fails holds the change, and the difference
of its Adler-32 names place and value of a single changed byte, which putting the byte back and hashing again proves.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

SCHEMA = "clauseaudit/evidence/1"
NAME = "manifest.json"
BLOCK = 4096
_ADLER = 65521  # the prime of Adler-32
# What cannot be encoded, reaches a terminal or ends a line for some readers.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SUM = re.compile("[0-9a-f]{8}[0-9a-f]{64}")


class Entry(NamedTuple):
    """What the manifest knows of one file."""

    bytes: int
    sha256: str
    blocks: tuple[str, ...]  # Adler-32 (8 hex digits) and SHA-256 (64) of each block


class Place(NamedTuple):
    """Where a file first differs from what was recorded: bytes ``first`` to ``last``, counted from 1."""

    first: int
    last: int  # equal to ``first`` when the byte is known

    def __str__(self) -> str:
        return f"第 {self.first} 字节" if self.first == self.last else f"第 {self.first}–{self.last} 字节之间"


def canonical(value: Any) -> bytes:
    """One line of JSON: keys sorted, UTF-8, no white space, a line feed at the end."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n").encode()


def blocks_of(content: bytes) -> Iterable[bytes]:
    """``content`` in blocks as the manifest counts them."""
    return (content[at : at + BLOCK] for at in range(0, len(content), BLOCK))


def describe(blocks: Iterable[bytes]) -> Entry:
    """The entry of a file that is read block by block (all but the last of ``BLOCK`` bytes)."""
    whole, size, sums = hashlib.sha256(), 0, []
    for block in blocks:
        whole.update(block)
        size += len(block)
        sums.append(f"{zlib.adler32(block):08x}{hashlib.sha256(block).hexdigest()}")
    return Entry(size, whole.hexdigest(), tuple(sums))


def write(entries: Mapping[str, Entry]) -> bytes:
    """The bytes of a manifest over ``entries``."""
    return canonical({"schema": SCHEMA, "block": BLOCK, "files": {n: e._asdict() for n, e in entries.items()}})


def read(content: bytes) -> dict[str, Entry] | None:
    """The entries of a manifest; None when it is none."""
    try:
        value = json.loads(content)
        if value["schema"] != SCHEMA or value["block"] != BLOCK:
            return None
        return {name: _entry(item) for name, item in value["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _entry(item: dict[str, Any]) -> Entry:
    size, sha256, blocks = item["bytes"], item["sha256"], item["blocks"]
    sound = isinstance(size, int) and isinstance(sha256, str) and isinstance(blocks, list)
    if not sound or size < 0 or not all(isinstance(block, str) and _SUM.fullmatch(block) for block in blocks):
        raise ValueError("no entry")
    return Entry(size, sha256, tuple(blocks))


def locate(blocks: Iterable[bytes], recorded: Entry) -> Place:
    """Where a file that is not as ``recorded`` first differs from it."""
    start, number = 0, 0
    for number, block in enumerate(blocks):
        if number >= len(recorded.blocks):
            return Place(start + 1, start + 1)  # everything recorded is there; more follows
        if _sum(block) != recorded.blocks[number]:
            size = min(BLOCK, recorded.bytes - start)
            return _within(block, start, size, recorded.blocks[number])
        start += len(block)
    return Place(start + 1, start + 1)  # it ends where a block ends


def _sum(block: bytes) -> str:
    return f"{zlib.adler32(block):08x}{hashlib.sha256(block).hexdigest()}"


def _within(block: bytes, start: int, size: int, recorded: str) -> Place:
    if len(block) > size and _sum(block[:size]) == recorded:
        return Place(start + size + 1, start + size + 1)
    place = changed_byte(block, recorded) if len(block) == size else None
    if place is not None:
        return Place(start + place + 1, start + place + 1)
    return Place(start + 1, start + max(size, len(block)))


def changed_byte(block: bytes, recorded: str) -> int | None:
    """Offset of the only byte of ``block`` that differs from what ``recorded`` sums up; None if not just one does."""
    before, now = int(recorded[:8], 16), zlib.adler32(block)
    change = ((before & 0xFFFF) - (now & 0xFFFF) + 255) % _ADLER - 255  # what was taken from the byte
    if not -255 <= change <= 255 or change == 0:
        return None
    weight = ((before >> 16) - (now >> 16)) * pow(change, -1, _ADLER) % _ADLER  # bytes from it to the end
    place = len(block) - weight
    if not 0 <= place < len(block) or not 0 <= block[place] + change <= 255:
        return None
    restored = block[:place] + bytes((block[place] + change,)) + block[place + 1 :]
    return place if hashlib.sha256(restored).hexdigest() == recorded[8:] else None


def first_difference(one: bytes, other: bytes) -> Place:
    """The first byte in which two byte strings differ; the one after the shorter when that is their beginning."""
    for number, (a, b) in enumerate(zip(blocks_of(one), blocks_of(other), strict=False)):
        if a != b:
            within = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            return Place(number * BLOCK + within + 1, number * BLOCK + within + 1)
    end = min(len(one), len(other)) + 1
    return Place(end, end)
