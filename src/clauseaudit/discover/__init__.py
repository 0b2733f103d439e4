"""From a page to the agreements behind it: what leads there, what kind they are, whether a text is one.

Pure: nothing here asks an address. ``links`` gives the candidates of a page, ``kind`` the type of a document,
``is_agreement`` judges a text, ``Shelf`` knows what has been read before.
"""

from __future__ import annotations

from clauseaudit.discover.duplicates import Shelf
from clauseaudit.discover.links import Candidate, link_share, links, pictures
from clauseaudit.discover.words import kind
from clauseaudit.extract.agreement import is_agreement

__all__ = ["Candidate", "Shelf", "is_agreement", "kind", "link_share", "links", "pictures"]
