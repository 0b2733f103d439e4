"""The six questions that every report answers first, each with a verbatim quote or "未写明".

``read`` gathers what the document says to each question; ``Answers`` holds the answers and what contradicts them.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from clauseaudit.facts import brand, change, dispute, expiry, identity, refund, renewal
from clauseaudit.facts.conflict import OPEN, QUESTIONS, contradictions, first_contradictions, within
from clauseaudit.facts.mentioned import mentioned
from clauseaudit.facts.paying import takes_no_money
from clauseaudit.facts.reading import Claim, Reading, Scout
from clauseaudit.facts.summary import sentence
from clauseaudit.model import Contradiction, Document, Fact, Finding, Outline, Parties
from clauseaudit.text import Folded

__all__ = ["OPEN", "QUESTIONS", "Answers", "answers", "contradictions", "first_contradictions", "read", "sentence"]

NOBODY = Parties()
MOST_SAID = 50  # different statements to one question; a text that says more is no agreement
MODULES = (refund, expiry, renewal, change, dispute, identity, brand)


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
    reading = Reading(document, folded, outline, findings, parties, scout())
    said: dict[str, list[Claim]] = {
        "refund": refund.read(reading),
        "expiry": expiry.read(reading),
        "renewal": renewal.read(reading) if renewal.applies(reading) else [],
        "change": change.read(reading),
        "dispute": dispute.read(reading),
        "operator": identity.read(reading),
    }
    facts = {q: _facts(q, said[q] or mentioned(reading, q), reading) or [_silent(q, reading)] for q in QUESTIONS}
    return Answers(tuple(facts[q][0] for q in QUESTIONS), within(facts))


@lru_cache(maxsize=1)
def scout() -> Scout:
    """The words of all six questions, ready to be located."""
    return Scout(word for module in MODULES for word in module.ANCHORS)


def _facts(question: str, claims: list[Claim], reading: Reading) -> list[Fact]:
    """The answer and, once each, the other things said to the question."""
    different: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        different.setdefault((claim.answer, claim.said), claim)
    return [reading.fact(question, claim) for claim in list(different.values())[:MOST_SAID]]


def _silent(question: str, reading: Reading) -> Fact:
    """Nothing is said: either the question does not arise, or the document leaves it open."""
    applies = {"expiry": expiry.applies, "renewal": renewal.applies}.get(question)
    if applies is not None and not applies(reading):
        return Fact(question, "not-applicable", {}, text="不涉及")
    if question == "refund" and takes_no_money(reading.document.text):
        return Fact(question, "not-applicable", {}, text="不涉及付款")
    known = identity.contacts(reading) if question == "operator" else {}
    return Fact(question, "unstated", known, text="未写明")
