"""Fingerprints of findings: what they depend on and what not."""

from __future__ import annotations

import sample

from clauseaudit.model import Finding, Grade
from clauseaudit.render.fingerprint import fingerprints

TEXT = "概不退款。\n概不退款。\n"
FIRST = sample.finding(TEXT, "概不退款。", Grade.VOID, "refund-denial", "不退")
SECOND = FIRST._replace(start=6, end=11)


def names(*findings: Finding) -> list[str]:
    return [name for _, name in fingerprints(findings)]


def test_place_words_width_and_space() -> None:
    (name,) = names(FIRST)
    assert len(name) == 32 and int(name, 16)
    assert names(FIRST._replace(start=900, end=905)) == [name]
    assert names(FIRST._replace(title="别的题目", explain="别的话", grade=Grade.UNFAIR)) == [name]
    assert names(FIRST._replace(quote="概 不 退\n款。")) == [name]
    assert names(FIRST._replace(quote="概不退还。")) != [name]
    assert names(FIRST._replace(rule="refund-denial/other")) != [name]


def test_digits_of_another_width_are_the_same_words() -> None:
    assert names(FIRST._replace(quote="12个月后清零")) == names(FIRST._replace(quote="１２个月后清零"))


def test_the_same_words_twice_are_told_apart_in_reading_order() -> None:
    one, two = names(SECOND, FIRST)
    assert one != two and [one] == names(FIRST)
    assert [finding.start for finding, _ in fingerprints([SECOND, FIRST])] == [0, 6]


def test_a_finding_on_the_whole_document_comes_first_and_lone_surrogates_are_words() -> None:
    assert [f.start for f, _ in fingerprints([FIRST, sample.missing()])] == [None, 0]
    assert names(FIRST._replace(quote="\ud800")) != names(FIRST._replace(quote="\ud801"))
