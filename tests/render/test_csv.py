"""CSV: readable by a parser and by Excel, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import time

import hostile
import pytest
import sample

from clauseaudit.render import render, render_bytes
from clauseaudit.render.csv import safe


def rows(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))


def test_bytes_start_with_the_mark_that_excel_needs_and_lines_end_as_the_rfc_says() -> None:
    written = render_bytes([sample.small()], "csv", names=sample.NAMES)
    assert written.startswith(b"\xef\xbb\xbf") and written.endswith(b"\r\n")
    assert written.count(b"\r\n") == written.count(b"\n") == 1 + 4


def test_every_finding_is_a_row_that_says_what_it_quotes() -> None:
    audit = sample.qinghe()
    read = rows(render([audit], "csv"))
    assert sorted(row["原文"] for row in read) == sorted(f.quote for f in audit.findings)
    assert all(audit.document.text[int(r["起"]) : int(r["止"])] == r["原文"] for r in read if r["起"])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " \n=1", "＝1", "\u202e=1", "\x00=1", "\ufeff=1"])
def test_a_formula_becomes_text(text: str) -> None:
    cell = safe(text)
    assert isinstance(cell, str) and cell.startswith("'")


def test_numbers_and_plain_text_stay() -> None:
    assert [safe(cell) for cell in (-1, 0.5, None, "甲=乙", "(=1)")] == [-1, 0.5, None, "甲=乙", "(=1)"]


def test_hostile_text_breaks_no_row() -> None:
    read = rows(render([hostile.audit()], "csv"))
    assert len(read) == len(hostile.LINES)
    cells = [cell for row in read for cell in row.values() if cell]
    assert not [c for c in cells if c.lstrip().startswith(("=", "+", "-", "@"))]
    assert None not in [key for row in read for key in row]  # no row is longer than the header
    render_bytes([hostile.audit()], "csv")  # can be encoded


def test_a_hundred_thousand_findings() -> None:
    begin = time.perf_counter()
    assert render([hostile.many(100_000)], "csv").count("\r\n") == 100_001
    assert time.perf_counter() - begin < 60
