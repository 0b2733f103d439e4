"""会自动扣费吗."""

from __future__ import annotations

import pytest

from facts.asked import answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开通后，到期自动续费，扣款前不再另行通知。", "yes-no-notice"),
        ("到期自动续费。我们将在扣费前5天短信提醒您。", "yes-notice"),
        ("连续包月会员会在到期时自动扣款。", "yes"),
        ("会员到期后不会自动续费。", "no"),
        ("月卡会员可以免费看片。", "unstated"),
        ("充值后可以消费，交易手续费由我们承担。", "not-applicable"),
        ("自动续费的价格调整前，我们会提前通知您。", "yes"),
        ("开通自动续费。取消后，到期不自动续费。", "yes"),
        ("会员不会自动续费。如后续开通自动续费，会另外征得您的授权。", "no"),
    ],
)
def test_answers(text: str, expected: str) -> None:
    assert answer(text, "renewal").answer == expected


def test_values() -> None:
    text = "连续包月每月25元，到期自动续费。\n扣费前三天短信提醒您。\n您可以随时取消自动续费。"
    values = answer(text, "renewal").values
    assert (values["price"], values["notice_days"], values["cancel"]) == (25, 3, "any-time")


def test_cancelling_needs_hours() -> None:
    values = answer("自动续费会员请在到期24小时前在设置里取消续费。", "renewal").values
    assert (values["cancel"], values["cancel_before"]) == ("self-service", "24小时")


def test_a_card_that_is_good_for_longer_charges_nothing() -> None:
    text = "礼品卡已过有效期的，会自动延长有效期1个月。"
    assert answer(text, "renewal").answer == "not-applicable"
    assert answer("会员到期后自动延长有效期一个月，并扣取会员费。", "renewal").answer == "yes"


def test_the_name_of_a_card_is_not_what_answers() -> None:
    fact = answer("点击“物业代扣卡”，进入充值页面。\n开启代扣功能后，系统自动扣取物业费。", "renewal")
    assert fact.quote.endswith("系统自动扣取物业费")
    assert answer("点击“物业代扣卡”，进入充值页面。", "renewal").answer == "not-applicable"


def test_the_words_of_a_definition_are_not_what_answers() -> None:
    text = "本协议是您与我们关于自动续费服务（下称“本服务”）所订立的协议。\n到期时将自动扣取下一月的费用。"
    assert answer(text, "renewal").quote.startswith("到期时将自动扣取")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会员费每月3元，每月同一日从您选择的支付方式扣费。", "yes"),
        ("系统会同时为您订阅时令箱（99元/月），从余额里扣。", "yes"),
        ("会员有效期结束后重新定级。银卡会员免费加入。", "not-applicable"),
        ("本服务是收费服务。会员期限以支付页面为准。", "unstated"),
        ("到期自动续费，扣款无需您再次确认或输入密码。扣款前五日短信提醒您。", "yes-notice"),
        ("管理费每年200元，自储值卡中自动扣除。\n到期前我们短信提示您，但不会自动扣款续期。", "yes"),
    ],
)
def test_what_is_drawn(text: str, expected: str) -> None:
    assert answer(text, "renewal").answer == expected


def test_the_price_is_that_of_each_term() -> None:
    assert answer("1元体验3日，期满后自动续费，按68元/月收费。", "renewal").values["price"] == 68


def test_the_way_out_may_name_the_service_or_stand_beside_the_charge() -> None:
    text = "本协议关于自动续费扣款服务（下称“本服务”）。\n到期自动续费。\n四、终止\n您有权随时终止本服务。"
    assert answer(text, "renewal").values["cancel"] == "any-time"
    beside = "三、骑行卡\n1. 季卡支持自动续费，您可以在“管理”里随时关闭。"
    assert answer(beside, "renewal").values["cancel"] == "any-time"
