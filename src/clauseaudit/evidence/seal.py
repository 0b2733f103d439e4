"""What stands around the manifest, and so cannot be in it: its hash, its timestamp, and the sums of both.

``manifest.json.sha256`` is for people and for ``sha256sum -c``; ``timestamp.tsr`` is the service's response as it
came; ``seal.json`` describes manifest and timestamp as the manifest describes the rest, so that a changed byte in
them can be named as well. ``manifest.json.ots`` may be added later by whoever uses OpenTimestamps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clauseaudit.evidence import manifest
from clauseaudit.evidence.folder import Draft

if TYPE_CHECKING:
    from clauseaudit.fetch.transport import Gate

TEXT = f"{manifest.NAME}.sha256"
TOKEN = "timestamp.tsr"
SUMS = "seal.json"
OTS = f"{manifest.NAME}.ots"
OUTSIDE = (manifest.NAME, TEXT, TOKEN, SUMS, OTS)


def text(sha256: str) -> bytes:
    """The content of ``manifest.json.sha256``."""
    return f"{sha256}  {manifest.NAME}\n".encode()


def put(folder: Draft, listed: bytes, timestamp: str, gate: Gate | None) -> str:
    """Write manifest and seal, with a timestamp of the service at ``timestamp`` unless empty; the manifest's SHA-256.

    Raises FetchError when the service gives none; nothing is written then.
    """
    entry = manifest.describe(manifest.blocks_of(listed))
    sealed = {}
    if timestamp:
        from clauseaudit.evidence.stamp import stamp
        from clauseaudit.fetch.transport import Gate

        response = stamp(timestamp, bytes.fromhex(entry.sha256), gate or Gate())
        sealed[TOKEN] = folder.put(TOKEN, response)
    sealed[manifest.NAME] = folder.put(manifest.NAME, listed)
    folder.put(TEXT, text(entry.sha256))
    folder.put(SUMS, manifest.write(sealed))
    return entry.sha256
