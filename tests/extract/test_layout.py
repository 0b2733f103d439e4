"""Boxes on a page: rows, cells, columns, and which rows go on in the next."""

from __future__ import annotations

from collections.abc import Sequence

from clauseaudit.extract.layout import Box, in_order, rows_of

HEIGHT, PITCH, CHARACTER = 20, 34, 20


def box(text: str, left: float, row: float, width: float = 0) -> Box:
    top = row * PITCH
    return Box(left, top, left + (width or CHARACTER * len(text)), top + HEIGHT, text)


def read(boxes: Sequence[Box]) -> list[tuple[str, bool]]:
    return [(line.box.text, line.full) for line in rows_of(in_order(boxes))]


def test_rows_are_read_from_the_top_whatever_the_order_they_were_found_in() -> None:
    boxes = [box("丙", 10, 2), box("甲", 10, 0), box("乙", 10, 1)]
    assert [text for text, _ in read(boxes)] == ["甲", "乙", "丙"]


def test_what_stands_side_by_side_is_one_row() -> None:
    parts = [box("不退还。", 130, 0.2), box("概", 105, 0), box("充值后", 40, 0.1)]
    assert [text for text, _ in read(parts)] == ["充值后概不退还。"]
    cells = [box("档位", 10, 0), box("价格", 200, 0), box("一档", 10, 1), box("6元", 200, 1)]
    assert [text for text, _ in read(cells)] == ["档位\t价格", "一档\t6元"]


def test_full_rows_reach_the_margin() -> None:
    long, short = "甲" * 20, "乙" * 6
    rows = [box(long, 10, 0), box(short, 10, 1), box(long, 10, 2), box("甲" * 19, 10, 3), box(short, 10, 4)]
    assert [full for _, full in read(rows)] == [True, False, True, True, False]


def test_a_row_before_a_gap_or_another_size_ends_its_paragraph() -> None:
    long = "甲" * 20
    assert not read([box(long, 10, 0), box(long, 10, 2)])[0][1]
    heading = Box(10, PITCH, 300, PITCH + 2 * HEIGHT, "第一章")
    assert not read([box(long, 10, 0), heading])[0][1]


def test_columns_are_read_one_after_the_other() -> None:
    left = [box("左" * 9, 10, 2 + row) for row in range(8)]
    right = [box("右" * 9, 230, 2 + row) for row in range(8)]
    title = [box("会员服务协议会员服务协议", 100, 0, 240)]
    mixed = [one for pair in zip(left, right, strict=True) for one in pair]
    assert [text[0] for text, _ in read([*title, *mixed])] == ["会"] + ["左"] * 8 + ["右"] * 8


def test_three_columns() -> None:
    columns = [box(name * 9, 10 + 220 * place, row) for row in range(8) for place, name in enumerate("左中右")]
    assert [text[0] for text, _ in read(columns)] == ["左"] * 8 + ["中"] * 8 + ["右"] * 8
    assert [text[0] for text, _ in read(columns[:15])] == ["左"] * 5 + ["中"] * 5 + ["右"] * 5
    short = [one for one in columns if one.text[0] != "右" or one.top < 5 * PITCH]
    assert [text[0] for text, _ in read(short)] == ["左"] * 8 + ["中"] * 8 + ["右"] * 5


def test_a_table_is_no_pair_of_columns() -> None:
    rows = [one for row in range(8) for one in (box("一档", 10, row), box("6元", 300, row))]
    assert [text for text, _ in read(rows)] == ["一档\t6元"] * 8


def test_the_same_text_seen_twice() -> None:
    first = box("概不退还", 10, 0)
    assert first.covers(first._replace(top=3, bottom=24)) and not first.covers(box("概不退还", 10, 1))
    assert not first.covers(box("充值", 200, 0))
