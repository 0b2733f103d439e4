"""One request and its answer, recorded as it happened: limits on time and size, and an error in Chinese."""

from __future__ import annotations

import contextlib
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import httpcore
import httpx

from clauseaudit.errors import FetchError
from clauseaudit.fetch.media import refuse_declared
from clauseaudit.fetch.status import save_in_browser
from clauseaudit.visit import Exchange, Tls

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_WAITS = {"connect": 10.0, "read": 15.0, "write": 15.0, "pool": 10.0}  # seconds
_SECRETS = frozenset(("set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"))
_PIECE, _MOST_OF_A_REFUSAL = 65_536, 100_000  # bytes
_GZIP = b"\x1f\x8b"
_DER = 2  # _ssl.ENCODING_DER

Fields = tuple[tuple[str, str], ...]
Record = Callable[[Exchange], None]


class Dropped(FetchError):
    """The connection broke; asking once more may help."""


class TooSlow(FetchError):
    """No answer, or not all of it, in time."""


class Request(NamedTuple):
    """What to ask for. Bodies are read up to ``max_bytes``, raw and decoded."""

    url: httpx.URL
    fields: Fields
    max_bytes: int
    any_type: bool = False  # False: a body of a media type that no reader takes is not read


class Answer(NamedTuple):
    """``content`` is the body with its content encoding undone, empty unless the status says success.

    ``headers`` have lower-case names.
    """

    status: int
    headers: dict[str, str]
    content: bytes


class _Heard:
    """What is known of an answer so far; an answer that breaks off leaves its part."""

    def __init__(self) -> None:
        self.status, self.address = 0, ""
        self.raw = bytearray()
        self.fields: Fields = ()
        self.tls: Tls | None = None


def ask(pool: httpcore.ConnectionPool, request: Request, asked: str, record: Record) -> Answer:
    """GET an address and hand the exchange to ``record``, whatever comes of it.

    Raises FetchError about ``asked``; Dropped where another try may help.
    """
    heard, note = _Heard(), ""
    fields = (("Host", request.url.netloc.decode("ascii")), *request.fields)
    started, clock = datetime.now().astimezone().isoformat(timespec="milliseconds"), time.monotonic()
    try:
        return _ask(pool, request._replace(fields=fields), asked, heard)
    except FetchError as error:
        note = error.reason
        raise
    finally:
        record(
            Exchange(
                url=str(request.url),
                method="GET",
                status=heard.status,
                request=_without_secrets(fields),
                response=_without_secrets(heard.fields),
                body=bytes(heard.raw),
                address=heard.address,
                started=started,
                seconds=round(time.monotonic() - clock, 3),
                tls=heard.tls,
                note=note,
            )
        )


def _without_secrets(fields: Fields) -> Fields:
    return tuple(field for field in fields if field[0].lower() not in _SECRETS)


def _ask(pool: httpcore.ConnectionPool, request: Request, asked: str, heard: _Heard) -> Answer:
    url, limit = request.url, request.max_bytes
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    headers = list(request.fields)
    try:
        with pool.stream("GET", target, headers=headers, extensions={"timeout": _WAITS}) as response:
            _note_connection(response.extensions.get("network_stream"), heard)
            heard.status = response.status
            heard.fields = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
            named = {name.lower(): value for name, value in heard.fields}
            if not 200 <= response.status < 300:
                _keep_some(response.iter_stream(), heard)
                return Answer(response.status, named, b"")
            if not request.any_type:
                refuse_declared(asked, declared_type(named))
            chunks = _kept(response.iter_stream(), heard, limit, asked)
            content = _limited(_decoded(chunks, named.get("content-encoding", ""), asked), limit, asked)
            return Answer(response.status, named, content)
    except httpcore.TimeoutException as error:
        raise TooSlow(asked, "网站响应太慢", "请稍后再试，或" + save_in_browser.removeprefix("请")) from error
    except httpcore.ConnectError as error:
        if "CERTIFICATE" in str(error).upper():
            raise FetchError(asked, "网站的安全证书不可信", "请核对网址；确认无误时" + save_in_browser) from error
        if "SSL" in str(error).upper():
            raise FetchError(asked, "和网站谈不成安全连接，它的加密方式可能太旧", save_in_browser) from error
        raise FetchError(asked, "连接不上网站", "请检查网址和网络连接") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        remedy = "请稍后再试，或" + save_in_browser.removeprefix("请")
        raise Dropped(asked, "网站中途断开，或应答不合规范", remedy) from error


def declared_type(headers: dict[str, str]) -> str:
    """The media type without parameters, in lower case; empty where none is declared."""
    return headers.get("content-type", "").split(";")[0].strip().lower()


def declared_charset(headers: dict[str, str]) -> str:
    """The character set that the Content-Type declares; empty where it does not."""
    for parameter in headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").lower()[:40]
    return ""


def target_of(asked: str, here: httpx.URL, answer: Answer) -> str:
    """Where a redirect from ``here`` leads. Raises FetchError if it does not say so."""
    location = answer.headers.get("location", "")
    with contextlib.suppress(UnicodeDecodeError):  # Chinese addresses often come as bare UTF-8
        location = location.encode("latin-1").decode()
    if not location:
        raise FetchError(asked, "网站要求跳转，却没说跳到哪里", save_in_browser)
    try:
        return str(here.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(asked, "网站跳转到了无效的网址", save_in_browser) from error


def _note_connection(stream: Any, heard: _Heard) -> None:
    if stream is None:
        return
    peer, secured = stream.get_extra_info("server_addr"), stream.get_extra_info("ssl_object")
    heard.address = str(peer[0]) if peer else ""
    if secured is not None:
        heard.tls = Tls(secured.version() or "", (secured.cipher() or ("",))[0], _chain(secured))


def _chain(secured: Any) -> tuple[bytes, ...]:
    """The verified certificates as DER; where this Python does not give them, the site's own alone."""
    inner = getattr(secured, "_sslobj", None)  # Python 3.11 and 3.12 have the chain only there
    for holder in (secured, inner):
        if getter := getattr(holder, "get_verified_chain", None):
            return tuple(c if isinstance(c, bytes) else c.public_bytes(_DER) for c in getter())
    leaf = secured.getpeercert(binary_form=True)
    return (leaf,) if leaf else ()


def _keep_some(chunks: Iterable[bytes], heard: _Heard) -> None:
    """The words that come with a redirect or a refusal are evidence only: a part is enough."""
    for chunk in chunks:
        heard.raw += chunk[: _MOST_OF_A_REFUSAL - len(heard.raw)]
        if len(heard.raw) >= _MOST_OF_A_REFUSAL:
            return


def _kept(chunks: Iterable[bytes], heard: _Heard, limit: int, asked: str) -> Iterator[bytes]:
    for chunk in chunks:
        if len(heard.raw) + len(chunk) > limit:
            raise _too_large(asked, limit)
        heard.raw += chunk
        yield chunk


def _decoded(chunks: Iterable[bytes], encoding: str, asked: str) -> Iterator[bytes]:
    """Chunks with the content encoding undone, each of at most 64 kB: a bomb is noticed before it goes off."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(asked, "网站用了不认识的压缩方式", save_in_browser)
    inflater = None
    try:
        for chunk in chunks:
            while chunk:
                if inflater is None:
                    inflater = _inflater(encoding, chunk)
                elif inflater.eof:
                    if not chunk.startswith(_GZIP):
                        break  # padding, which browsers ignore too
                    inflater = _inflater("gzip", chunk)
                yield inflater.decompress(chunk, _PIECE)
                chunk = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        while inflater is not None and not inflater.eof and (more := inflater.decompress(b"", _PIECE)):
            yield more
    except zlib.error as error:
        raise FetchError(asked, "网页的压缩数据损坏", "请稍后再试") from error
    if inflater is not None and not inflater.eof:
        raise Dropped(asked, "网页没有传完", "请稍后再试")


def _inflater(encoding: str, first: bytes) -> zlib._Decompress:
    if encoding != "deflate":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    # "deflate" is meant to be a zlib stream, but some servers send it bare.
    wrapped = first[0] & 0x0F == 8 and (len(first) < 2 or int.from_bytes(first[:2], "big") % 31 == 0)
    return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


def _limited(chunks: Iterable[bytes], limit: int, asked: str) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > limit:
            raise _too_large(asked, limit)
    return bytes(content)


def _too_large(asked: str, limit: int) -> FetchError:
    return FetchError(asked, f"网页超过 {limit / 1e6:g} MB，不像一份协议", "请只保存协议正文再检查")
