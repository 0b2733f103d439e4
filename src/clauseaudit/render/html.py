"""The report as one self-contained page: no request leaves it, and it works without its script.

Document text is hostile. Every value goes through autoescape after losing what could not be encoded or could
reorder the page (``_printable``); only this package's own style and script are put in as they are.
"""

from __future__ import annotations

import base64
import hashlib
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clauseaudit.model import Audit, Platform
from clauseaudit.render import audits_of, scans, words
from clauseaudit.render.head import head_view
from clauseaudit.render.order import LISTED
from clauseaudit.render.passage import View
from clauseaudit.render.room import AMPLE, ROOMS, Room
from clauseaudit.render.style import fitted, letters, short
from clauseaudit.render.view import report_view

_TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MARGIN = re.compile(r"\s*\n\s*")
_STRING = re.compile(r"('[^'\n]*')")
# What our script declares: variables and functions, and the parameters of functions. No property may share a name.
_DECLARED = re.compile(r"\bvar (\w+)|[,;]\s*(\w+)=|\bfunction (\w+)|\bfunction ?\w*\(([\w,]*)\)")
_ANONYMOUS = re.compile(r"\bfunction ?\(([\w,$]*)\)\{")
_NAME = re.compile(r"(?<![.\w$/\\])[A-Za-z]\w+")
_LOOSE = re.compile(r" ?([=+*<>!&|?:;,{}()-]+) ?|(?<=[{;,])\n")


Reports = Sequence[Audit | Platform]


def to_html(audits: Reports, *, names: Mapping[str, str] | None = None, scripted: bool = True, **_: Any) -> str:
    """One page: the report, or an index and the reports one after another; a platform's head before its documents.

    A page that would be larger than ``limit`` says less, step by step (``room``): first it leaves the notes beside
    the text to the script; in the end it tells only the gravest kinds of terms in full. ``scripted=False``
    (for printing without script) always writes everything out.
    """

    def written(room: Room) -> str:
        return _page(audits, names or {}, room)

    most = limit(audits) if scripted else math.inf
    for room in ROOMS:
        page = written(room)
        if len(page.encode()) <= most:
            return page
    return _filled(written, ROOMS[-1], most, max((len(audit.findings) for audit in audits_of(audits)), default=0))


def _filled(written: Callable[[Room], str], room: Room, most: float, kinds: int) -> str:
    """The page that tells as many kinds of terms in full as fit, at least none."""
    fits, too_many = 0, min(kinds, LISTED)
    best = written(room._replace(kinds=0))
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        page = written(room._replace(kinds=middle))
        if len(page.encode()) <= most:
            fits, best = middle, page
        else:
            too_many = middle
    return best


def limit(audits: Reports) -> float:
    """Bytes that a page should not exceed: 2.5 times the text, and 60 kB; pictures have room of their own."""
    documents = [audit.document for audit in audits_of(audits)]
    pictures = scans.ROOM * sum(bool(document.scans) for document in documents)
    return 2.5 * sum(len(document.text.encode("utf-8", "replace")) for document in documents) + 60_000 + pictures


def _page(audits: Reports, names: Mapping[str, str], room: Room = AMPLE) -> str:
    single = audits[0] if len(audits) == 1 and isinstance(audits[0], Audit) else None
    views = [report_view(one, names, "" if single else f"r{i}-", room) for i, one in enumerate(audits_of(audits), 1)]
    heads, loose = _parts(audits, views)
    style, script = _style(), _script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page: str = _environment().get_template("report.html").render(
        reports=views, heads=heads, loose=loose, words=words, style=style, script=script,
        script_hash=f"sha256-{digest}", footer=_page_footer(single) if single else "", room=room,
        pictured=any(audit.document.scans for audit in audits_of(audits)),
    )  # fmt: skip
    return page.replace(style, fitted(style, page, script), 1).strip() + "\n"


def _parts(audits: Reports, views: Sequence[View]) -> tuple[list[View], list[View]]:
    """The heads of platforms with the reports of their documents, and the reports that belong to none."""
    heads: list[View] = []
    loose: list[View] = []
    waiting = iter(views)
    for one in audits:
        if isinstance(one, Platform):
            own = [next(waiting) for _ in one.audits]
            heads.append({**head_view(one, f"p{len(heads) + 1}-", own), "reports": own})
        else:
            loose.append(next(waiting))
    return heads, loose


def _page_footer(audit: Audit) -> str:
    """The foot of every printed page. It stands in a CSS string, so only letters and digits may enter."""
    title = re.sub(r"\W", "", audit.document.title)[:40]
    date, digest = re.sub(r"[^\d-]", "", audit.on), re.sub(r"\W", "", audit.document.sha256)[:8]
    return f"条款体检 · {title} · {date} · SHA-256 {digest}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["letters"] = _letters_of
    return made


def _letters_of(text: str) -> int:
    """Characters of ``text`` as the page shows it, white space left out."""
    return len("".join(_printable(text).split()))


@lru_cache(maxsize=1)
def _style() -> Markup:
    return Markup(short(_source("report.css")))


@lru_cache(maxsize=1)
def _script() -> Markup:
    """Our script without the spaces around its operators and with short names; strings stay as they are."""
    parts = _STRING.split(_source("report.js"))
    parts[::2] = [_LOOSE.sub(lambda match: match[1] or "", code) for code in parts[::2]]
    declared = set(re.findall(r"\w+", " ".join(" ".join(found) for found in _DECLARED.findall(" ".join(parts[::2])))))
    counts = Counter(name for code in parts[::2] for name in _NAME.findall(code) if name in declared)
    named = {name: "$" + letters(i) for i, (name, _) in enumerate(counts.most_common())}
    parts[::2] = [_NAME.sub(lambda match: named.get(match[0], match[0]), code) for code in parts[::2]]
    return Markup(_ANONYMOUS.sub(r"(\1)=>{", "".join(parts)))


def _source(name: str) -> str:
    """Our own style or script without comments and indentation."""
    with open(os.path.join(_TEMPLATES, name), encoding="utf-8") as file:
        return _MARGIN.sub("\n", _COMMENT.sub("", file.read())).strip()


def _printable(value: Any) -> Any:
    if type(value) is not str:  # Markup is a str, and is ours
        return value
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", value))
