# ruff: noqa: E501  (pages are easier to read with one element a line)
"""Exchanges as evidence: what was asked, what came, from where, and how the connection was secured."""

from __future__ import annotations

import base64
import gzip
import hashlib
import ssl
import subprocess
from pathlib import Path

import pytest
from stage import INTRO, OPEN, Site

from clauseaudit.browse import Browser
from clauseaudit.browse import browser as module
from clauseaudit.errors import FetchError
from clauseaudit.fetch.transport import Gate

pytestmark = pytest.mark.browser


def test_what_came_is_kept_in_order_without_secrets(site: Site, chromium: Browser) -> None:
    page = f"{INTRO}<script>document.cookie = 'a=1'; fetch('/data', {{method: 'POST', body: 'x'}}).then(() => fetch('/data')); fetch('/cut')</script>"
    site.pages |= {"/kept": page, "/data": (200, {"Set-Cookie": "b=2", "X-Twice": "1", "Content-Encoding": "gzip"}, gzip.compress(b"[1, 2]")),
                   "/cut": (200, {"Content-Length": "9"}, b"")}  # fmt: skip
    visit = chromium.visit(site.url("/kept"))
    kept = [e for e in visit.exchanges if e.status]
    assert [(e.method, e.url, e.body) for e in kept if "data" in e.url or "kept" in e.url] == [
        ("GET", site.url("/kept"), page.encode()), ("POST", site.url("/data"), b"[1, 2]"), ("GET", site.url("/data"), b"[1, 2]")]  # fmt: skip
    assert {e.address for e in kept} == {OPEN} and all(e.started[:2] == "20" and e.seconds >= 0 for e in kept)
    fields = {name.lower(): value for e in kept for name, value in (*e.request, *e.response)}
    assert fields["x-twice"] == "1" and not {"cookie", "set-cookie", "content-encoding"} & set(fields)
    assert next(value for name, value in kept[-1].response if name == "Content-Length") == "6"


def test_how_a_connection_was_secured_is_kept(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=loopback"]
    subprocess.run([*make, "-addext", f"subjectAltName=IP:{OPEN}", "-keyout", str(key), "-out", str(certificate)],
                   check=True, capture_output=True)  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    der = ssl.PEM_cert_to_DER_cert(certificate.read_text())
    with Site(OPEN, context) as secured:
        secured.pages["/"] = (
            "<p>第一条 会员费用一经支付，概不退还，本平台有权随时修改本协议，修改后即时生效，请您知悉并定期查看。</p>"
        )
        gate = Gate(trusted=frozenset({(secured.host, secured.port)}))
        with Browser(gate, agent="x", timeout=10) as browser, pytest.raises(FetchError, match="安全证书不可信"):
            browser.visit(secured.url())
        public = subprocess.run(f"openssl x509 -in {certificate} -pubkey -noout | openssl pkey -pubin -outform der",
                                shell=True, check=True, capture_output=True).stdout  # fmt: skip
        pin = base64.b64encode(hashlib.sha256(public).digest()).decode()
        trust = f"--ignore-certificate-errors-spki-list={pin}"
        monkeypatch.setattr(module, "ARGUMENTS", (*module.ARGUMENTS, trust))
        with Browser(gate, agent="x", timeout=10) as browser:
            exchange = browser.visit(secured.url()).exchanges[0]
    assert exchange.status == 200 and exchange.address == OPEN and exchange.tls is not None
    assert exchange.tls.version.startswith("TLSv1.") and exchange.tls.cipher and exchange.tls.chain[0] == der
