"""A folder that comes into being as a whole: written beside its place under another name, renamed when complete."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence.manifest import Entry, blocks_of, describe

# The names are ours: numbered, and never taken from what was fetched.
_NAME = re.compile(r"(?:[a-z0-9]+/)*(?:[a-z0-9]+(?:[-.][a-z0-9]+)*|封面\.html|封面\.md|操作记录\.txt)")


class Draft:
    """The folder while it is being written."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}

    def put(self, name: str, content: bytes) -> Entry:
        """Write one file (``/`` separates folders) and return what the manifest is to say of it."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"no name for a file of a bundle: {name!r}")
        target = os.path.join(self.path, *name.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(content)
        self.entries[name] = describe(blocks_of(content))
        return self.entries[name]


def refuse_existing(directory: str) -> None:
    """Raise ClauseauditError if there is anything at ``directory``."""
    if os.path.lexists(directory):
        raise ClauseauditError(directory, "已经存在，证据包不覆盖任何东西", "换一个新的文件夹名")


@contextmanager
def draft(directory: str) -> Iterator[Draft]:
    """A draft that becomes ``directory`` when the block ends well and vanishes when it does not.

    Raises ClauseauditError when the folder exists or cannot be written.
    """
    final = os.path.abspath(directory)
    refuse_existing(final)
    path = f"{final}.{secrets.token_hex(4)}.part"
    try:
        os.makedirs(os.path.dirname(final), exist_ok=True)
        os.mkdir(path)
    except OSError as error:
        raise _unwritable(directory, error) from error
    try:
        yield Draft(path)
        refuse_existing(final)  # os.rename would replace an empty folder
        os.rename(path, final)
    except OSError as error:
        raise _unwritable(directory, error) from error
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _unwritable(directory: str, error: OSError) -> ClauseauditError:
    return ClauseauditError(directory, f"证据包写不了：{error.strerror or error}", "换一个能写、空间够的位置")
