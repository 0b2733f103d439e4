"""The audits as an Excel workbook: 概览 (documents), 条款 (findings), 法条 (citations), 未读到 (what was not read).

Every text is an inline string with the "quote prefix" set, so that no program takes one for a formula, not even
after it has been edited. Source: ECMA-376 part 1, chapter 18 (SpreadsheetML).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from clauseaudit.model import Audit, Unread
from clauseaudit.render.ooxml import Part, office_text, package
from clauseaudit.render.tables import (
    DOCUMENTS,
    FINDINGS,
    LAWS,
    UNREAD,
    Cell,
    Column,
    clean,
    document_rows,
    finding_rows,
    law_rows,
    unread_rows,
)

ROW_LIMIT = 1_048_576  # of a sheet; what does not fit is said in the last row
MAX_LINES, LINE_HEIGHT = 8, 15  # of a row; points
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMULA = tuple("=+-@\t＝＋－＠")
_TEXT, _QUOTED, _HEADER, _NUMBER = 1, 2, 3, 4  # indexes into cellXfs
_STYLES = f"""<styleSheet xmlns="{_MAIN}"><fonts count="2">\
<font><sz val="11"/><name val="等线"/><family val="2"/></font>\
<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="等线"/><family val="2"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FF1B4F8A"/><bgColor indexed="64"/></patternFill></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" \
applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" \
applyAlignment="1"><alignment vertical="center"/></xf>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">\
<alignment vertical="top"/></xf></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def to_xlsx(
    audits: Sequence[Audit], *, names: Mapping[str, str] | None = None, unread: Sequence[Unread] = (), **_: Any
) -> bytes:
    """The workbook; the same bytes for the same audits. The last sheet only where something is ``unread``."""
    sheets = [
        ("概览", DOCUMENTS, document_rows(audits)),
        ("条款", FINDINGS, finding_rows(audits, names or {})),
        ("法条", LAWS, law_rows(audits)),
    ]
    if unread:
        sheets.append(("未读到", UNREAD, unread_rows(unread)))
    written = [_sheet(columns, rows, i == 0) for i, (_, columns, rows) in enumerate(sheets)]
    parts = [Part("xl/workbook.xml", "spreadsheetml.sheet.main+xml", "officeDocument", _workbook(sheets, written))]
    parts += [
        Part(f"xl/worksheets/sheet{i}.xml", "spreadsheetml.worksheet+xml", "worksheet", xml)
        for i, (xml, _) in enumerate(written, 1)
    ]
    parts.append(Part("xl/styles.xml", "spreadsheetml.styles+xml", "styles", _STYLES))
    return package(parts, "条款体检", audits[0].on if audits else "")


def _workbook(sheets: Sequence[tuple[str, Sequence[Column], object]], written: Sequence[tuple[str, int]]) -> str:
    rows = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, (name, *_) in enumerate(sheets, 1))
    # Excel expects a hidden name behind every filter.
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{i}" hidden="1">'
        f"'{name}'!$A$1:${_letter(len(columns) - 1)}${count}</definedName>"
        for i, ((name, columns, _), (_, count)) in enumerate(zip(sheets, written, strict=True))
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{rows}</sheets><definedNames>{filters}</definedNames></workbook>"
    )


def _sheet(columns: Sequence[Column], rows: Iterator[list[Cell]], selected: bool) -> tuple[str, int]:
    """The sheet and how many rows it has, the frozen header included."""
    lines = [_row(1, [column.title for column in columns], _HEADER, 1)]
    for row in islice(rows, ROW_LIMIT - 2):
        lines.append(_row(len(lines) + 1, row, _TEXT, _height(row, columns)))
    if rest := sum(1 for _ in rows):
        lines.append(_row(len(lines) + 1, [f"另有{rest:,}行放不下"], _TEXT, 1))
    last = _letter(len(columns) - 1)
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{column.width}" customWidth="1"/>' for i, column in enumerate(columns, 1)
    )
    tab = ' tabSelected="1"' if selected else ""
    head = (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}{len(lines)}"/><sheetViews>'
        f'<sheetView workbookViewId="0"{tab}>'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>'
    )
    # Printed, a row stays on one page in width.
    page = '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
    tail = f'</sheetData><autoFilter ref="A1:{last}{len(lines)}"/>{page}</worksheet>'
    return head + "".join(lines) + tail, len(lines)


def _height(row: Sequence[Cell], columns: Sequence[Column]) -> int:
    """Lines that the row's longest text takes, at most MAX_LINES: not every program measures them itself."""
    lines = 1
    for cell, column in zip(row, columns, strict=True):
        if isinstance(cell, str):
            width = (len(cell) + len(cell.encode("utf-8", "replace"))) // 2  # a Chinese character is two wide
            lines = max(lines, cell.count("\n") + -(-width // column.width))
    return min(lines, MAX_LINES)


def _row(number: int, cells: Iterable[Cell], style: int, lines: int) -> str:
    written = "".join(_cell(f"{_letter(i)}{number}", cell, style) for i, cell in enumerate(cells))
    return f'<row r="{number}" ht="{lines * LINE_HEIGHT}" customHeight="1">{written}</row>'


def _cell(place: str, value: Cell, style: int) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        return f'<c r="{place}" s="{_NUMBER}"><v>{value}</v></c>'
    text = clean(value)
    if style == _TEXT and text.lstrip().startswith(_FORMULA):
        style = _QUOTED
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{office_text(text)}</t></is></c>'


def _letter(index: int) -> str:
    """Column letters of the index-th column, from 0 to 51."""
    return ("A" if index >= 26 else "") + chr(ord("A") + index % 26)
