"""Reading DER (ITU-T X.690), as far as timestamps need it. Every length is checked against what is there.

The wrapping of a timestamp may be BER: lengths left open and octet strings in pieces are understood as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x02, 0x03, 0x04, 0x05, 0x06
GENERALIZED_TIME, SEQUENCE, SET = 0x18, 0x30, 0x31
_CONSTRUCTED, _OPEN, _END = 0x20, 0x80, b"\0\0"
_MAX_DEPTH = 24  # of values with open length inside each other


class Node(NamedTuple):
    """One value: its tag (the identifier octet), its content, and itself with tag and length."""

    tag: int
    content: bytes
    whole: bytes

    def children(self) -> list[Node]:
        """The values inside a constructed value. Raises ValueError when they do not fill it exactly."""
        if not self.tag & _CONSTRUCTED:
            raise ValueError("not constructed")
        return list(_values(self.content))

    def octets(self) -> bytes:
        """The value of an OCTET STRING, whole or in pieces."""
        if self.tag == OCTET_STRING | _CONSTRUCTED:
            return b"".join(piece.expect(OCTET_STRING).content for piece in self.children())
        return self.expect(OCTET_STRING).content

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
        node = _value(data, at, 0)
        yield node
        at += len(node.whole)


def _value(data: bytes, start: int, depth: int) -> Node:
    """The value that begins at ``start``."""
    at = start + 2
    if at > len(data) or data[start] & 0x1F == 0x1F:  # tags of several octets do not occur in timestamps
        raise ValueError("broken")
    length = data[start + 1]
    if length == _OPEN:
        return _open_value(data, start, depth)
    if length > _OPEN:
        octets = length & 0x7F
        if octets > 4 or at + octets > len(data):
            raise ValueError("length too long")
        length, at = int.from_bytes(data[at : at + octets], "big"), at + octets
    if at + length > len(data):
        raise ValueError("cut off")
    return Node(data[start], data[at : at + length], data[start : at + length])


def _open_value(data: bytes, start: int, depth: int) -> Node:
    """A value whose end is marked instead of its length given."""
    if not data[start] & _CONSTRUCTED or depth > _MAX_DEPTH:
        raise ValueError("open length where there can be none")
    at = start + 2
    while data[at : at + 2] != _END:
        at += len(_value(data, at, depth + 1).whole)
    return Node(data[start], data[start + 2 : at], data[start : at + 2])


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
