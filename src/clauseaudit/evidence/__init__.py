"""What was seen, kept so that others can check it: a folder of files, a manifest of their hashes, a timestamp.

``write`` makes the folder out of visits and audits; ``verify`` says whether one is still as it was written.
"""

from __future__ import annotations

from clauseaudit.evidence.bundle import Written, write

__all__ = ["Written", "write"]
