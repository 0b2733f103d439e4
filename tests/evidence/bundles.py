"""Visits made up for tests, with everything in them that a bundle can hold, and a timestamp service on loopback."""

from __future__ import annotations

import gzip
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from clauseaudit.evidence.environment import Environment
from clauseaudit.evidence.verify import Report
from clauseaudit.model import Audit, Document, Grade, Snapshot, Verdict
from clauseaudit.visit import Exchange, Opened, Sight, Step, Tls, Visit

HOME = "https://play.example.test/terms?v=1"
PAGE = "<!doctype html><title>晴天充值协议</title><h1>晴天充值协议</h1><p>充值成功后，概不退款。</p>".encode() * 60
FRAME = "<!doctype html><p>会员费用一经支付，概不退还。</p>".encode()
PNG = bytes.fromhex("89504e470d0a1a0a") + bytes(range(256)) * 40
MHTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"
CHAIN = (b"0\x82\x01\x00" + b"a" * 256, b"0\x82\x01\x00" + b"b" * 256)
SECRETS = ("sid=4711-secret", "Bearer top-secret", "proxy-secret", "csrf-secret")
HERE = Environment("2026-11-26T10:45:02+08:00", "CST", "clauseaudit 0", "CPython 3", "Linux", "HeadlessChrome 156")


def exchange(url: str, status: int = 200, body: bytes = b"", **more: Any) -> Exchange:
    """An answered request, with secrets in its header fields that a recorder has overlooked."""
    request = (("User-Agent", "clauseaudit"), ("Cookie", SECRETS[0]), ("Authorization", SECRETS[1]))
    response = (
        ("Date", "Thu, 26 Nov 2026 02:45:00 GMT"),
        ("Content-Type", "text/html; charset=utf-8"),
        ("Set-Cookie", SECRETS[0]),
        ("Proxy-Authorization", SECRETS[2]),
        ("X-CSRF-Token", SECRETS[3]),
        *more.pop("response", ()),
    )
    started = more.pop("started", "2026-11-26T10:45:00.250000+08:00")
    return Exchange(url, "GET", status, request, response, body, "203.0.113.7", started, 0.5, **more)


def visits() -> list[Visit]:
    """A redirect to a page over TLS; a rendered page with everything; one that was refused."""
    tls = Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", CHAIN)
    packed = gzip.compress(PAGE, mtime=0)
    first = Visit(
        asked="https://play.example.test/old",
        snapshot=Snapshot(HOME, PAGE, "text/html", "utf-8", HOME, "2026-11-26T10:45:01+08:00"),
        how="static",
        exchanges=(
            exchange("https://play.example.test/old", 302, b"", response=(("Location", HOME),), tls=tls),
            exchange(HOME, 200, packed, response=(("Content-Encoding", "gzip"),), tls=tls),
        ),
        steps=(Step("2026-11-26T10:45:00+08:00", "get", HOME, "收到 200"),),
    )
    rendered = Visit(
        asked="http://play.example.test/会员",
        snapshot=Snapshot(HOME, PAGE + b"<p>", "text/html", "utf-8", HOME, "2026-11-26T10:45:03+08:00"),
        how="rendered",
        exchanges=(exchange(HOME, 200, PAGE), exchange("http://play.example.test/a.png", 200, PNG)),
        steps=(
            Step("2026-11-26T10:45:02+08:00", "open", HOME, "打开了"),
            Step("2026-11-26T10:45:03+08:00", "click", "《会员协议》\x1b[31m", "弹出一层"),
        ),
        opened=(Opened("dialog", "《会员协议》", 1, Snapshot(HOME, FRAME, "text/html", "utf-8")),),
        sights=(Sight(HOME, (390, 844), ({"blocks": [{"size": 9.0}]},), PNG), Sight(HOME, (1280, 800), (), PNG)),
        mhtml=MHTML,
        notes=("一个框架没有读到",),
    )
    refused = Visit(
        asked="http://10.0.0.1/x",
        snapshot=Snapshot("http://10.0.0.1/x", b"", "application/pdf"),
        how="static",
        exchanges=(exchange("http://10.0.0.1/x", 0, note="是内网或保留地址")._replace(address="", response=()),),
        steps=(Step("2026-11-26T10:45:04+08:00", "refuse", "http://10.0.0.1/x", "是内网或保留地址"),),
    )
    return [first, rendered, refused]


def audits() -> list[Audit]:
    """One audit without findings."""
    document = Document("terms", "晴天充值协议", HOME, "充值成功后，概不退款。", "00", url=HOME)
    return [Audit(document, "2026-11-26", (), (), Verdict("green", dict.fromkeys(Grade, 0)), pack="abc123")]


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name inside."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def packed(folder: Path, prefix: str = "", method: int = zipfile.ZIP_DEFLATED) -> str:
    """The folder as a ZIP beside it."""
    target = folder.parent / "bundle.zip"
    with zipfile.ZipFile(target, "w", method) as bundle:
        for name, content in files(folder).items():
            bundle.writestr(prefix + name, content)
    return str(target)


def names(report: Report) -> list[str]:
    return [damage.name for damage in report.damages]


class Authority:
    """An OpenSSL timestamp authority: root, signer, configuration. ``chained`` adds the root to its tokens.

    ``linked``: the signer is issued by an authority between, which its tokens carry.
    """

    def __init__(self, folder: Path, kind: str = "rsa:2048", *, chained: bool = False, linked: bool = False) -> None:
        self._folder, self.root, self._kind = folder, folder / "root.pem", kind
        folder.mkdir()
        self._run("req", "-x509", *self._key(), "-nodes", "-days", "30", "-subj", "/CN=Root for tests",
                  "-addext", "keyUsage=critical,keyCertSign", "-keyout", "root.key", "-out", "root.pem")  # fmt: skip
        above = "root"
        if linked:
            self._issue("link", above, "keyUsage=critical,keyCertSign\nbasicConstraints=critical,CA:TRUE\n")
            above = "link"
        usage = "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
        self._issue("own", above, usage + "basicConstraints=CA:FALSE\n")
        chain = f"certs={above}.pem\n" if chained or linked else ""
        (folder / "config").write_text(
            "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=own.pem\nsigner_key=own.key\nsigner_digest=sha256\n"
            f"default_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\ness_cert_id_alg=sha256\n{chain}"
        )
        (folder / "serial").write_text("01\n")

    def _key(self) -> list[str]:
        curve = ["-newkey", "ec", "-pkeyopt", f"ec_paramgen_curve:{self._kind}"]
        return ["-newkey", self._kind] if self._kind.startswith("rsa") else curve

    def _issue(self, name: str, above: str, extensions: str) -> None:
        """A key and a certificate from the authority ``above``."""
        (self._folder / "extensions").write_text(extensions)
        subject = "/CN=Stamp for tests" if name == "own" else f"/CN={name}"
        self._run("req", *self._key(), "-nodes", "-subj", subject, "-keyout", f"{name}.key", "-out", f"{name}.csr")
        issuer = ["-CA", f"{above}.pem", "-CAkey", f"{above}.key", "-CAcreateserial", "-days", "30"]
        self._run("x509", "-req", "-in", f"{name}.csr", *issuer, "-extfile", "extensions", "-out", f"{name}.pem")

    def _run(self, *arguments: str, content: bytes = b"") -> bytes:
        command = ["openssl", *arguments]
        done = subprocess.run(command, cwd=self._folder, input=content, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def reply(self, query: bytes) -> bytes:
        """The response to a request."""
        (self._folder / "query").write_bytes(query)
        self._run("ts", "-reply", "-queryfile", "query", "-config", "config", "-out", "reply")
        return (self._folder / "reply").read_bytes()


@contextmanager
def service(answer: Any) -> Iterator[str]:
    """An HTTP service on loopback: ``answer(query) -> (status, body)``; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, body = answer(query)
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
    finally:
        server.shutdown()
        server.server_close()
