"""Audits to reports. Pure: text in, text out; nothing is printed and no file is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clauseaudit.errors import ClauseauditError
from clauseaudit.model import Audit

FORMATS = ("terminal", "json", "jsonl", "md", "html")


def render(audits: Sequence[Audit], format: str, **options: Any) -> str:
    """Write ``audits`` in one of ``FORMATS``; the result ends with a newline unless it is empty.

    Options, all optional: ``names`` (category id -> Chinese name; terminal, md, html), ``width`` (columns),
    ``color`` and ``quiet`` (terminal). Raises ClauseauditError for an unknown format.
    Each writer is imported when it is first asked for: the JSON path must not pay for the templates.
    """
    if format in ("json", "jsonl"):
        from clauseaudit.render.contract import to_json, to_jsonl

        return to_json(audits) if format == "json" else to_jsonl(audits)
    if format == "terminal":
        from clauseaudit.render.terminal import to_terminal

        return to_terminal(audits, **options)
    if format == "md":
        from clauseaudit.render.markdown import to_markdown

        return to_markdown(audits, **options)
    if format == "html":
        from clauseaudit.render.html import to_html

        return to_html(audits, **options)
    raise ClauseauditError(format, "没有这种报告格式", "可选：" + "、".join(FORMATS))
