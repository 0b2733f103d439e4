"""What was bought once and may be used only for a time."""

from __future__ import annotations

import pytest

from facts.asked import answer, ask


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        ("已购买的课程可在1年内重复学习。", "conditional", "只能用12个月"),
        ("购买的视频超过2年后，将收取存储费。", "conditional", "2年后另收费"),
        ("预订的门票过期作废。", "yes", "会，过期作废"),
        ("报名后的课程满6个月后失效。", "conditional", "会，6个月后失效"),
    ],
)
def test_goods(text: str, expected: str, said: str) -> None:
    fact = answer(text, "expiry")
    assert (fact.answer, fact.text, fact.values["about"]) == (expected, said, "goods")


def test_a_limit_beside_it_outweighs_a_promise_and_both_are_shown() -> None:
    text = "已购买的课程永久有效；单次购买的课程可在1年内学习；购买的视频超过1年时限后，我们将收取存储服务费。"
    asked = ask(text)
    assert asked.facts[1].text == "12个月后另收费"
    assert [c.question for c in asked.contradictions] == ["expiry"]


def test_a_balance_that_ends_with_an_idle_account() -> None:
    text = (
        "一、协议终止\n有下列情形之一的，我们有权终止协议：\n（1）连续3个月不使用账户的；\n（2）违法的。\n"
        "二、后果\n协议终止后，您的积分、优惠券和礼品卡均失效。"
    )
    fact = answer(text, "expiry")
    assert (fact.answer, fact.values["months"], fact.text) == ("yes", 3, "会，3个月不用可失效")
    assert "均失效" in fact.quote


@pytest.mark.parametrize(
    "text",
    [
        "课程由老师讲授，请在一小时内签到。",
        "购买课程后7个工作日内可以退款。",
        "协议终止后，积分均失效。",
        "请遵守课程纪律。",
    ],
)
def test_other_times_are_no_limit(text: str) -> None:
    assert answer(text, "expiry").answer in ("unstated", "not-applicable")
