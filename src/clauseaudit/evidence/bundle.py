"""Writing a bundle: everything into a folder beside the target, the manifest last, then the folder is renamed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence.environment import Environment
from clauseaudit.model import Audit, Platform
from clauseaudit.visit import Visit

if TYPE_CHECKING:
    from clauseaudit.fetch.transport import Gate


class Written(NamedTuple):
    """A bundle on disk."""

    directory: str
    sha256: str  # of manifest.json: the one number that stands for all of it
    notes: tuple[str, ...]  # what it lacks and why, in Chinese: no timestamp, no WARC


def check(directory: str) -> None:
    """Raise ClauseauditError if no bundle can be written at ``directory``; to be asked before anything is fetched."""
    if os.path.lexists(directory):
        raise ClauseauditError(directory, "已经存在，证据包不覆盖任何东西", "换一个新的文件夹名")


def write(
    directory: str,
    visits: Sequence[Visit],
    audits: Sequence[Audit],
    *,
    platform: Platform | None = None,
    timestamp: str = "",
    gate: Gate | None = None,
    browser: str = "",
    environment: Environment | None = None,
    wacz: bool = False,
) -> Written:
    """Write the evidence of ``visits`` and what ``audits`` made of it to the new folder ``directory``.

    ``timestamp`` is the address of an RFC 3161 service; it is asked through ``gate`` (public addresses only when
    None). A service that fails costs the timestamp, not the bundle: see ``notes``. ``browser`` is its name and
    version, ``environment`` replaces what is read from this machine, ``wacz`` adds a WACZ beside the WARC.
    Raises ClauseauditError when the folder exists or cannot be written; nothing is left behind then.
    """
    check(directory)
    raise ClauseauditError(directory, "证据包还写不了")
