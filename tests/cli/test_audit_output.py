"""clauseaudit audit -o: every format by its suffix, and nothing binary on a screen."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sample

import word_file
from clauseaudit.cli.audit import SUFFIXES, write
from clauseaudit.errors import ClauseauditError
from clauseaudit.render import BINARY, FORMATS

ROOT = Path(__file__).parent.parent.parent
BEGINS = {
    ".sarif": b'{"$schema"', ".csv": b"\xef\xbb\xbf", ".xlsx": b"PK", ".docx": b"PK", ".pdf": b"%PDF-",
    ".htm": b"<!doctype html>", ".jsonl": b"{",
}  # fmt: skip


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "clauseaudit", *arguments]
    return subprocess.run(
        command, capture_output=True, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    )


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.txt"
    path.write_text("第一条 退款\n充值成功后，概不退款。\n", "utf-8")
    return path


def test_every_format_but_the_screen_has_a_suffix() -> None:
    assert set(SUFFIXES.values()) == set(FORMATS) - {"terminal"}


@pytest.mark.parametrize("suffix", [suffix for suffix in BEGINS if suffix != ".pdf"])
def test_the_suffix_chooses_the_format(terms: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"report{suffix.upper()}"
    assert run("audit", str(terms), "-o", str(target)).returncode == 0
    assert target.read_bytes().startswith(BEGINS[suffix])


@pytest.mark.browser
def test_a_pdf(terms: Path, tmp_path: Path, browser: Any) -> None:
    target = tmp_path / "report.pdf"
    assert run("audit", str(terms), "-o", str(target)).returncode == 0
    assert target.read_bytes().startswith(BEGINS[".pdf"])


def test_a_pdf_without_a_browser_is_one_line_with_a_remedy(terms: Path, tmp_path: Path) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    done = run("audit", str(terms), "-o", str(tmp_path / "report.pdf"), CLAUSEAUDIT_BROWSER=str(tmp_path / "none"))
    (line,) = done.stderr.decode().splitlines()
    assert done.returncode == 2 and "没有能用的浏览器" in line and "CLAUSEAUDIT_BROWSER" in line
    assert not (tmp_path / "report.pdf").exists()


@pytest.mark.parametrize("format", BINARY)
def test_bytes_may_be_piped(terms: Path, format: str, request: pytest.FixtureRequest) -> None:
    if format == "pdf":
        request.getfixturevalue("browser")
    assert run("audit", str(terms), "--format", format).stdout.startswith(BEGINS[f".{format}"])


@pytest.mark.parametrize("format", BINARY)
def test_bytes_are_kept_off_the_screen(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    args = argparse.Namespace(output=None, format=format, quiet=False)
    with pytest.raises(ClauseauditError, match="不能写到屏幕"):
        write(args, [sample.small()], {})


def word_terms(tmp_path: Path) -> Path:
    document = word_file.new()
    document.add_paragraph("第一条 退款")
    document.add_paragraph("充值成功后，").add_run("概不退款。").bold = True
    path = tmp_path / "协议.docx"
    path.write_bytes(word_file.saved(document))
    return path


def test_a_word_file_gets_comments_in_a_copy(tmp_path: Path) -> None:
    source, target = word_terms(tmp_path), tmp_path / "批注.docx"
    before = source.read_bytes()
    assert run("audit", str(source), "-o", str(target)).returncode == 0
    assert source.read_bytes() == before
    old, new = word_file.members(before), word_file.members(target.read_bytes())
    assert new["word/styles.xml"] == old["word/styles.xml"]
    assert "概不退" in new["word/comments.xml"].decode() and b"<w:commentRangeStart" in new["word/document.xml"]


def test_no_report_is_written_over_what_was_read(tmp_path: Path) -> None:
    page = tmp_path / "terms.html"
    page.write_text("<h1>退款规则</h1><p>充值成功后，概不退款。余额不能提现，请您在付款之前看清楚。</p>", "utf-8")
    before = page.read_bytes()
    for verb in ("audit", "check"):
        done = run(verb, str(page), "-o", str(page))
        assert done.returncode == 2 and "原文件" in done.stderr.decode()
    assert page.read_bytes() == before


def test_the_copy_is_never_written_over_the_file(tmp_path: Path) -> None:
    source = word_terms(tmp_path)
    before = source.read_bytes()
    done = run("audit", str(source), "-o", str(source))
    assert done.returncode == 2 and "原文件" in done.stderr.decode()
    assert source.read_bytes() == before
