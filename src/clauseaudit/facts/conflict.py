"""Answers that cannot both hold, inside one document and between the documents of one platform."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from clauseaudit.model import Audit, Contradiction, Fact

if TYPE_CHECKING:
    from clauseaudit.facts.reading import Claim

    Said = Fact | Claim  # a fact, or what it is made of

QUESTIONS = ("refund", "expiry", "renewal", "change", "dispute", "operator")
OPEN = ("unstated", "not-applicable", "brand-only", "mentioned")
WHOLE = ("全额", "全部", "无条件", "原路", "随时")


def within(facts: Iterable[tuple[Fact, Iterable[Fact]]]) -> tuple[Contradiction, ...]:
    """For each answer the first other statement of the document that contradicts it."""
    found = []
    for answer, others in facts:
        other = next((o for o in others if o.start != answer.start and conflict(answer, o)), None)
        if other is not None and answer.question != "operator":
            found.append(
                Contradiction(answer.question, answer, other, f"一处说“{_short(answer)}”，一处说“{_short(other)}”")
            )
    return tuple(found)


def contradictions(audits: Sequence[Audit]) -> tuple[Contradiction, ...]:
    """Answers of one document that another document of the same platform contradicts; each pair once."""
    found = []
    for (first, its), (second, others) in combinations([(a, _answers(a.facts)) for a in audits], 2):
        for question, one in its.items():
            two = others.get(question)
            if two is not None and conflict(one, two):
                found.append(_contradiction(question, (first, one), (second, two)))
    return tuple(found)


def first_contradictions(audits: Sequence[Audit]) -> tuple[Contradiction, ...]:
    """Those of ``contradictions``, in its order, but of several documents that contradict one statement only the first:
    to name them all would say the same again, and to look for them takes the square of their number."""
    found: list[tuple[int, int, Contradiction]] = []
    earlier: dict[str, list[tuple[int, Audit, Fact]]] = {}
    for number, audit in enumerate(audits):
        for question, fact in _answers(audit.facts).items():
            known = earlier.setdefault(question, [])
            first = next((entry for entry in known if conflict(entry[2], fact)), None)
            if first is not None:
                found.append((first[0], number, _contradiction(question, first[1:], (audit, fact))))
            known.append((number, audit, fact))
    return tuple(contradiction for _, _, contradiction in sorted(found, key=lambda entry: entry[:2]))


def _contradiction(question: str, one: tuple[Audit, Fact], two: tuple[Audit, Fact]) -> Contradiction:
    said = "，".join(f"《{audit.document.title}》说“{_short(fact)}”" for audit, fact in (one, two))
    return Contradiction(question, one[1], two[1], said)


def _answers(facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.question: fact for fact in facts if fact.answer not in OPEN}


def _short(fact: Fact) -> str:
    return fact.text or fact.answer


def conflict(one: Fact, two: Fact) -> bool:
    """Whether two answers to the same question cannot both hold of the same thing."""
    return may_conflict(one.question, one, two) and _by_their_quotes(one, two)


def may_conflict(question: str, one: Said, two: Said) -> bool:
    """Whether they cannot, as far as it does not hang on their quotes."""
    if one.answer in OPEN or two.answer in OPEN:
        return False
    if question == "refund":
        return _refunds(one, two)
    if question in ("expiry", "dispute"):
        about = one.values.get("about"), two.values.get("about")
        if question == "expiry" and None not in about and about[0] != about[1]:
            return False
        if question == "dispute" and "by-law" in (one.answer, two.answer):
            return False  # "有管辖权的法院" may be the one that the other statement names
        return one.answer != two.answer or _differ(one, two, "court", "commission", "months", "days")
    if question == "renewal":
        answers = {one.answer, two.answer}
        return answers == {"yes-notice", "yes-no-notice"} or (len(answers) == 2 and "no" in answers)
    if question == "change":
        if one.answer == two.answer:
            return _differ(one, two, "notice_days")
        return "both" in (one.answer, two.answer) or bool(one.values.get("at_once") or two.values.get("at_once"))
    return _differ(one, two, "company")


def _by_their_quotes(one: Fact, two: Fact) -> bool:
    if one.question == "expiry":
        return ("不记名" in one.quote) == ("不记名" in two.quote)  # cards with and without a name on them
    if one.question == "refund":  # a promise without figures contradicts a refusal only where it promises all
        promise, refusal = (two, one) if one.answer == "no" else (one, two)
        drawn = "提现" in promise.quote and "提现" in refusal.quote  # what one allows the other denies by name
        return drawn or _in_figures(promise) or any(word in promise.quote for word in WHOLE)
    return True


def _refunds(one: Said, two: Said) -> bool:
    """A flat refusal against a promise, about the same thing; a promise for faults or minors contradicts nothing."""
    answers = {one.answer, two.answer}
    if "no" not in answers or len(answers) == 1:
        return False
    promise = two if one.answer == "no" else one
    if not (promise.answer == "yes" or _in_figures(promise)):
        return False
    if promise.values.get("narrow") or promise.values.get("exclusions"):
        return False
    about = {one.values.get("about"), two.values.get("about")}
    return len(about) == 1 or about <= {"stored", "payment", "balance"}


def _in_figures(promise: Said) -> bool:
    return "window_days" in promise.values or "fee_percent" in promise.values


def _differ(one: Said, two: Said, *keys: str) -> bool:
    return any(key in one.values and key in two.values and one.values[key] != two.values[key] for key in keys)
