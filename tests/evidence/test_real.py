"""Evidence of real visits: over TLS without a browser, and in a browser. On loopback."""

from __future__ import annotations

import gzip
import io
import json
import ssl
import subprocess
from pathlib import Path

import pytest
from loopback import TERMS, serve
from warcio.archiveiterator import ArchiveIterator

from clauseaudit.browse import Browser
from clauseaudit.cli import main
from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence import write
from clauseaudit.evidence.verify import verify
from clauseaudit.fetch import identity
from clauseaudit.fetch.client import Client
from clauseaudit.fetch.pace import Pace
from clauseaudit.fetch.transport import Gate
from clauseaudit.visit import Visit
from evidence.bundles import Authority, files

PAGE = TERMS.format(meta="").encode()


def bodies(folder: Path) -> dict[str, bytes]:
    """What the WARC answers to each address, its digests checked."""
    found = {}
    for record in ArchiveIterator(io.BytesIO((folder / "capture.warc.gz").read_bytes()), check_digests="raise"):
        if record.rec_type == "response":
            found[record.rec_headers.get_header("WARC-Target-URI")] = record.content_stream().read()
            assert record.digest_checker.passed
    return found


def keep(folder: Path, visit: Visit) -> dict[str, bytes]:
    """The files of a bundle of this one visit, which passes."""
    assert write(str(folder), [visit], []).notes == ()
    assert verify(str(folder)).damages == ()
    return files(folder)


def test_a_page_over_tls(tmp_path: Path) -> None:
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    key, certificate = str(tmp_path / "key"), str(tmp_path / "pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*command, "-keyout", key, "-out", certificate], capture_output=True, check=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    trust = ssl.create_default_context(cafile=certificate)
    pace = Pace(str(tmp_path / "pace.sqlite"), interval=0.0)
    with serve(server) as site:
        base = site.base.replace("http:", "https:")
        gate = Gate(trusted=frozenset((site.origin,)))
        with Client(gate, agent=identity(), pace=pace, trust=trust, timeout=10) as client:
            visits = [client.visit(f"{base}/{path}") for path in ("hop1?a=1", "gzip")]
    pace.close()
    found = keep(tmp_path / "b", visits[0])
    assert found["visits/0001/page.html.txt"] == PAGE
    assert ssl.PEM_cert_to_DER_cert(found["tls/0001.pem"].decode()) == ssl.PEM_cert_to_DER_cert(
        Path(certificate).read_text()
    )
    exchanges = [json.loads(found[name]) for name in json.loads(found["visits/0001/visit.json"])["exchanges"]]
    assert [one["status"] for one in exchanges if "robots" not in one["url"]] == [302, 200]
    assert {one["address"] for one in exchanges} == {"127.0.0.1"}
    assert all(one["tls"]["version"].startswith("TLSv1") for one in exchanges)
    clock = json.loads(found["clock.json"])[0]
    assert clock["least"] <= 0.01 and clock["most"] >= -0.01  # it is the same clock, read to the millisecond
    replayed = bodies(tmp_path / "b")
    assert replayed[f"{base}/utf8"] == PAGE and replayed[f"{base}/hop1?a=1"] == b""
    packed = keep(tmp_path / "c", visits[1])
    received = [content for name, content in packed.items() if name.endswith(".body")]
    assert gzip.compress("概不退款".encode())[:4] in {content[:4] for content in received}
    assert bodies(tmp_path / "c")[f"{base}/gzip"].decode() == "概不退款"


@pytest.mark.browser
def test_a_page_in_a_browser(browser: object, tmp_path: Path) -> None:
    """``browser`` is not used: it skips, or fails in CI, where there is none."""
    with serve() as site:
        try:
            with Browser(Gate(trusted=frozenset((site.origin,))), agent=identity(), timeout=20) as running:
                visit = running.visit(site.base + "/utf8")
        except ClauseauditError as error:
            pytest.fail(str(error))
    found = keep(tmp_path / "b", visit)
    assert "充值成功后概不退款".encode() in found["visits/0001/page.html.txt"]
    assert bodies(tmp_path / "b")[site.base + "/utf8"] == PAGE
    pictures = [content for name, content in found.items() if name.endswith(".png")]
    assert len(pictures) == 2 and all(content.startswith(b"\x89PNG") for content in pictures)
    assert found["visits/0001/page.mhtml"].startswith(b"From:")
    assert json.loads(found["environment.json"])["browser"].startswith(("HeadlessChrome 1", "Chrome 1"))
    steps = found["操作记录.txt"].decode()
    assert "打开" in steps and site.base + "/utf8" in steps


def test_one_command_audits_keeps_and_stamps(
    tmp_path: Path, tsa: str, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "b"
    with serve() as site:
        ask = [
            "audit",
            f"{site.base}/utf8",
            "--no-discover",
            "--render",
            "never",
            "--allow-private",
            "--format",
            "json",
        ]
        assert main([*ask, "--evidence", str(folder), "--timestamp", tsa]) == 0
        said = capsys.readouterr()
        assert main([*ask, "--evidence", str(folder)]) == 2  # never over another bundle
        assert "已经存在" in capsys.readouterr().err
    found = files(folder)
    assert found["manifest.json.sha256"][:64].decode() in said.err
    printed = json.loads(said.out)
    assert json.loads(found["audits/0001.json"]) == printed and printed["findings"]
    assert found["visits/0001/page.html.txt"] == PAGE
    assert main(["verify", str(folder), "--ca", str(authority.root)]) == 0
    assert "OpenSSL 核对时间戳：通过" in capsys.readouterr().out
