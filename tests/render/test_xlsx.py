"""The workbook, as openpyxl reads it: sheets, filters, and texts that are never formulas."""

from __future__ import annotations

import io
import time
import warnings
from typing import Any

import hostile
import openpyxl
import pytest
import sample

from clauseaudit.model import Audit, Unread
from clauseaudit.platform import join
from clauseaudit.render import render_bytes
from clauseaudit.render.tables import CELL_LIMIT, clean
from clauseaudit.render.xlsx import _letter


def workbook(*audits: Audit) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # openpyxl warns of what it had to skip or mend
        return openpyxl.load_workbook(io.BytesIO(render_bytes(audits, "xlsx", names=sample.NAMES)))


def records(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_three_sheets_with_frozen_headers_filters_and_widths() -> None:
    book = workbook(sample.qinghe(), sample.small())
    assert book.sheetnames == ["概览", "条款", "法条"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
        assert all(sheet.column_dimensions[cell.column_letter].width >= 6 for cell in sheet[1])
        assert all(cell.font.b for cell in sheet[1])
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert len(records(book["概览"])) == 2
    assert len(records(book["条款"])) == len(sample.qinghe().findings) + 4


def test_what_could_not_be_read_has_a_sheet() -> None:
    unread = (Unread("https://a.test/p", "=会员协议", "网页要求先登录", "请登录后另存"),)
    data = render_bytes([join("https://a.test/", [sample.small()], unread)], "xlsx", names=sample.NAMES)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["未读到"]
    assert [row["为什么没读到"] for row in records(sheet)] == ["网页要求先登录"]
    assert sheet["A2"].value == "=会员协议" and sheet["A2"].quotePrefix and sheet["A2"].data_type == "s"


def test_the_cells_say_what_the_audit_says() -> None:
    audit = sample.small()
    book = workbook(audit)
    (overview,) = records(book["概览"])
    assert (overview["标题"], overview["可能无效"], overview["能退吗"]) == ("青禾币充值服务协议", 1, "不能")
    found = records(book["条款"])
    assert [row["原文"] or "" for row in found if row["序号"] != "甲"] == [
        "充值成功后概不退款。",
        "青禾币不得转让。",
        "",
    ]
    assert audit.document.text[found[0]["起"] : found[0]["止"]] == found[0]["原文"]
    assert records(book["法条"])[0]["法条原文"].startswith("格式条款、通知、声明")


def test_hostile_text_is_text_in_every_cell() -> None:
    book = workbook(hostile.audit())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    texts = [cell for cell in cells if cell.data_type == "s"]
    formulas = [cell for cell in texts if str(cell.value).lstrip().startswith(("=", "+", "-", "@"))]
    assert len(formulas) > 20 and all(cell.quotePrefix for cell in formulas)
    quotes = {row["原文"] for row in records(book["条款"])}
    assert quotes == {clean(line).replace("_x0", "_x005F_x0") for line in hostile.LINES}


def test_a_cell_holds_no_more_than_excel_allows() -> None:
    audit = sample.small()
    long = audit.findings[0]._replace(quote="😀=" * 30_000)
    book = workbook(audit._replace(findings=(long,)))
    (row,) = records(book["条款"])
    assert len(row["原文"].encode("utf-16-le")) // 2 <= CELL_LIMIT and row["原文"].endswith("（后略）")


def test_rows_are_as_high_as_their_text_up_to_a_limit() -> None:
    audit = sample.small()
    short, long = audit.findings[0], audit.findings[0]._replace(explain="字" * 5_000)
    plain = short._replace(explain="字", action="字", counter="", suggest="", basis=(), title="字", quote="字" * 25)
    sheet = workbook(audit._replace(findings=(plain, long)))["条款"]
    assert [sheet.row_dimensions[row].height for row in (1, 2, 3)] == [15, 30, 120]


def test_no_audit_at_all_is_a_workbook_with_headers() -> None:
    assert [sheet.max_row for sheet in workbook()] == [1, 1, 1]


def test_the_same_bytes_every_time() -> None:
    assert render_bytes([sample.qinghe()], "xlsx") == render_bytes([sample.qinghe()], "xlsx")


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ")])
def test_letters(index: int, letter: str) -> None:
    assert _letter(index) == letter


def test_more_rows_than_a_sheet_holds_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clauseaudit.render.xlsx.ROW_LIMIT", 4)
    sheet = workbook(sample.small())["条款"]
    assert sheet.max_row == 4 and sheet.cell(4, 1).value == "另有2行放不下"


def test_a_hundred_thousand_findings() -> None:
    begin = time.perf_counter()
    written = render_bytes([hostile.many(100_000)], "xlsx")
    assert time.perf_counter() - begin < 90
    book = openpyxl.load_workbook(io.BytesIO(written), read_only=True)
    assert book["条款"].max_row == 100_001
