"""A site on the loopback interface, with every way a real one goes wrong."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from clauseaudit.fetch.client import Client
from clauseaudit.model import Snapshot

TERMS = (
    "<!doctype html><html><head>{meta}<title>晴天充值协议</title></head><body><h1>晴天充值协议</h1>"
    "<p>第一条 充值成功后概不退款。</p><p>第二条 本平台有权随时修改本协议，修改后即时生效。</p></body></html>"
)
TRADITIONAL = (
    "<!doctype html><html><head>{meta}<title>晴天會員協議</title></head><body><h1>晴天會員協議</h1>"
    "<p>第一條 會員費用一經支付，概不退還。</p><p>第二條 本公司有權隨時修改本協議之內容。</p></body></html>"
)
LOADING = '<html><head><title>用户协议</title></head><body><div id="app">加载中…</div><script>1</script></body></html>'
CAPTCHA = "<html><title>安全验证</title><body><p>访问过于频繁，请拖动滑块完成验证</p></body></html>"
LOGIN = (
    "<html><title>登录</title><body><p>请输入手机号和密码登录</p>"
    "<p>登录即视为同意《用户协议》和《隐私政策》</p></body></html>"
)
GONE = "<html><title>出错了</title><body><p>抱歉，您访问的页面不存在</p><a>返回首页</a></body></html>"
MENTIONS_CODE = (
    "<html><title>充值规则</title><body><p>充值时请输入验证码完成验证并登录。</p>"
    "<p>充值后概不退款，余额不得转让，争议由本公司所在地法院管辖。</p></body></html>"
)

Read = Callable[..., Snapshot]
Visitor = Callable[..., Client]
Page = tuple[int, dict[str, str], bytes]


def _html(text: str, codec: str = "utf-8", kind: str = "text/html") -> Page:
    return 200, {"Content-Type": kind}, text.encode(codec)


def _pages() -> dict[str, Page]:
    to = lambda place: (302, {"Location": place}, b"")  # noqa: E731
    zeros = b"\0" * 30_000_000
    return {
        "/utf8": _html(TERMS.format(meta=""), kind="text/html; charset=utf-8"),
        "/gb2312": _html(TERMS.format(meta='<meta charset="gb2312">'), "gbk"),
        "/gbk-undeclared": _html(TERMS.format(meta=""), "gbk"),
        "/big5": _html(TRADITIONAL.format(meta='<meta charset="big5">'), "big5"),
        "/big5-undeclared": _html(TRADITIONAL.format(meta=""), "big5"),
        "/wrong-charset": _html(TERMS.format(meta=""), kind="text/html; charset=gbk"),
        "/latin-charset": _html(TERMS.format(meta=""), "gbk", kind="text/html; charset=ISO-8859-1"),
        "/hop3": to("/hop2"),
        "/hop2": to("hop1?a=1"),
        "/hop1?a=1": to("/utf8#x"),
        "/loop": to("/loop2"),
        "/loop2": to("/loop"),
        **{f"/many{n}": to(f"/many{n + 1}") for n in range(20)},
        "/nowhere": (302, {}, b""),
        "/file": to("file:///etc/passwd"),
        "/missing": (404, {}, b"x"),
        "/forbidden": (403, {}, b"x"),
        "/busy": (503, {"Retry-After": "120"}, b""),
        "/limited": (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, b""),
        "/hostile-retry": (503, {"Retry-After": "<script>"}, b""),
        "/empty": _html(" \n"),
        "/loading": _html(LOADING),
        "/captcha": _html(CAPTCHA),
        "/login": _html(LOGIN),
        "/gone": _html(GONE),
        "/mentions-code": _html(MENTIONS_CODE),
        "/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4"),
        "/picture": (200, {"Content-Type": "text/html"}, b"\x89PNG\r\n\x1a\n\0\0"),
        "/gzip": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress("概不退款".encode())),
        "/deflate": (200, {"Content-Encoding": "deflate"}, zlib.compress("概不退款".encode())),
        "/bare-deflate": (200, {"Content-Encoding": "deflate"}, zlib.compress("概不退款".encode(), wbits=-15)),
        "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(zeros, 1)),
        "/broken-gzip": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08\0garbage, not deflate data"),
        "/brotli": (200, {"Content-Encoding": "br"}, b"x"),
    }


PAGES = _pages()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers))  # type: ignore[attr-defined]
        self.server.times.append(time.monotonic())  # type: ignore[attr-defined]
        if self.path in ("/large", "/drip", "/drip-headers", "/elsewhere"):
            return self._special()
        page = self.server.pages.get(self.path) or PAGES.get(self.path, (404, {}, b""))  # type: ignore[attr-defined]
        status, headers, body = page(self.headers) if callable(page) else page
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._write(body)

    def _special(self) -> None:
        self.close_connection = True
        if self.path == "/drip-headers":
            self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 400)
            return
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Content-Type", "text/html")
        if self.path == "/elsewhere":
            self.send_header("Location", self.server.elsewhere)  # type: ignore[attr-defined]
        self.send_header("Connection", "close")
        self.end_headers()
        if self.path == "/large":
            while self._write(b"x" * 100_000):  # without end, unless the reader hangs up
                self.server.sent += 100_000  # type: ignore[attr-defined]
        elif self.path == "/drip":
            self._drip(b"x" * 400)

    def _drip(self, data: bytes) -> None:
        for place in range(len(data)):
            if not self._write(data[place : place + 1]):
                return
            time.sleep(0.02)

    def _write(self, data: bytes) -> bool:
        try:
            self.wfile.write(data)
        except OSError:
            return False
        return True

    def log_message(self, *_: object) -> None:
        pass


class Site(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: readers that hang up are what is tested here."""

    def __init__(self, address: str) -> None:
        super().__init__((address, 0), Handler)
        self.asked: list[tuple[str, Message]] = []
        self.times: list[float] = []  # when each was asked, monotonic clock
        self.pages: dict[str, Page | Callable[[Message], Page]] = {}  # of this site only
        self.elsewhere = ""
        self.sent = 0
        self.origin = (address, self.server_address[1])
        self.base = f"http://{address}:{self.server_address[1]}"


@contextmanager
def serve(context: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> Iterator[Site]:
    """A running site on a free port of ``address``; with a ``context`` it speaks TLS."""
    site = Site(address)
    if context:
        site.socket = context.wrap_socket(site.socket, server_side=True)
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
