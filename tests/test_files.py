"""Writing files: whole or not at all, and never over what was read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from clauseaudit.errors import ClauseauditError
from clauseaudit.files import replace_file, spare


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    replace_file(str(path), b"first")
    path.chmod(0o600)
    replace_file(str(path), b"second")
    assert path.read_bytes() == b"second" and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "own").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "own")
    replace_file(str(tmp_path / "link"), b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "own").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace_file(pipe, b"report")
        assert os.read(reading, 100) == b"report"
    finally:
        os.close(reading)
    assert stat.S_ISFIFO(os.stat(pipe).st_mode)


def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "no" / "known.json", tmp_path / "folder"):
        with pytest.raises(ClauseauditError, match="写不了"):
            replace_file(str(path), b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_what_was_read_is_spared_under_every_name(tmp_path: Path) -> None:
    (tmp_path / "terms.md").write_bytes(b"x")
    (tmp_path / "link.md").symlink_to(tmp_path / "terms.md")
    (tmp_path / "other.md").write_bytes(b"x")
    sources = ["-", "https://shop.test/terms", str(tmp_path / "terms.md")]
    spare(sources, str(tmp_path / "new.md"))
    spare(sources, str(tmp_path / "other.md"))
    for name in ("terms.md", "link.md"):
        with pytest.raises(ClauseauditError, match="原文件"):
            spare(sources, str(tmp_path / name))
