"""Whatever is done to a bundle is seen, and the first changed byte is named."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence import manifest, write
from clauseaudit.evidence.manifest import Place
from clauseaudit.evidence.verify import verify
from evidence.bundles import HERE, PAGE, Authority, audits, files, names, packed, visits

RANDOM = random.Random(11)
BODY = "visits/0002/exchanges/0001.body"  # also in the WARC
LONE = "visits/0002/visit.json"  # nowhere else


def test_an_untouched_bundle_passes(bundle: Path, authority: Authority) -> None:
    for path in (str(bundle), packed(bundle), packed(bundle, "证据/")):
        for ca in ("", str(authority.root)):
            report = verify(path, ca=ca)
            assert report.damages == (), report.damages
            assert any("签名相符" in remark for remark in report.remarks)
            assert any("OpenSSL 核对时间戳：通过" in remark for remark in report.remarks) == bool(ca)
    assert report.sha256 == (bundle / "manifest.json.sha256").read_text()[:64]


def test_every_changed_byte_is_seen_and_named(bundle: Path) -> None:
    tried = 0
    for name, content in files(bundle).items():
        size = len(content)
        for at in {0, size - 1, *(RANDOM.randrange(size) for _ in range(4))} if size else ():
            changed = bytearray(content)
            changed[at] ^= RANDOM.randrange(1, 256)
            (bundle / name).write_bytes(changed)
            damages = [damage for damage in verify(str(bundle)).damages if damage.name == name]
            assert damages, f"{name}, byte {at + 1}: not seen"
            assert damages[0].place == Place(at + 1, at + 1), f"{name}, byte {at + 1}: {damages}"
            tried += 1
        (bundle / name).write_bytes(content)
    assert tried > 130
    assert verify(str(bundle)).damages == ()


def test_only_what_was_changed_is_named(bundle: Path) -> None:
    for name, content in files(bundle).items():
        changed = bytearray(content or b"x")
        changed[len(changed) // 2] ^= 1
        (bundle / name).write_bytes(changed)
        assert set(names(verify(str(bundle)))) == {name}
        (bundle / name).write_bytes(content)


def test_every_missing_file_is_named(bundle: Path) -> None:
    for name, content in files(bundle).items():
        (bundle / name).unlink()
        if name == manifest.NAME:
            with pytest.raises(ClauseauditError, match="不是证据包"):
                verify(str(bundle))
        else:
            report = verify(str(bundle))
            assert names(report) == [name] and "缺少" in report.damages[0].reason
        (bundle / name).write_bytes(content)


@pytest.mark.parametrize("name", ["extra.txt", "visits/0001/exchanges/0009.body", ".DS_Store", "空"])
def test_an_extra_file_is_named(bundle: Path, name: str) -> None:
    (bundle / name).write_bytes(b"")
    for path in (str(bundle), packed(bundle)):
        assert [str(damage) for damage in verify(path).damages] == [f"{name}：多出的文件，清单里没有"]


def test_swapped_files_are_named(bundle: Path) -> None:
    one, other = bundle / "visits/0001/visit.json", bundle / "visits/0002/visit.json"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    damages = verify(str(bundle)).damages
    assert [damage.name for damage in damages] == ["visits/0001/visit.json", "visits/0002/visit.json"]
    assert "换成了 visits/0002/visit.json 的内容" in damages[0].reason
    assert "换成了 visits/0001/visit.json 的内容" in damages[1].reason


def test_a_renamed_file_is_named(bundle: Path) -> None:
    (bundle / LONE).rename(bundle / "visits/0002/other.json")
    damages = verify(str(bundle)).damages
    assert [damage.name for damage in damages] == [LONE, "visits/0002/other.json"]
    assert "内容在 visits/0002/other.json 里，被改了名" in damages[0].reason


def test_a_longer_and_a_shorter_file(bundle: Path) -> None:
    content = (bundle / BODY).read_bytes()
    assert content == PAGE
    for changed, at in ((content + b"\n", len(content) + 1), (content[:-5], len(content) - 4), (b"", 1)):
        (bundle / BODY).write_bytes(changed)
        (damage,) = verify(str(bundle)).damages
        assert damage.place == Place(at, at)
        assert f"原 {len(content)} 字节，现 {len(changed)} 字节" in damage.reason


def edit(bundle: Path, *, sealed: bool) -> None:
    """Change a page and its entry in the manifest; ``sealed``: and everything around the manifest as well."""
    (bundle / LONE).write_bytes(b"{}\n")
    entries = manifest.read((bundle / manifest.NAME).read_bytes())
    assert entries is not None
    entries[LONE] = manifest.describe([b"{}\n"])
    listed = manifest.write(entries)
    (bundle / manifest.NAME).write_bytes(listed)
    if sealed:
        entry = manifest.describe(manifest.blocks_of(listed))
        (bundle / "manifest.json.sha256").write_text(f"{entry.sha256}  manifest.json\n")
        sums = manifest.read((bundle / "seal.json").read_bytes())
        assert sums is not None
        (bundle / "seal.json").write_bytes(manifest.write(sums | {manifest.NAME: entry}))


def test_an_edited_manifest_contradicts_its_hash_and_its_timestamp(bundle: Path) -> None:
    edit(bundle, sealed=False)
    reasons = [str(damage) for damage in verify(str(bundle)).damages]
    assert any(reason.startswith("manifest.json：清单被改动，与旁边记下的哈希不符") for reason in reasons)
    assert "timestamp.tsr：盖的不是这份清单" in reasons


def test_a_bundle_made_anew_contradicts_only_the_timestamp_or_a_hash_kept_elsewhere(bundle: Path) -> None:
    kept = (bundle / "manifest.json.sha256").read_text()[:64]
    assert verify(str(bundle), sha256=kept.upper()).damages == ()
    edit(bundle, sealed=True)
    assert [str(damage) for damage in verify(str(bundle)).damages] == ["timestamp.tsr：盖的不是这份清单"]
    assert "哈希不是事先另存的那一个" in str(verify(str(bundle), sha256=kept).damages[0])


def test_the_timestamp_of_another_bundle(bundle: Path, tmp_path: Path, authority: Authority) -> None:
    from clauseaudit.evidence.token import request

    other = authority.reply(request(b"\7" * 32, 1))
    (bundle / "timestamp.tsr").write_bytes(other)
    assert "timestamp.tsr：盖的不是这份清单" in [str(damage) for damage in verify(str(bundle)).damages]
    sums = manifest.read((bundle / "seal.json").read_bytes())
    assert sums is not None
    described = manifest.describe(manifest.blocks_of(other))
    (bundle / "seal.json").write_bytes(manifest.write(sums | {"timestamp.tsr": described}))
    assert [str(damage) for damage in verify(str(bundle)).damages] == ["timestamp.tsr：盖的不是这份清单"]


def test_a_timestamp_taken_away_with_its_seal(bundle: Path) -> None:
    (bundle / "timestamp.tsr").unlink()
    sums = manifest.read((bundle / "seal.json").read_bytes())
    assert sums is not None
    (bundle / "seal.json").write_bytes(manifest.write({manifest.NAME: sums[manifest.NAME]}))
    assert [str(damage) for damage in verify(str(bundle)).damages] == ["timestamp.tsr：缺少：写入时盖过时间戳"]


def test_a_bundle_without_timestamp_says_so(tmp_path: Path, authority: Authority) -> None:
    folder = tmp_path / "b"
    sha256 = write(str(folder), visits(), audits(), environment=HERE).sha256
    report = verify(str(folder))
    assert report.damages == () and any("没有时间戳" in remark for remark in report.remarks)
    from clauseaudit.evidence.token import request

    later = authority.reply(request(bytes.fromhex(sha256), 1))  # as anyone may ask for, afterwards
    (folder / "timestamp.tsr").write_bytes(later)
    (folder / "manifest.json.ots").write_bytes(b"\0OpenTimestamps")
    report = verify(str(folder), ca=str(authority.root))
    assert report.damages == () and any("ots verify" in remark for remark in report.remarks)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 5000, b'{"files":{"../../x":1}}'])
def test_a_folder_with_some_other_manifest(bundle: Path, content: bytes) -> None:
    original = (bundle / manifest.NAME).read_bytes()
    (bundle / manifest.NAME).write_bytes(content)
    (damage,) = verify(str(bundle)).damages
    assert damage.name == manifest.NAME
    assert damage.place == manifest.first_difference(content, original)


def test_a_manifest_in_another_spelling_is_not_ours(bundle: Path) -> None:
    value = json.loads((bundle / manifest.NAME).read_bytes())
    listed = json.dumps(value, indent=1).encode()
    (bundle / manifest.NAME).write_bytes(listed)
    assert names(verify(str(bundle))) == [manifest.NAME]


def test_without_the_extra_libraries_hashes_and_imprint_are_still_checked(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    for module in [name for name in sys.modules if name.split(".")[0] in ("warcio", "cryptography")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "warcio", None)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    report = verify(str(bundle))
    assert report.damages == ()
    assert any("没有装 warcio" in remark for remark in report.remarks)
    assert any("没有装 cryptography" in remark for remark in report.remarks)
    (bundle / BODY).write_bytes(b"x")
    assert names(verify(str(bundle))) == [BODY]
