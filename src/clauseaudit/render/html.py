"""The report as one self-contained page: no request leaves it, and it works without its script.

Document text is hostile. Every value goes through autoescape after losing what could not be encoded or could
reorder the page (``_printable``); only this package's own style and script are put in as they are.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clauseaudit.model import Audit
from clauseaudit.render import words
from clauseaudit.render.view import report_view

_TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MARGIN = re.compile(r"\s*\n\s*")
_STRING = re.compile(r"('[^'\n]*')")
_LOOSE = re.compile(r" ?([=+*<>!&|?:;,{}()-]+) ?|(?<=[{;,])\n")


def to_html(audits: Sequence[Audit], *, names: Mapping[str, str] | None = None, **_: Any) -> str:
    """One page: the report, or an index and the reports one after another."""
    single = len(audits) == 1
    views = [report_view(audit, names or {}, "" if single else f"r{i}-") for i, audit in enumerate(audits, 1)]
    style, script = _style(), _script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page: str = _environment().get_template("report.html").render(
        reports=views, words=words, style=style, script=script, script_hash=f"sha256-{digest}",
        footer=_page_footer(audits[0]) if single else "",
    )  # fmt: skip
    return page.strip() + "\n"


def _page_footer(audit: Audit) -> str:
    """The foot of every printed page. It stands in a CSS string, so only letters and digits may enter."""
    title = re.sub(r"\W", "", audit.document.title)[:40]
    date, digest = re.sub(r"[^\d-]", "", audit.on), re.sub(r"\W", "", audit.document.sha256)[:8]
    return f"条款体检 · {title} · {date} · SHA-256 {digest}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def _style() -> Markup:
    return Markup(_source("report.css").replace("\n", "").replace(";}", "}"))


@lru_cache(maxsize=1)
def _script() -> Markup:
    """Our script without the spaces around its operators; strings stay as they are."""
    parts = _STRING.split(_source("report.js"))
    parts[::2] = [_LOOSE.sub(lambda match: match[1] or "", code) for code in parts[::2]]
    return Markup("".join(parts))


def _source(name: str) -> str:
    """Our own style or script without comments and indentation."""
    with open(os.path.join(_TEMPLATES, name), encoding="utf-8") as file:
        return _MARGIN.sub("\n", _COMMENT.sub("", file.read())).strip()


def _printable(value: Any) -> Any:
    if type(value) is not str:  # Markup is a str, and is ours
        return value
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", value))
