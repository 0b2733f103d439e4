"""Folders and ZIPs that strangers have made: nothing is followed, unpacked or believed."""

from __future__ import annotations

import os
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence.verify import verify
from evidence.bundles import files, packed

BODY = "visits/0002/exchanges/0001.body"
LONE = "visits/0002/visit.json"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links_and_special_files_are_refused(bundle: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    shutil.copyfile(bundle / LONE, outside)
    (bundle / LONE).unlink()
    (bundle / LONE).symlink_to(outside)
    (bundle / "folder").symlink_to(bundle.parent)
    os.mkfifo(bundle / "pipe")
    assert {str(damage) for damage in verify(str(bundle)).damages} == {
        f"{LONE}：是链接，不跟随",
        "folder：是链接，不跟随",
        "pipe：不是普通文件",
    }


def zip_with(path: Path, folder: Path, change: Callable[[zipfile.ZipFile], None]) -> str:
    shutil.copyfile(packed(folder), path)
    with zipfile.ZipFile(path, "a") as bundle:
        change(bundle)
    return str(path)


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "a/../../evil", "C:\\evil", "..\\evil"])
def test_a_zip_that_leads_outside_is_refused(bundle: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(ClauseauditError, match="压缩包以外"):
        verify(zip_with(tmp_path / "z.zip", bundle, lambda z: z.writestr(name, b"x")))


def test_a_zip_with_two_files_of_one_name_is_refused(bundle: Path, tmp_path: Path) -> None:
    with pytest.warns(UserWarning), pytest.raises(ClauseauditError, match="两个"):
        verify(zip_with(tmp_path / "z.zip", bundle, lambda z: z.writestr(LONE, b"x")))


def test_a_link_in_a_zip_is_refused(bundle: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    report = verify(zip_with(tmp_path / "z.zip", bundle, lambda z: z.writestr(link, "/etc/passwd")))
    assert [str(damage) for damage in report.damages] == ["link：是链接，不跟随"]


def test_a_bomb_is_not_unpacked(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clauseaudit.evidence.source.MAX_BYTES", 20_000_000)
    with pytest.raises(ClauseauditError, match="不像一个证据包"):
        verify(zip_with(tmp_path / "z.zip", bundle, lambda z: z.writestr("zeros", bytes(21_000_000))))
    monkeypatch.setattr("clauseaudit.evidence.source.MAX_FILES", 20)
    for path in (packed(bundle), str(bundle)):
        with pytest.raises(ClauseauditError, match="超过 20 个文件"):
            verify(path)


def test_a_zip_damaged_inside_a_file(bundle: Path) -> None:
    path = packed(bundle)
    with zipfile.ZipFile(path) as found:
        item = found.getinfo(BODY)
    content = bytearray(Path(path).read_bytes())
    content[item.header_offset + 30 + len(BODY) + 10] ^= 0xFF
    Path(path).write_bytes(content)
    assert [str(damage) for damage in verify(path).damages] == [f"{BODY}：压缩数据损坏，解不开"]


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_names_in_zips_of_programs_that_do_not_say_their_encoding(
    bundle: Path, codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def encode(self: zipfile.ZipInfo) -> tuple[bytes, int]:
        return self.filename.encode(codec), self.flag_bits & ~0x800

    monkeypatch.setattr(zipfile.ZipInfo, "_encodeFilenameFlags", encode)
    path = packed(bundle)
    monkeypatch.undo()
    assert "封面.md".encode(codec) in Path(path).read_bytes()
    assert verify(path).damages == ()


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_bundle(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(ClauseauditError, match="不是证据包"):
        verify(str(tmp_path / "x.zip"))
    with pytest.raises(ClauseauditError, match="不是证据包"):
        verify(str(tmp_path))
    with pytest.raises(ClauseauditError, match="打不开"):
        verify(str(tmp_path / "nothing"))


def intact(path: Path, folder: Path) -> bool:
    """Whether a ZIP still holds the files of the folder, whatever else was changed in it."""
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name) for name in found.namelist() if name[-1:] != "/"} == files(folder)


def test_no_broken_zip_breaks_the_reader_or_passes(bundle: Path) -> None:
    """Times and flags in a ZIP may change; what it holds may not."""
    path, chance = Path(packed(bundle)), random.Random(13)
    content, passed = path.read_bytes(), 0
    directory = content.index(b"PK\x01\x02")
    for _ in range(400):
        changed = bytearray(content)
        for _ in range(chance.choice((1, 2, 9))):
            first = directory if chance.random() < 0.6 else 0
            changed[chance.randrange(first, len(changed))] = chance.randrange(256)
        path.write_bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.1 else changed)
        try:
            report = verify(str(path))
        except ClauseauditError:
            continue
        if not report.damages:
            assert intact(path, bundle)
            passed += 1
    assert passed < 200
