"""Connections to judged addresses only, under one deadline.

The name is resolved once, every answer is judged, and the socket is given the address itself: a second answer of
the resolver can no longer lead elsewhere. TLS still checks the certificate against the name.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from clauseaudit.errors import FetchError
from clauseaudit.fetch.guard import judge_answers

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """All addresses of ``host``, in the resolver's order. Raises OSError."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Gate:
    """Decides which address a host may be reached at.

    ``allow_private`` lets every address through. ``trusted`` names single (host, port) pairs that may be private.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        trusted: frozenset[tuple[str, int]] = frozenset(),
        resolve: Resolve = resolve,
    ) -> None:
        self.allow_private, self._trusted, self._resolve = allow_private, trusted, resolve

    def any_port(self, host: str, port: int | None) -> bool:
        """True if ports other than 80 and 443 are open to this host."""
        return self.allow_private or (host, port) in self._trusted

    def addresses(self, url: str, host: str, port: int) -> list[str]:
        """The addresses of ``host``, all of them judged. Raises FetchError."""
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(url, f"找不到域名 {host}", "请检查网址和网络连接") from error
        if not self.any_port(host, port):
            judge_answers(url, host, found)
        return found


class GuardedBackend(httpcore.NetworkBackend):
    """Opens sockets; every wait, on kept connections too, ends at ``deadline`` (monotonic clock, seconds).

    ``url`` is what errors are about. Both are set anew before each request.
    """

    def __init__(self, gate: Gate, url: str = "", deadline: float = 0.0) -> None:
        self.url, self.deadline, self._gate = url, deadline, gate
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first judged address of ``host`` that answers."""
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._gate.addresses(self.url, host, port):
            try:
                wait = _left(self.deadline, timeout, httpcore.ConnectTimeout)
                stream = self._system.connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _DeadlineStream(stream, self)
        raise failure


class _DeadlineStream(httpcore.NetworkStream):
    """A stream on which a server cannot buy time by sending one byte after the other."""

    def __init__(self, stream: httpcore.NetworkStream, backend: GuardedBackend) -> None:
        self._stream, self._backend = stream, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._backend.deadline, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._backend.deadline, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        wait = _left(self._backend.deadline, timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, wait), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None, error: type[Exception]) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise error("deadline")
    return left if timeout is None else min(left, timeout)
