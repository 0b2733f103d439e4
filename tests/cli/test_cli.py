"""The command line as a user meets it: real processes, exit statuses, one clear line for each bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clauseaudit import cli

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "corpus" / "examples"
TERMS = "第一条 退款\n充值成功后，概不退款。\n第二条 其他\n最终解释权归本公司所有。\n"


def run(*arguments: str, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "clauseaudit", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, cwd=cwd, env=environment)


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.txt"
    path.write_text(TERMS, "utf-8")
    return path


def test_audit_prints_the_contract(terms: Path) -> None:
    done = run("audit", str(terms), "--format", "json", "--on", "2026-11-26")
    assert done.returncode == 0 and done.stderr == b""
    audit = json.loads(done.stdout)
    assert audit["schema"] == "clauseaudit/1"
    assert audit["document"]["id"] == "terms" and audit["document"]["text"] == TERMS
    assert audit["on"] == "2026-11-26"
    categories = {f["category"] for f in audit["findings"]}
    assert {"refund-denial", "final-interpretation"} <= categories
    for finding in audit["findings"]:
        if finding["start"] is not None:
            assert TERMS[finding["start"] : finding["end"]] == finding["quote"]
            assert finding["basis"] and finding["basis"][0]["quote"]


def test_same_bytes_on_every_run(terms: Path) -> None:
    first, second = (run("audit", str(terms), str(EXAMPLES), "--format", "jsonl", "--on", "2026-11-26") for _ in "ab")
    assert first.stdout == second.stdout != b""
    assert len(first.stdout.splitlines()) == 1 + len(list(EXAMPLES.iterdir()))


def test_standard_input_and_folder() -> None:
    assert b"refund-denial" in run("audit", "-", "--format", "json", stdin=TERMS.encode()).stdout
    assert run("audit", str(EXAMPLES), "--quiet").stdout.count(b"\n") >= 2


def test_terminal_summary_is_chinese_and_without_colour_when_piped(terms: Path) -> None:
    text = run("audit", str(terms)).stdout.decode()
    assert text.index("先别") < text.index("最终解释权归本公司所有")
    assert "\x1b" not in text


@pytest.mark.parametrize(("suffix", "begins"), [(".html", b"<!doctype html>"), (".md", b"#"), (".json", b"{")])
def test_output_format_follows_the_suffix(terms: Path, tmp_path: Path, suffix: str, begins: bytes) -> None:
    target = tmp_path / f"report{suffix}"
    assert run("audit", str(terms), "-o", str(target)).returncode == 0
    assert target.read_bytes().lower().startswith(begins)


@pytest.mark.parametrize(
    ("threshold", "status"), [("never", 0), ("void", 1), ("notice", 1)], ids=["never", "void", "notice"]
)
def test_exit_status_follows_the_threshold(terms: Path, threshold: str, status: int) -> None:
    assert run("audit", str(terms), "--fail-on", threshold, "--quiet").returncode == status
    assert run("check", str(terms), "--fail-on", threshold).returncode == status


def test_check_points_at_line_and_column(terms: Path) -> None:
    lines = run("check", str(terms)).stdout.decode().splitlines()
    assert any(line.startswith(f"{terms}:2:1: ") and "refund-denial/" in line for line in lines)
    assert any(line.startswith(f"{terms}:4:1: ") and "final-interpretation/" in line for line in lines)


BAD_INPUTS = {
    "missing": lambda folder: folder / "missing.txt",
    "binary": lambda folder: written(folder / "picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00"),
    "empty": lambda folder: written(folder / "empty.txt", b"  \n"),
    "not a character set": lambda folder: written(folder / "bytes.txt", bytes(range(128, 256)) * 20),
    "folder without documents": lambda folder: made(folder / "nothing"),
    "not an address": lambda folder: "gopher://example.com/",
    "private address": lambda folder: "http://127.0.0.1:9/",
}


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def made(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_a_bad_input_is_one_line_and_the_others_are_audited(terms: Path, tmp_path: Path, name: str) -> None:
    bad = str(BAD_INPUTS[name](tmp_path))
    done = run("audit", bad, str(terms), "--format", "jsonl")
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert bad in line and "Traceback" not in line
    assert json.loads(done.stdout)["document"]["id"] == "terms"


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["fly"], ["audit"], ["audit", "x", "--format", "pdf9"], ["audit", "x", "--on", "soon"],
        ["audit", "x", "--on", "2025-02-31"], ["laws", "list", "--on", "soon"],
    ],
)  # fmt: skip
def test_bad_usage_is_status_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and done.stderr and b"Traceback" not in done.stderr


def test_a_hostile_file_name_does_not_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "\x1b]0;title\x07\u202etxt.md").write_bytes(b"")
    said = run("audit", str(tmp_path)).stderr.decode()
    assert "txt.md" in said and not {"\x1b", "\x07", "\u202e"} & set(said)


def test_a_clock_that_is_none_is_said(terms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    done = run("audit", str(terms))
    (line,) = done.stderr.decode().splitlines()
    assert done.returncode == 2 and "SOURCE_DATE_EPOCH=soon" in line


def test_an_output_that_cannot_be_written_is_said(terms: Path, tmp_path: Path) -> None:
    done = run("audit", str(terms), "-o", str(tmp_path / "no" / "report.html"))
    assert done.returncode == 2 and "写不了" in done.stderr.decode()


def test_help_version_rules_and_laws() -> None:
    for verb in cli.VERBS:
        assert run(verb, "--help").returncode == 0
        assert verb.encode() in run("--help").stdout
    assert b"clauseaudit" in run("--version").stdout
    assert run("rules", "list").stdout.count(b"\n") > 100
    assert "例句" in run("rules", "test", "final-interpretation").stdout.decode()
    assert run("rules", "lint").returncode == 0
    shown = run("rules", "show", "final-interpretation").stdout.decode()
    assert "依据" in shown and "商家可能这样说" in shown
    assert "一句话里有：" in shown and "…" not in shown.split("一句话里有：")[1].splitlines()[0]
    assert run("rules", "show", "no-such-rule").returncode == 2
    concept = run("rules", "show", "〔用户〕")
    assert concept.returncode == 0 and concept.stdout.decode().startswith("〔用户〕：“用户”\n")
    assert "第四百九十七条" in run("laws", "show", "civil-code").stdout.decode()
    assert "单方" not in run("laws", "list", "prepaid-interp", "--on", "2020-01-01").stdout.decode()
    assert run("laws", "show", "no-such-law").returncode == 2


def test_a_closed_pipe_is_no_error(terms: Path) -> None:
    command = f"{sys.executable} -m clauseaudit rules list | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    assert done.stdout and done.stderr == b""
