"""Patterns in words: every part is said, nothing else, and every rule of the pack can be read."""

from __future__ import annotations

import os
import re

import pytest

from clauseaudit.rules import aloud, default_dir
from clauseaudit.rules.load import read_toml, rule_files


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("概不退款", "“概不退款”"),
        ("{平台}有权", "〔平台〕“有权”"),
        ("充值…8{不退}", "“充值”，隔至多 8 字，〔不退〕"),
        ("充值…{不退}", "“充值”，隔至多 20 字，〔不退〕"),
        ("(退|返)还", "（“退”或“返”）“还”"),
        ("甲|乙|丙", "“甲”、“乙”或“丙”"),
        ("(全部)?退", "（可有“全部”）“退”"),
        ("的?退", "（可有“的”）“退”"),
        ("不退的?", "“不退”（可有“的”）"),
        ("会(?!员|议)", "“会”（后面不接“员”“议”）"),
        ("(?<!不)承担", "（前面不是“不”的）“承担”"),
        ("^{用户}", "句首的〔用户〕"),
        ("不退$", "“不退”，到此句末"),
        ("充值 & !赠送", "“充值”；同一句里没有“赠送”"),
        ("充值 & 余额 & !{赠品}", "“充值”；同一句里还有“余额”；同一句里没有〔赠品〕"),
        ("(充值(后|成功)|付款)不退", "（“充值”（“后”或“成功”）或“付款”）“不退”"),
    ],
)
def test_a_pattern_in_words(source: str, said: str) -> None:
    assert aloud.aloud(source) == said


FILES = rule_files(default_dir())


@pytest.mark.parametrize("path", [path for _, path in FILES], ids=[id_ for id_, _ in FILES])
def test_every_rule_says_all_its_words(path: str) -> None:
    match = read_toml(path)["match"]
    spoken = aloud.rule(path)
    assert sum(len(phrases) for _, phrases in spoken) == sum(len(v) for v in match.values() if isinstance(v, list))
    for _, phrases in spoken:
        for phrase in phrases:
            assert not set("{}|?…&!") & set(re.sub("“[^”]*”", "", phrase)), phrase
            assert phrase.count("（") == phrase.count("）") and phrase.count("“") == phrase.count("”")
    letters = set("".join(str(source) for value in match.values() if isinstance(value, list) for source in value))
    assert {c for c in letters if "\u4e00" <= c <= "\u9fff"} <= set("".join(p for _, ps in spoken for p in ps))


def test_the_lexicon_in_words() -> None:
    path = os.path.join(default_dir(), "lexicon.toml")
    spoken = aloud.concepts(path)
    assert spoken.keys() == read_toml(path)["concept"].keys()
    assert all(members and all(members) for members in spoken.values())
