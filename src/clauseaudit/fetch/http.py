"""One page by HTTP: redirects by hand, limits on time and size, and an answer in Chinese when it fails."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

import httpcore
import httpx

from clauseaudit.errors import FetchError
from clauseaudit.fetch.guard import judge_url
from clauseaudit.fetch.status import refuse_status, save_in_browser
from clauseaudit.fetch.transport import Gate, GuardedBackend
from clauseaudit.model import Snapshot

MAX_REDIRECTS = 8
_WAIT_CONNECT, _WAIT_READ = 10.0, 15.0  # seconds
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_TEXT_TYPES = frozenset(
    ("", "application/xhtml+xml", "multipart/related", "message/rfc822", "application/x-mimearchive")
)
_FILES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
}
_UNKNOWN_TYPES = frozenset(("application/octet-stream", "binary/octet-stream"))


class _Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    content: bytes


def get(url: str, gate: Gate, *, user_agent: str, timeout: float, max_bytes: int) -> Snapshot:
    """The page at ``url``, through ``gate``. ``timeout`` in seconds covers everything, redirects included.

    Raises FetchError, and BlockedError where the site turns programs away.
    """
    backend = GuardedBackend(url, gate, time.monotonic() + timeout)
    headers = [
        ("User-Agent", user_agent),
        ("Accept", "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5"),
        ("Accept-Language", "zh-CN,zh;q=0.9"),
        ("Accept-Encoding", "gzip, deflate"),
    ]
    with httpcore.ConnectionPool(network_backend=backend) as pool:
        here, seen = _parse(url, url, gate), set[str]()
        for _ in range(MAX_REDIRECTS + 1):
            seen.add(str(here))
            answer = _ask(pool, here, headers, max_bytes, url)
            if answer.status not in _REDIRECTS:
                return _snapshot(url, here, answer)
            here = _parse(url, _target(url, here, answer), gate)
            if str(here) in seen:
                raise FetchError(url, "网址在几个地址之间来回跳转", save_in_browser)
    raise FetchError(url, f"跳转超过 {MAX_REDIRECTS} 次", save_in_browser)


def _parse(asked: str, url: str, gate: Gate) -> httpx.URL:
    """The address to ask, without its fragment, once it has been judged."""
    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(asked, "不是有效的网址", "请从浏览器地址栏复制完整网址") from error
    any_port = gate.any_port(parsed.host, parsed.port)
    judge_url(asked, parsed.scheme, parsed.host, parsed.port, bool(parsed.userinfo), any_port=any_port)
    return parsed


def _target(asked: str, here: httpx.URL, answer: _Answer) -> str:
    location = answer.headers.get("location", "")
    if not location:
        raise FetchError(asked, "网站要求跳转，却没说跳到哪里", save_in_browser)
    try:
        return str(here.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(asked, "网站跳转到了无效的网址", save_in_browser) from error


def _ask(
    pool: httpcore.ConnectionPool, url: httpx.URL, headers: list[tuple[str, str]], max_bytes: int, asked: str
) -> _Answer:
    waits = {"connect": _WAIT_CONNECT, "read": _WAIT_READ, "write": _WAIT_READ, "pool": _WAIT_CONNECT}
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    try:
        with pool.stream("GET", target, headers=headers, extensions={"timeout": waits}) as response:
            fields = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in _REDIRECTS:
                return _Answer(response.status, fields, b"")
            refuse_status(asked, response.status, fields.get("retry-after", ""))
            _refuse_type(asked, fields)
            chunks = _decoded(response.iter_stream(), fields.get("content-encoding", ""), asked)
            return _Answer(response.status, fields, _limited(chunks, max_bytes, asked))
    except httpcore.TimeoutException as error:
        raise FetchError(asked, "网站响应太慢", "请稍后再试，或" + save_in_browser.removeprefix("请")) from error
    except httpcore.ConnectError as error:
        if "CERTIFICATE" in str(error).upper():
            raise FetchError(asked, "网站的安全证书不可信", "请核对网址；确认无误时" + save_in_browser) from error
        raise FetchError(asked, "连接不上网站", "请检查网址和网络连接") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise FetchError(
            asked, "网站中途断开，或应答不合规范", "请稍后再试，或" + save_in_browser.removeprefix("请")
        ) from error


def _media_type(headers: dict[str, str]) -> str:
    return headers.get("content-type", "").split(";")[0].strip().lower()


def _refuse_type(asked: str, headers: dict[str, str]) -> None:
    kind = _media_type(headers)
    if kind.startswith("text/") or kind in _TEXT_TYPES or kind in _UNKNOWN_TYPES:
        return
    if kind in _FILES:
        raise FetchError(asked, f"网址给出的不是网页，是 {_FILES[kind]} 文件", "请下载后检查那个文件")
    name = "图片" if kind.startswith("image/") else "别的文件"
    raise FetchError(asked, f"网址给出的不是网页，是{name}", "请下载后取出文字，存成 .txt 再检查")


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
            inflater = inflater or _inflater(encoding, chunk)
            while chunk and not inflater.eof:
                yield inflater.decompress(chunk, 65_536)
                chunk = inflater.unconsumed_tail
    except zlib.error as error:
        raise FetchError(asked, "网页的压缩数据损坏", "请稍后再试") from error


def _inflater(encoding: str, first: bytes) -> zlib._Decompress:
    if encoding != "deflate":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    # "deflate" is meant to be a zlib stream, but some servers send it bare.
    wrapped = first[0] & 0x0F == 8 and (len(first) < 2 or int.from_bytes(first[:2], "big") % 31 == 0)
    return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


def _limited(chunks: Iterable[bytes], max_bytes: int, asked: str) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > max_bytes:
            raise FetchError(asked, f"网页超过 {max_bytes / 1e6:g} MB，不像一份协议", "请只保存协议正文再检查")
    return bytes(content)


def _snapshot(asked: str, here: httpx.URL, answer: _Answer) -> Snapshot:
    if not answer.content.strip():
        raise FetchError(asked, "网页是空的", save_in_browser)
    kind = _media_type(answer.headers)
    return Snapshot(
        source=asked,
        content=answer.content,
        media_type="" if kind in _UNKNOWN_TYPES else kind,
        charset=_charset(answer.headers.get("content-type", "")),
        url=str(here),
        retrieved=datetime.now().astimezone().isoformat(timespec="seconds"),
    )


def _charset(content_type: str) -> str:
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").lower()[:40]
    return ""
