"""Every request of a visit and its answer, as evidence; and which of them are still under way.

A body is gone once the page navigates on, so it is read in the handler of the answer.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from clauseaudit.browse.proxy import MARK, GuardProxy, now
from clauseaudit.browse.received import as_received
from clauseaudit.browse.traffic import Traffic
from clauseaudit.visit import Exchange, Tls

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Request, Response

_TEXT_MAKING = frozenset(("document", "script", "xhr", "fetch", "stylesheet"))
_SECRET = frozenset(("cookie", "authorization", "proxy-authorization", "set-cookie"))
_TRANSPORT = frozenset(("connection", "content-encoding", "transfer-encoding", "content-length", "keep-alive"))
_WAIT_BODY = 5.0  # seconds
_ORIGINS = 10  # whose certificates are kept
Fields = tuple[tuple[str, str], ...]


class Record:
    """Listens to ``context``. With ``bodies``, keeps what came back, up to ``max_bytes`` in all."""

    def __init__(self, context: BrowserContext, proxy: GuardProxy, *, bodies: bool, max_bytes: int) -> None:
        self._proxy, self._bodies, self._limit, self._left = proxy, bodies, max_bytes, max_bytes
        self._unpacked = 0
        self.traffic = Traffic()  # what may still bring text
        self._secured: dict[str, dict[str, Any]] = {}  # by origin
        self._tasks: list[asyncio.Task[Exchange]] = []
        context.on("request", self._begin)
        context.on("response", lambda response: self._keep(self._answered(response)))
        context.on("requestfinished", self.traffic.end)
        context.on("requestfailed", self._fail)

    def forget(self) -> None:
        """No longer wait for what is under way: the page is being left."""
        self.traffic.forget()

    async def watch(self, session: CDPSession, overflow: Callable[[], None]) -> None:
        """Call ``overflow`` once more than ``max_bytes`` have been unpacked; note how connections are secured."""

        def received(event: dict[str, Any]) -> None:
            before, self._unpacked = self._unpacked, self._unpacked + event["dataLength"]
            if before <= self._limit < self._unpacked:
                overflow()

        if not self._bodies:  # these events cost a fifth of a plain reading; time and memory are limited anyway
            return
        session.on("Network.dataReceived", received)
        session.on("Network.responseReceived", self._secure)
        await session.send("Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0})

    async def exchanges(self, session: CDPSession | None = None) -> tuple[Exchange, ...]:
        """All of them, in the order in which they were answered; certificates come by ``session``.

        Waits for bodies still being read.
        """
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_WAIT_BODY)
        done = [task.result() for task in self._tasks if task.done() and not task.cancelled() and not task.exception()]
        tls = {origin: await self._tls(session, origin) for origin in list(self._secured)[:_ORIGINS]} if session else {}
        return tuple([exchange._replace(tls=tls.get(_origin(exchange.url))) for exchange in done])

    def close(self) -> None:
        """Stop reading bodies."""
        for task in self._tasks:
            task.cancel()

    def _secure(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if details := answer.get("securityDetails"):
            self._secured.setdefault(_origin(answer["url"]), details)

    async def _tls(self, session: CDPSession, origin: str) -> Tls | None:
        from playwright.async_api import Error

        details = self._secured[origin]
        try:
            names = (await session.send("Network.getCertificate", {"origin": origin}))["tableNames"]
        except Error:
            names = []
        version = details["protocol"].replace("TLS ", "TLSv")
        return Tls(version, details["cipher"], tuple([base64.b64decode(name) for name in names]))

    def _begin(self, request: Request) -> None:
        if request.resource_type in _TEXT_MAKING and request.url.startswith("http"):
            self.traffic.begin(request)

    def _fail(self, request: Request) -> None:
        self.traffic.end(request)
        self._keep(self._failed(request))

    def _keep(self, exchange: Any) -> None:
        self._tasks.append(asyncio.ensure_future(exchange))

    async def _answered(self, response: Response) -> Exchange:
        request = response.request
        refusal = self._proxy.refusal(response.url) if is_refused(response) else None
        sent, got, body = request.headers, _array(response.headers), b""
        if self._bodies:
            body = await self._body(response)
            got = await _ordered(response) or got
            body = _received(body, got)
        if body:
            got = (*_without(got, _TRANSPORT), ("Content-Length", str(len(body))))
        return Exchange(
            url=response.url,
            method=request.method,
            status=0 if refusal else response.status,
            request=_without(_array(sent), _SECRET),
            response=() if refusal else _without(got, _SECRET),
            body=body,
            address="" if refusal else self._proxy.address(response.url),
            started=_started(request),
            seconds=_seconds(request),
            note=refusal.reason if refusal else "",
        )

    async def _body(self, response: Response) -> bytes:
        from playwright.async_api import Error

        try:
            body = await asyncio.wait_for(response.body(), _WAIT_BODY)
        except (Error, TimeoutError):  # a redirect has none, and neither has an answer that never ends
            return b""
        self._left -= len(body)
        return body if self._left >= 0 else b""

    async def _failed(self, request: Request) -> Exchange:
        refusal = self._proxy.refusal(request.url)
        return Exchange(
            url=request.url,
            method=request.method,
            status=0,
            request=_without(_array(request.headers), _SECRET),
            response=(),
            body=b"",
            address="" if refusal else self._proxy.address(request.url),
            started=_started(request),
            seconds=_seconds(request),
            note=refusal.reason if refusal else f"没有读到（{request.failure or '中断'}）",
        )


def _received(body: bytes, fields: Fields) -> bytes:
    said = {name.lower(): value for name, value in fields}
    length = "" if "content-encoding" in said else said.get("content-length", "")
    return as_received(body, said.get("content-type", ""), int(length) if length.isdecimal() else None)


def is_refused(response: Response) -> bool:
    """True if the answer came from our own proxy; an encrypted one cannot."""
    return response.url.startswith("http:") and MARK in response.headers


async def _ordered(response: Response) -> Fields:
    """The header fields as they came, repeated ones included; empty when the browser no longer has them."""
    from playwright.async_api import Error

    try:
        return tuple([(field["name"], field["value"]) for field in await response.headers_array()])
    except Error:
        return ()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _array(fields: dict[str, str]) -> Fields:
    return tuple(fields.items())


def _without(fields: Fields, names: frozenset[str]) -> Fields:
    return tuple([(name, value) for name, value in fields if name.lower() not in names])


def _started(request: Request) -> str:
    started = request.timing["startTime"]
    return (
        datetime.fromtimestamp(started / 1000, UTC).astimezone().isoformat(timespec="milliseconds")
        if started > 0
        else now()
    )


def _seconds(request: Request) -> float:
    timing = request.timing
    last = float(max(timing["responseEnd"], timing["responseStart"], 0))  # milliseconds; -1 if it did not come to that
    return round(last / 1000, 3)
