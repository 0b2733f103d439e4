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
    assert answer(text, "renewal").answer == "unstated"
    assert answer("会员到期后自动延长有效期一个月，并扣取会员费。", "renewal").answer == "yes"


def test_the_words_of_a_definition_are_not_what_answers() -> None:
    text = "本协议是您与我们关于自动续费服务（下称“本服务”）所订立的协议。\n到期时将自动扣取下一月的费用。"
    assert answer(text, "renewal").quote.startswith("到期时将自动扣取")
