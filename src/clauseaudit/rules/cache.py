"""The compiled pack, kept in the user's cache folder so that a cold start parses no TOML.

The key is the name, size and modification time of every file of the pack and of this compiler, with the versions
of clauseaudit and Python; the digest shown in reports is of the files' content. marshal reads builtins only and runs
no code; a file that does not start with the expected key and its own checksum is ignored and written anew.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from typing import Any

from clauseaudit import __version__


def signature(directory: str) -> str:
    """Hash over what ``os.stat`` tells of each file of the pack, and of the compiler that reads it."""
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
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()


def folder() -> str:
    """Where compiled packs are kept: $CLAUSEAUDIT_CACHE, else the XDG cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.environ.get("CLAUSEAUDIT_CACHE") or os.path.join(base, "clauseaudit")


def read(key: str) -> Any | None:
    """The plain pack stored under ``key``; None if there is none or it is damaged."""
    try:
        with open(os.path.join(folder(), f"pack-{key[:32]}"), "rb") as file:
            data = file.read()
    except OSError:
        return None
    head, checksum, body = data[:64], data[64:96], data[96:]
    if head != key.encode() or hashlib.sha256(body).digest() != checksum:
        return None
    return marshal.loads(body)


def write(key: str, plain: Any) -> None:
    """Store ``plain`` under ``key`` and drop older packs. A folder that cannot be written is no error."""
    body = marshal.dumps(plain)
    target = os.path.join(folder(), f"pack-{key[:32]}")
    try:
        os.makedirs(folder(), mode=0o700, exist_ok=True)
        with open(f"{target}.{os.getpid()}", "wb") as file:
            file.write(key.encode() + hashlib.sha256(body).digest() + body)
        os.replace(file.name, target)
        old = [os.path.join(folder(), n) for n in os.listdir(folder()) if n.startswith("pack-")]
        for path in sorted(old, key=os.path.getmtime)[:-8]:
            os.remove(path)
    except OSError:
        return
