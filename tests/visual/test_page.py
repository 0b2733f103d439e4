"""Facts as the script hands them over, and as a page that tampers with it could."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clauseaudit.visit import Sight
from clauseaudit.visual.page import Box, Scroll, View, read

STYLE = {"px": 16, "weight": 400, "italic": False, "underline": False, "color": "#000000", "background": "#ffffff",
         "contrast": 21, "unsure": "", "visibility": "visible"}  # fmt: skip
BLOCK: dict[str, Any] = {
    "text": "概不退款。", "runs": [[0, 5, 0]], "box": [1, 2, 3, 4], "hidden": [], "opacity": 1, "seen": 1,
    "scroll": None, "covered": "", "inside": None, "fixed": False, "bar": False, "pointer": False,
}  # fmt: skip
FACTS: dict[str, Any] = {
    "frame": {"depth": 0, "offset": [0, 0], "hidden": []}, "zoom": 1, "fonts": True, "styles": [STYLE],
    "blocks": [BLOCK], "buttons": [], "boxes": [],
}  # fmt: skip


def view(facts: dict[str, Any], size: tuple[int, int] = (390, 844)) -> View | None:
    return read(Sight("http://shop.example/", size, ({"version": 1, "json": json.dumps(facts)},)))


def only(facts: dict[str, Any]) -> Any:
    found = view(facts)
    assert found is not None
    return found.frames[0]


def test_shapes() -> None:
    frame = only(FACTS)
    (block,) = frame.blocks
    assert (block.text, block.box, block.runs[0].style.contrast) == ("概不退款。", Box(1, 2, 3, 4), 21)
    assert read(Sight("", (390, 844), (FACTS,))) == view(FACTS)  # evidence may hold it unpacked
    scrolled = {**BLOCK, "scroll": {"seen": 60, "content": 980, "at": 800}}
    assert only({**FACTS, "blocks": [scrolled]}).blocks[0].scroll == Scroll(60, 980, 800)


def test_the_window_has_a_name() -> None:
    assert [found.name for size in ((390, 844), (1280, 800)) if (found := view(FACTS, size))] == ["手机", "电脑"]


def test_a_frame_moves_and_hides_what_is_in_it() -> None:
    frame = only({**FACTS, "frame": {"depth": 1, "offset": [10, 100], "hidden": ["no box"]}})
    assert (frame.blocks[0].box, frame.blocks[0].hidden) == (Box(11, 102, 3, 4), ("no box",))
    elsewhere = only({**FACTS, "frame": {"depth": 1, "offset": None, "hidden": []}})
    assert not elsewhere.placed and elsewhere.blocks[0].box == Box(1, 2, 3, 4)


def test_a_page_shrunk_to_the_window_shrinks_its_type() -> None:
    assert only({**FACTS, "zoom": 0.4}).blocks[0].runs[0].style.px == pytest.approx(6.4)
    assert only({**FACTS, "zoom": 3}).blocks[0].runs[0].style.px == 16


@pytest.mark.parametrize(
    "wrong",
    [
        {"box": [1, 2, 3]}, {"box": [1, 2, 3, float("inf")]}, {"box": None}, {"runs": [[0, 5, 9]]}, {"runs": [[0, 5]]},
        {"opacity": "x"}, {"scroll": {"seen": 1}}, {"inside": "x"}, {"text": None, "runs": [[0, 5, 7]]},
        {"hidden": None},
    ],
)  # fmt: skip
def test_a_block_that_does_not_fit_is_dropped_alone(wrong: dict[str, Any]) -> None:
    assert len(only({**FACTS, "blocks": [{**BLOCK, **wrong}, BLOCK, None, 7]}).blocks) == 1


@pytest.mark.parametrize("wrong", [{"px": None}, {"contrast": "much"}, {"weight": []}, {"color": "#gggggg"}])
def test_a_style_that_does_not_fit_takes_its_blocks_with_it(wrong: dict[str, Any]) -> None:
    facts = {**FACTS, "styles": [{**STYLE, **wrong}, STYLE], "blocks": [BLOCK, {**BLOCK, "runs": [[0, 5, 1]]}]}
    assert len(only(facts).blocks) == 1


@pytest.mark.parametrize("wrong", [{"frame": None}, {"styles": None}, {"blocks": 7}, {"zoom": "x"}])
def test_a_frame_that_does_not_fit_is_none(wrong: dict[str, Any]) -> None:
    assert view({**FACTS, **wrong}) is None


def test_deep_nesting_is_no_error() -> None:
    assert read(Sight("", (390, 844), ({"json": "[" * 100_000},))) is None


@pytest.mark.parametrize("key", ["buttons", "boxes"])
def test_controls_that_do_not_fit_are_dropped(key: str) -> None:
    frame = only({**FACTS, key: [{}, None, {"box": [1, 2, 3, 4]}]})
    assert (frame.buttons, frame.ticks) == ((), ())
