"""Pages of our own, measured in a real browser at both window sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clauseaudit.visit import Sight
from clauseaudit.visual import SCRIPT
from clauseaudit.visual.page import View, read
from visual.planted import PAGE

SIZES = ((390, 844), (1280, 800))
URL = "http://shop.example/agreement"
Sights = Callable[[str], tuple[Sight, ...]]


@pytest.fixture(scope="session")
def measured(browser: Any) -> Sights:
    """``measured(body)``: the page with that body as two sights."""

    pages = [browser.new_page(viewport={"width": w, "height": h}, reduced_motion="reduce") for w, h in SIZES]

    def measure(body: str) -> tuple[Sight, ...]:
        sights = []
        for size, page in zip(SIZES, pages, strict=True):
            page.set_content(PAGE % body)
            page.evaluate("document.fonts.ready.then(() => 1)")
            sights.append(Sight(URL, size, tuple(frame.evaluate(SCRIPT) for frame in page.frames)))
        return tuple(sights)

    return measure


@pytest.fixture(scope="session")
def views(measured: Sights) -> Callable[[str], list[View]]:
    """``views(body)``: the same, read."""
    return lambda body: [view for sight in measured(body) if (view := read(sight))]
