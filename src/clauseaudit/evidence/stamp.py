"""Asking an RFC 3161 service for a timestamp, through the guard like every other address."""

from __future__ import annotations

import secrets
import time

import httpcore
import httpx

from clauseaudit.errors import FetchError
from clauseaudit.evidence import token
from clauseaudit.fetch import identity
from clauseaudit.fetch.guard import judge_url
from clauseaudit.fetch.transport import Gate, GuardedBackend

TIMEOUT = 20.0  # seconds for everything
_MAX_BYTES = 200_000
_REMEDY = "核对 --timestamp 的网址；也可以以后再给 manifest.json 盖时间戳"


def stamp(url: str, digest: bytes, gate: Gate) -> bytes:
    """The response of the service at ``url`` to a request to stamp the SHA-256 ``digest``, as it came.

    Raises FetchError when there is none, or when it is not a timestamp of this hash for this request.
    """
    nonce = secrets.randbits(63)
    response = _post(url, token.request(digest, nonce), gate)
    try:
        stamped = token.read(response)
    except ValueError as error:
        raise FetchError(url, str(error), _REMEDY) from error
    if (stamped.imprint, stamped.imprint_digest) != (digest, token.SHA256):
        raise FetchError(url, "时间戳盖的不是这份清单", _REMEDY)
    if stamped.nonce != nonce:
        raise FetchError(url, "时间戳不是对这次请求的应答", _REMEDY)
    return response


def _post(url: str, query: bytes, gate: Gate) -> bytes:
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(url, "不是有效的网址", _REMEDY) from error
    judge_url(
        url,
        parsed.scheme,
        parsed.host,
        parsed.port,
        bool(parsed.userinfo),
        any_port=gate.any_port(parsed.host, parsed.port),
    )
    target = httpcore.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path)
    headers = [("User-Agent", identity()), ("Content-Type", "application/timestamp-query")]
    headers += [("Accept", "application/timestamp-reply"), ("Content-Length", str(len(query)))]
    backend = GuardedBackend(gate, url, time.monotonic() + TIMEOUT)
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend) as pool,
            pool.stream("POST", target, headers=headers, content=query) as response,
        ):
            if response.status != 200:
                raise FetchError(url, f"时间戳服务应答 {response.status}", _REMEDY)
            content = bytearray()
            for chunk in response.iter_stream():
                content += chunk
                if len(content) > _MAX_BYTES:
                    raise FetchError(url, "时间戳服务的应答太长", _REMEDY)
            return bytes(content)
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise FetchError(url, "时间戳服务连不上，或应答太慢、不合规范", _REMEDY) from error
