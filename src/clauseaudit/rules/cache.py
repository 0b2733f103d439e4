"""The compiled pack, kept in the user's cache folder so that a cold start parses no TOML.

A file begins with its key: name, size and modification time of every file of the pack and of this compiler, and the
versions of clauseaudit and Python. Then follow the parts, each after its length and its checksum: first what marshal
keeps (builtins only; reading runs no code), then blocks of bytes, which are used where they lie in the file, not
copied. The checksums guard against damage; who can write in this folder could also write them. A file that is not as
it should be is ignored and written anew; one is never changed, only replaced.
"""

from __future__ import annotations

import marshal
import os
import sys
from binascii import crc32
from collections.abc import Iterator, Sequence
from mmap import ACCESS_READ, mmap
from typing import Any

from clauseaudit import __version__
from clauseaudit.files import cache_folder

Plain = tuple[Any, Sequence[bytes | memoryview]]  # builtins that marshal takes, and blocks
FRAME = 8  # bytes before a part: its length and checksum, 32 bits each; parts begin at multiples of it


def signature(directory: str) -> bytes:
    """What ``os.stat`` tells of each file of the pack, and of the compiler that reads it."""
    parts = [__version__, sys.version]
    stack = [directory, os.path.dirname(os.path.abspath(__file__))]
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.is_dir():
                    stack.append(entry.path)
                elif entry.name.endswith((".toml", ".py")):
                    stat = entry.stat()
                    parts.append(f"{entry.path}:{stat.st_size}:{stat.st_mtime_ns}")
    return "\n".join(parts).encode(errors="surrogateescape")


def read(key: bytes) -> Plain | None:
    """The plain pack stored under ``key``; None if there is none or it is damaged."""
    try:
        with open(_path(key), "rb") as file:
            content = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
        start = _aligned(len(key))
        if content[:start] != _padded(key):
            return None
        head, *blocks = _parts(content, start)
        plain, count = marshal.loads(head)
    except (OSError, ValueError):
        return None
    return (plain, blocks) if len(blocks) == count else None


def _parts(content: memoryview, start: int) -> Iterator[memoryview]:
    """The parts from ``start`` to the end. Raises ValueError for damage."""
    while start < len(content):
        size, checksum = (int.from_bytes(content[at : at + 4], "little") for at in (start, start + 4))
        part = content[start + FRAME : start + FRAME + _aligned(size)]
        if len(part) < size or crc32(part) != checksum:
            raise ValueError
        yield part[:size]
        start += FRAME + len(part)


def write(key: bytes, plain: Plain) -> None:
    """Store ``plain`` under ``key`` and drop older packs. A folder that cannot be written is no error."""
    head = marshal.dumps((plain[0], len(plain[1])))
    target = _path(key)
    try:
        os.makedirs(cache_folder(), mode=0o700, exist_ok=True)
        with open(f"{target}.{os.getpid()}", "wb") as file:
            file.write(_padded(key))
            for part in (head, *plain[1]):
                padded = _padded(part)
                file.write(b"".join(number.to_bytes(4, "little") for number in (len(part), crc32(padded))) + padded)
        os.replace(file.name, target)
        old = [os.path.join(cache_folder(), n) for n in os.listdir(cache_folder()) if n.startswith("pack-")]
        for path in sorted(old, key=os.path.getmtime)[:-8]:
            os.remove(path)
    except OSError:
        return


def _path(key: bytes) -> str:
    return os.path.join(cache_folder(), f"pack-{crc32(key):08x}")


def _aligned(length: int) -> int:
    """The next place at which integers may begin."""
    return -(-length // FRAME) * FRAME


def _padded(part: bytes | memoryview) -> bytes:
    return bytes(part).ljust(_aligned(len(part)), b"\0")
