"""How much a page may say, so that it stays small however much was found (docs/decisions/0009)."""

from __future__ import annotations

from typing import NamedTuple

from clauseaudit.render.order import LISTED


class Room(NamedTuple):
    """What a page writes out. Whatever it leaves to the script is there without it too, one link away."""

    notes: bool = True  # beside the text; else the script makes them from the findings
    laws: int = 2  # articles quoted for a kind of term, strongest first; the rest are only named
    contents: int = 40  # entries of the table of contents: with more, only the upper levels are listed
    suggests: bool = True  # what shops could write instead
    quotes: bool = True  # in the findings; else the script takes them from the text, to which they link
    others: bool = True  # the articles that are only named, why each reaches the term, and what would settle it
    kinds: int = LISTED  # told in full, gravest first; of the others only what they mean and the strongest article


AMPLE = Room()
# Each says less than the one before. The first two take nothing from those with a script, the third nothing from
# consumers. If the last does not do, fewer kinds are told in full.
_MADE = AMPLE._replace(notes=False, quotes=False)
_CONSUMERS = _MADE._replace(suggests=False)
ROOMS = (
    AMPLE,
    AMPLE._replace(notes=False),
    _MADE,
    _CONSUMERS,
    _CONSUMERS._replace(laws=1, contents=16),
    _CONSUMERS._replace(laws=1, contents=0, others=False),
)
