"""What a reader of some form of file hands back."""

from typing import NamedTuple

from clauseaudit.model import Block, Scan


class Reading(NamedTuple):
    """What a file says: its title (may be empty), text, blocks of the text, and remarks in Chinese for the reader.

    ``gaps`` name what was not read, ``scans`` the lines that were recognised in pictures (see ``Document``).
    """

    title: str
    text: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    scans: tuple[Scan, ...] = ()
