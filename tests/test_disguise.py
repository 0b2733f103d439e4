"""Disguised text still says what was labelled, at the places that the labels are carried to."""

from __future__ import annotations

import os

import pytest

from clauseaudit.disguise import KINDS, SYNONYMS, disguise, word_sets
from clauseaudit.rules import default_dir
from clauseaudit.text import fold

TEXT = (
    "第一条 退款\n充值成功后，余额概不退还，3日内也不例外；APP内的活动由平台随时调整，用户不得异议。\n"
    "第二条 其他\n一切风险自负。\n"
)
TERM = "余额概不退还，3日内也不例外"
LABEL = {"start": TEXT.index(TERM), "end": TEXT.index(TERM) + len(TERM), "category": "refund-denial"}
WORDS = [["平台", "商家"], ["随时", "适时"]]
CHANGED = {
    "spaces": " ",
    "zero-width": "\u200b\u200c\u200d\u2060\ufeff\u00ad",
    "decoration": "·•*_~",
    "chains": ".-/|",
    "full-width": "３",
    "look-alikes": "⼀",
    "traditional": "餘",
    "line-ends": "\n",
    "broken-words": "\n",
    "synonyms": "商",
}


def test_every_kind_is_tested() -> None:
    assert set(CHANGED) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_is_changed_and_the_same_each_time(kind: str) -> None:
    long = TEXT * 5
    changed = disguise(long, kind, "a", WORDS)
    assert changed == disguise(long, kind, "a", WORDS)
    new = [c for c in changed.text if c in CHANGED[kind]]
    assert len(new) > sum(c in CHANGED[kind] for c in long)


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in (SYNONYMS, "line-ends", "broken-words")])
def test_folding_undoes_it(kind: str) -> None:
    for seed in range(20):
        assert fold(disguise(TEXT, kind, str(seed)).text).text == fold(TEXT).text


@pytest.mark.parametrize("kind", KINDS)
def test_labels_are_carried(kind: str) -> None:
    for seed in range(20):
        changed = disguise(TEXT, kind, str(seed), WORDS)
        label = changed.carried(LABEL)
        quote = changed.text[label["start"] : label["end"]].replace("\n", "")
        assert fold(quote).text.rstrip(" ·•*_~.-/|") == fold(TERM).text
        assert label["category"] == "refund-denial"


def test_what_has_no_place_is_carried_as_it_is() -> None:
    duty = {"start": None, "end": None, "category": "missing-minor"}
    assert disguise(TEXT, "spaces", "a").carried(duty) == duty


def test_only_whole_words_are_exchanged() -> None:
    assert disguise("平台随时改，平地", SYNONYMS, "", WORDS).text == "商家适时改，平地"


def test_the_lexicon_has_words_to_exchange() -> None:
    sets = word_sets(os.path.join(default_dir(), "lexicon.toml"))
    assert sum(map(len, sets)) > 40
    assert all(len({len(word) for word in words}) == 1 < len(words) for words in sets)
    everything = [word for words in sets for word in words]
    assert len(everything) == len(set(everything))
