from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauseaudit.errors import ExtractError
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.model import Snapshot

TEXT = "　晴天充值协议\r\n\r\n第一条  充值后概不退款。\t\r第二条 ﻿略。\n\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_kept_exactly_but_for_line_ends(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "r003.txt"
    path.write_bytes(TEXT.encode(codec))
    document = read_document(snapshot_file(str(path)))
    assert document.text == TEXT.replace("\r\n", "\n").replace("\r", "\n")
    assert (document.id, document.title, document.type) == ("r003", "晴天充值协议", "recharge")
    assert document.sha256 == hashlib.sha256(TEXT.encode(codec)).hexdigest()
    assert (document.blocks, document.notes, document.source) == ((), (), str(path))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff"), min_size=1))
def test_any_utf8_text_comes_back_unchanged(text: str) -> None:
    content = "充值后概不退款。".encode() + text.encode()
    assert read_document(Snapshot("a.txt", content, "text/plain")).text == "充值后概不退款。" + text


def test_a_page_by_its_address() -> None:
    page = "<title>晴天会员协议</title><p>会员费概不退还。</p>".encode("gbk")
    snapshot = Snapshot("http://a.example/t", page, "text/html", "gbk", "https://a.example/t", "2026-01-01T00:00:00Z")
    document = read_document(snapshot)
    assert (document.id, document.url, document.source) == ("a-example-t", snapshot.url, snapshot.source)
    assert (document.text, document.type, document.retrieved) == ("会员费概不退还。", "membership", snapshot.retrieved)


def test_a_title_is_one_short_line() -> None:
    document = read_document(Snapshot("a.html", f"<title>甲\n 乙{'丙' * 200}</title>x".encode(), "text/html"))
    assert document.title == "甲 乙" + "丙" * 77


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(("充值后概不退款。" * 100).encode() + b"\xff")
    assert "1 个字损坏" in read_document(snapshot_file(str(path))).notes[0]


@pytest.mark.parametrize("content", [b"<p> </p>", b"<html><script>1</script>", "<p>\u3000".encode()])
def test_a_page_without_words_is_an_error(content: bytes) -> None:
    with pytest.raises(ExtractError, match="没有可检查的文字"):
        read_document(Snapshot("a.html", content, "text/html"))


def test_reading_text_loads_no_parser(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("充值后概不退款。", encoding="utf-8")
    script = (
        "import sys; from clauseaudit.extract import read_document, snapshot_file;"
        "read_document(snapshot_file(sys.argv[1]));"
        "print(sorted({'selectolax', 'email', 'httpx', 'pathlib', 'dataclasses', 'inspect'} & set(sys.modules)))"
    )
    # -S: the import machinery of site-packages loads modules of its own.
    run = subprocess.run(
        [sys.executable, "-S", "-c", script, str(path)],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
