"""Inline suppressions: ``<!-- clauseaudit: ignore RULE reason="…" until=2027-01-01 -->``.

In plain text also a line of its own, ``# clauseaudit: ignore …``. One covers the paragraph it stands in, or the next
one where it stands alone; a duty that the whole document misses can be excused anywhere in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clauseaudit.check.config import is_known, names
from clauseaudit.check.sheet import Locator, Paragraph, Sheet
from clauseaudit.laws import is_date
from clauseaudit.model import Finding, Grade
from clauseaudit.rules import Pack

CATEGORY = "suppression"
KEYS = ("reason", "until")
EXAMPLE = 'ignore 规则 reason="为什么" until=2027-01-01'
_COMMENT = re.compile(r"<!--\s{0,20}clauseaudit[:：](.{0,2000}?)-->", re.S)
_LINE = re.compile(r"^[ \t]*#[ \t]*clauseaudit[:：]([^\n]*)$", re.M)
_PAIR = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|“([^”]*)”|([^\s\"“”]+))")
_TITLES = {
    "expired": "这处例外已过期",
    "malformed": "这处例外写得不对，没有起作用",
    "unused": "这处例外用不上了，可以删掉",
}


class Directive(NamedTuple):
    """A suppression as written, with its place in the file's text and the paragraph of the document it covers."""

    start: int
    end: int
    words: str
    rules: tuple[str, ...]
    until: str
    problem: str = ""  # in Chinese; empty if it is well formed
    first: int = 0
    last: int = 0

    def covers(self, finding: Finding) -> bool:
        """Whether it excuses the finding; asks nothing about dates."""
        if self.problem or not names(finding.rule, self.rules):
            return False
        return finding.start is None or self.first <= finding.start < self.last


def without_directives(sheet: Sheet) -> Sheet:
    """In plain text, directives are blanked out so that they are not taken for terms; every offset stays true."""
    if sheet.form != "plain" or "clauseaudit" not in sheet.text:
        return sheet
    text = sheet.text
    for pattern in (_COMMENT, _LINE):
        text = pattern.sub(lambda match: re.sub("[^\n]", " ", match[0]), text)
    return sheet._replace(document=sheet.document._replace(text=text))


def directives(sheet: Sheet, locator: Locator) -> tuple[Directive, ...]:
    """The suppressions in a file, in order of place."""
    if not sheet.has_text or "clauseaudit" not in sheet.text:
        return ()
    patterns = (_COMMENT, _LINE) if sheet.form == "plain" else (_COMMENT,)
    found = sorted((m.start(), m.end(), m[1]) for pattern in patterns for m in pattern.finditer(sheet.text))
    paragraphs = locator.paragraphs() if found else []
    return tuple(_aimed(_parse(*one), sheet, paragraphs) for one in found)


def _parse(start: int, end: int, body: str) -> Directive:
    pairs = {m[1]: (m[2] or m[3] or m[4] or "").strip() for m in _PAIR.finditer(body)}
    verb, *rules = _PAIR.sub(" ", body).replace(",", " ").replace("，", " ").split() or [""]
    directive = Directive(start, end, " ".join(body.split()), tuple(rules), pairs.get("until", ""))
    unknown = [key for key in pairs if key not in KEYS]
    if verb != "ignore":
        problem = f"只认识 ignore，写成：{EXAMPLE}"
    elif not rules:
        problem = "没有写是哪条规则"
    elif unknown:
        problem = f"不认识 {unknown[0]}，可用：{'、'.join(KEYS)}"
    elif not pairs.get("reason"):
        problem = '没有写理由，加上 reason="…"'
    elif not is_date(directive.until):
        problem = "没有写到期日，加上 until=2027-01-01 这样的日期"
    else:
        problem = ""
    return directive._replace(problem=problem)


def _aimed(directive: Directive, sheet: Sheet, paragraphs: Sequence[Paragraph]) -> Directive:
    """With the paragraph that the directive covers."""
    number = bisect_right(paragraphs, directive.start, key=lambda paragraph: paragraph.end)
    following = paragraphs[number] if number < len(paragraphs) else None
    before = paragraphs[number - 1] if number else None
    own = before if before and _belongs(sheet, before, directive, following) else following
    return directive._replace(first=own.first, last=own.last) if own else directive


def _belongs(sheet: Sheet, before: Paragraph, directive: Directive, following: Paragraph | None) -> bool:
    """Whether a directive behind a paragraph is still of it: in the same element, or closing the same line."""
    between = sheet.text[before.end : directive.start]
    if sheet.form == "html" and "<" not in between:
        return True
    rest = sheet.text[directive.end : following.start if following else len(sheet.text)]
    return "\n" not in between and ("\n" in rest or following is None)


def problems(
    all_of_it: Sequence[Directive], used: Iterable[Directive], today: str, pack: Pack
) -> list[tuple[Directive, Finding]]:
    """What is wrong with the directives of one file. ``used`` are those that cover a finding."""
    needed = set(used)
    found = []
    for directive in all_of_it:
        unknown = (f"没有 {rule} 这条规则" for rule in directive.rules if not is_known(rule, pack))
        if problem := directive.problem or next(unknown, ""):
            found.append((directive, _finding("malformed", problem, directive)))
        elif directive.until < today:
            found.append((directive, _finding("expired", f"{directive.until} 到期", directive)))
        elif directive not in needed:
            found.append((directive, _finding("unused", "它管的那一段没有这条规则的发现", directive)))
    return found


def _finding(kind: str, detail: str, directive: Directive) -> Finding:
    return Finding(
        "rule", None, f"{CATEGORY}/{kind}", f"{_TITLES[kind]}：{detail}", CATEGORY, Grade.NOTICE,
        directive.start, directive.end, directive.words, "", "", "", "", "", None, (),
    )  # fmt: skip
