"""The findings as CSV (RFC 4180) for Excel and for scripts: one table, every document.

Starts with a byte order mark, without which Excel reads Chinese as another charset. A text that a spreadsheet
would take for a formula gets an apostrophe in front: CSV has no other way to say "text".
Source: https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from clauseaudit.model import Audit
from clauseaudit.render.tables import FINDINGS, Cell, clean, finding_rows, unjudged_rows

_FORMULA = tuple("=+-@\t\r＝＋－＠")  # full-width ones too: Excel folds them in East Asian locales


def to_csv(audits: Sequence[Audit], *, names: Mapping[str, str] | None = None, **_: Any) -> str:
    """Header and a row a finding, or a document that was not judged; lines ended by CRLF."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([column.title for column in FINDINGS])
    rows = (*finding_rows(audits, names or {}), *unjudged_rows(audits))
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()


def safe(cell: Cell) -> Cell:
    """Numbers stay; text that starts like a formula, after any white space, becomes plain text."""
    if not isinstance(cell, str):
        return cell
    text = clean(cell)
    return "'" + text if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text
