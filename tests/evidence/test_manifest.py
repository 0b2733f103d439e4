"""Manifest entries and where a file differs from them."""

from __future__ import annotations

import random

import pytest

from clauseaudit.evidence import manifest
from clauseaudit.evidence.manifest import BLOCK, Entry, Place, blocks_of, describe, locate

RANDOM = random.Random(7)
SIZES = (1, 2, 100, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 77)


def entry(content: bytes) -> Entry:
    return describe(blocks_of(content))


def where(content: bytes, recorded: Entry) -> Place:
    return locate(blocks_of(content), recorded)


@pytest.mark.parametrize("size", SIZES)
def test_the_only_changed_byte_is_named(size: int) -> None:
    for content in (RANDOM.randbytes(size), bytes(size), b"\xff" * size):
        recorded = entry(content)
        for at in {0, size - 1, *(RANDOM.randrange(size) for _ in range(40))}:
            changed = bytearray(content)
            changed[at] ^= RANDOM.randrange(1, 256)
            assert where(bytes(changed), recorded) == Place(at + 1, at + 1)


def test_a_change_of_several_bytes_is_named_by_its_block() -> None:
    content = RANDOM.randbytes(3 * BLOCK)
    changed = bytearray(content)
    for at in (BLOCK + 5, BLOCK + 9, 2 * BLOCK + 1):
        changed[at] ^= 1
    assert where(bytes(changed), entry(content)) == Place(BLOCK + 1, 2 * BLOCK)
    assert str(Place(BLOCK + 1, 2 * BLOCK)) == "第 4097–8192 字节之间"


def test_two_changes_that_cancel_out_in_the_sum_are_still_a_change() -> None:
    content = bytes(range(200))
    changed = bytearray(content)
    changed[10] += 1
    changed[20] -= 1
    assert where(bytes(changed), entry(content)) == Place(1, 200)


@pytest.mark.parametrize("size", SIZES)
def test_more_and_less(size: int) -> None:
    content = RANDOM.randbytes(size)
    recorded = entry(content)
    assert where(content + b"x", recorded) == Place(size + 1, size + 1)
    place = where(content[:-1], recorded)
    assert place.first <= size <= place.last
    assert where(b"", recorded) == Place(1, 1)
    assert where(b"x", entry(b"")) == Place(1, 1)


def test_a_manifest_is_one_line_of_canonical_json() -> None:
    entries = {"b": entry(b"2"), "a": entry(b""), "封面.md": entry(b"3")}
    written = manifest.write(entries)
    assert manifest.write(dict(reversed(entries.items()))) == written
    assert manifest.read(written) == entries
    assert written.count(b"\n") == 1 and b" " not in written and "封面.md".encode() in written


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"schema":"clauseaudit/evidence/1","block":4096,"files":[]}',
        b'{"schema":"clauseaudit/evidence/1","block":4096,"files":{"a":{"bytes":-1,"sha256":"","blocks":[]}}}',
        b'{"schema":"clauseaudit/evidence/1","block":4096,"files":{"a":{"bytes":1,"sha256":"","blocks":["x"]}}}',
        b'{"schema":"other","block":4096,"files":{}}',
    ],
)
def test_what_is_no_manifest(content: bytes) -> None:
    assert manifest.read(content) is None


def test_canonical_json_holds_nothing_that_cannot_be_encoded() -> None:
    assert manifest.canonical({"a": "\ud800\u2028\x9b"}) == b'{"a":"\\ud800\\u2028\\u009b"}\n'


def test_the_first_difference_of_two_texts() -> None:
    content = RANDOM.randbytes(2 * BLOCK)
    for at in (0, BLOCK - 1, BLOCK, 2 * BLOCK - 1):
        changed = content[:at] + bytes((content[at] ^ 255,)) + content[at + 1 :]
        assert manifest.first_difference(content, changed) == Place(at + 1, at + 1)
    assert manifest.first_difference(content, content[:-3]) == Place(2 * BLOCK - 2, 2 * BLOCK - 2)
