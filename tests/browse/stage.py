"""A loopback site for a browser, and a place that nothing may reach."""

from __future__ import annotations

import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from clauseaudit.extract.html import extract_html
from clauseaudit.visit import Opened, Visit

OPEN, FORBIDDEN = "127.0.0.21", "127.0.0.29"

Answer = str | bytes | tuple[int, dict[str, str], bytes]
Pages = dict[str, Answer | Callable[[str], Answer]]
Show = Callable[..., Visit]

TERMS = "<h1>充值服务协议</h1>" + "".join(
    f"<p>第{n}条 充值成功后概不退款，余额不予退还，本平台有权随时修改本协议。</p>" for n in "一二三四五六七八"
)
INTRO = "<p>欢迎来到青石书屋，这里有各种有声读物与课程，每天更新，陪伴您的通勤与睡前时光。</p>" * 4


def text(visit: Visit | Opened) -> str:
    return extract_html(visit.snapshot.content.decode(), "page").text


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site: Site = self.server  # type: ignore[assignment]
        length = int(self.headers.get("Content-Length") or 0)
        site.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        path = self.path.partition("?")[0]
        if path in site.endless:
            return self._drip(site.endless[path])
        page = site.pages.get(path, (404, {}, b"gone"))
        page = page(self.path) if callable(page) else page
        status, headers, body = page if isinstance(page, tuple) else (200, {}, page)
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        kind = "text/javascript" if path.endswith(".js") else "text/html; charset=utf-8"
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    do_POST = do_GET

    def _drip(self, chunk: bytes) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        with suppress(OSError):
            while not self.server.stopped.wait(0.05):  # type: ignore[attr-defined]
                self.wfile.write(chunk)

    def log_message(self, *_: object) -> None:
        pass


class Site(ThreadingHTTPServer):
    """Serves ``pages`` (path -> markup, or status, fields and body); ``asked`` is what came in."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, address: str, context: ssl.SSLContext | None = None) -> None:
        super().__init__((address, 0), _Handler)
        self.pages: Pages = {}
        self.endless: dict[str, bytes] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.stopped = threading.Event()
        self.host, self.port = address, self.server_address[1]
        self._scheme = "https" if context else "http"
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers hang up when they like."""

    def url(self, path: str = "/") -> str:
        return f"{self._scheme}://{self.host}:{self.port}{path}"

    def __enter__(self) -> Site:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()


class Forbidden:
    """Counts every TCP connection and every datagram; answers plain HTTP so that what comes goes on coming."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self._tcp = socket.create_server((FORBIDDEN, 0), backlog=100)
        self.port = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind((FORBIDDEN, self.port))
        self._stopped = False
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._tcp, selectors.EVENT_READ)
            waiting.register(self._udp, selectors.EVENT_READ)
            while not self._stopped:
                for key, _ in waiting.select(0.05):
                    if key.fileobj is self._udp:
                        self.reached.append(f"udp {self._udp.recv(2000)[:4]!r}")
                    else:
                        threading.Thread(target=self._answer, args=self._tcp.accept(), daemon=True).start()

    def _answer(self, connection: socket.socket, _: object) -> None:
        place = len(self.reached)
        self.reached.append("connection")
        with connection, suppress(OSError):
            connection.settimeout(2)
            line = connection.recv(4000).split(b"\r\n")[0]
            self.reached[place] = line.decode("latin-1")
            fields = b"Access-Control-Allow-Origin: *\r\nContent-Length: 6\r\nConnection: close\r\n\r\n"
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + fields + b"SECRET")

    def url(self, way: str, scheme: str = "http") -> str:
        return f"{scheme}://{FORBIDDEN}:{self.port}/{way}"

    def close(self) -> None:
        self._stopped = True
        self._thread.join()
        self._tcp.close()
        self._udp.close()


@contextmanager
def forbidden() -> Iterator[Forbidden]:
    place = Forbidden()
    try:
        yield place
    finally:
        time.sleep(0.1)  # the last accept is counted in a thread
        place.close()
