"""audit(document, matcher, on) -> Audit: the one function of the core. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from clauseaudit.clauses import split
from clauseaudit.expressions import expression
from clauseaudit.facts import read as facts_of
from clauseaudit.facts import sentence
from clauseaudit.findings import Composer, Passages, gravity, one_per_place
from clauseaudit.jurisdiction import elsewhere
from clauseaudit.match import Matcher, Report
from clauseaudit.model import Audit, Document, Fact, Finding, Grade, Parties, Verdict
from clauseaudit.parties import resolve
from clauseaudit.text import fold

if TYPE_CHECKING:
    from clauseaudit.reader import Reader

LOST = frozenset({("refund", "no"), ("expiry", "yes")})  # what was paid does not come back
LEAST_CHINESE, LEAST_SHARE = 8, 0.2  # characters, and of all letters: below that the rules cannot read a text
TOO_LITTLE = "中文太少，看不出有没有坑"
WITH_GAPS = "有内容没读到，请看原件"


def audit(document: Document, matcher: Matcher, on: str, reader: Reader | None = None) -> Audit:
    """Audit one document under the law in force on the ISO date ``on``.

    Without a ``reader`` the rules alone speak; with one it adds findings, weighs the rules' and may drop some.
    A document under the law of another place (Taiwan, Hong Kong, abroad) gets answers from its text, and no judgement.
    """
    passages, parties = prepare(document)
    _, folded, outline = passages
    if place := elsewhere(document.text, folded.text):
        facts, _ = facts_of(document, folded, outline, (), parties)
        light, remark = not_ours(place)
        document = document._replace(notes=(remark, *document.notes))
        return Audit(document, on, (), facts, light, passages.headings(), matcher.pack.digest)
    ordered = found(passages, parties, matcher, on, reader)
    facts, contradictions = facts_of(document, folded, outline, ordered, parties)
    light = verdict(ordered, facts)._replace(sentence=sentence(facts, ordered))
    if light.light == "green" and not legible(folded.text):
        light = light._replace(light="unread", sentence=TOO_LITTLE)
    if light.light == "green" and document.gaps:
        light = light._replace(light="unread", sentence=WITH_GAPS)
    return Audit(document, on, ordered, facts, light, passages.headings(), matcher.pack.digest, contradictions)


def prepare(document: Document) -> tuple[Passages, Parties]:
    """A document folded and split, and who is who in it."""
    folded = fold(document.text)
    return Passages(document, folded, split(document, folded)), resolve(folded.text)


def found(
    passages: Passages, parties: Parties, matcher: Matcher, on: str, reader: Reader | None = None
) -> tuple[Finding, ...]:
    """All findings, worst first."""
    report = matcher.find(passages.folded.text, passages.outline, parties)
    composer = Composer(passages, matcher.pack, on)
    spotted = _weighed(report, composer, reader) if reader else map(composer.of_hit, report.hits)
    duties = map(composer.of_duty, report.missing)
    return tuple(sorted(one_per_place(filter(None, (*spotted, *duties))), key=gravity))


def _weighed(report: Report, composer: Composer, reader: Reader) -> list[Finding | None]:
    """The rules' findings with the reader's confidence, without those it drops, and what it adds.

    Guards hold for what it adds as for rules: it does not know a question from a term.
    """
    from clauseaudit.reader import Mark

    rules, passages, hits = composer.pack.rules, composer.passages, report.hits
    marks = [Mark(h.segment, rules[h.rule].category, rules[h.rule].grade == Grade.GOOD) for h in hits]
    opinions = reader.judge(passages.folded.text, passages.outline, marks)
    ruled = {(o.segment, o.category): o for o in opinions if o.by_rule}
    found: list[Finding | None] = []
    for hit, mark in zip(hits, marks, strict=True):
        opinion = None if mark.good else ruled.get((mark.segment, mark.category))
        if opinion is None or opinion.keep:
            found.append(composer.of_hit(hit, round(opinion.probability, 3) if opinion else None))
    for opinion in opinions:
        if not opinion.by_rule and not report.exempts(opinion.segment, opinion.category):
            example = reader.example(passages.words(opinion.segment), opinion.category)
            found.append(composer.of_opinion(opinion, example))
    return found


def spot(text: str, matcher: Matcher) -> list[tuple[str, tuple[int, int] | None]]:
    """Ids of the rules that hold in ``text`` with the spans they hold in; None for document-level rules."""
    passages, parties = prepare(Document("", "", "", text, ""))
    report, rules = matcher.find(passages.folded.text, passages.outline, parties), matcher.pack.rules
    spans = [(rules[h.rule].id, passages.place(h)) for h in report.hits]
    return spans + [(rules[i].id, None) for i in report.missing]


def legible(text: str) -> bool:
    """Whether there is enough Chinese in a text for finding nothing in it to mean anything."""
    chinese = sum(map(len, expression("[\u4e00-\u9fff]+").findall(text)))
    if chinese < LEAST_CHINESE:
        return False
    return chinese > LEAST_SHARE * len(text) or chinese >= LEAST_SHARE * sum(map(str.isalpha, text))


def not_ours(place: str) -> tuple[Verdict, str]:
    """What is said about a document under the law of ``place``: the verdict, and a remark for the reader."""
    law = "外国法律" if place == "外国" else f"{place}法律"
    light = Verdict("elsewhere", dict.fromkeys(map(str, Grade), 0), f"写明的是{law}，没有检查")
    return light, f"不适用中国大陆法：看起来适用{law}，没有按中国大陆的法律标疑点；六个问题只按原文回答"


def verdict(findings: Iterable[Finding], facts: Iterable[Fact] = ()) -> Verdict:
    """Red if a term may be void or what is paid is lost, yellow if anything else deserves a look, else green."""
    counts = dict.fromkeys(map(str, Grade), 0)
    for finding in findings:
        counts[finding.grade] += 1
    red = counts["void"] or any((fact.question, fact.answer) in LOST for fact in facts)
    risky = counts["unfair"] or counts["notice"] or counts["missing"]
    return Verdict("red" if red else "yellow" if risky else "green", counts)
