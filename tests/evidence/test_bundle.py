"""What a bundle holds, and how it comes into being."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from clauseaudit import evidence
from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence import bundle as bundles
from clauseaudit.evidence.environment import here
from clauseaudit.evidence.verify import verify
from clauseaudit.fetch.transport import Gate
from clauseaudit.model import Platform, Snapshot, Unread, Verdict
from clauseaudit.visit import Step, Visit
from evidence.bundles import HERE, PAGE, SECRETS, audits, exchange, files, visits

HOSTILE = "../../</td><script>alert(1)</script>|\u202e\x1b[31m\ud800\r\nSet-Cookie: a=b"


def test_everything_that_was_seen_is_there(stamped: Path) -> None:
    found = files(stamped)
    assert found["visits/0001/exchanges/0002.body"] == visits()[0].exchanges[1].body
    assert found["visits/0001/page.html.txt"] == PAGE
    assert found["visits/0002/opened/0001.html.txt"] == visits()[1].opened[0].snapshot.content
    assert found["visits/0002/page.mhtml"] == visits()[1].mhtml
    assert found["visits/0002/sights/0002.png"] == visits()[1].sights[1].screenshot
    assert json.loads(found["visits/0002/sights/0001.json"]) == list(visits()[1].sights[0].facts)
    record = json.loads(found["visits/0001/exchanges/0002.json"])
    assert record["address"] == "203.0.113.7" and record["tls"]["chain"] == "tls/0001.pem"
    assert ["Date", "Thu, 26 Nov 2026 02:45:00 GMT"] in record["response"] and record["left_out"] == 5
    assert found["tls/0001.pem"].count(b"-----BEGIN CERTIFICATE-----") == 2 and "tls/0002.pem" not in found
    refused = json.loads(found["visits/0003/exchanges/0001.json"])
    assert refused["note"] == "是内网或保留地址" and refused["body"] is None
    assert json.loads(found["audits/0001.json"])["document"]["title"] == "晴天充值协议"
    environment = json.loads(found["environment.json"])
    assert environment["packs"] == ["abc123"] and environment["browser"] == "HeadlessChrome 156"
    assert json.loads(found["clock.json"])[0] == {
        "host": "play.example.test",
        "started": "2026-11-26T10:45:00.250000+08:00",
        "date": "Thu, 26 Nov 2026 02:45:00 GMT",
        "least": -0.75,
        "most": 0.75,
    }
    assert len(found["log.jsonl"].splitlines()) == 4
    assert "点击 《会员协议》：弹出一层" in found["操作记录.txt"].decode()


def contents(folder: Path) -> list[tuple[str, bytes]]:
    """Every file, and what is inside those that are packed."""
    found = list(files(folder).items())
    for name in files(folder):
        if name.endswith(".wacz"):
            with zipfile.ZipFile(folder / name) as archive:
                found += [(f"{name}/{inner}", archive.read(inner)) for inner in archive.namelist()]
    import gzip

    return [(name, gzip.decompress(content) if name.endswith(".gz") else content) for name, content in found]


def test_no_secret_is_anywhere(stamped: Path) -> None:
    found = contents(stamped)
    assert any(b"WARC/1.1" in content for _, content in found)  # it did look inside
    for name, content in found:
        for secret in SECRETS:
            assert secret.encode() not in content, f"{secret} in {name}"
        if name.startswith("封面"):  # says that they were not stored
            continue
        for field in (b"set-cookie", b"cookie:", b'"cookie"', b"authorization:", b'"authorization', b"proxy-", b"csrf"):
            assert field not in content.lower(), f"{field!r} in {name}"


def test_the_same_input_gives_the_same_bytes_but_for_the_timestamp(stamped: Path, tmp_path: Path, tsa: str) -> None:
    gate = Gate(allow_private=True)
    evidence.write(str(tmp_path / "b"), visits(), audits(), timestamp=tsa, gate=gate, environment=HERE, wacz=True)
    one, other = files(stamped), files(tmp_path / "b")
    assert one.keys() == other.keys()
    assert {name for name in one if one[name] != other[name]} == {"timestamp.tsr", "seal.json"}


def test_another_machine_and_hour_change_only_what_speaks_of_them(tmp_path: Path) -> None:
    for name, environment in (("a", HERE), ("b", HERE._replace(written="2027-01-01T00:00:00+00:00", python="x"))):
        evidence.write(str(tmp_path / name), visits(), audits(), environment=environment, wacz=True)
    one, other = files(tmp_path / "a"), files(tmp_path / "b")
    assert {name for name in one if one[name] != other[name]} == {
        "environment.json",
        "封面.html",
        "封面.md",
        "capture.wacz",  # tells when it was packed
        "manifest.json",
        "manifest.json.sha256",
        "seal.json",
    }


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "empty").mkdir()
    before = sorted(tmp_path.rglob("*"))
    for name in ("file", "link", "empty", "."):
        with pytest.raises(ClauseauditError, match="已经存在"):
            evidence.write(str(tmp_path / name), visits(), audits())
        with pytest.raises(ClauseauditError, match="已经存在"):
            bundles.check(str(tmp_path / name))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clauseaudit.evidence.cover.to_html", full)
    with pytest.raises(ClauseauditError, match="写不了"):
        evidence.write(str(tmp_path / "b"), visits(), audits())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_appears_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import clauseaudit.evidence.cover as cover

    made = cover.to_markdown

    def slow(content: object) -> bytes:
        (tmp_path / "b").mkdir()
        return made(content)  # type: ignore[arg-type]

    monkeypatch.setattr("clauseaudit.evidence.cover.to_markdown", slow)
    with pytest.raises(ClauseauditError, match="已经存在"):
        evidence.write(str(tmp_path / "b"), visits(), audits())
    assert [path.name for path in tmp_path.iterdir()] == ["b"] and not any((tmp_path / "b").iterdir())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ClauseauditError, match="写不了"):
        evidence.write(str(tmp_path / "b"), [], [])


def test_a_place_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ClauseauditError, match="写不了"):
        evidence.write(str(tmp_path / "file" / "b"), [], [])


def test_an_empty_bundle_is_a_bundle(tmp_path: Path) -> None:
    written = evidence.write(str(tmp_path / "b"), [], [])
    report = verify(str(tmp_path / "b"), sha256=written.sha256)
    assert report.damages == () and report.sha256 == written.sha256


def hostile() -> Visit:
    fields = ((HOSTILE, HOSTILE), ("X-A", HOSTILE), ("Content-Type", HOSTILE), ("Date", HOSTILE))
    asked = exchange("http://[bad" + HOSTILE, 299, b"\0" * 9, response=fields, note=HOSTILE, started=HOSTILE)
    asked = asked._replace(method=HOSTILE, response=fields)
    page = Snapshot(HOSTILE, HOSTILE.encode("utf-8", "replace"), HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    return Visit(HOSTILE, page, "static", (asked,), (Step(HOSTILE, HOSTILE, HOSTILE, HOSTILE),), notes=(HOSTILE,))


def test_hostile_text_becomes_no_path_no_markup_and_no_header(tmp_path: Path) -> None:
    unread = Unread(HOSTILE, HOSTILE, HOSTILE)
    platform = Platform(HOSTILE, (), (unread,), (), (), Verdict("unread", {}))
    target = tmp_path / "a" / "b"
    evidence.write(str(target), [hostile()], audits(), platform=platform, environment=HERE, wacz=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    assert verify(str(target)).damages == ()
    cover = (target / "封面.html").read_text()
    assert "<script" not in cover and "\u202e" not in cover and "&lt;script&gt;" in cover
    text = (target / "封面.md").read_text() + (target / "操作记录.txt").read_text()
    assert "\x1b" not in text and "\u202e" not in text
    markdown = (target / "封面.md").read_text()
    assert markdown.count("<script") == markdown.count("\\<script") > 0
    # The page itself is kept as it came; nowhere else does a line of it start anew.
    others = [content for name, content in contents(target) if not name.endswith("page.bin")]
    assert not any(line.startswith(b"Set-Cookie") for content in others for line in content.splitlines())


def test_without_warcio_the_bundle_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.split(".")[0] == "warcio"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "warcio", None)
    written = evidence.write(str(tmp_path / "b"), visits(), audits(), wacz=True)
    assert len(written.notes) == 1 and "没有装 warcio" in written.notes[0]
    assert "没有装 warcio" in (tmp_path / "b" / "封面.md").read_text()
    assert verify(str(tmp_path / "b")).damages == ()


def test_a_page_that_had_not_changed_is_said_to_be_older(tmp_path: Path) -> None:
    first = visits()[0]
    again = first._replace(exchanges=(first.exchanges[1]._replace(status=304, body=b""),))
    evidence.write(str(tmp_path / "b"), [again], [])
    assert "页面没有变（304）" in (tmp_path / "b" / "封面.md").read_text()


def test_the_environment_names_no_person_and_no_machine(tmp_path: Path) -> None:
    text = " ".join(here("HeadlessChrome 1"))
    assert "clauseaudit" in text and "HeadlessChrome 1" in text
    evidence.write(str(tmp_path / "b"), visits(), audits())
    texts = [text, *((tmp_path / "b" / name).read_text() for name in ("environment.json", "封面.md"))]
    for name in (socket.gethostname(), str(tmp_path), *([getpass.getuser()] if getpass.getuser() != "root" else [])):
        assert not any(name in one for one in texts)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_the_hash_file_is_what_sha256sum_reads(stamped: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "manifest.json.sha256"], cwd=stamped, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
