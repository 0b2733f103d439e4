"""clauseaudit letter, from the audit of a file to a draft."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TERMS = "青禾币充值协议\n第一条 退款\n充值成功后，概不退款。\n第二条 其他\n最终解释权归本公司所有。\n"


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "clauseaudit", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, env=environment)


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    terms = tmp_path / "terms.txt"
    terms.write_text(TERMS, "utf-8")
    target = tmp_path / "audit.json"
    assert run("audit", str(terms), "--on", "2026-11-26", "-o", str(target)).returncode == 0
    return target


def test_a_draft_on_the_screen_and_what_is_blank_beside_it(audit: Path) -> None:
    done = run("letter", str(audit), "--kind", "merchant", "--fact", "订单号=A-1")
    text = done.stdout.decode()
    assert done.returncode == 0 and text.startswith("# 关于《青禾币充值协议》")
    assert "“充值成功后，概不退款。”" in text and "A-1" in text and "【付款日期】" in text
    (line,) = done.stderr.decode().splitlines()
    assert "还要填写：" in line and "付款日期" in line and "订单号" not in line


def test_standard_input_and_a_word_file(audit: Path, tmp_path: Path) -> None:
    target = tmp_path / "letter.docx"
    done = run("letter", "-", "--kind", "12315", "-o", str(target), stdin=audit.read_bytes())
    assert done.returncode == 0 and target.read_bytes().startswith(b"PK")


def test_one_document_of_several(audit: Path, tmp_path: Path) -> None:
    both = tmp_path / "both.jsonl"
    other = audit.read_bytes().replace(b'"id":"terms"', b'"id":"other"')
    both.write_bytes(audit.read_bytes() + other)
    refused = run("letter", str(both), "--kind", "merchant")
    assert refused.returncode == 2 and "--document" in refused.stderr.decode() and "other" in refused.stderr.decode()
    assert run("letter", str(both), "--kind", "merchant", "--document", "other").returncode == 0
    assert run("letter", str(both), "--kind", "merchant", "--document", "third").returncode == 2


@pytest.mark.parametrize(
    "more",
    [
        ["--kind", "poem"], ["--kind", "merchant", "--fact", "订单号"], ["--kind", "merchant", "--fact", "天气=晴"],
        ["--kind", "merchant", "--pick", "99"], ["--kind", "merchant", "-o", "letter.pdf"], [],
    ],
)  # fmt: skip
def test_bad_usage_is_status_2_and_says_what_to_do(audit: Path, more: list[str]) -> None:
    done = run("letter", str(audit), *more)
    assert done.returncode == 2 and done.stdout == b"" and b"Traceback" not in done.stderr


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"schema":"clauseaudit/1"}'])
def test_what_is_no_audit_is_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "audit.json"
    path.write_bytes(content)
    done = run("letter", str(path), "--kind", "merchant")
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert str(path) in line


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = run("letter", str(tmp_path / "no.json"), "--kind", "merchant")
    assert done.returncode == 2 and "no.json" in done.stderr.decode()
