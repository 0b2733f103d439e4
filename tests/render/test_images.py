"""The pictures of a report that the README shows: taken of the report itself by ``pytest --update-golden``.

Their bytes are the machine's (its fonts, its browser), so what is compared is that they are there, of the right
size, and small.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from clauseaudit import browsers
from clauseaudit.audit import audit
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.match import Matcher
from clauseaudit.render import render
from clauseaudit.rules import load_pack

ROOT = Path(__file__).parent.parent.parent
IMAGES = ROOT / "docs" / "images"
SOURCE = "corpus/examples/qinghe-recharge.html"
LARGEST = 300_000  # bytes
# name: width and height of the window, pixels of the picture for each of it
SHOTS = {"report-desktop.png": (1280, 1200, 1), "report-phone.png": (390, 844, 1.5)}


@pytest.fixture(scope="module", autouse=True)
def _taken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    if not request.config.getoption("--update-golden"):
        return
    pack = load_pack()
    document = read_document(snapshot_file(os.path.join(ROOT, SOURCE)))._replace(source=SOURCE)
    names = {key: category.name for key, category in pack.categories.items()}
    page = tmp_path_factory.mktemp("report") / "report.html"
    page.write_text(render([audit(document, Matcher(pack), "2026-11-26")], "html", names=names), encoding="utf-8")
    with browsers.browser() as browser:
        for name, (width, height, scale) in SHOTS.items():
            tab = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
            tab.goto(page.as_uri())
            tab.screenshot(path=str(IMAGES / name))
            tab.close()


@pytest.mark.parametrize("name", SHOTS)
def test_the_readme_shows_a_small_picture_of_the_report(name: str) -> None:
    content = (IMAGES / name).read_bytes()
    width, height, scale = SHOTS[name]
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (round(width * scale), round(height * scale))
    assert 20_000 < len(content) < LARGEST
    assert f"(docs/images/{name})" in (ROOT / "README.md").read_text(encoding="utf-8")
