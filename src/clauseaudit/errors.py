"""What can go wrong, as one small tree.

    ClauseauditError
    ├── RuleError       a rule, lexicon or guard file is wrong
    ├── LawError        a law file is wrong, or a cited article does not exist
    ├── FetchError      an address could not be read
    │   └── BlockedError    what came back is not the page (bot wall, login, empty shell)
    └── ExtractError    bytes could not be turned into a document

Each says in one line what (file or address), where (key) and what to do about it.
"""

from __future__ import annotations

from typing import Any


class ClauseauditError(Exception):
    """Base of every error a caller is expected to handle.

    ``subject`` is the file or address, ``reason`` what is wrong with it, ``remedy`` what the reader can do.
    """

    def __init__(self, subject: str, reason: str, remedy: str = "") -> None:
        self.subject, self.reason, self.remedy = subject, reason, remedy
        super().__init__(f"{subject}：{reason}" + (f"（{remedy}）" if remedy else ""))


class RuleError(ClauseauditError):
    """A rule, lexicon, category or guard file is wrong."""


class LawError(ClauseauditError):
    """A law file is wrong, or a rule cites an article that is not there."""


class FetchError(ClauseauditError):
    """An address could not be read, or must not be."""

    exchanges: tuple[Any, ...] = ()  # what was asked and answered before (clauseaudit.visit.Exchange)


class BlockedError(FetchError):
    """Something came back, but it is not the agreement: a bot wall, a login page, an empty shell."""


class ExtractError(ClauseauditError):
    """The bytes are no document: binary, empty, unreadable."""
