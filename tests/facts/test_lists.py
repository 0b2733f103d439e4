"""Lists of words are bits; what a text holds is one number."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from clauseaudit import facts
from clauseaudit.facts import lists, refund_signs
from clauseaudit.facts.lists import Words, holds, listing, words, words_in

MODULES = sorted(path.stem for path in Path(facts.__file__).parent.glob("[a-z]*.py"))
FRUIT, APPLES = words("梨 苹果"), listing(["苹果"])


def test_words_of_several_lists_are_found_at_once() -> None:
    assert words_in("一个苹果") & FRUIT and words_in("一个苹果") & APPLES
    assert words_in("一个梨") & FRUIT and not words_in("一个梨") & APPLES
    assert words_in("一个梨") & (APPLES | FRUIT)
    assert not words_in("") and list(FRUIT) == ["梨", "苹果"]


def test_holds() -> None:
    assert holds("充值后不退", ("余额", "不退"))
    assert not holds("充值后不退", ("余额",))
    assert holds("一个苹果", FRUIT) and not holds("一个桃", FRUIT)


def test_a_list_made_later_is_known_too() -> None:
    assert not words_in("一个桃")
    peaches = words("桃")
    assert words_in("一个桃") & peaches


@pytest.mark.parametrize("module", MODULES)
def test_each_list_has_words_and_each_word_once(module: str) -> None:
    named = vars(importlib.import_module(f"clauseaudit.facts.{module}"))
    for name, listed in ((n, v) for n, v in named.items() if isinstance(v, Words)):
        assert listed.listed and all(listed.listed), name
        assert len(set(listed)) == len(listed.listed), name
        assert lists._ALL[listed.bit_length() - 1] == listed.listed


def test_a_refusal_is_told_by_one_of_its_words() -> None:
    assert words_in("概不退款") & refund_signs.REFUSING
