"""audit(document, matcher, on) -> Audit: the one function of the core. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from clauseaudit.clauses import core, split
from clauseaudit.facts import read as facts_of
from clauseaudit.facts import sentence
from clauseaudit.match import Hit, Matcher
from clauseaudit.model import Audit, Basis, Document, Finding, Grade, Outline, Verdict
from clauseaudit.parties import resolve
from clauseaudit.rules import Citation, Pack, Rule
from clauseaudit.text import Folded, fold

LONG_SENTENCE = 160  # a longer one is quoted from comma to comma around the words that matched
LOWER = {Grade.VOID: Grade.UNFAIR, Grade.UNFAIR: Grade.NOTICE, Grade.NOTICE: Grade.NOTICE}
MONEY = frozenset({"refund-denial", "balance-expiry", "balance-forfeit"})  # what was paid does not come back
COMMA = re.compile("[,:]")


def audit(document: Document, matcher: Matcher, on: str) -> Audit:
    """Audit one document under the law in force on the ISO date ``on``."""
    folded = fold(document.text)
    outline = split(document, folded)
    parties = resolve(folded.text)
    report = matcher.find(folded.text, outline, parties)
    text = _Text(document, folded, outline)
    spotted = [f for hit in report.hits if (f := _finding(hit, text, matcher.pack, on))]
    duties = [f for rule in report.missing if (f := _duty(matcher.pack.rules[rule], matcher.pack, on))]
    findings = tuple(sorted(_one_per_place(spotted) + duties, key=_gravity))
    facts, contradictions = facts_of(document, folded, outline, findings, parties)
    light = verdict(findings)._replace(sentence=sentence(facts, findings))
    return Audit(document, on, findings, facts, light, text.headings(), matcher.pack.digest, contradictions)


def spot(text: str, matcher: Matcher) -> list[tuple[str, tuple[int, int] | None]]:
    """Ids of the rules that hold in ``text`` with the spans they hold in; None for document-level rules."""
    document = Document("", "", "", text, "")
    folded = fold(text)
    outline = split(document, folded)
    report = matcher.find(folded.text, outline, resolve(folded.text))
    whole, rules = _Text(document, folded, outline), matcher.pack.rules
    spans = [(rules[h.rule].id, whole.place(h)) for h in report.hits]
    return spans + [(rules[i].id, None) for i in report.missing]


class _Text(NamedTuple):
    """A document with its folded text and structure."""

    document: Document
    folded: Folded
    outline: Outline

    def place(self, hit: Hit) -> tuple[int, int]:
        """Where the hit's sentence stands in the document, without numbering and space around it."""
        start, end = core(self.folded.text, self.outline.segments[hit.segment])
        if end - start > LONG_SENTENCE:
            commas = [m.end() for m in COMMA.finditer(self.folded.text, start, end)]
            start = max((c for c in commas if c <= hit.start), default=start)
            end = min((c for c in commas if c >= hit.end), default=end)
        return self.folded.origin(start, end)

    def label(self, hit: Hit) -> str:
        return self.outline.clauses[self.outline.segments[hit.segment].clause].label

    def headings(self) -> tuple[tuple[int, int, str], ...]:
        """Start, level and label of every clause that a person would cite."""
        return tuple(
            (self.folded.origin(c.start, c.end)[0], c.level, c.label) for c in self.outline.clauses if c.label
        )


def _finding(hit: Hit, text: _Text, pack: Pack, on: str) -> Finding | None:
    """The finding a hit makes under the law of that day; None if none of its basis was in force."""
    rule = pack.rules[hit.rule]
    start, end = text.place(hit)
    grade = Grade(rule.grade)
    basis = _basis(rule.basis, pack, on)
    if grade.is_risk and not basis:
        return None
    if grade == Grade.VOID and not any(b.article.effect == "void" for b in basis):
        grade = Grade.UNFAIR  # what voids this kind of term was not in force yet
    if hit.softened and grade in LOWER:
        grade = LOWER[grade]
    quote = text.document.text[start:end]
    return _compose(rule, grade, basis, start, end, quote, text.label(hit), hit.softened or None)


def _duty(rule: Rule, pack: Pack, on: str) -> Finding | None:
    """A duty that the document does not meet."""
    basis = _basis(rule.basis, pack, on)
    return _compose(rule, Grade(rule.grade), basis, None, None, "", "", None) if basis else None


def _compose(
    rule: Rule, grade: Grade, basis: tuple[Basis, ...], start: int | None, end: int | None,
    quote: str, clause: str, softened: str | None,
) -> Finding:  # fmt: skip
    words = rule.wording
    return Finding(
        "rule", None, rule.id, words.title, rule.category, grade, start, end, quote, clause,
        words.explain, words.action, words.suggest, words.counter, softened, basis,
    )  # fmt: skip


def _basis(citations: Iterable[Citation], pack: Pack, on: str) -> tuple[Basis, ...]:
    """The cited articles as they read on that day; those not in force are left out."""
    found = ((c, pack.laws.article(c.law, c.article, on, c.paragraph, c.item)) for c in citations)
    return tuple(Basis(article, c.why) for c, article in found if article)


def _one_per_place(findings: Iterable[Finding]) -> list[Finding]:
    """One finding per sentence and category: the gravest; a risk displaces praise of the same sentence."""
    kept: dict[tuple[int | None, int | None, str], Finding] = {}
    for finding in findings:
        key = (finding.start, finding.end, finding.category)
        if key not in kept or finding.grade.rank < kept[key].grade.rank:
            kept[key] = finding
    return list(kept.values())


def _gravity(finding: Finding) -> tuple[int, int, str]:
    return finding.grade.rank, -1 if finding.start is None else finding.start, finding.category


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Red if a term may be void or the money may be lost, yellow if anything else deserves a look, else green."""
    counts = dict.fromkeys(map(str, Grade), 0)
    red = False
    for finding in findings:
        counts[finding.grade] += 1
        red = red or finding.grade == Grade.VOID or (finding.grade == Grade.UNFAIR and finding.category in MONEY)
    risky = counts["unfair"] or counts["notice"] or counts["missing"]
    return Verdict("red" if red else "yellow" if risky else "green", counts)
