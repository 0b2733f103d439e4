"""Findings of both readers: confidence, what is dropped, what is added, the grade it may have."""

from __future__ import annotations

from typing import Any

from clauseaudit.audit import audit
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Finding, Grade
from clauseaudit.reader import Opinion
from clauseaudit.rules import Worth, load_pack

PACK = load_pack()._replace(worth={})
MATCHER = Matcher(PACK)
TEXT = "充值成功后概不退款。\n本条款由双方各执一份。\n最终解释权归本公司所有。\n"


class Says:
    """A reader with fixed opinions; keeps what it was shown."""

    def __init__(self, *opinions: Opinion) -> None:
        self.opinions, self.marks = opinions, []

    def example(self, sentence: str, category: str) -> str:
        return ""

    def judge(self, folded_text: str, outline: Any, marks: Any) -> tuple[Opinion, ...]:
        self.marks = list(marks)
        return self.opinions


def found(*opinions: Opinion, on: str = "2026-11-26") -> list[Finding]:
    says: Any = Says(*opinions)
    return [f for f in audit(Document("d", "", "", TEXT, ""), MATCHER, on, says).findings if f.start is not None]


def test_the_reader_sees_what_the_rules_found() -> None:
    says: Any = Says()
    audit(Document("d", "", "", TEXT, ""), MATCHER, "2026-11-26", says)
    assert {(m.segment, m.category) for m in says.marks} >= {(0, "refund-denial"), (2, "final-interpretation")}


def test_a_kept_finding_carries_its_probability() -> None:
    findings = found(Opinion(0, "refund-denial", 0.87654, True, True))
    (denial,) = [f for f in findings if f.category == "refund-denial"]
    assert denial.source == "rule" and denial.confidence == 0.877 and denial.samples == 0
    assert {f.category for f in findings} >= {"final-interpretation"}


def test_what_was_measured_of_the_rule_stands_for_its_findings() -> None:
    worth = {rule.id: Worth(0.66, 23, "检查集") for rule in PACK.rules if rule.category == "refund-denial"}
    measured = audit(Document("d", "", "", TEXT, ""), Matcher(PACK._replace(worth=worth)), "2026-11-26").findings
    (denial,) = [f for f in measured if f.category == "refund-denial"]
    assert (denial.confidence, denial.samples, denial.benchmark) == (0.66, 23, "检查集")
    assert denial.settle and denial.settle == PACK.categories["refund-denial"].wording.settle
    others = [f for f in measured if f.category != "refund-denial"]
    assert others and all(f.confidence is None and f.samples == 0 for f in others)


def test_a_dropped_finding_is_gone() -> None:
    assert "refund-denial" not in {f.category for f in found(Opinion(0, "refund-denial", 0.1, True, False))}


def test_what_the_reader_adds_is_at_most_unfair_and_explained() -> None:
    added = [f for f in found(Opinion(1, "refund-denial", 0.7, False, True)) if f.source == "model"]
    (finding,) = added
    assert finding.rule == "model/refund-denial" and finding.grade == Grade.UNFAIR
    assert finding.quote == "本条款由双方各执一份。" == TEXT[finding.start : finding.end]
    assert finding.explain and finding.counter and finding.basis


def test_an_addition_without_law_in_force_is_not_made() -> None:
    made = found(Opinion(1, "refund-denial", 0.7, False, True), on="1980-01-01")
    assert "model" not in {f.source for f in made}
