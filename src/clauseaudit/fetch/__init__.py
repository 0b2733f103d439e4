"""Addresses to snapshots, and whether what came back is the page that was asked for."""

from __future__ import annotations

from clauseaudit import __version__
from clauseaudit.fetch.blocked import check_page
from clauseaudit.model import Snapshot

__all__ = ["MAX_BYTES", "TIMEOUT", "check_page", "fetch", "identity"]

TIMEOUT = 30.0  # seconds for one request
MAX_BYTES = 10_000_000  # of one page, as received and decoded


def identity(contact: str = "") -> str:
    """The User-Agent: who asks and, where given, an address or URL at which to complain.

    Without ``contact`` the environment's CLAUSEAUDIT_CONTACT is used.
    """
    import os

    contact = contact or os.environ.get("CLAUSEAUDIT_CONTACT", "")
    name = f"clauseaudit/{__version__}"
    contact = "".join(character for character in contact if " " < character <= "~" and character not in "()\\")
    return f"{name} (+{contact[:200]})" if contact else name


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    ignore_robots: bool = False,
    user_agent: str = "",
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
) -> Snapshot:
    """The page at ``url`` as a snapshot: one visit of a ``client.Client`` of its own.

    Only the open Internet on ports 80 and 443 is asked unless ``allow_private``; every redirect is judged anew.
    Raises FetchError with reason and remedy; BlockedError where the site turns programs away.
    """
    from clauseaudit.fetch.client import Client
    from clauseaudit.fetch.transport import Gate

    gate, agent = Gate(allow_private=allow_private), user_agent or identity()
    with Client(gate, agent=agent, ignore_robots=ignore_robots, timeout=timeout, max_bytes=max_bytes) as client:
        return client.visit(url).snapshot
