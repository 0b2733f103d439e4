"""Six answers for every document, each with words that stand in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clauseaudit.clauses import split
from clauseaudit.facts import answers
from clauseaudit.facts.conflict import QUESTIONS
from clauseaudit.text import fold
from facts.asked import ask, document

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "facts.jsonl"
AGREEMENTS = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
LONGEST = 16  # characters of an answer


@pytest.mark.parametrize("agreement", AGREEMENTS, ids=lambda a: a["name"])
def test_invented_agreements(agreement: dict[str, Any]) -> None:
    facts = ask(agreement["text"]).facts
    assert [fact.answer for fact in facts] == agreement["answers"]
    for question, expected in agreement.get("values", {}).items():
        assert expected.items() <= facts[QUESTIONS.index(question)].values.items()


@pytest.mark.parametrize("agreement", AGREEMENTS, ids=lambda a: a["name"])
def test_quotes_are_verbatim_and_answers_short(agreement: dict[str, Any]) -> None:
    text = agreement["text"]
    for fact in ask(text).facts:
        assert 0 < len(fact.text) <= LONGEST
        if fact.answer in ("unstated", "not-applicable"):
            assert (fact.quote, fact.start, fact.end) == ("", None, None)
        else:
            assert fact.quote and fact.quote == fact.quote.strip(" 。；，\n")
            assert text[fact.start : fact.end] == fact.quote


def test_quotes_are_verbatim_where_folding_removes_characters() -> None:
    text = "用户 协议\n第一条　充值 成功后，余额 概 不\u200b退 还。\n"
    fact = ask(text).facts[0]
    assert fact.answer == "no"
    assert text[fact.start : fact.end] == fact.quote
    assert "\u200b" in fact.quote


@pytest.mark.parametrize("text", ["", "\n\n", "。", "？" * 50, "第一条\n第二条\n", "\ud800退款", "退" * 5000])
def test_any_text_is_answered(text: str) -> None:
    assert [fact.question for fact in ask(text).facts] == list(QUESTIONS)


def test_parties_are_optional() -> None:
    asked = document("充值后概不退款。")
    folded = fold(asked.text)
    assert answers(asked, folded, split(asked, folded), ())[0].answer == "no"


def test_the_clause_is_named() -> None:
    fact = ask("某协议\n第一条 总则\n欢迎使用。\n第二条 退款\n充值后余额概不退还。\n").facts[0]
    assert fact.clause == "第二条 退款"
