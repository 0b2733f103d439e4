"""Copies of files with proposals put in. The file itself is never touched, and nothing of it is changed in the copy.

Plain text gets lines that begin with 【建议】; Markdown and pages get comments, in words that cannot close a comment;
Word files get Word's own comments on the words they are about.
"""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from clauseaudit.check.issue import Issue
from clauseaudit.check.sheet import Sheet
from clauseaudit.errors import ClauseauditError
from clauseaudit.extract import snapshot_file
from clauseaudit.extract.charset import decode
from clauseaudit.model import Snapshot
from clauseaudit.render import words
from clauseaudit.render.columns import harmless

MARK = "【建议】"
_LINE_END = re.compile("\r\n|\r|\n")
# A line put behind one of these would tear a table or a heading apart.
_GOES_ON = re.compile(r"[ \t>]*\||[ \t>]*(?:=+|-+)[ \t]*$")
_FRAME = re.compile(r"([> \t]*)([-*+][ \t]+|\d{1,9}[.)][ \t]+)?")
_AS_COMMENT = str.maketrans("<>\"'`&", "＜＞＂＇｀＆")
LONGEST_MARK = 4  # bytes of a byte order mark


class Raw(NamedTuple):
    """A file's text with its own line ends, and how to write it back."""

    text: str
    codec: str
    mark: bytes  # byte order mark
    lines: list[int]  # starts of the lines

    def offset(self, line: int, column: int) -> int:
        """Offset of a 1-based line and column."""
        return self.lines[line - 1] + column - 1

    def line_end(self, number: int) -> int:
        """Where the line ``number`` (1-based) ends, before its line end."""
        end = _LINE_END.search(self.text, self.lines[number - 1])
        return end.start() if end else len(self.text)

    def line(self, number: int) -> str:
        return self.text[self.lines[number - 1] : self.line_end(number)]


def copy_path(path: str) -> str:
    """``terms.md`` -> ``terms.suggested.md``."""
    root, suffix = os.path.splitext(path)
    return f"{root}.suggested{suffix}"


def suggested(sheet: Sheet, issues: Iterable[Issue]) -> bytes:
    """The copy of a file with a proposal behind each finding that has one; duties that are missed stand at the end.

    Raises ClauseauditError for a file that cannot be copied to the letter.
    """
    if sheet.form == "docx":
        return _in_word(sheet, issues)
    if not sheet.has_text:
        raise ClauseauditError(sheet.path, "这种文件里插不进建议", "另存为 .txt、.md 或 .html，或用 audit -o 报告.docx")
    raw = _raw(sheet)
    seen: set[tuple[int, str]] = set()
    for issue in issues:
        proposal = _proposal(issue)
        if proposal:
            at = len(raw.text) if issue.finding.start is None else _place(sheet, raw, issue)
            seen.add((at, _framed(sheet, raw, at, proposal)))
    parts, position = [], 0
    for at, inserted in sorted(seen):
        parts += [raw.text[position:at], inserted]
        position = at
    try:
        return raw.mark + "".join([*parts, raw.text[position:]]).encode(raw.codec)
    except UnicodeEncodeError as error:
        raise ClauseauditError(sheet.path, f"{raw.codec} 编码写不下建议里的字", "另存为 UTF-8 编码再试") from error


def _in_word(sheet: Sheet, issues: Iterable[Issue]) -> bytes:
    from clauseaudit.render.annotate import Remark, annotate
    from clauseaudit.render.word import Comment

    remarks: dict[Remark, None] = {}
    for issue in issues:
        if proposal := _proposal(issue):
            comment = Comment((((MARK, True), (proposal, False)),))
            remarks[Remark(issue.finding.start or 0, issue.finding.end or 0, comment)] = None
    return annotate(_unchanged(sheet).content, sheet.path, sheet.document.text, list(remarks), "")


def _raw(sheet: Sheet) -> Raw:
    return raw_of(_unchanged(sheet), sheet.form)


def _unchanged(sheet: Sheet) -> Snapshot:
    """The file as it was checked."""
    snapshot = snapshot_file(sheet.path)
    if hashlib.sha256(snapshot.content).hexdigest() != sheet.document.sha256:
        raise ClauseauditError(sheet.path, "检查期间文件被改动了", "再运行一次")
    return snapshot


def raw_of(snapshot: Snapshot, form: str) -> Raw:
    """The text of a file. Raises ClauseauditError if writing it back would not give the same bytes."""
    text, codec, _ = decode(snapshot.content, snapshot.source, snapshot.charset, markup=form == "html")
    encoded = text.encode(codec, "replace")
    mark = snapshot.content[: len(snapshot.content) - len(encoded)]
    if len(mark) > LONGEST_MARK or mark + encoded != snapshot.content:
        raise ClauseauditError(snapshot.source, "有损坏的字，抄不出一模一样的副本", "另存为 UTF-8 编码再试")
    return Raw(text, codec, mark, [0, *(m.end() for m in _LINE_END.finditer(text))])


def _proposal(issue: Issue) -> str:
    """One line; empty if the finding comes without a wording."""
    finding = issue.finding
    if not finding.suggest:
        return ""
    said = f"{words.GRADE_WORD[finding.grade]}：{finding.title}。可以改成（采用前请按实际核对）：{finding.suggest}"
    return harmless(said)


def _place(sheet: Sheet, raw: Raw, issue: Issue) -> int:
    """Behind the sentence in a page, behind the line (the table, the heading) elsewhere."""
    if sheet.form == "html":
        return raw.offset(issue.end_line, issue.end_column)
    number = issue.end_line
    while sheet.form == "markdown" and number < len(raw.lines) and _GOES_ON.match(raw.line(number + 1)):
        number += 1
    return raw.line_end(number)


def _framed(sheet: Sheet, raw: Raw, at: int, proposal: str) -> str:
    """The proposal as the file's form wants it, with line ends where it needs them."""
    proposal = MARK + proposal if sheet.form == "plain" else f"<!-- {MARK}{commented(proposal)} -->"
    if sheet.form == "html" and at < len(raw.text):
        return proposal
    newline = (_LINE_END.search(raw.text) or ["\n"])[0]
    if at == len(raw.text) and raw.text.endswith(("\n", "\r")):
        return proposal + newline
    number = bisect_right(raw.lines, at)
    frame = _FRAME.match(raw.line(number)) if sheet.form == "markdown" else None
    lead = frame[1] + " " * len(frame[2] or "") if frame else ""
    return newline + lead + proposal


def commented(text: str) -> str:
    """``text`` in characters that can neither end a comment nor begin another, nor leave an attribute."""
    return re.sub("-{2,}", "—", text.translate(_AS_COMMENT))
