"""余额会过期吗."""

from __future__ import annotations

import pytest

from clauseaudit.model import Grade
from facts.asked import answer, ask, finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("余额自充值之日起12个月内未使用的，自动清零。", "yes"),
        ("储值卡有效期为三年，逾期作废。", "yes"),
        ("积分有效期一年，到期清零。", "yes"),
        ("充值余额不设有效期。", "no"),
        ("储值余额长期有效，不会清零。", "no"),
        ("充值后余额可以用于消费。", "unstated"),
        ("请遵守社区规则。", "not-applicable"),
        ("悠币有规定的有效期，逾期将被清零。", "yes"),
        ("优惠券有效期7天，过期作废。", "not-applicable"),
        ("逾期未兑换的，视为放弃，积分清零。", "yes"),
        ("支付方式余额不足的，续费失败。", "not-applicable"),
        ("会员有效期一年，到期后权益终止。", "not-applicable"),
        ("请使用有效期内的身份证。储值余额见账户。", "unstated"),
    ],
)
def test_answers(text: str, expected: str) -> None:
    assert answer(text, "expiry").answer == expected


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("余额12个月内未使用的，自动清零。", {"months": 12, "about": "balance"}, "会，12个月后清零"),
        ("余额超过180天未使用的作废。", {"days": 180, "about": "balance"}, "会，180天后作废"),
        ("本卡有效期两年。", {"months": 24, "about": "balance"}, "会，2年到期"),
        ("积分有效期一年，到期清零。", {"months": 12, "about": "points"}, "积分会，12个月后清零"),
        ("卡券使用期限为30天，过期作废。", {"days": 30, "about": "coupons"}, "券会，30天后作废"),
    ],
)
def test_values_and_wording(text: str, values: dict[str, object], said: str) -> None:
    fact = answer(text, "expiry")
    assert values.items() <= fact.values.items()
    assert fact.text == said


def test_paid_money_outweighs_points() -> None:
    assert answer("积分有效期一年，到期清零。\n充值余额永久有效。", "expiry").answer == "no"


def test_a_finding_is_evidence() -> None:
    text = "储值余额隔年归我们所有。"
    flagged = finding(text, text, "balance-expiry", Grade.UNFAIR, "balance-expiry/cleared")
    assert answer(text, "expiry", [flagged]).answer == "yes"
    praised = finding(text, text, "balance-expiry", Grade.GOOD)
    assert answer(text, "expiry", [praised]).answer == "no"


def test_when_the_next_charge_is_due_is_no_end_of_a_balance() -> None:
    text = "您授权在会员有效期到期时，从您的账户余额中代扣下一个计费周期（包含：1个月、3个月）的会员费。"
    assert answer(text, "expiry").answer != "yes"
    assert answer(text, "expiry", [finding(text, text, "balance-expiry")]).answer != "yes"


def test_a_longer_term_is_no_other_term() -> None:
    text = "礼品卡自激活之日起有效期3年。\n退款时礼品卡已过有效期的，自动延长有效期1个月。"
    asked = ask(text)
    assert asked.contradictions == () and asked.facts[1].text == "会，3年到期"
