"""Requests and answers as WARC 1.1 (ISO 28500), a gzip member a record, which web archives replay.

Nothing in it comes from the clock or from chance: record ids are made from what the record holds.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from clauseaudit import __version__
from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence import headers
from clauseaudit.evidence.addresses import split
from clauseaudit.visit import Exchange, Visit

if TYPE_CHECKING:
    from warcio.recordbuilder import ArcWarcRecord
    from warcio.warcwriter import WARCWriter

NAME = "capture.warc.gz"
_FRAMING = ("transfer-encoding", "content-length")  # of the connection, not of the bytes that are kept
_NO_DATE = "1970-01-01T00:00:00Z"


class Indexed(NamedTuple):
    """Where the record of one answer lies."""

    url: str
    date: str  # ISO 8601, UTC
    status: int
    media_type: str
    digest: str  # "sha256:…" of the body
    offset: int
    length: int  # compressed


class Archive(NamedTuple):
    """A WARC file and an index of the answers in it."""

    content: bytes
    answers: tuple[Indexed, ...]


def write(visits: Sequence[Visit]) -> Archive:
    """All exchanges that were answered, in order. Raises ClauseauditError when warcio is not installed."""
    try:
        from warcio.warcwriter import WARCWriter
    except ImportError as error:
        raise ClauseauditError("WARC", "没有装 warcio", "pip install 'clauseaudit[evidence]'") from error
    exchanges = [one for visit in visits for one in visit.exchanges if one.status]
    file, index = io.BytesIO(), []
    writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
    _write_info(writer, utc(exchanges[0].started) if exchanges else _NO_DATE)
    for number, exchange in enumerate(exchanges, 1):
        url, date = _address(exchange.url), utc(exchange.started)
        answer, asked = _identity(number, "response", exchange), _identity(number, "request", exchange)
        digest, start = _digest(exchange.body), file.tell()
        fields = {"WARC-Record-ID": answer, "WARC-Date": date, "WARC-Payload-Digest": digest}
        fields |= {"WARC-IP-Address": exchange.address} if exchange.address else {}
        _write(writer, url, "response", fields, _answer(exchange), exchange.body)
        kind = headers.value_of(exchange.response, "content-type").split(";")[0].strip().lower()
        index.append(Indexed(url, date, exchange.status, kind, digest, start, file.tell() - start))
        fields = {"WARC-Record-ID": asked, "WARC-Date": date, "WARC-Concurrent-To": answer}
        fields |= {"WARC-Payload-Digest": _digest(b"")}
        _write(writer, url, "request", fields, _request(exchange, url), b"")
    return Archive(file.getvalue(), tuple(index))


def utc(moment: str) -> str:
    """An ISO 8601 time with zone as WARC writes it: in UTC."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return _NO_DATE
    parsed = parsed.astimezone(UTC) if parsed.tzinfo else parsed
    return parsed.replace(tzinfo=None).isoformat() + "Z"


def _address(url: str) -> str:
    """The address in ASCII and on one line, whatever a page made of it."""
    return quote(url.encode("utf-8", "replace"), safe="%/:=&?~#+!$,;'@()*[]|")


def _identity(number: int, kind: str, exchange: Exchange) -> str:
    content = hashlib.sha256(exchange.body).hexdigest()
    name = "\n".join((str(number), kind, exchange.url, exchange.started, content)).encode("utf-8", "replace").hex()
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, name)}>"


def _digest(*parts: bytes) -> str:
    return f"sha256:{hashlib.sha256(b''.join(parts)).hexdigest()}"


def _answer(exchange: Exchange) -> tuple[str, str, list[tuple[str, str]]]:
    """Status line and fields; the length is that of the bytes kept, whose chunks were put together on arrival."""
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = ""
    fields = [field for field in headers.keep(exchange.response) if field[0].lower() not in _FRAMING]
    return f"{exchange.status} {phrase}".rstrip(), "HTTP/1.1", [*fields, ("Content-Length", str(len(exchange.body)))]


def _request(exchange: Exchange, url: str) -> tuple[str, str, list[tuple[str, str]]]:
    parts = split(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fields = list(headers.keep(exchange.request))
    if not headers.value_of(fields, "host"):
        fields.insert(0, ("Host", parts.netloc))
    method = exchange.method if exchange.method.isalpha() else "GET"
    return f"{method} {target} HTTP/1.1", "", fields


def _write_info(writer: WARCWriter, date: str) -> None:
    lines = (
        f"software: clauseaudit {__version__}",
        "format: WARC File Format 1.1",
        "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description: Cookie, Authorization and similar header fields were not stored",
    )
    content = "".join(f"{line}\r\n" for line in lines).encode()
    fields = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, date + content.decode())}>",
        "WARC-Date": date,
        "WARC-Filename": NAME,
        "WARC-Block-Digest": _digest(content),
    }
    record = writer.create_warc_record(
        "", "warcinfo", payload=io.BytesIO(content), length=len(content), warc_headers_dict=fields
    )
    writer.write_record(record)


def _write(
    writer: WARCWriter,
    url: str,
    kind: str,
    fields: dict[str, str],
    start: tuple[str, str, Iterable[tuple[str, str]]],
    body: bytes,
) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    line, protocol, values = start
    http = StatusAndHeaders(line, list(values), protocol=protocol, is_http_request=kind == "request")
    http.compute_headers_buffer()
    fields = {**fields, "WARC-Block-Digest": _digest(http.headers_buff, body)}
    record: ArcWarcRecord = writer.create_warc_record(
        url, kind, payload=io.BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=fields
    )
    writer.write_record(record)
