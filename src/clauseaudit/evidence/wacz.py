"""The WARC with index, page list and hashes in one file: WACZ 1.1.1, for viewers such as ReplayWeb.page."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence

from clauseaudit.evidence.addresses import split
from clauseaudit.evidence.manifest import canonical
from clauseaudit.evidence.warc import Archive, Indexed, utc
from clauseaudit.visit import Visit

NAME = "capture.wacz"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes each time
_ARCHIVE = "data.warc.gz"


def write(archive: Archive, visits: Sequence[Visit], created: str) -> bytes:
    """The bytes of a WACZ file; ``created`` is an ISO 8601 time with zone."""
    files = {
        f"archive/{_ARCHIVE}": archive.content,
        "indexes/index.cdx": b"".join(sorted(map(_line, archive.answers))),
        "pages/pages.jsonl": _pages(visits),
    }
    package = canonical(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "created": utc(created),
            "software": "clauseaudit",
            "resources": [
                {"name": path.rsplit("/")[-1], "path": path, "hash": _hash(content), "bytes": len(content)}
                for path, content in files.items()
            ],
        }
    )
    files["datapackage.json"] = package
    files["datapackage-digest.json"] = canonical({"path": "datapackage.json", "hash": _hash(package)})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for path, content in files.items():
            bundle.writestr(zipfile.ZipInfo(path, _EPOCH), content)
    return target.getvalue()


def _hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _line(one: Indexed) -> bytes:
    """One line of CDXJ: key, time, JSON."""
    stamp = "".join(c for c in one.date[:19] if c.isdigit())
    fields = {
        "url": one.url,
        "mime": one.media_type,
        "status": str(one.status),
        "digest": one.digest,
        "length": str(one.length),
        "offset": str(one.offset),
        "filename": _ARCHIVE,
    }
    return f"{key(one.url)} {stamp} {json.dumps(fields, ensure_ascii=True)}\n".encode()


def key(url: str) -> str:
    """The sort-friendly form of an address: labels of the host backwards, then port and path, in lower case."""
    parts = split(url)
    host = (parts.hostname or "").removeprefix("www.")
    numeric = host.replace(".", "").isdigit() or ":" in host
    labels = [host] if numeric else host.split(".")[::-1]
    place, _, port = parts.netloc.rpartition(":")
    port = f":{port}" if place and port.isdigit() and port not in ("80", "443") else ""
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{','.join(labels)}{port}){parts.path or '/'}{query}".lower()


def _pages(visits: Sequence[Visit]) -> bytes:
    first = {"format": "json-pages-1.0", "id": "pages", "title": "clauseaudit"}
    pages = [
        {
            "id": f"{number:04}",
            "url": visit.snapshot.url or visit.asked,
            "ts": utc(visit.snapshot.retrieved),
            "title": visit.asked,
        }
        for number, visit in enumerate(visits, 1)
    ]
    return b"".join(map(canonical, [first, *pages]))
