"""Numbers of findings, and the reasons that are given once."""

from __future__ import annotations

import sample

from clauseaudit.model import Grade
from clauseaudit.render import render
from clauseaudit.render.order import numbered


def test_risks_are_numbered_by_gravity_and_good_terms_apart() -> None:
    risks, goods = numbered(sample.qinghe().findings)
    assert [entry.id for entry in risks] == [f"f{i}" for i in range(1, 15)]
    assert [entry.finding.grade for entry in risks] == sorted((e.finding.grade for e in risks), key=lambda g: g.rank)
    assert [entry.number for entry in goods] == ["甲", "乙"]


def test_a_rule_that_hits_again_points_to_its_first_finding() -> None:
    text = "甲款不退。\n乙款不退。\n丙款不退。\n"
    same = [sample.finding(text, quote, Grade.VOID, "refund-denial", "不退") for quote in ("甲款不退。", "乙款不退。")]
    other = sample.finding(text, "丙款不退。", Grade.VOID, "refund-denial", "不退")._replace(explain="另一个理由。")
    audit = sample.audit_of(text, [*same, other])
    assert [entry.like for entry in numbered(audit.findings)[0]] == ["", "1", ""]
    for format in ("terminal", "md"):
        written = render([audit], format)
        assert "乙款不退。" in written
        assert written.count("第1处是同一类") == 1
        assert written.count("到账即完成交付") == 2


def test_the_findings_of_one_kind_follow_one_another() -> None:
    text = "甲款不退。\n乙归我解释。\n丙款不退。\n丁可免责。\n"
    kinds = [("甲款不退。", "refund-denial"), ("乙归我解释。", "final-interpretation"), ("丙款不退。", "refund-denial")]
    found = [sample.finding(text, quote, Grade.UNFAIR, kind, quote) for quote, kind in kinds]
    gravest = sample.finding(text, "丁可免责。", Grade.VOID, "liability-exclusion", "丁")
    risks, _ = numbered([*found, gravest])
    assert [entry.finding.quote[0] for entry in risks] == ["丁", "甲", "丙", "乙"]
    assert [entry.number for entry in risks] == ["1", "2", "3", "4"]
