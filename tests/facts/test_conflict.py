"""Answers that cannot both hold."""

from __future__ import annotations

import pytest

from clauseaudit.facts import contradictions, first_contradictions
from clauseaudit.model import Audit, Contradiction, Fact, Grade, Verdict
from facts.asked import ask, document, finding


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("充值后概不退款。\n充值后7天内未使用的，可以申请退款。", "refund"),
        ("余额不设有效期。\n余额12个月内未使用的自动清零。", "expiry"),
        ("到期自动续费，扣款前不再通知。\n我们将在扣费前5天提醒您。", "renewal"),
        ("本协议的修改提前7天公示。\n本协议修改后一经公布即时生效。", "change"),
        ("争议由海州市青云区人民法院管辖。\n争议提交海州仲裁委员会仲裁。", "dispute"),
    ],
)
def test_inside_a_document(text: str, question: str) -> None:
    (found,) = ask(text).contradictions
    assert found.question == question
    for fact in (found.first, found.second):
        assert text[fact.start : fact.end] == fact.quote
    assert found.first.quote != found.second.quote
    assert f"“{found.first.text}”" in found.text and f"“{found.second.text}”" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "充值后概不退款。\n系统重复扣款的，7天内退回多收的款项。",
        "储值卡售出后概不退款。\n商品签收后7日内可以退货。",
        "余额不设有效期。\n积分有效期一年，到期清零。",
        "充值后概不退款。\n充值后一律不退。",
        "争议由我们所在地人民法院管辖。\n双方可以向人民法院起诉，解决争议。",
        "",
    ],
)
def test_no_contradiction(text: str) -> None:
    assert ask(text).contradictions == ()


def test_what_can_be_drawn_out_contradicts_that_it_cannot() -> None:
    drawn = "您可以对账户内的本金余额提现，五个工作日内到账。"
    for refusal, told in (("充值本金余额不可提现及退款。", 1), ("充值后概不退款。", 0)):
        text = f"{refusal}\n{drawn}"
        found = ask(text, [finding(text, drawn, "withdrawal-ban", Grade.GOOD)]).contradictions
        assert [c.second.text for c in found] == ["余额可以提现"] * told
    text = f"充值后7天内未使用的，可以申请退款。\n{drawn}"
    assert not ask(text, [finding(text, drawn, "withdrawal-ban", Grade.GOOD)]).contradictions


def audit(text: str, title: str) -> Audit:
    return Audit(document(text, title), "2026-11-26", (), ask(text).facts, Verdict("red", {}))


def test_between_the_documents_of_a_platform() -> None:
    recharge = audit("充值后余额概不退款。\n余额不设有效期。", "充值协议")
    member = audit("充值后7天内未使用的，可以申请退款。", "会员协议")
    (found,) = contradictions([recharge, member])
    assert found.question == "refund"
    assert found.text == "《充值协议》说“充了不能退”，《会员协议》说“7天内可退”"
    assert contradictions([recharge]) == ()
    assert contradictions([member, member]) == ()


def test_two_companies_of_one_platform() -> None:
    one = audit("本平台由云州星屿网络科技有限公司运营。", "甲")
    two = audit("本平台由江城青禾科技有限公司运营。", "乙")
    assert [c.question for c in contradictions([one, two])] == ["operator"]


def test_what_is_not_said_contradicts_nothing() -> None:
    said = audit("充值后余额概不退款。", "甲")
    silent = said._replace(facts=(Fact("refund", "unstated", {}),))
    assert contradictions([said, silent]) == ()


def test_cards_with_and_without_a_name_on_them_are_two_things() -> None:
    assert ask("不记名礼品卡有效期3年。\n记名礼品卡的余额长期有效。").contradictions == ()
    assert len(ask("礼品卡有效期3年。\n礼品卡的余额长期有效。").contradictions) == 1


def test_the_first_of_several_that_contradict_a_statement_stands_for_them_all() -> None:
    texts = ["充值后余额概不退款。", "余额12个月后清零。", "充值后7天内未使用的，可以申请退款。余额不设有效期。"]
    audits = [audit(texts[number % 3], f"第{number}份") for number in range(9)]
    every: dict[tuple[str, int], Contradiction] = {}
    for one in contradictions(audits):
        every.setdefault((one.question, id(one.second)), one)
    assert first_contradictions(audits) == tuple(every.values())
    assert 4 < len(every) < len(contradictions(audits))
