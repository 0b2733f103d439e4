"""A second copy inside the bundle shows where the first was changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from clauseaudit.evidence.manifest import BLOCK, Place
from clauseaudit.evidence.verify import verify
from evidence.bundles import names

BODY = "visits/0002/exchanges/0001.body"  # also in the WARC


def test_many_changes_are_placed_exactly_where_a_copy_is_left(bundle: Path) -> None:
    for name, exact in ((BODY, True), ("capture.warc.gz", False)):
        content = (bundle / name).read_bytes()
        changed = content[:77] + bytes(byte ^ 0x55 for byte in content[77:2500]) + content[2500:]
        (bundle / name).write_bytes(changed)
        place = next(damage.place for damage in verify(str(bundle)).damages if damage.name == name)
        assert place == (Place(78, 78) if exact else Place(1, BLOCK))
        (bundle / name).write_bytes(content)


def test_an_equal_file_serves_as_a_copy(bundle: Path) -> None:
    name = "visits/0002/sights/0001.png"  # the same picture as 0002.png
    content = (bundle / name).read_bytes()
    (bundle / name).write_bytes(content[:5000] + b"\0\0\0" + content[5000:])
    place = verify(str(bundle)).damages[0].place
    assert place == Place(5001, 5001)


def test_a_copy_that_was_changed_too_is_no_copy(bundle: Path) -> None:
    for number in (1, 2):
        path = bundle / f"visits/0002/sights/000{number}.png"
        path.write_bytes(path.read_bytes()[:-3000])
    (bundle / "visits/0002/exchanges/0002.body").unlink()
    (bundle / "capture.warc.gz").unlink()
    places = {d.name: d.place for d in verify(str(bundle)).damages if d.name.endswith(".png")}
    assert set(places.values()) == {Place(BLOCK + 1, 2 * BLOCK)}


@pytest.mark.parametrize("archive", [b"", b"\x1f\x8b", b"WARC/1.1\r\n\r\n", bytes(4000)])
def test_a_broken_archive_is_a_damage_not_a_crash(bundle: Path, archive: bytes) -> None:
    (bundle / "capture.warc.gz").write_bytes(archive)
    (bundle / BODY).write_bytes(b"x" * 9000)
    report = verify(str(bundle))
    assert {BODY, "capture.warc.gz"} == set(names(report))
