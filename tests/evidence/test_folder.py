"""The folder in the making, the files of a visit in it, and the log."""

from __future__ import annotations

import json
import ssl
from pathlib import Path

import pytest

from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence import log, records
from clauseaudit.evidence.folder import draft
from clauseaudit.evidence.seal import put, text
from clauseaudit.visit import Step, Tls
from evidence.bundles import exchange, visits


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/../b", "a//b", "A", "a b", "封面", "a/.b", ".b", "a\n", "a\\b"])
def test_names_are_ours(tmp_path: Path, name: str) -> None:
    with draft(str(tmp_path / "b")) as folder, pytest.raises(ValueError):
        folder.put(name, b"")


@pytest.mark.parametrize("name", ["a", "a/b-1.html.txt", "visits/0001/page.html.txt", "封面.html", "操作记录.txt"])
def test_names_that_are_in_use(tmp_path: Path, name: str) -> None:
    with draft(str(tmp_path / "b")) as folder:
        folder.put(name, b"x")
    assert (tmp_path / "b" / name).read_bytes() == b"x"


def test_the_folder_is_there_only_when_it_is_complete(tmp_path: Path) -> None:
    with draft(str(tmp_path / "b")) as folder:
        folder.put("a", b"")
        assert not (tmp_path / "b").exists() and len(list(tmp_path.iterdir())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ClauseauditError("a", "b")])
def test_whatever_goes_wrong_nothing_stays(tmp_path: Path, error: type[BaseException] | BaseException) -> None:
    with pytest.raises((KeyboardInterrupt, ClauseauditError)), draft(str(tmp_path / "b")) as folder:
        folder.put("a", b"")
        raise error
    assert list(tmp_path.iterdir()) == []


def test_a_chain_met_twice_is_written_once(tmp_path: Path) -> None:
    one, other = Tls("TLSv1.3", "A", (b"1" * 100,)), Tls("TLSv1.3", "A", (b"2" * 100, b"1" * 100))
    with draft(str(tmp_path / "b")) as folder:
        chains = records.Chains(folder)
        assert [chains.name(tls) for tls in (one, other, one)] == ["tls/0001.pem", "tls/0002.pem", "tls/0001.pem"]
        assert chains.name(one._replace(chain=())) == ""
    assert ssl.PEM_cert_to_DER_cert((tmp_path / "b" / "tls" / "0001.pem").read_text()) == b"1" * 100


def test_a_visit_lists_its_files(tmp_path: Path) -> None:
    with draft(str(tmp_path / "b")) as folder:
        records.put_visit(folder, 7, visits()[1], records.Chains(folder))
        listed = set(folder.entries)
    record = json.loads((tmp_path / "b" / "visits/0007/visit.json").read_bytes())
    named = {record["page"]["file"], record["mhtml"], *record["exchanges"], *(one["file"] for one in record["opened"])}
    named |= {sight[key] for sight in record["sights"] for key in ("facts", "screenshot")}
    assert named < listed
    assert record["notes"] == ["一个框架没有读到"] and record["opened"][0]["trigger"] == "《会员协议》"


def test_the_log_in_words() -> None:
    visit = visits()[0]._replace(steps=(Step("t", "leap", "a\nb", ""),), exchanges=(exchange("http://a.test/\x1b[2J"),))
    lines = log.to_text([visit]).decode().splitlines()
    assert "  t leap a b" in lines and not any("\x1b" in line for line in lines)
    assert log.to_jsonl([visit]) == b'{"action":"leap","at":"t","outcome":"","target":"a\\nb","visit":1}\n'
    assert "没有单独记录的步骤" in log.to_text([visit._replace(steps=())]).decode()


def test_the_seal_describes_the_manifest(tmp_path: Path) -> None:
    with draft(str(tmp_path / "b")) as folder:
        sha256 = put(folder, b"{}\n", "", None)
        assert set(folder.entries) == {"manifest.json", "manifest.json.sha256", "seal.json"}
    assert (
        (tmp_path / "b" / "manifest.json.sha256").read_bytes() == text(sha256) == f"{sha256}  manifest.json\n".encode()
    )
