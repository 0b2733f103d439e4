"""Taking addresses apart that a page may have made up."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def split(url: str) -> SplitResult:
    """``urlsplit`` that gives empty parts where there is no making sense of ``url``."""
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port  # these raise only when asked for
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts
