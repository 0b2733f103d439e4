"""Rows for spreadsheets: as wide as their headings, true to the audit, free of what a cell cannot hold."""

from __future__ import annotations

import hostile
import pytest
import sample

from clauseaudit.render.tables import (
    CELL_LIMIT,
    DOCUMENTS,
    FINDINGS,
    LAWS,
    clean,
    document_rows,
    finding_rows,
    law_rows,
)


@pytest.mark.parametrize("audit", [sample.qinghe(), hostile.audit()], ids=["qinghe", "hostile"])
def test_rows_are_as_wide_as_the_headings(audit: sample.Audit) -> None:
    assert {len(row) for row in document_rows([audit])} == {len(DOCUMENTS)}
    assert {len(row) for row in finding_rows([audit], {})} == {len(FINDINGS)}
    assert {len(row) for row in law_rows([audit])} == {len(LAWS)}


def test_the_overview_has_light_counts_and_six_answers() -> None:
    (row,) = document_rows([sample.small()])
    named = dict(zip((column.title for column in DOCUMENTS), row, strict=True))
    assert (named["标题"], named["灯"], named["可能无效"], named["对你有利"]) == ("青禾币充值服务协议", "红灯", 1, 1)
    assert (named["能退吗"], named["余额、权益会过期吗"], named["出事去哪告"]) == ("不能", "未写明", "未写明")


def test_findings_keep_the_numbers_of_the_report() -> None:
    rows = [
        dict(zip((c.title for c in FINDINGS), row, strict=True)) for row in finding_rows([sample.small()], sample.NAMES)
    ]
    assert [row["序号"] for row in rows] == ["1", "2", "3", "甲"]
    assert (
        rows[0]["类别"] == "概不退款"
        and rows[0]["原文"] == "充值成功后概不退款。"
        and (rows[0]["起"], rows[0]["止"]) == (17, 27)
    )
    assert rows[0]["依据"] == "《消费者权益保护法》第二十六条第三款；《民法典》第四百九十七条第（二）项"
    assert rows[2]["起"] is None


def test_each_citation_has_a_row() -> None:
    rows = list(law_rows([sample.small()]))
    assert len(rows) == 4
    assert rows[0][4:8] == ["中华人民共和国消费者权益保护法", "第二十六条", "三", ""]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("甲\x00\x07\x1b[1m乙\x7f\x9f", "甲[1m乙"),
        ("一\r\n二\r三\u2028四\x85五", "一\n二\n三\n四\n五"),
        ("\u202e反\u2069\ufeff\u200b", "反"),
        ("\ud83d\ufffe\uffff", "\ufffd" * 3),
        ("👩‍👩 =1+1", "👩👩 =1+1"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cut"), [("字" * CELL_LIMIT, False), ("字" * (CELL_LIMIT + 1), True), ("😀" * 20_000, True)]
)
def test_a_long_cell_is_cut_by_utf_16_units_and_says_so(text: str, cut: bool) -> None:
    cell = clean(text)
    assert len(cell.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert cell.endswith("……（后略）") == cut
