"""The only way out of the browser: a proxy on loopback that resolves, judges and pins every address asked for.

Routes inside the browser do not see redirects, websockets or what a popup loads; a proxy sees all of it. Each visit
has a proxy of its own, so that limits and the log belong to one page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from clauseaudit.errors import FetchError
from clauseaudit.fetch.guard import judge_url
from clauseaudit.fetch.transport import Gate

MAX_REQUESTS = 500  # of one page; a news portal asks for 300
_HEAD = 65_536  # bytes of a request or answer head
_WAIT_HEAD, _WAIT_CONNECT = 15.0, 10.0  # seconds
_CHUNK = 65_536
MARK = "x-clauseaudit-refused"  # on an answer of ours; taken off those that come from outside
_HOP = (b"connection:", b"proxy-", b"keep-alive:", MARK.encode())
_TOO_MANY = "一个网页要的文件太多，其余的没有读"
_REFUSED = b"HTTP/1.1 403 Forbidden\r\n" + MARK.encode() + b": 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

Host = tuple[str, int]


class Asked(NamedTuple):
    """One address that the browser asked for."""

    at: str  # ISO 8601 with zone
    target: str  # the address; for an encrypted connection only "host:port"
    address: str  # the IP address connected to; empty when refused or unreachable
    note: str = ""  # why not, in Chinese


class GuardProxy:
    """Carries what ``gate`` lets through, up to ``max_bytes`` received and ``max_requests`` connections."""

    def __init__(self, gate: Gate, *, max_bytes: int, max_requests: int = MAX_REQUESTS) -> None:
        self._gate, self.max_bytes, self._max_requests = gate, max_bytes, max_requests
        self.asked: list[Asked] = []
        self.refused: dict[str, FetchError] = {}  # by target
        self.received = 0  # bytes
        self._count = 0
        self._pins: dict[Host, asyncio.Task[list[str]]] = {}
        self._used: dict[Host, str] = {}
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen; returns the address to give to the browser."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Stop listening and cut every connection."""
        if self._server is not None:
            self._server.close()
        tasks = [*self._open, *self._pins.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def spent(self) -> bool:
        """True once the page has received more bytes than it may."""
        return self.received > self.max_bytes

    def address(self, url: str) -> str:
        """The IP address that answers for ``url``; empty if none was connected to."""
        return self._used.get(_host(url), "")

    def refusal(self, url: str) -> FetchError | None:
        """Why ``url`` was last refused, if it ever was."""
        host, port = _host(url)
        return self.refused.get(url.partition("#")[0]) or self.refused.get(f"{host}:{port}")

    def last_refused(self, url: str) -> FetchError | None:
        """Why ``url`` was refused, if nothing has ever been connected to its host."""
        return None if self.address(url) else self.refusal(url)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._carry(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ValueError):
            pass  # the browser sees a closed connection
        except asyncio.CancelledError:
            pass  # the visit is over; nobody waits for this task
        finally:
            self._open.discard(task)
            writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_WAIT_HEAD):
            head = await reader.readuntil(b"\r\n\r\n")
        line, *fields = head[:-4].split(b"\r\n")
        method, target, _ = line.decode("latin-1").split(" ", 2)
        tunnel = method == "CONNECT"
        url = f"https://{target}" if tunnel else target
        upstream = await self._connect(url, target)
        if upstream is None:
            writer.write(_REFUSED)
            await writer.drain()
            return
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
                await self._both(self._send(reader, upstream[1]), self._receive(upstream[0], writer))
            else:
                await self._exchange(method, url, fields, (reader, writer), upstream)
        finally:
            upstream[1].close()

    async def _connect(self, url: str, target: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection to a judged address of the host of ``url``; None, with a line in the log, if there is none."""
        try:
            addresses = await self._judged(url)
        except FetchError as error:
            self.refused[target] = error
            self._log(target, "", error.reason)
            return None
        host = _host(url)
        for address in addresses:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(_WAIT_CONNECT):
                    streams = await asyncio.open_connection(address, host[1], limit=_HEAD)
                self._used[host] = address
                self._log(target, address)
                return streams
        self._log(target, "", "连接不上")
        self.refused[target] = FetchError(url, "连接不上网站", "请检查网址和网络连接")
        return None

    async def _judged(self, url: str) -> list[str]:
        self._count += 1
        if self._count > self._max_requests:
            raise FetchError(url, _TOO_MANY)
        if self.spent:
            raise FetchError(url, f"网页连同它的文件超过 {self.max_bytes / 1e6:g} MB")
        parts = urlsplit(url)
        host, port = _host(url)
        any_port = self._gate.any_port(host, port)
        judge_url(url, parts.scheme, host, port, "@" in parts.netloc, any_port=any_port)
        if (host, port) not in self._pins:
            # Resolved once for the whole visit: a later, different answer leads nowhere.
            looking = asyncio.get_running_loop().run_in_executor(None, self._gate.addresses, url, host, port)
            self._pins[host, port] = asyncio.ensure_future(_wait(looking))
        try:
            return await asyncio.shield(self._pins[host, port])
        except TimeoutError as error:
            raise FetchError(url, f"找不到域名 {host}", "请检查网址和网络连接") from error

    async def _exchange(
        self,
        method: str,
        url: str,
        fields: list[bytes],
        browser: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        upstream: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        """One request and its answer. Never two: the browser's next one may be meant for another host."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        upstream[1].write(b"\r\n".join([f"{method} {path} HTTP/1.1".encode("latin-1"), *_own(fields)]) + b"\r\n\r\n")
        lengths = [int(field.split(b":")[1]) for field in fields if field.lower().startswith(b"content-length:")]
        await self._both(
            self._send(browser[0], upstream[1], lengths[0] if lengths else 0), self._answer(upstream[0], browser[1])
        )

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status = 100
        while 100 <= status < 200:  # interim answers are not for us to keep
            head = await reader.readuntil(b"\r\n\r\n")
            line, *fields = head[:-4].split(b"\r\n")
            status = int(line.split(b" ", 2)[1])
        self.received += len(head)
        writer.write(b"\r\n".join([line, *_own(fields)]) + b"\r\n\r\n")
        await self._receive(reader, writer)

    async def _send(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, length: int = -1) -> None:
        """From the browser outwards: ``length`` bytes, or all there are. Then stay until the browser hangs up."""
        while length and (chunk := await reader.read(min(_CHUNK, length) if length > 0 else _CHUNK)):
            writer.write(chunk)
            await writer.drain()
            length -= len(chunk) if length > 0 else 0
        while not length and await reader.read(_CHUNK):
            pass  # a second request on this connection is nobody's

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(_CHUNK):
            self.received += len(chunk)
            if self.spent:
                return
            writer.write(chunk)
            await writer.drain()

    async def _both(self, *directions: Coroutine[Any, Any, None]) -> None:
        """Until one side hangs up."""
        tasks = [asyncio.ensure_future(direction) for direction in directions]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _log(self, target: str, address: str, note: str = "") -> None:
        self.asked.append(Asked(now(), target, address, note))


def now() -> str:
    """The moment, ISO 8601 with zone."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


async def _wait(looking: asyncio.Future[list[str]]) -> list[str]:
    return await asyncio.wait_for(looking, _WAIT_CONNECT)


def _host(url: str) -> Host:
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or (80 if parts.scheme in ("http", "ws") else 443)


def _own(fields: list[bytes]) -> list[bytes]:
    """Header fields without those that speak of the connection, which is ours and is used once."""
    return [field for field in fields if not field.lower().startswith(_HOP)] + [b"Connection: close"]
