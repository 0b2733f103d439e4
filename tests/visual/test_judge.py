"""The thresholds, at their edges."""

from __future__ import annotations

import pytest

from clauseaudit.visual.align import Part
from clauseaudit.visual.judge import EMPHASIS_SHARE, Level, judge, norm
from clauseaudit.visual.page import Block, Box, Frame, Run, Scroll, Style, View

PLAIN = Style(16, 400, False, False, "#222222", "#ffffff", 15.9, "", True)


def block(*runs: tuple[int, Style], **more: object) -> Block:
    made, at = [], 0
    for length, style in runs:
        made.append(Run(at, at + length, style))
        at += length
    whole = Block("字" * at, tuple(made), Box(0, 0, 99, 20), (), 1, 1, None, "", None, False, False, False)
    return whole._replace(**more)  # type: ignore[arg-type]


def level(planted: Block, *others: Block, opened: bool = False) -> Level:
    view = View("手机", 844, (Frame(0, True, (), True, (planted, *others), (), ()),))
    return judge([Part(planted, 0, len(planted.text))], view, norm(view), opened).level


TEXT = block((400, PLAIN))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"px": 11.9}, Level.OBSCURE),
        ({"px": 13.5}, Level.OBSCURE),  # less than 85 % of 16
        ({"px": 13.6}, Level.ORDINARY),
        ({"px": 19.1}, Level.ORDINARY),
        ({"px": 19.2}, Level.CONSPICUOUS),
        ({"contrast": 2.99}, Level.OBSCURE),
        ({"contrast": 3.0}, Level.ORDINARY),
        ({"weight": 600}, Level.CONSPICUOUS),
        ({"weight": 500}, Level.ORDINARY),
        ({"weight": 700, "contrast": 4.49}, Level.ORDINARY),
        ({"weight": 700, "contrast": 4.5}, Level.CONSPICUOUS),
        ({"weight": 700, "px": 20.0, "contrast": 3.0}, Level.CONSPICUOUS),  # large and bold
        ({"weight": 700, "contrast": None, "unsure": "image"}, Level.UNKNOWN),
        ({"contrast": None, "unsure": "effect", "px": 9.0}, Level.OBSCURE),
        ({"underline": True}, Level.CONSPICUOUS),
        ({"italic": True}, Level.ORDINARY),
        ({"color": "#cc0000", "contrast": 5.9}, Level.CONSPICUOUS),
        ({"color": "#555555", "contrast": 7.5}, Level.ORDINARY),
        ({"visible": False}, Level.OBSCURE),
    ],
)
def test_one_style(change: dict[str, object], expected: Level) -> None:
    assert level(block((40, PLAIN._replace(**change))), TEXT) == expected  # type: ignore[arg-type]


def test_small_is_small_where_all_is_small() -> None:
    tiny = PLAIN._replace(px=11.0)
    assert level(block((40, tiny)), block((400, tiny))) == Level.OBSCURE
    twelve = PLAIN._replace(px=12.0)
    assert level(block((40, twelve)), block((400, twelve))) == Level.ORDINARY


def test_runs_count_from_four_characters() -> None:
    faint = PLAIN._replace(contrast=1.4)
    assert level(block((20, PLAIN), (3, faint), (20, PLAIN)), TEXT) == Level.ORDINARY
    assert level(block((20, PLAIN), (4, faint), (20, PLAIN)), TEXT) == Level.OBSCURE
    assert level(block((3, faint)), TEXT) == Level.OBSCURE


def test_emphasis_of_half_a_term_and_of_too_much_of_the_page() -> None:
    bold = PLAIN._replace(weight=700)
    assert level(block((20, bold), (20, PLAIN)), TEXT) == Level.CONSPICUOUS
    assert level(block((19, bold), (21, PLAIN)), TEXT) == Level.ORDINARY
    share = int(400 * EMPHASIS_SHARE)
    assert level(block((40, bold)), block((share - 40, bold)), block((400 - share, PLAIN))) == Level.CONSPICUOUS
    assert level(block((40, bold)), block((share - 39, bold)), block((399 - share, PLAIN))) == Level.ORDINARY


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"hidden": ("details",)}, Level.OBSCURE),
        ({"opacity": 0.04}, Level.OBSCURE),
        ({"seen": 0.4}, Level.OBSCURE),
        ({"seen": 0.6}, Level.ORDINARY),
        ({"covered": "div"}, Level.OBSCURE),
        ({"covered": "floating"}, Level.ORDINARY),
        ({"scroll": Scroll(100, 401, 100)}, Level.OBSCURE),
        ({"scroll": Scroll(100, 400, 300)}, Level.ORDINARY),
        ({"scroll": Scroll(100, 4000, 99)}, Level.ORDINARY),
        ({"scroll": Scroll(0, 0, 0)}, Level.ORDINARY),
        ({"box": Box(0, 9000, 99, 20)}, Level.ORDINARY),
    ],
)
def test_where_it_is(more: dict[str, object], expected: Level) -> None:
    assert level(block((40, PLAIN), **more), TEXT) == expected


def test_what_was_opened_was_closed_before() -> None:
    assert level(block((40, PLAIN), hidden=("dialog",)), TEXT, opened=True) == Level.ORDINARY
    assert level(block((40, PLAIN), hidden=("display",), seen=0), TEXT, opened=True) == Level.ORDINARY
    assert level(block((40, PLAIN), hidden=("details",)), TEXT, opened=True) == Level.OBSCURE


def test_hidden_text_is_no_yardstick() -> None:
    """A keyword dump in huge or bold type does not make the rest small or its emphasis common."""
    dump = block((5000, PLAIN._replace(weight=700, px=40.0)), hidden=("display",))
    assert level(block((40, PLAIN)), TEXT, dump) == Level.ORDINARY
    assert level(block((40, PLAIN._replace(weight=700))), TEXT, dump) == Level.CONSPICUOUS


def test_no_runs() -> None:
    assert level(block()) == Level.UNKNOWN
