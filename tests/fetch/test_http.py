from __future__ import annotations

import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest
from loopback import Read, Site, Visitor, serve

from clauseaudit import __version__
from clauseaudit.errors import BlockedError, ExtractError, FetchError
from clauseaudit.extract import read_document
from clauseaudit.fetch import fetch, identity
from clauseaudit.fetch.transport import Gate

SIMPLIFIED = ["/utf8", "/gb2312", "/gbk-undeclared", "/wrong-charset", "/latin-charset"]


@pytest.mark.parametrize("path", SIMPLIFIED)
def test_reads_a_page_whatever_its_character_set(read: Read, path: str) -> None:
    document = read_document(read(path))
    assert document.title == "晴天充值协议"
    assert document.text.split("\n")[1] == "第一条 充值成功后概不退款。"


@pytest.mark.parametrize("path", ["/big5", "/big5-undeclared"])
def test_reads_big5_with_and_without_declaration(read: Read, path: str) -> None:
    assert read_document(read(path)).text.split("\n")[1] == "第一條 會員費用一經支付，概不退還。"


def test_follows_redirects_and_says_where_it_arrived(read: Read, site: Site) -> None:
    snapshot = read("/hop3")
    assert snapshot.source == site.base + "/hop3"
    assert snapshot.url == site.base + "/utf8"
    assert (snapshot.media_type, snapshot.charset) == ("text/html", "utf-8")
    assert snapshot.retrieved[:2] == "20"


@pytest.mark.parametrize("path", ["/gzip", "/deflate", "/bare-deflate"])
def test_undoes_content_encodings(read: Read, path: str) -> None:
    assert read(path).content.decode() == "概不退款"


@pytest.mark.parametrize(
    ("path", "reason", "remedy"),
    [
        ("/loop", "来回跳转", "浏览器"),
        ("/many0", "超过 8 次", "浏览器"),
        ("/nowhere", "没说跳到哪里", ""),
        ("/file", "http://", ""),
        ("/missing", "404", "首页"),
        ("/busy", "503", "120 秒"),
        ("/limited", "429", "2026-10-21 07:28"),
        ("/hostile-retry", "503", "请稍后再试"),
        ("/empty", "空的", "浏览器"),
        ("/bomb", "超过 1 MB", ""),
        ("/large", "超过 1 MB", ""),
        ("/broken-gzip", "损坏", ""),
        ("/brotli", "压缩方式", ""),
    ],
)
def test_says_what_went_wrong_and_what_to_do(read: Read, site: Site, path: str, reason: str, remedy: str) -> None:
    with pytest.raises(FetchError) as failed:
        read(path)
    assert failed.value.subject == site.base + path
    assert reason in failed.value.reason
    assert remedy in failed.value.remedy


def test_a_refusal_to_serve_programs_is_a_wall(read: Read) -> None:
    with pytest.raises(BlockedError, match="403"):
        read("/forbidden")


def test_a_picture_that_claims_to_be_a_page_is_named(read: Read) -> None:
    with pytest.raises(ExtractError, match="图片"):
        read_document(read("/picture"))


def test_hangs_up_on_an_endless_page(read: Read, site: Site) -> None:
    site.sent = 0
    with pytest.raises(FetchError):
        read("/large", max_bytes=200_000)
    assert site.sent < 20_000_000  # what socket buffers hold, not the whole of it


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_a_server_cannot_buy_time_byte_by_byte(read: Read, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(FetchError, match="太慢"):
        read(path, timeout=0.5)
    assert time.monotonic() - started < 3


def test_a_redirect_to_a_private_address_is_not_asked(read: Read, site: Site, other_site: Site) -> None:
    site.elsewhere = other_site.base + "/utf8"
    with pytest.raises(FetchError):
        read("/elsewhere")
    assert other_site.asked == []
    assert fetch(site.base + "/elsewhere", allow_private=True).url == other_site.base + "/utf8"


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1/", "http://10.0.0.1/x", "//169.254.169.254/latest", "http://[::1]/"]
)
def test_a_redirect_is_judged_by_its_address(read: Read, site: Site, place: str) -> None:
    site.elsewhere = place
    with pytest.raises(FetchError, match="不能访问") as refused:
        read("/elsewhere")
    assert refused.value.subject == site.base + "/elsewhere"


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subject = ["-keyout", key, "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run([*request, *subject], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("needs openssl to make a certificate")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serve(context) as secure, pytest.raises(FetchError, match="证书"):
        fetch(secure.base.replace("http:", "https:") + "/utf8", allow_private=True)


def test_a_server_that_speaks_no_tls_is_told_from_one_that_is_down(site: Site) -> None:
    with pytest.raises(FetchError, match="安全连接"):
        fetch(site.base.replace("http:", "https:") + "/utf8", allow_private=True)


def test_a_public_name_that_resolves_to_a_private_address_is_not_asked(site: Site, visitor: Visitor) -> None:
    site.asked.clear()
    gate = Gate(resolve=lambda host, port: ["8.8.8.8", "127.0.0.1"])
    with pytest.raises(FetchError, match=r"127\.0\.0\.1"):
        visitor(gate).visit("http://terms.example/")
    assert site.asked == []


def test_connects_to_the_judged_address_and_asks_the_resolver_once(site: Site, visitor: Visitor) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    port = site.origin[1]
    gate = Gate(trusted=frozenset((("terms.example", port),)), resolve=resolve)
    visitor(gate).visit(f"http://terms.example:{port}/hop3")
    assert set(asked) == {"terms.example"}
    assert site.asked[-1][1]["Host"] == f"terms.example:{port}"  # type: ignore[index]


def test_tries_the_next_address_when_one_does_not_answer(site: Site, visitor: Visitor) -> None:
    port = site.origin[1]
    gate = Gate(trusted=frozenset((("a.example", port),)), resolve=lambda host, port: ["127.0.0.77", "127.0.0.1"])
    assert visitor(gate).visit(f"http://a.example:{port}/utf8").snapshot.content


def test_an_unknown_host_and_a_closed_port_are_told_apart(visitor: Visitor) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError

    with pytest.raises(FetchError, match="找不到域名"):
        visitor(Gate(resolve=unknown)).visit("http://a.example/")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchError, match="连接不上"):
        fetch(f"http://127.0.0.1:{port}/", allow_private=True)


@pytest.mark.parametrize(
    "url",
    ["", "example.com/x", "file:///etc/passwd", "http://", "http://a@b.example/", "http://[::1", "http://a.example:22/",
     "http://\0/", "javascript:alert(1)", "http://a.example:99999/"],
)  # fmt: skip
def test_refuses_addresses_that_are_no_web_pages(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"])
def test_refuses_this_machine_however_it_is_written(host: str) -> None:
    with pytest.raises(FetchError):
        fetch(f"http://{host}/", timeout=5)


def test_says_who_asks(read: Read, site: Site) -> None:
    read("/utf8")
    assert site.asked[-1][1]["User-Agent"] == f"clauseaudit/{__version__}"  # type: ignore[index]
    assert identity("https://a.example/bot") == f"clauseaudit/{__version__} (+https://a.example/bot)"
    assert "\n" not in identity("a\r\nX-Evil: 1")


def test_environment_proxies_are_not_used(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert read("/utf8").content
