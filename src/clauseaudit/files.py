"""Writing files: as a whole or not at all, and never over what was read; and the folder for what is kept."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

from clauseaudit.errors import ClauseauditError


def cache_folder() -> str:
    """Where is kept what would be made anew at every start: $CLAUSEAUDIT_CACHE, else the XDG cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.environ.get("CLAUSEAUDIT_CACHE") or os.path.join(base, "clauseaudit")


def replace_file(path: str, content: bytes) -> None:
    """Write a file as a whole or not at all; a link stays a link, a device or pipe is written to.

    Raises ClauseauditError when that is impossible.
    """
    try:
        mode = os.stat(path).st_mode if os.path.exists(path) else None
        if mode is not None and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            with open(path, "wb") as device:  # replacing it would leave a plain file where /dev/null was
                device.write(content)
        else:
            _replace(os.path.realpath(path), content, mode)
    except OSError as error:
        raise ClauseauditError(path, f"写不了：{error.strerror}", "换一个能写的位置") from error


def _replace(path: str, content: bytes, mode: int | None) -> None:
    draft = f"{path}.{os.getpid()}.part"
    with open(draft, "xb") as file:
        try:
            file.write(content)
            file.close()
            if mode is not None:
                os.chmod(draft, stat.S_IMODE(mode))  # a report kept private stays private
            os.replace(draft, path)
        except OSError:
            os.unlink(draft)
            raise


def spare(sources: Iterable[str], target: str) -> None:
    """Raise ClauseauditError if writing ``target`` would destroy one of the files that are being read."""
    if os.path.isfile(target) and any(os.path.isfile(s) and os.path.samefile(s, target) for s in sources):
        raise ClauseauditError(target, "这是协议的原文件，不能写在它上面", "给副本起另一个名字")
