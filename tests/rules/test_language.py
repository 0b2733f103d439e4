"""The pattern language: what parses, what it means, what is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauseaudit.rules.language import PatternError, parse, regex, words

CONCEPTS = {"退": "退款|退费", "不": "不予|概不"}

MEANING = [
    ("{不}{退}", "概不退费", True),
    ("{不}{退}", "概不接受退费", False),
    ("{不}…4{退}", "概不接受退费", True),
    ("{不}…2{退}", "概不受理任何退费", False),
    ("余额(清零|作废)", "余额作废", True),
    ("余额的?所有权", "余额所有权", True),
    ("余额的?所有权", "余额的所有权", True),
    ("会(?!员|议)", "会员会议", False),
    ("会(?!员|议)", "会员会清空", True),
    ("(?<!不)承担", "不承担", False),
    ("(?<!不)承担", "我们承担", True),
    ("^我们", "当然我们", False),
    ("退款$", "可以退款。", True),
    ("退款$", "退款规则", False),
    ("甲…(乙)?…丙", "甲丙", True),
    ("(全部)?{退}(全部)?", "退款", True),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), MEANING)
def test_expression_has_the_meaning_of_the_pattern(pattern: str, text: str, expected: bool) -> None:
    (node,) = parse(pattern).every
    assert bool(re.search(regex(node, CONCEPTS), text)) is expected


def test_conjunction_keeps_the_sides_apart() -> None:
    parsed = parse("余额 & 清零 & !赠送")
    assert parsed.every == (words(("余额",)), words(("清零",)))
    assert parsed.none == (words(("赠送",)),)


def test_neighbouring_alternatives_become_whole_words() -> None:
    assert parse("不(予|得)退").every == (words(("不予退", "不得退")),)
    assert parse("一(概|律)?不退").every == (words(("一不退", "一概不退", "一律不退")),)
    assert parse("(请勿)?…4不退…4(款项)?").every == (words(("不退",)),)


@pytest.mark.parametrize(
    "wrong", ["", "!余额", "(余额", "余额)", "(a|)", "?余额", "…?", "(?!x)余额", "…200余额", "余额…(清零)?$ & ", "()"]
)
def test_what_is_no_pattern_is_refused(wrong: str) -> None:
    with pytest.raises(PatternError):
        parse(wrong)


@given(st.text(alphabet="余额退不{}()|?!<…&^$ 0123456789", max_size=30))
def test_arbitrary_text_parses_or_is_refused(text: str) -> None:
    try:
        parsed = parse(text)
    except PatternError:
        return
    assert parsed.every
    for node in (*parsed.every, *parsed.none):
        re.compile(regex(node, {}) if "{" not in text else "x")
