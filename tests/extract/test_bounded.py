"""The child process: its answer, its limits, its end."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pdf_file
import word_file
from clauseaudit.errors import ExtractError
from clauseaudit.extract.bounded import MAX_MEMORY, read_bounded
from clauseaudit.extract.docx import extract_docx


def test_the_answer_is_that_of_the_reader() -> None:
    document = word_file.new()
    document.add_heading("第一条 退款", 1)
    document.add_paragraph("概不退款。")
    content = word_file.saved(document)
    assert read_bounded("docx", content, "a.docx") == extract_docx(content, "a.docx")


def test_an_error_keeps_its_words_and_names_the_file() -> None:
    with pytest.raises(ExtractError) as refused:
        read_bounded("docx", b"PK\x03\x04 word/", "我的.docx")
    assert refused.value.subject == "我的.docx" and "损坏" in refused.value.reason and refused.value.remedy


def test_a_module_in_the_current_folder_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert read_bounded("pdf", pdf_file.pdf([["第一条 退款概不退款不退"]]), "a.pdf")[1]


def test_time_is_limited() -> None:
    begin = time.perf_counter()
    with pytest.raises(ExtractError, match="停下了"):
        read_bounded("pdf", pdf_file.pdf([["条款"]]), "a.pdf", seconds=0.01)
    assert time.perf_counter() - begin < 5


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system does not limit the address space")
def test_memory_is_limited() -> None:
    code = f"from clauseaudit.extract.bounded import _limit; _limit(); bytearray({MAX_MEMORY})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    assert "MemoryError" in done.stderr


def test_a_child_that_dies_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false") or sys.executable)
    with pytest.raises(ExtractError, match="内存或时间太多") as refused:
        read_bounded("pdf", b"%PDF-1.4", "a.pdf")
    assert refused.value.remedy
