"""Reading DER (ITU-T X.690), as far as timestamps need it. Every length is checked against what is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x02, 0x03, 0x04, 0x05, 0x06
GENERALIZED_TIME, SEQUENCE, SET = 0x18, 0x30, 0x31


class Node(NamedTuple):
    """One value: its tag (the identifier octet), its content, and itself with tag and length."""

    tag: int
    content: bytes
    whole: bytes

    def children(self) -> list[Node]:
        """The values inside a constructed value. Raises ValueError when they do not fill it exactly."""
        if not self.tag & 0x20:
            raise ValueError("not constructed")
        return list(_values(self.content))

    def expect(self, tag: int) -> Node:
        """Itself. Raises ValueError when it has another tag."""
        if self.tag != tag:
            raise ValueError(f"tag {self.tag:#x} where {tag:#x} should be")
        return self

    def number(self) -> int:
        """The value of an INTEGER."""
        return int.from_bytes(self.expect(INTEGER).content, "big", signed=True)

    def oid(self) -> str:
        """The value of an OBJECT IDENTIFIER: "1.2.840…"."""
        arcs, value = [], 0
        for byte in self.expect(OID).content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                arcs.append(value)
                value = 0
        if not arcs:
            raise ValueError("empty identifier")
        first = min(arcs[0] // 40, 2)
        return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def parse(data: bytes) -> Node:
    """The one value that ``data`` holds. Raises ValueError for anything else."""
    values = list(_values(data))
    if len(values) != 1:
        raise ValueError("not one value")
    return values[0]


def _values(data: bytes) -> Iterator[Node]:
    at = 0
    while at < len(data):
        start, at = at, at + 2
        if at > len(data) or data[start] & 0x1F == 0x1F:  # tags of several octets do not occur in timestamps
            raise ValueError("broken")
        length = data[start + 1]
        if length & 0x80:
            octets = length & 0x7F
            if not 1 <= octets <= 4 or at + octets > len(data):
                raise ValueError("length without end or too long")
            length, at = int.from_bytes(data[at : at + octets], "big"), at + octets
        if at + length > len(data):
            raise ValueError("cut off")
        yield Node(data[start], data[at : at + length], data[start : at + length])
        at += length


def write(tag: int, *contents: bytes) -> bytes:
    """One value as DER."""
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def write_number(value: int) -> bytes:
    """An INTEGER, not negative."""
    return write(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))
