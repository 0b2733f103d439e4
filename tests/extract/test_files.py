from __future__ import annotations

import os
from pathlib import Path

import pytest

from clauseaudit.errors import ExtractError
from clauseaudit.extract import files as limits
from clauseaudit.extract import find_documents, snapshot_file, snapshot_stdin


def test_a_snapshot_holds_the_bytes_and_the_type(tmp_path: Path) -> None:
    page = tmp_path / "a.HTM"
    page.write_bytes(b"\xef\xbb\xbf<p>x\r\n")
    snapshot = snapshot_file(str(page))
    assert snapshot.content == b"\xef\xbb\xbf<p>x\r\n"
    assert (snapshot.source, snapshot.media_type, snapshot.url) == (str(page), "text/html", "")


def test_standard_input_has_no_type() -> None:
    snapshot = snapshot_stdin("概不退款".encode())
    assert (snapshot.source, snapshot.media_type) == ("-", "")
    with pytest.raises(ExtractError, match="没有内容"):
        snapshot_stdin(b" \n")


def test_unreadable_paths_are_named_with_a_remedy(tmp_path: Path) -> None:
    pipe, empty = tmp_path / "pipe.txt", tmp_path / "empty.txt"
    os.mkfifo(pipe)
    empty.touch()
    for path, reason in {
        tmp_path / "none.txt": "不存在",
        empty / "x.txt": "不存在",
        tmp_path: "文件夹",
        pipe: "管道",
        empty: "没有内容",
        "a\0b": "字符",
        tmp_path / ("x" * 300): "读不出来",
    }.items():
        with pytest.raises(ExtractError) as failed:
            snapshot_file(str(path))
        assert reason in failed.value.reason
        assert failed.value.subject == str(path)
        assert failed.value.remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_named(tmp_path: Path) -> None:
    secret = tmp_path / "a.txt"
    secret.write_text("x")
    secret.chmod(0)
    with pytest.raises(ExtractError, match="权限"):
        snapshot_file(str(secret))


def test_a_huge_file_is_not_read_to_the_end(tmp_path: Path) -> None:
    huge = tmp_path / "a.txt"
    with huge.open("wb") as file:
        file.write(b"x")
        file.truncate(1 << 40)  # sparse: a terabyte that takes no room
    with pytest.raises(ExtractError, match="20 MB"):
        snapshot_file(str(huge))


def test_finds_documents_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "sub/c.mhtml", "sub/deep/d.MD", ".hidden.txt", ".git/e.txt", "f.png", "g.txt.bak"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "none")
    os.mkfifo(tmp_path / "pipe.txt")
    found = find_documents(str(tmp_path) + "/")
    assert [os.path.relpath(path, tmp_path) for path in found] == ["a.html", "b.txt", "sub/c.mhtml", "sub/deep/d.MD"]


def test_a_folder_without_documents_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    with pytest.raises(ExtractError, match="没有可检查的协议"):
        find_documents(str(tmp_path))
    with pytest.raises(ExtractError, match="不是文件夹"):
        find_documents(str(tmp_path / "a.png"))


def test_depth_and_number_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deepest = tmp_path.joinpath(*"abcdefgh")
    (deepest / "i").mkdir(parents=True)
    (deepest / "in.txt").touch()
    (deepest / "i" / "out.txt").touch()
    assert find_documents(str(tmp_path)) == [str(deepest / "in.txt")]
    monkeypatch.setattr(limits, "MAX_DOCUMENTS", 0)
    with pytest.raises(ExtractError, match="超过 0 份"):
        find_documents(str(tmp_path))
