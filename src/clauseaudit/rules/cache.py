"""The compiled pack, kept in the user's cache folder so that a cold start parses no TOML.

A file begins with its key: name, size and modification time of every file of the pack and of this compiler, and the
versions of clauseaudit and Python. A checksum guards against damage; who can write in this folder could also write
that. marshal reads builtins only and runs no code. A file that is not as it should be is ignored and written anew.
"""

from __future__ import annotations

import marshal
import os
import sys
from binascii import crc32
from typing import Any

from clauseaudit import __version__

_CHECKSUM = 4  # bytes, after the key


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


def folder() -> str:
    """Where compiled packs are kept: $CLAUSEAUDIT_CACHE, else the XDG cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.environ.get("CLAUSEAUDIT_CACHE") or os.path.join(base, "clauseaudit")


def read(key: bytes) -> Any | None:
    """The plain pack stored under ``key``; None if there is none or it is damaged."""
    try:
        with open(_path(key), "rb") as file:
            data = file.read()
    except OSError:
        return None
    start = len(key) + _CHECKSUM
    body = memoryview(data)[start:]
    if not data.startswith(key) or data[len(key) : start] != _checksum(body):
        return None
    return marshal.loads(body)


def write(key: bytes, plain: Any) -> None:
    """Store ``plain`` under ``key`` and drop older packs. A folder that cannot be written is no error."""
    body = marshal.dumps(plain)
    target = _path(key)
    try:
        os.makedirs(folder(), mode=0o700, exist_ok=True)
        with open(f"{target}.{os.getpid()}", "wb") as file:
            file.write(key + _checksum(body) + body)
        os.replace(file.name, target)
        old = [os.path.join(folder(), n) for n in os.listdir(folder()) if n.startswith("pack-")]
        for path in sorted(old, key=os.path.getmtime)[:-8]:
            os.remove(path)
    except OSError:
        return


def _path(key: bytes) -> str:
    return os.path.join(folder(), f"pack-{crc32(key):08x}")


def _checksum(body: bytes | memoryview) -> bytes:
    return crc32(body).to_bytes(_CHECKSUM, "little")
