"""Long screenshots are read in strips: each row once, none cut, and memory bounded."""

from __future__ import annotations

import math
import sys
from typing import Any

import pytest
from ocr import needs_recogniser, screenshot

from clauseaudit.errors import ExtractError
from clauseaudit.extract import read_document, recognise
from clauseaudit.model import Snapshot

EDGES = (0, 880, 940, 1000, 1060, 1100, 1190, 1950, 2070, 9_040, 19_950)  # of strips, and rows on both sides


def test_whether_it_is_there_is_found_without_loading_it() -> None:
    assert recognise.installed() == (recognise.MODULE in _installed())
    assert recognise.MODULE not in sys.modules


def _installed() -> set[str]:
    from importlib.metadata import packages_distributions

    return set(packages_distributions())


def test_a_recogniser_that_cannot_start_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find_spec(self, name: str, *_: Any) -> None:
            if name == recognise.MODULE:
                raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    recognise._engine.cache_clear()
    with pytest.raises(ExtractError, match="libGL") as refused:
        recognise._engine()
    assert "opencv-python-headless" in refused.value.remedy


@needs_recogniser
@pytest.mark.browser
def test_twenty_thousand_pixels(browser: Any) -> None:
    lines = [f"第{number + 1}条已支付的款项概不退还。" for number in range(len(EDGES))]
    placed = "".join(
        f'<p style="position:absolute;margin:0;top:{top}px;font:24px/1.2 sans-serif">{line}</p>'
        for top, line in zip(EDGES, lines, strict=True)
    )
    page = f'<meta charset="utf-8"><body style="margin:0;height:20000px;background:#fff">{placed}</body>'
    document = read_document(Snapshot("a.png", screenshot(browser, page, width=500)))
    assert document.text.split("\n") == lines
    assert [document.text[scan.start : scan.end] for scan in document.scans] == lines


@needs_recogniser
@pytest.mark.parametrize(
    ("degrees", "height", "turned"), [(2, 900, True), (-3, 900, True), (0.1, 900, False), (2, 3000, False)]
)
def test_a_photograph_taken_aslant_is_turned(
    degrees: float, height: int, turned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    drop = math.tan(math.radians(degrees)) * 500
    row = [[20.0, 100.0], [520.0, 100.0 + drop], [520.0, 120.0 + drop], [20.0, 120.0]]
    monkeypatch.setattr(recognise, "_found", lambda *_: [(row, "概不退还", 1.0)] * 3)
    picture = Image.new("RGB", (600, height), "white")
    picture.putpixel((300, 450), (0, 0, 0))
    upright = recognise._upright(picture)
    assert (upright is not picture) == turned and (upright.size != picture.size) == turned
