"""The six questions that every report answers first, each with a verbatim quote or "未写明".

``read`` gathers what the document says to each question; ``Answers`` holds the answers and what contradicts them.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from clauseaudit.facts import change, dispute, expiry, identity, refund, renewal
from clauseaudit.facts.conflict import OPEN, QUESTIONS, contradictions, first_contradictions, may_conflict, within
from clauseaudit.facts.mentioned import mentioned
from clauseaudit.facts.paying import takes_no_money
from clauseaudit.facts.reading import Claim, Reading
from clauseaudit.facts.summary import sentence
from clauseaudit.model import Contradiction, Document, Fact, Finding, Outline, Parties
from clauseaudit.text import Folded

__all__ = ["OPEN", "QUESTIONS", "Answers", "answers", "contradictions", "first_contradictions", "read", "sentence"]

NOBODY = Parties()
MOST_SAID = 50  # different statements to one question; a text that says more is no agreement


class Answers(NamedTuple):
    """Six facts in the fixed order of the questions, and what the document itself says against them."""

    facts: tuple[Fact, ...]
    contradictions: tuple[Contradiction, ...]


def answers(
    document: Document, folded: Folded, outline: Outline, findings: Iterable[Finding], parties: Parties = NOBODY
) -> tuple[Fact, ...]:
    """The six facts alone: refund, expiry, renewal, change, dispute, operator."""
    return read(document, folded, outline, findings, parties).facts


def read(
    document: Document, folded: Folded, outline: Outline, findings: Iterable[Finding], parties: Parties = NOBODY
) -> Answers:
    """Answer the six questions of one document; pure."""
    if not outline.segments:
        return Answers(tuple(Fact(q, "unstated", {}, text="未写明") for q in QUESTIONS), ())
    reading = Reading(document, folded, outline, findings, parties)
    said: dict[str, list[Claim]] = {
        "refund": refund.read(reading),
        "expiry": expiry.read(reading),
        "renewal": renewal.read(reading) if renewal.applies(reading) else [],
        "change": change.read(reading),
        "dispute": dispute.read(reading),
        "operator": identity.read(reading),
    }
    for question in QUESTIONS:
        said[question] = _different(said[question] or mentioned(reading, question))
    facts = tuple(reading.fact(q, said[q][0]) if said[q] else _silent(q, reading) for q in QUESTIONS)
    return Answers(facts, within((fact, _against(said[fact.question], reading, fact.question)) for fact in facts))


def _different(claims: list[Claim]) -> list[Claim]:
    """The answer and, once each, the other things said to the question."""
    different: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        different.setdefault((claim.answer, claim.said), claim)
    return list(different.values())[:MOST_SAID]


def _against(claims: list[Claim], reading: Reading, question: str) -> Iterator[Fact]:
    """Facts that may contradict the first one; most need not be made."""
    return (reading.fact(question, claim) for claim in claims[1:] if may_conflict(question, claims[0], claim))


def _silent(question: str, reading: Reading) -> Fact:
    """Nothing is said: either the question does not arise, or the document leaves it open."""
    applies = {"expiry": expiry.applies, "renewal": renewal.applies}.get(question)
    if applies is not None and not applies(reading):
        return Fact(question, "not-applicable", {}, text="不涉及")
    if question == "refund" and takes_no_money(reading.document.text):
        return Fact(question, "not-applicable", {}, text="不涉及付款")
    known = identity.contacts(reading) if question == "operator" else {}
    return Fact(question, "unstated", known, text="未写明")
