"""Several documents of a platform as one: the worst answer counts, and what contradicts what is said."""

from __future__ import annotations

from typing import Any

from clauseaudit.model import Audit, Document, Fact, Finding, Grade, Unread, Verdict
from clauseaudit.platform import WORST, join

SITE = "https://example.test/"


def made(id: str, light: str = "green", findings: tuple[Finding, ...] = (), **answers: Any) -> Audit:
    """``refund=("no", "不能退", {...})``; other questions are unstated."""
    facts = []
    for question in WORST:
        answer, text, values = answers.get(question, ("unstated", "未写明", {}))
        quote = "" if answer in ("unstated", "not-applicable") else text
        facts.append(Fact(question, answer, values, quote, 0 if quote else None, 1 if quote else None, "", text))
    document = Document(id, f"{id}协议", SITE + id, "文字", "0" * 64)
    counts = {str(grade): 0 for grade in Grade} | {"notice": 1}
    return Audit(document, "2026-11-26", findings, tuple(facts), Verdict(light, counts))


def answers(*audits: Audit) -> dict[str, tuple[str, str]]:
    return {f.question: (f.answer, f.values.get("document", "")) for f in join(SITE, audits).facts}


def test_the_worst_answer_of_all_documents_counts() -> None:
    member = made("member", refund=("conditional", "7天内能退", {}), renewal=("yes-notice", "会，提前5天提醒", {}))
    recharge = made("recharge", refund=("no", "不能退", {}), change=("operator-anytime", "平台，随时能改", {}))
    known = answers(member, recharge)
    assert known["refund"] == ("no", "recharge")
    assert known["renewal"] == ("yes-notice", "member")
    assert known["change"] == ("operator-anytime", "recharge")


def test_silence_counts_only_where_all_are_silent() -> None:
    silent, says = made("a"), made("b", dispute=("by-law", "有管辖权的法院", {}))
    assert answers(silent, says)["dispute"] == ("by-law", "b")
    assert answers(silent, silent)["dispute"] == ("unstated", "")
    idle = made("c", expiry=("not-applicable", "不涉及", {}))
    assert answers(idle, silent)["expiry"] == ("unstated", "")


def test_an_operator_named_once_is_named() -> None:
    brand = made("a", operator=("brand-only", "只写了品牌", {}))
    named = made("b", operator=("named", "青禾网络有限公司", {"company": "青禾网络有限公司"}))
    assert answers(brand, named)["operator"] == ("named", "b")
    assert answers(brand, made("c"))["operator"] == ("brand-only", "a")


def test_of_two_bad_answers_the_one_that_says_more() -> None:
    short = made("a", expiry=("yes", "会过期", {}))
    long = made("b", expiry=("yes", "12个月清零", {"months": 12, "about": "balance"}))
    assert answers(short, long)["expiry"] == ("yes", "b")


def test_documents_that_contradict_each_other() -> None:
    refund = made("refund", refund=("yes", "7天内全额退", {"window_days": 7, "about": "payment"}))
    one, two = (made(name, refund=("no", "不能退", {"about": "payment"})) for name in ("one", "two"))
    (found,) = join(SITE, [refund, one, two]).contradictions  # two says no more than one
    assert (found.first.values["document"], found.second.values["document"]) == ("refund", "one")
    assert "《refund协议》" in found.text and "《one协议》" in found.text


def test_the_gravest_light_and_the_sum_of_the_counts() -> None:
    platform = join(SITE, [made("a", "green"), made("b", "red"), made("c", "yellow")])
    assert platform.verdict.light == "red"
    assert platform.verdict.counts["notice"] == 3


def test_no_green_while_a_document_is_unread() -> None:
    unread = [Unread(SITE + "x", "充值协议", "需要登录才能看")]
    assert join(SITE, [made("a", "green")]).verdict.light == "green"
    assert join(SITE, [made("a", "green")], unread).verdict.light == "unread"
    assert join(SITE, [made("a", "red")], unread).verdict.light == "red"
    assert join(SITE, [], unread).verdict == join(SITE, [], unread).verdict._replace(light="unread")
    assert "1份" in join(SITE, [], unread).verdict.sentence


def test_what_is_joined_is_not_changed() -> None:
    audit = made("a", refund=("no", "不能退", {}))
    join(SITE, [audit])
    assert "document" not in audit.facts[0].values


def lacking(id: str, *duties: str, **answers: Any) -> Audit:
    def missing(duty: str) -> Finding:
        return Finding(
            "rule", None, f"{duty}/x", "没写", duty, Grade.MISSING, None, None, "", "", "", "", "", "", None, ()
        )

    audit = made(id, "yellow", tuple(map(missing, duties)), **answers)
    return audit._replace(
        verdict=audit.verdict._replace(counts=dict.fromkeys(map(str, Grade), 0) | {"missing": len(duties)})
    )


def test_a_duty_that_one_document_meets_is_missing_in_none() -> None:
    privacy = lacking("privacy", "missing-operator", "missing-complaint", "missing-minor")
    general = made(
        "general", operator=("named", "青禾网络有限公司", {}), dispute=("by-law", "法院", {"complaint_phone": "1"})
    )
    joined = join(SITE, [privacy, general])
    assert [f.category for f in joined.audits[0].findings] == ["missing-minor"]
    assert joined.audits[0].verdict.counts["missing"] == 1
    assert joined.verdict.counts["missing"] == 1


def test_a_duty_that_no_document_meets_stays_missing() -> None:
    privacy = lacking("privacy", "missing-operator", "missing-complaint")
    silent = made("general", operator=("brand-only", "只写了品牌", {}))
    assert [f.category for f in join(SITE, [privacy, silent]).audits[0].findings] == [
        "missing-operator",
        "missing-complaint",
    ]


def test_a_document_whose_only_fault_another_mends_is_green() -> None:
    rules = lacking("rules", "missing-refund-policy")
    refund = made("refund", refund=("yes", "7天内全额退", {"window_days": 7}))
    joined = join(SITE, [rules, refund])
    assert (joined.audits[0].verdict.light, joined.audits[0].findings) == ("green", ())
    unread = lacking("x", "missing-refund-policy")
    unread = unread._replace(verdict=unread.verdict._replace(light="unread"))
    assert join(SITE, [unread, refund]).audits[0].verdict.light == "unread"
