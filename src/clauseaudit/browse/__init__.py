"""Pages that show their text only in a browser: opened, unfolded, clicked through and read.

``why_render`` (in ``needed``) says whether a page fetched without a browser needs this at all.
"""

from __future__ import annotations

from clauseaudit.browse.browser import Browser
from clauseaudit.browse.failure import DownloadError

__all__ = ["Browser", "DownloadError"]
