"""The report as one self-contained page: no request leaves it, and it works without its script.

Document text is hostile. Every value goes through autoescape after losing what could not be encoded or could
reorder the page (``_printable``); only this package's own style and script are put in as they are.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clauseaudit.model import Audit
from clauseaudit.render import words
from clauseaudit.render.view import QUOTED_LAWS, report_view

_TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MARGIN = re.compile(r"\s*\n\s*")
_STRING = re.compile(r"('[^'\n]*')")
_SPACED = re.compile(r" ?([{};,>]) ?")
_PROPERTY = re.compile(r"--[a-z][\w-]*")
# What our script declares: variables and functions, and the parameters of functions. No property may share a name.
_DECLARED = re.compile(r"\bvar (\w+)|[,;]\s*(\w+)=|\bfunction (\w+)|\bfunction ?\w*\(([\w,]*)\)")
_NAME = re.compile(r"(?<![.\w$/\\])[A-Za-z]\w+")
_LOOSE = re.compile(r" ?([=+*<>!&|?:;,{}()-]+) ?|(?<=[{;,])\n")


def to_html(audits: Sequence[Audit], *, names: Mapping[str, str] | None = None, scripted: bool = True, **_: Any) -> str:
    """One page: the report, or an index and the reports one after another.

    A page that would be larger than ``limit`` quotes fewer laws and leaves the notes beside the text to the script,
    which makes them from the findings; without script its marks lead to the findings themselves. ``scripted=False``
    (for printing without script) always writes everything out.
    """
    page = _page(audits, names or {}, lean=False)
    if scripted and len(page.encode()) > limit(audits):
        page = _page(audits, names or {}, lean=True)
    return page


def limit(audits: Sequence[Audit]) -> float:
    """Bytes that a page should not exceed: 2.5 times the text, and 60 kB."""
    return 2.5 * sum(len(audit.document.text.encode("utf-8", "replace")) for audit in audits) + 60_000


def _page(audits: Sequence[Audit], names: Mapping[str, str], *, lean: bool) -> str:
    single = len(audits) == 1
    quoted = 1 if lean else QUOTED_LAWS
    views = [report_view(one, names, "" if single else f"r{i}-", quoted) for i, one in enumerate(audits, 1)]
    style, script = _style(), _script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page: str = _environment().get_template("report.html").render(
        reports=views, words=words, style=style, script=script, script_hash=f"sha256-{digest}",
        footer=_page_footer(audits[0]) if single else "", lean=lean,
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
    """Our style in as few bytes as it takes: no spare spaces, and custom properties by short names."""
    sheet = _SPACED.sub(r"\1", _source("report.css").replace("\n", "")).replace(";}", "}")
    used = Counter(_PROPERTY.findall(sheet)).most_common()
    short = {name: f"--{_letters(i)}" for i, (name, _) in enumerate(used)}
    return Markup(_PROPERTY.sub(lambda match: short[match[0]], sheet))


def _letters(index: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa, …"""
    return (_letters(index // 26 - 1) if index >= 26 else "") + chr(97 + index % 26)


@lru_cache(maxsize=1)
def _script() -> Markup:
    """Our script without the spaces around its operators and with short names; strings stay as they are."""
    parts = _STRING.split(_source("report.js"))
    parts[::2] = [_LOOSE.sub(lambda match: match[1] or "", code) for code in parts[::2]]
    declared = set(re.findall(r"\w+", " ".join(" ".join(found) for found in _DECLARED.findall(" ".join(parts[::2])))))
    counts = Counter(name for code in parts[::2] for name in _NAME.findall(code) if name in declared)
    short = {name: "$" + _letters(i) for i, (name, _) in enumerate(counts.most_common())}
    parts[::2] = [_NAME.sub(lambda match: short.get(match[0], match[0]), code) for code in parts[::2]]
    return Markup("".join(parts))


def _source(name: str) -> str:
    """Our own style or script without comments and indentation."""
    with open(os.path.join(_TEMPLATES, name), encoding="utf-8") as file:
        return _MARGIN.sub("\n", _COMMENT.sub("", file.read())).strip()


def _printable(value: Any) -> Any:
    if type(value) is not str:  # Markup is a str, and is ours
        return value
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", value))
