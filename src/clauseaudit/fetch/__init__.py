"""Addresses to snapshots, and whether what came back is the page that was asked for."""

from __future__ import annotations

from clauseaudit import __version__
from clauseaudit.fetch.blocked import check_page
from clauseaudit.model import Snapshot

__all__ = ["check_page", "fetch", "identity"]

TIMEOUT = 30.0  # seconds for one page, redirects included
MAX_BYTES = 10_000_000  # decoded


def identity(contact: str = "") -> str:
    """The User-Agent: who asks and, where given, an address or URL at which to complain."""
    name = f"clauseaudit/{__version__}"
    contact = "".join(character for character in contact if " " < character <= "~" and character not in "()\\")
    return f"{name} (+{contact})" if contact else name


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    user_agent: str = "",
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
) -> Snapshot:
    """The page at ``url`` as a snapshot.

    Only the open Internet on ports 80 and 443 is asked unless ``allow_private``; every redirect is judged anew.
    ``timeout`` (seconds) covers the whole fetch, ``max_bytes`` the page after decompression.
    Raises FetchError with reason and remedy; BlockedError where the site turns programs away.
    """
    from clauseaudit.fetch.http import get
    from clauseaudit.fetch.transport import Gate

    gate = Gate(allow_private=allow_private)
    return get(url, gate, user_agent=user_agent or identity(), timeout=timeout, max_bytes=max_bytes)
