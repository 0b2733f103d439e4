"""Statements by the words in them, and short quotes from them."""

from __future__ import annotations

import pytest

from clauseaudit.clauses import split
from clauseaudit.facts.lists import words
from clauseaudit.facts.reading import Reading, times
from clauseaudit.model import Grade, Parties
from clauseaudit.text import fold
from facts.asked import document, finding

REFUND, BALANCE, USED, ALL, BACK = map(words, ("退款", "余额", "已使用", "概不退还", "退回"))


def reading(text: str, findings: tuple = ()) -> Reading:  # type: ignore[type-arg]
    asked, folded = document(text), fold(text)
    return Reading(asked, folded, split(asked, folded), findings, Parties())


def test_statements_hold_a_word_in_the_order_of_the_text() -> None:
    read = reading("甲说退款。乙说余额。丙说退款和余额。丁没说。")
    assert [s.text for s in read.holding(BALANCE | REFUND)] == ["甲说退款。", "乙说余额。", "丙说退款和余额。"]
    assert [s.text for s in read.holding(BALANCE, REFUND)] == ["丙说退款和余额。"]
    assert read.words & REFUND and read.words & BALANCE and not read.words & ALL
    assert read.places("余额") == [7, 15]


def test_headings_and_questions_state_nothing() -> None:
    read = reading("第一条 退款\n能退款吗？\n充值后能退款吗。\n我们会退款。\n")
    assert [s.text for s in read.holding(REFUND)] == ["我们会退款。"]


def test_a_word_that_no_list_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        reading("余额。").places("没有这个词")


def test_an_item_carries_its_lead_in() -> None:
    read = reading("有下列情形之一的，不予退款：\n（1）已使用的；\n（2）已转让的。\n")
    (statement,) = read.holding(USED)
    assert statement.lead.endswith("不予退款:")
    assert "不予退款" in statement.whole
    assert statement.whole_words & REFUND and not statement.words & REFUND
    assert not statement.labelled(REFUND)


def test_a_statement_stands_in_a_clause_with_a_label() -> None:
    (statement,) = reading("第一条 退款\n已使用的不算。\n").holding(USED)
    assert statement.labelled(REFUND) and statement.within(REFUND) and statement.within(USED)
    assert not statement.whole_words & REFUND and not statement.within(BALANCE)


def test_findings_lead_to_statements_by_risk() -> None:
    text = "前言。充值后不退。余额可退。"
    bad = finding(text, "充值后不退。", "refund-denial", Grade.VOID)
    good = finding(text, "余额可退。", "refund-denial", Grade.GOOD)
    nowhere = bad._replace(start=None, end=None)
    read = reading(text, findings=(bad, good, nowhere))
    assert [s.text for _, s in read.found("refund-denial", risk=True)] == ["充值后不退。"]
    assert [s.text for _, s in read.found("refund-denial", risk=False)] == ["余额可退。"]
    assert read.found("arbitration", risk=True) == []


def test_a_long_sentence_is_quoted_from_comma_to_comma() -> None:
    text = (
        "您理解并同意，为了保障平台的正常经营秩序和全体用户的利益，充值成功以后余额概不退还，如有疑问请联系客服处理。"
    )
    read = reading(text)
    (statement,) = read.holding(ALL)
    at = read.text.index("概不退还")
    start, end = read.excerpt(statement, at, at + 4)
    assert read.text[start:end] == "充值成功以后余额概不退还"


def test_a_short_sentence_is_quoted_whole_without_its_number() -> None:
    read = reading("1. 充值后，余额概不退还。\n")
    (statement,) = read.holding(ALL)
    start, end = read.excerpt(statement, statement.start + 6, statement.end)
    assert read.text[start:end] == "充值后,余额概不退还"


def test_times_of_a_statement() -> None:
    read = reading("余额七日内退回。余额在3天后退回。余额退回。")
    assert [[time.said for time in times(read.text, s)] for s in read.holding(BALANCE)] == [["7天"], ["3天"], []]


def test_findings_are_found_again_where_characters_were_removed() -> None:
    text = "前\u200b言。充\u200b\u200b值 后不\u200b退。余 额可退。"
    bad = finding(text, "充\u200b\u200b值 后不\u200b退。", "refund-denial", Grade.VOID)
    good = finding(text, "余 额可退。", "refund-denial", Grade.GOOD)
    read = reading(text, findings=(bad, good))
    assert [s.text for _, s in read.found("refund-denial", risk=True)] == ["充值后不退。"]
    assert [s.text for _, s in read.found("refund-denial", risk=False)] == ["余额可退。"]


def test_a_quote_does_not_end_inside_a_bracket() -> None:
    text = "票款按主办方的规定退回(依据:主办方通知的退票时间),其余的款项和手续费以各演出页面上的说明为准。"
    read = reading(text)
    (statement,) = read.holding(BACK)
    start = text.index("退回")
    first, last = read.excerpt(statement, start, start + 2)
    assert read.text[first:last] == "票款按主办方的规定退回(依据:主办方通知的退票时间)"
