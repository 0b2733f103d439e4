"""The documents of one platform read together: the worst answers, what contradicts what, one light. Pure.

A user agrees to all of a platform's documents at once, so the least favourable answer is the one to reckon with.
A document that says nothing takes nothing back: its silence counts only where every other one is silent too. So
a duty that one document meets is missing in none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from clauseaudit.audit import verdict
from clauseaudit.facts import OPEN, QUESTIONS, first_contradictions, sentence
from clauseaudit.model import Audit, Contradiction, Fact, Finding, Grade, Platform, Unread, Verdict

# The answers to each question, worst for the user first. An answer that is not listed stands between these and
# what leaves the question open.
WORST = {
    "refund": ("no", "conditional", "yes"),
    "expiry": ("yes", "conditional", "no"),
    "renewal": ("yes-no-notice", "yes", "yes-notice", "no"),
    "change": ("operator-anytime", "operator-with-notice", "both"),
    "dispute": ("operator-court", "arbitration", "by-law", "user-court"),
    "operator": ("named",),  # who is named once is named: a document that is silent about it is no answer
}
SILENT = ("brand-only", "unstated", "not-applicable")  # best known first
# What a duty asks of a platform is met where one of its documents answers so.
MEETS: dict[str, Callable[[Fact], bool]] = {
    "missing-operator": lambda fact: fact.question == "operator" and fact.answer == "named",
    "missing-complaint": lambda fact: not fact.values.keys().isdisjoint(("complaint_phone", "complaint_email")),
    "missing-refund-policy": lambda fact: fact.question == "refund" and fact.answer not in OPEN,
    "missing-renewal-notice": lambda fact: fact.question == "renewal" and fact.answer == "yes-notice",
}
LIGHTS = ("red", "yellow", "unread", "elsewhere", "green")  # the gravest decides


def join(url: str, audits: Sequence[Audit], unread: Sequence[Unread] = ()) -> Platform:
    """All audits of the platform at ``url`` as one.

    ``document.id`` must tell the audits apart. Every fact gets ``values["document"]``, the id of the document that
    it stands in; facts that leave a question open everywhere get none.
    """
    known = tuple(map(_placed, _without_met_duties(audits)))
    judged = [audit for audit in known if audit.verdict.light != "elsewhere"] or known
    facts = tuple(_worst(question, judged) for question in QUESTIONS)
    findings = [finding for audit in known for finding in audit.findings]
    found = _once_said(_of_one_thing(first_contradictions(judged), judged))
    return Platform(url, known, tuple(unread), facts, found, _verdict(known, facts, findings, unread))


def _without_met_duties(audits: Sequence[Audit]) -> Iterable[Audit]:
    """The audits, without the duties that another document of the platform meets."""
    met = {duty for duty, meets in MEETS.items() if any(meets(fact) for audit in audits for fact in audit.facts)}
    for audit in audits:
        kept = tuple(f for f in audit.findings if f.grade != Grade.MISSING or f.category not in met)
        light = verdict(kept, audit.facts)
        if kept == audit.findings:
            yield audit
        elif audit.verdict.light in ("red", "yellow", "green"):
            yield audit._replace(findings=kept, verdict=light._replace(sentence=sentence(audit.facts, kept)))
        else:
            yield audit._replace(findings=kept, verdict=audit.verdict._replace(counts=light.counts))


def _placed(audit: Audit) -> Audit:
    """The audit with its facts naming its document."""
    facts = (f._replace(values={**f.values, "document": audit.document.id}) for f in audit.facts)
    return audit._replace(facts=tuple(facts))


def _worst(question: str, audits: Iterable[Audit]) -> Fact:
    """The worst answer that a document gives; of equal ones that of the first, with the most behind it."""
    said = [fact for audit in audits for fact in audit.facts if fact.question == question]
    if not said:
        return Fact(question, "unstated", {}, text="未写明")
    worst = min(said, key=_badness)
    if worst.answer in OPEN and not worst.quote:
        values = {key: value for key, value in worst.values.items() if key != "document"}
        return worst._replace(values=values)
    return worst


def _badness(fact: Fact) -> tuple[int, int]:
    order = WORST[fact.question]
    if fact.answer in order:
        return order.index(fact.answer), -len(fact.values)
    behind = SILENT.index(fact.answer) + 1 if fact.answer in SILENT else 0
    return len(order) + behind, 0


def _of_one_thing(found: Iterable[Contradiction], audits: Iterable[Audit]) -> list[Contradiction]:
    """Without what each document says of itself: how 本协议 is changed says nothing about 本政策."""
    types = {audit.document.id: audit.document.type for audit in audits}
    of = [(c, types[c.first.values["document"]], types[c.second.values["document"]]) for c in found]
    return [c for c, first, second in of if c.question != "change" or first == second]


def _once_said(found: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    """Each pair of answers once, whichever documents give them."""
    first: dict[tuple[str, frozenset[str]], Contradiction] = {}
    for c in found:
        first.setdefault((c.question, frozenset((c.first.text or c.first.answer, c.second.text or c.second.answer))), c)
    return tuple(first.values())


def _verdict(
    audits: Sequence[Audit], facts: Sequence[Fact], findings: Sequence[Finding], unread: Sequence[Unread]
) -> Verdict:
    """The gravest light; nothing is green while a document that the platform names has not been read."""
    counts = {str(grade): sum(a.verdict.counts.get(grade, 0) for a in audits) for grade in Grade}
    lights = {audit.verdict.light for audit in audits} | ({"unread"} if unread or not audits else set())
    light = next((light for light in LIGHTS if light in lights), "unread")
    if light in ("unread", "elsewhere") and audits and not unread:
        return Verdict(light, counts, next(a.verdict.sentence for a in audits if a.verdict.light == light))
    if light == "unread":
        return Verdict(light, counts, f"{len(unread)}份协议没有读到" if unread else "一份协议也没有读到")
    return Verdict(light, counts, sentence(facts, findings))
