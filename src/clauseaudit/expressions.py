"""Regular expressions that are compiled once for all runs.

To compile those that an audit needs takes a quarter of its time, and comes to the same every time: numbers for the
engine of ``re``. They are kept in the cache folder, for this version of Python alone; the engine checks them when it
takes them. A file that is not as it should be is written anew.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import atexit
import marshal
import os
import re
import sys
from binascii import crc32
from functools import cache
from typing import Any

from clauseaudit import __version__
from clauseaudit.files import cache_folder

Compiled = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]  # flags, code, groups, and their names
MOST = 1000  # kept; what an older state of the sources asked for goes with the file


@cache
def expression(source: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` makes of a ``source`` that stands in our own code."""
    known = _kept()
    key = source, int(flags)
    try:
        if key not in known:
            known[key] = _compiled(*key)
            _keep_at_exit()
        return _pattern(source, *known[key])
    except (AttributeError, RuntimeError, TypeError, ValueError, OverflowError):  # an engine that wants it otherwise
        known.pop(key, None)
        return re.compile(source, flags)


def _compiled(source: str, flags: int) -> Compiled:
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(source, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    code = b"".join(number.to_bytes(4, sys.byteorder) for number in _compiler._code(parsed, flags))
    return flags | state.flags, code, state.groups - 1, dict(state.groupdict), tuple(names)


def _pattern(
    source: str, flags: int, code: bytes, groups: int, index: dict[str, int], names: tuple[str | None, ...]
) -> re.Pattern[str]:
    made: re.Pattern[str] = _sre.compile(source, flags, memoryview(code).cast("I").tolist(), groups, index, names)
    return made


@cache
def _kept() -> dict[tuple[str, int], Compiled]:
    try:
        with open(_path(), "rb") as file:
            checksum, content = file.read(4), file.read()
        known: Any = marshal.loads(content) if checksum == crc32(content).to_bytes(4, "little") else {}
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return known if isinstance(known, dict) and len(known) <= MOST else {}


@cache
def _keep_at_exit() -> None:
    atexit.register(_keep)


def _keep() -> None:
    """Write what is known; a folder that cannot be written is no error."""
    content = marshal.dumps(_kept())
    draft = f"{_path()}.{os.getpid()}"
    try:
        os.makedirs(cache_folder(), mode=0o700, exist_ok=True)
        with open(draft, "wb") as file:
            file.write(crc32(content).to_bytes(4, "little") + content)
        os.replace(draft, _path())
    except OSError:
        return


def _path() -> str:
    version = crc32(f"{__version__} {sys.version} {_sre.MAGIC}".encode())
    return os.path.join(cache_folder(), f"expressions-{version:08x}")
