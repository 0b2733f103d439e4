"""The guard proxy by itself, spoken to byte by byte."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from stage import FORBIDDEN, OPEN

from clauseaudit.browse.proxy import GuardProxy
from clauseaudit.fetch.transport import Gate

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def talk(request: bytes, answer: bytes = b"", *, max_bytes: int = 10_000) -> tuple[bytes, bytes, GuardProxy]:
    """What a proxy makes of ``request``: the bytes it gives back, those that reached the server, and the proxy."""

    async def run() -> tuple[bytes, bytes, GuardProxy]:
        received = bytearray()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            received.extend(await reader.readuntil(b"\r\n\r\n"))
            writer.write(answer)
            await writer.drain()
            with suppress(TimeoutError):
                received.extend(await asyncio.wait_for(reader.read(1000), 0.2))
            writer.close()

        server = await asyncio.start_server(serve, OPEN, 0)
        port = server.sockets[0].getsockname()[1]
        proxy = GuardProxy(Gate(trusted=frozenset({(OPEN, port)})), max_bytes=max_bytes)
        address = await proxy.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        writer.write(request.replace(b"HOST", f"{OPEN}:{port}".encode()))
        got = await asyncio.wait_for(reader.read(-1), 5)
        writer.close()
        await proxy.close()
        server.close()
        return got, bytes(received), proxy

    return asyncio.run(run())


GET = b"GET http://HOST/a?b HTTP/1.1\r\nHost: HOST\r\nProxy-Connection: keep-alive\r\nConnection: keep-alive\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi"


def test_one_request_a_connection_even_if_the_server_would_have_more() -> None:
    got, received, proxy = talk(GET + GET.replace(b"/a?b", b"/second"), OK)
    assert received.startswith(b"GET /a?b HTTP/1.1\r\nHost: ") and b"second" not in received
    assert b"Proxy-Connection" not in received and received.count(b"Connection: close") == 1
    assert got.endswith(b"\r\nConnection: close\r\n\r\nhi") and b"keep-alive" not in got
    assert [asked.address for asked in proxy.asked] == [OPEN]


def test_an_answer_cannot_pass_for_a_refusal_of_ours() -> None:
    got, _, _ = talk(GET, OK.replace(b"Connection: keep-alive", b"X-Clauseaudit-Refused: 1"))
    assert got.startswith(b"HTTP/1.1 200") and b"refused" not in got.lower()


def test_interim_answers_are_passed_over() -> None:
    got, _, _ = talk(GET, b"HTTP/1.1 103 Early Hints\r\nLink: <http://x/>\r\n\r\n" + OK)
    assert got.startswith(b"HTTP/1.1 200") and b"Early" not in got


@pytest.mark.parametrize(
    ("request_line", "reason"),
    [
        (f"GET http://{FORBIDDEN}/ HTTP/1.1", "本机地址"),
        (f"CONNECT {FORBIDDEN}:443 HTTP/1.1", "本机地址"),
        ("GET http://[::ffff:127.0.0.29]/ HTTP/1.1", "本机地址"),
        ("GET http://2130706461/ HTTP/1.1", "本机地址"),  # the same address as one number
        ("GET http://169.254.169.254/latest HTTP/1.1", "内网"),
        ("CONNECT localhost:443 HTTP/1.1", "本机地址"),
        ("CONNECT nowhere.invalid:443 HTTP/1.1", "找不到域名"),
        ("GET ftp://HOST/ HTTP/1.1", "http"),
        ("GET http://a:b@HOST/ HTTP/1.1", "用户名"),
        (f"CONNECT {OPEN}:22 HTTP/1.1", "端口 22"),
        ("GET / HTTP/1.1", "http"),
    ],
)
def test_what_is_refused_and_why(request_line: str, reason: str) -> None:
    got, received, proxy = talk(request_line.encode() + b"\r\n\r\n", OK)
    assert got.startswith(b"HTTP/1.1 403") and received == b""
    assert reason in proxy.asked[0].note and proxy.asked[0].address == ""


@pytest.mark.parametrize(
    "request_bytes", [b"rubbish\r\n\r\n", b"GET http://HOST:x/ HTTP/1.1\r\n\r\n", b"GET " + b"a" * 70_000]
)
def test_rubbish_is_hung_up_on(request_bytes: bytes) -> None:
    got, received, _ = talk(request_bytes, OK)
    assert got == b"" and received == b""


def test_too_many_bytes_are_cut_off() -> None:
    body = b"x" * 50_000
    got, _, proxy = talk(GET, b"HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + body)
    assert len(got) < 20_000 and proxy.spent


def test_a_tunnel_carries_both_ways_and_counts() -> None:
    got, received, proxy = talk(b"CONNECT HOST HTTP/1.1\r\n\r\nhello\r\n\r\n", b"world")
    assert got == b"HTTP/1.1 200 OK\r\n\r\nworld" and received == b"hello\r\n\r\n" and proxy.received == 5
