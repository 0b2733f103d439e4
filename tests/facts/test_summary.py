"""The sentence under the light."""

from __future__ import annotations

import pytest

from clauseaudit.facts import sentence
from clauseaudit.facts.summary import LIMIT, QUIET
from clauseaudit.model import Grade
from facts.asked import ask, finding


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("充值后概不退款。余额12个月内未使用的，自动清零。", "充了概不退款，12个月没用完就清零"),
        ("会员费一经支付概不退还。到期自动续费，扣款前不再通知。", "付了钱不给退，自动扣费不提醒"),
        ("我们有权随时修改本协议。争议由我们所在地人民法院管辖。", "可以单方改规则，只能去它那里告"),
        ("积分有效期一年，到期清零。", "积分12个月没用完就清零"),
        ("储值卡有效期三年，到期作废。", "3年没用完就作废"),
        ("付款后7天内可以申请退款。余额不设有效期。", "7天内可退，余额不过期"),
        ("提前一天退票的，收取票价20%的退票费；当天退票的，收取50%的退票费。", "退钱要扣20%到50%"),
        ("争议提交海州仲裁委员会仲裁。", "约定仲裁，可能不公平"),
        ("争议由海州市青云区人民法院管辖。", "去哪告由它定"),
        ("在符合法律规定的情况下，我们可以对您购买的课程不予退款。", "写着可以不退款"),
        ("购买的视频超过2年后，将收取存储费。", "2年后另收费"),
        ("欢迎光临。", QUIET),
    ],
)
def test_sentences(text: str, said: str) -> None:
    assert sentence(ask(text).facts, ()) == said
    assert len(said) <= LIMIT


def test_the_gravest_title_when_the_answers_say_nothing() -> None:
    text = "欢迎光临。"
    risk = finding(text, text, "review-gag")._replace(title="不许写差评")
    assert sentence(ask(text).facts, [risk._replace(title="长" * 21), risk]) == "不许写差评"
    assert sentence(ask(text).facts, [risk._replace(title="长" * 21)]) == "有几处要看清再决定"
    assert sentence(ask(text).facts, [risk._replace(grade=Grade.GOOD)]) == QUIET


def test_the_money_reason_comes_with_the_gravest_mark() -> None:
    text = "会员费一经支付概不退还。我们有权随时修改本协议。"
    grave = finding(text, "我们有权随时修改本协议", "rights-waiver", Grade.VOID)
    assert sentence(ask(text).facts, [grave]) == "付了钱不给退，要你放弃权利"
    assert sentence(ask(text).facts, [grave._replace(grade=Grade.UNFAIR)]) == "付了钱不给退，可以单方改规则"


@pytest.mark.parametrize("word", ["违法", "无效"])
def test_nothing_is_called_unlawful(word: str) -> None:
    text = "充值后概不退款，这样约定合法有效。违法无效的条款除外。"
    assert word not in sentence(ask(text).facts, ())


def test_what_an_idle_account_loses_is_told() -> None:
    text = (
        "星屿商城用户协议\n一、终止\n有下列情形之一的，我们有权终止协议：\n（1）连续3个月不使用账户的；\n（2）违法的。\n"
        "二、后果\n协议终止后，您的积分、优惠券和礼品卡均失效。"
    )
    assert sentence(ask(text).facts, ()) == "权益3个月不用可失效"
