"""A row that is not answered, though a mark bears on it."""

from __future__ import annotations

import pytest

from facts.asked import answer, ask, finding


@pytest.mark.parametrize(
    ("text", "question", "category", "said"),
    [
        ("签收后超过2小时未报破损的，商品视为完好。", "refund", "complaint-limit", "只认2小时内提出的"),
        ("特殊规格的货物，本店谢绝七日之约。", "refund", "no-return", "不给七天退货"),
        ("账号长期闲置的，我们可收走账号和账号内的会员权益。", "expiry", "account-recycle", "久不用，账号权益没了"),
        ("对争议您只认行业的规定。", "dispute", "rights-waiver", "没写去哪，另有限制"),
    ],
)
def test_the_row_speaks_of_the_mark(text: str, question: str, category: str, said: str) -> None:
    fact = answer(text, question, [finding(text, text, category)])
    assert (fact.answer, fact.text, fact.values["topic"]) == ("mentioned", said, category)
    assert text[fact.start : fact.end] == fact.quote != ""


@pytest.mark.parametrize(
    ("text", "question", "category"),
    [
        ("账号长期闲置的，我们可收走账号。", "expiry", "account-recycle"),
        ("违规被封的，账上的东西归平台。", "expiry", "balance-forfeit"),
        ("异议应当在三日内提出。", "refund", "complaint-limit"),
        ("您放弃对昵称的权利。", "dispute", "rights-waiver"),
    ],
)
def test_a_mark_about_something_else_leaves_it_open(text: str, question: str, category: str) -> None:
    assert answer(text, question, [finding(text, text, category)]).answer in ("unstated", "not-applicable")


def test_an_answer_is_worth_more_than_a_mention() -> None:
    text = "付款后7天内可以申请退款。\n签收后超过2小时未报破损的，商品视为完好。"
    late = finding(text, "签收后超过2小时未报破损的，商品视为完好", "complaint-limit")
    assert answer(text, "refund", [late]).answer == "conditional"
    assert ask(text, [late]).contradictions == ()
