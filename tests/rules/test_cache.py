"""The compiled pack comes back as it was; a damaged or strange file is ignored."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from clauseaudit.rules import cache, load_pack
from clauseaudit.rules.build import build
from clauseaudit.rules.plain import from_plain, to_plain
from small_pack import write_pack


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAUSEAUDIT_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_plain_form_round_trips(home: Path) -> None:
    pack = build(write_pack(str(home / "pack")))
    again = from_plain(to_plain(pack))
    assert tuple(again.rules) == pack.rules
    assert again.rules[-1] == pack.rules[-1] and tuple(again.rules[1:]) == pack.rules[1:]
    assert len(again.rules) == len(pack.rules) and again.rules.index(pack.rules[-1]) == len(pack.rules) - 1
    assert again.plan == pack.plan
    assert again.categories == pack.categories
    assert again.laws.articles() == pack.laws.articles()


def test_second_load_reads_the_cache_and_a_change_is_seen(home: Path) -> None:
    folder = write_pack(str(home / "pack"))
    first = load_pack(folder)
    stored = os.listdir(home / "cache")
    assert tuple(load_pack(folder).rules) == first.rules
    assert os.listdir(home / "cache") == stored
    rule = Path(folder, "rules/refund-denial/plain.toml")
    rule.write_text(rule.read_text("utf-8").replace("充了就不退", "充了退不回来"), "utf-8")
    changed = load_pack(folder)
    assert changed.rules[0].wording.title == "充了退不回来"
    assert changed.digest != first.digest


def flipped(place: int) -> Callable[[bytes], bytes]:
    """One bit of the byte at a place (from the end: negative) turned over."""
    return lambda data: data[: place % len(data)] + bytes([data[place] ^ 1]) + data[place % len(data) + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "strange": lambda data: b"x" * 200,
    "shorter": lambda data: data[:-1],
    "longer": lambda data: data + b"x",
    "half": lambda data: data[: len(data) // 2],
    "key": flipped(0),
    "end": flipped(-1),
    "length": lambda data: data.replace(b"\0\0", b"\xff\xff", 1),
    "block lost": lambda data: data[: data.rindex(b"last block".ljust(20)) - 8],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_seen(home: Path, damage: Callable[[bytes], bytes]) -> None:
    plain, blocks = ("builtins", (1, 2)), [b"first", b"", b"last block".ljust(20)]
    cache.write(b"key", (plain, blocks))
    assert cache.read(b"key") == (plain, blocks)
    (name,) = os.listdir(home / "cache")
    path = home / "cache" / name
    path.write_bytes(damage(path.read_bytes()))
    assert cache.read(b"key") is None


def test_a_damaged_file_is_built_anew(home: Path) -> None:
    folder = write_pack(str(home / "pack"))
    expected = tuple(load_pack(folder).rules)
    (name,) = os.listdir(home / "cache")
    path = home / "cache" / name
    path.write_bytes(flipped(-1)(path.read_bytes()))
    assert tuple(load_pack(folder).rules) == expected
    assert cache.read(cache.signature(folder)) is not None


def test_an_unwritable_cache_is_no_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").write_text("in the way")
    monkeypatch.setenv("CLAUSEAUDIT_CACHE", str(home / "file" / "cache"))
    assert load_pack(write_pack(str(home / "pack"))).rules
