"""A finding with its place in a file: what the lists print."""

from __future__ import annotations

from typing import NamedTuple

from clauseaudit.check.sheet import Locator
from clauseaudit.model import Finding


class Issue(NamedTuple):
    """A finding of the file at ``path``. Lines and columns are 1-based, the end is exclusive; offsets are the file's.

    A finding on the whole document stands at the first character.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    finding: Finding
    fingerprint: str = ""


def located(locator: Locator, finding: Finding, fingerprint: str) -> Issue:
    """A finding of the document, placed in the file."""
    span = (0, 0) if finding.start is None or finding.end is None else locator.span(finding.start, finding.end)
    return placed(locator, span, finding, fingerprint)


def placed(locator: Locator, span: tuple[int, int], finding: Finding, fingerprint: str = "") -> Issue:
    """A finding at a span of the file's text."""
    start, end = span
    return Issue(locator.sheet.path, *locator.line(start), *locator.line(end), start, end, finding, fingerprint)
