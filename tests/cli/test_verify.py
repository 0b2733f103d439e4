"""clauseaudit verify."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from clauseaudit import evidence
from clauseaudit.cli import main
from evidence.bundles import HERE, audits, visits

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify") / "bundle"
    evidence.write(str(folder), visits(), audits(), environment=HERE)
    return folder


@pytest.fixture
def bundle(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "bundle"))


def test_an_untouched_bundle(bundle: Path, capsys: Capture) -> None:
    assert main(["verify", str(bundle)]) == 0
    out = capsys.readouterr().out
    count = len(json.loads((bundle / "manifest.json").read_bytes())["files"])
    assert f"清单列有 {count} 个文件" in out and "✓ 与写入时一致" in out
    assert "没有时间戳" in out and "没有另存也没有时间戳的，看不出整包是否重做过" in out
    kept = (bundle / "manifest.json.sha256").read_text()[:64]
    assert main(["verify", str(bundle), "--sha256", kept]) == 0
    assert f"{kept}（与另存的一致）" in capsys.readouterr().out


def test_a_changed_byte(bundle: Path, capsys: Capture) -> None:
    page = bundle / "visits" / "0001" / "page.html.txt"
    content = bytearray(page.read_bytes())
    content[4999] ^= 1
    page.write_bytes(content)
    assert main(["verify", str(bundle)]) == 1
    out = capsys.readouterr().out
    assert "✗ visits/0001/page.html.txt：被改动（原 6900 字节，现 6900 字节），首处不同在第 5000 字节" in out
    assert "与写入时不同，1 处" in out and "✓" not in out


def test_another_hash_than_the_one_kept(bundle: Path, capsys: Capture) -> None:
    assert main(["verify", str(bundle), "--sha256", "0" * 64]) == 1
    assert "不是事先另存的那一个" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--sha256", "12"], ["--ca", "missing.pem"]])
def test_bad_options(bundle: Path, arguments: list[str], capsys: Capture) -> None:
    assert main(["verify", str(bundle), *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_is_no_bundle(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "text").write_text("hello")
    for path in (tmp_path, tmp_path / "text", tmp_path / "missing"):
        assert main(["verify", str(path)]) == 2
        said = capsys.readouterr()
        assert said.out == "" and said.err.count("\n") == 1


def test_names_of_files_reach_no_terminal_as_escapes(bundle: Path, capsys: Capture) -> None:
    for number in range(60):
        (bundle / f"x\x1b[31m\u202e{number}").write_bytes(b"")
    assert main(["verify", str(bundle)]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out and "另有 10 处" in out
