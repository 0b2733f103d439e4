"""What happened when an address was visited: every request, every step, what came back and how it looked.

A *visit* yields one or more *snapshots* to audit; the rest of it is evidence. Frozen records, no behaviour.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from clauseaudit.model import Snapshot


class Tls(NamedTuple):
    """The secured connection of one exchange."""

    version: str  # "TLSv1.3"
    cipher: str
    chain: tuple[bytes, ...]  # certificates as DER, the site's own first


class Exchange(NamedTuple):
    """One HTTP request and its answer, redirects and refusals included."""

    url: str
    method: str
    status: int  # 0 when no answer came
    request: tuple[tuple[str, str], ...]  # header fields, without Cookie and Authorization
    response: tuple[tuple[str, str], ...]  # header fields in order, without Set-Cookie
    body: bytes  # as received; where the browser only gives them decoded, without Content-Encoding
    address: str  # the IP address that was asked; empty when none was
    started: str  # ISO 8601 with zone
    seconds: float
    tls: Tls | None = None
    note: str = ""  # why it failed or was refused, in Chinese


class Step(NamedTuple):
    """One thing the program did, in the order it did it."""

    at: str  # ISO 8601 with zone
    action: str  # get | open | wait | click | scroll | expand | read | refuse | measure
    target: str  # an address, or the words on what was clicked
    outcome: str  # in Chinese


class Sight(NamedTuple):
    """How one page looked at one window size."""

    url: str
    viewport: tuple[int, int]  # CSS pixels
    facts: tuple[dict[str, Any], ...]  # what the page script measured, one mapping a frame
    screenshot: bytes = b""  # PNG of the full page


class Opened(NamedTuple):
    """A text that only appeared after something was done: a dialog, a frame, a popup."""

    kind: str  # dialog | frame | popup
    trigger: str  # the words that were clicked, or the frame's address
    clicks: int  # from the page as it opened
    snapshot: Snapshot


class Visit(NamedTuple):
    """One address, visited once."""

    asked: str
    snapshot: Snapshot  # the page: bytes as received, or the rendered page as HTML
    how: str  # static | rendered
    exchanges: tuple[Exchange, ...] = ()
    steps: tuple[Step, ...] = ()
    opened: tuple[Opened, ...] = ()
    sights: tuple[Sight, ...] = ()
    mhtml: bytes = b""
    notes: tuple[str, ...] = ()  # what could not be read and why, in Chinese
