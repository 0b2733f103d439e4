"""Audits, and platforms that hold several, to reports. Pure: nothing is printed and no file is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from clauseaudit.errors import ClauseauditError
from clauseaudit.model import Audit, Platform, Unread

BINARY = ("docx", "xlsx", "pdf")  # these have no text form: ``render_bytes`` writes them
FORMATS = ("terminal", "json", "jsonl", "md", "html", "sarif", "csv", *BINARY)

LISTS = ("sarif", "csv", "docx", "xlsx")  # one list of documents; what is said of a platform as a whole has no place


def audits_of(reports: Sequence[Audit | Platform]) -> list[Audit]:
    """All audits, those of platforms included, in their order."""
    return [audit for one in reports for audit in (one.audits if isinstance(one, Platform) else (one,))]


def unread_of(reports: Sequence[Audit | Platform]) -> list[Unread]:
    """What the platforms among ``reports`` name and nobody could read."""
    return [unread for one in reports if isinstance(one, Platform) for unread in one.unread]


def render(audits: Sequence[Audit | Platform], format: str, **options: Any) -> str:
    """Write ``audits`` in one of the text formats; the result ends with a newline unless it is empty.

    Options, all optional: ``names`` (category id -> Chinese name; all but json and jsonl), ``width`` (columns),
    ``color`` and ``quiet`` (terminal). Raises ClauseauditError for an unknown format.
    Each writer is imported when it is first asked for: the JSON path must not pay for the templates.
    """
    if format in ("json", "jsonl"):
        from clauseaudit.render.contract import to_json, to_jsonl

        return to_json(audits) if format == "json" else to_jsonl(audits)
    return _text_writer(format)(audits_of(audits) if format in LISTS else audits, **options)


def render_bytes(audits: Sequence[Audit | Platform], format: str, **options: Any) -> bytes:
    """As ``render``, for every format, ready to be written to a file. The pdf needs a browser."""
    if format not in BINARY:
        errors = "surrogatepass" if format == "terminal" else "strict"
        return render(audits, format, **options).encode("utf-8", errors)
    if format == "docx":
        from clauseaudit.render.docx import to_docx

        return to_docx(audits_of(audits), **options)
    if format == "xlsx":
        from clauseaudit.render.xlsx import to_xlsx

        return to_xlsx(audits_of(audits), unread=unread_of(audits), **options)
    from clauseaudit.render.pdf import to_pdf

    return to_pdf(audits, **options)


def _text_writer(format: str) -> Callable[..., str]:
    if format == "terminal":
        from clauseaudit.render.terminal import to_terminal

        return to_terminal
    if format == "md":
        from clauseaudit.render.markdown import to_markdown

        return to_markdown
    if format == "html":
        from clauseaudit.render.html import to_html

        return to_html
    if format == "sarif":
        from clauseaudit.render.sarif import to_sarif

        return to_sarif
    if format == "csv":
        from clauseaudit.render.csv import to_csv

        return to_csv
    raise ClauseauditError(format, "没有这种报告格式", "可选：" + "、".join(FORMATS))
