"""Documents that take no money from their reader."""

from __future__ import annotations

import pytest

from clauseaudit.facts.paying import LEAST, takes_no_money
from facts.asked import answer

QUIET = "主播应当遵守社区规则，不得发布违法信息，不得骚扰他人。" * 30


def test_a_document_without_a_price_takes_no_money() -> None:
    assert len(QUIET) >= LEAST and takes_no_money(QUIET)
    fact = answer(QUIET, "refund")
    assert (fact.answer, fact.text) == ("not-applicable", "不涉及付款")


@pytest.mark.parametrize("said", ["请支付停车费。", "充值后生效。", "下单后发货。", "会员费按月收取。", "每月30元。"])
def test_one_word_of_payment_leaves_the_question_open(said: str) -> None:
    assert not takes_no_money(QUIET + said)


@pytest.mark.parametrize("said", ["律师费用由主播承担。", "本平台免费。", "不得有腐朽的消费内容。"])
def test_costs_of_a_quarrel_are_no_price(said: str) -> None:
    assert takes_no_money(QUIET + said)


def test_a_scrap_proves_nothing() -> None:
    assert answer("主播应当遵守社区规则。", "refund").answer == "unstated"
