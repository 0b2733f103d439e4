"""The platform of an invented company on the loopback interface: everything that a real one does to its agreements.

``TRUTH`` is what there is to find and its type, ``UNREADABLE`` what cannot be read and the words that say why,
``ASIDE`` what looks like an agreement and is none, or is somebody else's.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import terms

from pdf_file import pdf

HOME, TERMS_HOST, PARTNER_HOST = "127.0.0.1", "127.0.0.2", "127.0.0.3"
Page = tuple[int, dict[str, str], bytes]

TRUTH = {
    "/legal/user": "general",  # GBK, called gb2312
    "/legal/privacy": "privacy",
    "/rules/recharge": "recharge",  # filled in by script
    "/member.html": "membership",  # on the host of the agreements
    "/pay/renewal": "membership",
    "/rules/refund.pdf": "refund",
    "/rules/game": "game",  # behind a redirect
    "/rules/points": "general",  # folded
    "/rules/shop": "shop",  # in a frame
    "/register": "general",  # in a dialog
}
BY_BROWSER = ("/rules/recharge", "/register")  # cannot be read without one
UNREADABLE = {
    "/rules/minor": "图片",
    "/secret/punish": "robots.txt",
    "/rules/gift": "验证",
    "/rules/aftersale": "找不到",
    "/rules/vip-card": "登录",
    "/rules/lost": "404",
    "/rules/refused": "403",
}
ASIDE = ("/news/1", "/product/1", "/m/user", "/sdk-privacy", "/download/contract")


def html(body: str, title: str, codec: str = "utf-8", meta: str = '<meta charset="utf-8">') -> Page:
    """A page of the site."""
    page = f"<!doctype html><html><head>{meta}<title>{title}</title></head><body>{body}</body></html>"
    return 200, {"Content-Type": "text/html"}, page.encode(codec)


def paragraphs(text: str) -> str:
    """The lines of a text, the first as its heading."""
    first, *rest = text.split("\n")
    return f"<h1>{escape(first)}</h1>" + "".join(f"<p>{escape(line)}</p>" for line in rest)


FOOT = f"""<footer><a href="/legal/user">用户协议</a> <a href="/legal/privacy">隐私政策</a>
<a href="/rules/">规则中心</a> <a href="/about">关于我们</a> <a href="/jobs">招聘</a>
<p>© 2026 {terms.COMPANY} 版权所有 示ICP备00000000号</p></footer>"""

_RENDERED = """<div id="app"></div><script>
setTimeout(function () { fetch('/api/recharge').then(function (r) { return r.text(); }).then(function (text) {
  document.getElementById('app').innerHTML = text; }); }, 50);</script>"""
_DIALOG = """<form><input placeholder="手机号"><label><input type="checkbox" checked> 我已阅读并同意
<a href="javascript:;" onclick="show()">《直播打赏协议》</a>
和<a href="/legal/user?from=register">《用户协议》</a></label><button type="button">注册</button></form>
<dialog id="d"></dialog><script>
function show() { fetch('/api/gift').then(function (r) { return r.text(); }).then(function (text) {
  var box = document.getElementById('d'); box.innerHTML = text; box.showModal(); }); }</script>"""
_PAY = """<h1>开通会员</h1><p>月费18元</p><button type="button">立即支付</button>
<p><label><input type="checkbox" checked> 到期自动续费，同意<a href="/pay/renewal">《自动续费服务协议》</a>和
<a href="http://127.0.0.2:%d/member.html">《会员服务协议》</a></label></p>
<p style="font-size:9px;color:#ccc">会员费一经支付，不予退还。</p>"""


def _hub(port: int) -> str:
    links = {
        "/rules/recharge": "充值协议", "/rules/refund.pdf": "退款政策", "/old/game": "游戏许可协议",
        "/rules/points": "积分规则",
        "/rules/minor": "未成年人保护规则", "/secret/punish": "违规处罚规则", "/rules/gift": "虚拟礼物规则",
        "/rules/aftersale": "售后服务政策", "/rules/shop": "商城交易规则", "/rules/vip-card": "储值卡章程规则",
        "/rules/lost": "优惠券使用规则", "/rules/refused": "发票管理规则", "/m/user": "用户协议（手机版）",
        f"http://{TERMS_HOST}:{port}/member.html": "会员服务协议",
        "/news/1": "栗星更新《用户协议》的公告", "/download/contract": "租房协议范本下载",
    }  # fmt: skip
    return (
        "<h1>规则中心</h1><ul>" + "".join(f'<li><a href="{to}">{name}</a></li>' for to, name in links.items()) + "</ul>"
    )


def _home(port: int) -> dict[str, Page]:
    folded = "".join(
        f"<details><summary>{escape(head)}</summary><p>{escape(text)}</p></details>"
        for head, text in zip(terms.POINTS.split("\n")[1::2], terms.POINTS.split("\n")[2::2], strict=True)
    )
    front = """<nav><a href="/">首页</a><a href="/news/1">栗星更新用户协议引热议</a>
<a href="/product/1">栗子充电宝 ¥99</a><a href="/register">注册</a><a href="/pay">开通会员</a></nav>
<h1>栗星</h1><p>和朋友一起玩。</p>
<iframe src="/ad" width="300" height="80"></iframe>"""
    return {
        "/": html(front + FOOT, "栗星 - 首页"),
        "/ad": html("<p>栗子币限时立减</p>", "广告"),
        "/about": html("<h1>关于我们</h1><p>栗星成立于示例市。</p>", "关于我们 - 栗星"),
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /secret/\n"),
        "/rules/": html(_hub(port) + FOOT, "规则中心 - 栗星"),
        "/legal/user": html(paragraphs(terms.USER), "栗星用户协议", "gbk", '<meta charset="gb2312">'),
        "/m/user": html("<div>返回</div>" + paragraphs(terms.USER), "用户协议"),
        "/legal/privacy": html(
            paragraphs(terms.PRIVACY)
            + f'<p>附：<a href="http://{PARTNER_HOST}:{port}/sdk-privacy">云杉统计隐私政策</a></p>', "栗星隐私政策"),
        "/rules/recharge": html(_RENDERED, "充值协议 - 栗星"),
        "/api/recharge": (200, {"Content-Type": "text/plain; charset=utf-8"}, paragraphs(terms.RECHARGE).encode()),
        "/rules/refund.pdf": (200, {"Content-Type": "application/pdf"}, pdf([terms.REFUND.split("\n")])),
        "/old/game": (302, {"Location": "/rules/game?v=2"}, b""),
        "/rules/game": html(paragraphs(terms.GAME), "栗星游戏许可及服务协议"),
        "/rules/points": html("<h1>栗星积分规则</h1>" + folded, "积分规则"),
        "/rules/shop": html('<h1>商城交易规则</h1><iframe src="/frames/shop.html" title="正文"></iframe>', "栗星"),
        "/frames/shop.html": html(paragraphs(terms.SHOP), "栗星商城交易规则"),
        "/register": html(_DIALOG, "注册 - 栗星"),
        "/api/gift": (200, {"Content-Type": "text/plain; charset=utf-8"}, paragraphs(terms.GIFT).encode()),
        "/pay": html(_PAY % port, "开通会员 - 栗星"),
        "/pay/renewal": html(paragraphs(terms.RENEWAL), "自动续费服务协议 - 栗星"),
        "/rules/minor": html('<img src="/minor.png" width="360" height="900">', "未成年人保护规则 - 栗星"),
        "/minor.png": (200, {"Content-Type": "image/png"}, picture(360, 900)),
        "/secret/punish": html(paragraphs(terms.USER.replace("用户协议", "处罚规则")), "处罚规则"),
        "/rules/gift": html('<p>访问过于频繁，请拖动滑块完成验证</p><img src="/minor.png">', "安全验证"),
        "/rules/aftersale": html("<p>抱歉，您访问的页面不存在</p><a href='/'>返回首页</a>", "栗星"),
        "/rules/vip-card": html("<p>请输入手机号和密码登录</p><p>登录即视为同意《用户协议》</p>", "登录 - 栗星"),
        "/rules/refused": (403, {}, b""),
        "/news/1": html(paragraphs(terms.NEWS), "栗星更新用户协议 - 栗星新闻"),
        "/product/1": html(paragraphs(terms.PRODUCT), "栗子充电宝 - 栗星商城"),
        "/download/contract": html(paragraphs(terms.PARTNER), "租房协议范本"),
    }  # fmt: skip


def _pages(port: int) -> dict[str, dict[str, Page]]:
    return {
        HOME: _home(port),
        TERMS_HOST: {"/member.html": html(paragraphs(terms.MEMBER), "会员服务协议")},
        PARTNER_HOST: {"/sdk-privacy": html(paragraphs(terms.PARTNER), "云杉统计隐私政策")},
    }


def picture(width: int, height: int) -> bytes:
    """A white PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Server(ThreadingHTTPServer):
    """One host. ``asked``: the paths that were asked for, in order; one list for all hosts."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, address: str, port: int, asked: list[str]) -> None:
        super().__init__((address, port), _Handler)
        self.asked = asked
        self.pages: dict[str, Page] = {}

    def handle_error(self, request: object, client_address: object) -> None:
        """Readers may hang up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(path)  # type: ignore[attr-defined]
        status, headers, body = self.server.pages.get(path, (404, {"Content-Type": "text/html"}, b"x"))  # type: ignore[attr-defined]
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Platform:
    """The running platform: ``base`` is its home page, ``hosts`` its servers by address."""

    def __init__(self, hosts: dict[str, Server]) -> None:
        self.hosts = hosts
        self.port = hosts[HOME].server_address[1]
        self.base = f"http://{HOME}:{self.port}/"

    def asked(self) -> list[str]:
        """Paths asked for so far, on all hosts."""
        return list(self.hosts[HOME].asked)


Pages = Callable[[int], dict[str, dict[str, Page]]]


@contextmanager
def serve(pages: Pages = _pages) -> Iterator[Platform]:
    """All hosts on one free port."""
    with ExitStack() as stack:
        asked: list[str] = []
        first = Server(HOME, 0, asked)
        port = first.server_address[1]
        content = pages(port)
        hosts = {HOME: first, **{address: Server(address, port, asked) for address in content if address != HOME}}
        for address, server in hosts.items():
            server.pages = content[address]
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
            thread.start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        yield Platform(hosts)
