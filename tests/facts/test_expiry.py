"""余额会过期吗."""

from __future__ import annotations

import time

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
        ("积分可以抽奖。超过10天未填写收货地址的，视为放弃。", "unstated"),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("储值有效期三年。期满后仍有余额的，可以免费申请延期。", "no"),
        ("储值卡有效期一年，期满后卡内有剩余金额的，我们提供展期。", "no"),
        ("储值卡有效期三年，逾期作废，到期前可以申请延期。", "yes"),
        ("储值卡有效期三年。期满后可以申请延期，每次收取手续费20元。", "yes"),
        ("充值的金额自充值之日起至使用完毕之日止有效；赠送部分90天后到期失效。", "no"),
        ("青禾卡自激活之日起长期有效。储值规则见首页。", "no"),
        ("积分、金币只供您使用。我们可自行决定其使用期限。", "yes"),
        ("您连续半年没有登录的，账号及账号内的金币将被删除。", "yes"),
        ("费用从您绑定的信用卡或者借记卡等第三方支付账户余额中扣取。", "not-applicable"),
        ("不得贩卖游戏币。", "not-applicable"),
        ("保险赔付后仍有损失余额的，由我们赔偿。", "not-applicable"),
    ],
)
def test_what_saves_a_balance_and_what_ends_it(text: str, expected: str) -> None:
    assert answer(text, "expiry").answer == expected


def test_a_praised_membership_is_no_balance() -> None:
    text = "会员有效期内升级的，会员有效期顺延一年。\n积分三年有效，到期清零。"
    praised = finding(text, "会员有效期内升级的，会员有效期顺延一年", "balance-expiry", Grade.GOOD)
    assert answer(text, "expiry", [praised]).answer == "yes"


def test_a_heading_tells_that_it_is_about_points() -> None:
    text = "青禾租车会员细则\n一、会员积分\n（1）有效期：计入会员名下之日起三年有效，到期自动清零。\n储值见首页。"
    assert answer(text, "expiry").values.items() >= {"about": "points", "months": 36}.items()


def test_a_rank_called_after_a_jewel_is_no_coin() -> None:
    text = "储值卡可以充值。\n一年内消费满三万元升级为钻石会员，有效期一年。"
    assert answer(text, "expiry").answer == "unstated"


def test_the_term_is_not_that_of_its_prolongation() -> None:
    text = "次卡自购买之日起一年有效。有效期届满未使用的次数作废，届满前可付费延期三个月。"
    assert answer(text, "expiry").values["months"] == 12


def test_goods_that_last_as_long_as_the_service_do_not_lapse() -> None:
    text = "充值金额可以购买道具。\n道具的使用期限至停止运营之日止，之后失效。"
    assert answer(text, "expiry").answer == "unstated"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("卡片到期前可以致电客服延期，仅可延期一次。储值卡有效期以卡面为准，逾期作废。", "yes"),
        ("钱包内的款项超过二十四个月未提取的，视为用户放弃，归平台所有。", "yes"),
        ("退款退至您的存款账户。", "unstated"),
        ("押金存放于银行专用存款账户。", "not-applicable"),
    ],
)
def test_balances_by_other_names(text: str, expected: str) -> None:
    assert answer(text, "expiry").answer == expected


def test_praise_for_what_is_no_balance_is_no_answer() -> None:
    text = "三、付费课程说明\n1. 视频资源默认为永久有效。"
    praised = finding(text, "视频资源默认为永久有效", "balance-expiry", Grade.GOOD)
    assert answer(text, "expiry", [praised]).answer == "not-applicable"


def test_a_thousand_terms_are_read_at_once() -> None:
    """Whether a longer term costs something is looked up once, not for every term."""
    started = time.perf_counter()
    assert answer("储值卡有效期一年，期满作废，到期延期另说。\n" * 8_000, "expiry").answer == "yes"
    assert time.perf_counter() - started < 10
