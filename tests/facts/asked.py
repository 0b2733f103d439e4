"""Invented documents put to the six questions."""

from __future__ import annotations

from collections.abc import Sequence

from clauseaudit.clauses import split
from clauseaudit.facts import Answers, read
from clauseaudit.facts.conflict import QUESTIONS
from clauseaudit.model import Document, Fact, Finding, Grade
from clauseaudit.parties import resolve
from clauseaudit.text import fold


def document(text: str, title: str = "") -> Document:
    return Document("d", title, "d.txt", text, "")


def ask(text: str, findings: Sequence[Finding] = ()) -> Answers:
    """What the document answers, without rules unless findings are given."""
    asked, folded = document(text), fold(text)
    return read(asked, folded, split(asked, folded), findings, resolve(folded.text))


def answer(text: str, question: str, findings: Sequence[Finding] = ()) -> Fact:
    return ask(text, findings).facts[QUESTIONS.index(question)]


def finding(text: str, quote: str, category: str, grade: Grade = Grade.UNFAIR, rule: str = "") -> Finding:
    """A finding on ``quote`` as the matcher would make it."""
    start = text.index(quote)
    return Finding(
        "rule", None, rule or f"{category}/x", "标题", category, grade, start, start + len(quote), quote, "",
        "", "", "", "", None, (),
    )  # fmt: skip
