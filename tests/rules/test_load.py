"""Loading is strict: each mistake is refused with file, key and remedy."""

from pathlib import Path

import pytest

from clauseaudit.errors import ClauseauditError, RuleError
from clauseaudit.rules import load_pack
from clauseaudit.rules.build import build
from small_pack import LEXICON, RULE, write_pack

WRONG_RULES = {
    "unknown key": (RULE.replace('status = "stable"', 'status = "stable"\nseverity = "high"'), "severity"),
    "unknown match key": (RULE.replace("unless =", "except ="), "match.except"),
    "unknown concept": (RULE.replace("{不}", "{没有这个概念}"), "没有这个概念"),
    "unknown category": (RULE.replace('category = "refund-denial"', 'category = "refunds"'), "refunds"),
    "unknown grade": (RULE.replace('grade = "unfair"', 'grade = "bad"'), "bad"),
    "unknown status": (RULE.replace('"stable"', '"final"'), "final"),
    "wrong id": (RULE.replace('id = "refund-denial/plain"', 'id = "refund-denial/other"'), "id"),
    "unknown article": (RULE + '\n[[basis]]\nlaw = "civil-code"\narticle = "9999"\nwhy = "x"\n', "第九千九百九十九条"),
    "unknown law": (RULE + '\n[[basis]]\nlaw = "no-such-law"\narticle = "1"\nwhy = "x"\n', "no-such-law"),
    "no pattern": (RULE.replace("充值…{不}{退款}", "(充值"), "括号"),
    "text for a list": (RULE.replace("unless = ['已消费']", "unless = '已消费'"), "unless"),
    "no TOML": ("id = ", "读不了"),
}


@pytest.mark.parametrize("name", WRONG_RULES)
def test_a_wrong_rule_is_refused_by_name(tmp_path: Path, name: str) -> None:
    rule, named = WRONG_RULES[name]
    with pytest.raises(ClauseauditError) as caught:
        build(write_pack(str(tmp_path), rule))
    assert named in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("lexicon", "named"),
    [
        (LEXICON + "\n[concept.'空']\nwords = []\n", "空"),
        (LEXICON + "\n[concept.'圈']\nwords = ['{圈}退']\n", "圈"),
        (LEXICON + "\n[concept.'错']\nwords = ['{无此}']\n", "无此"),
        (LEXICON + "\n[concept.'错']\nword = ['x']\n", "word"),
        (LEXICON + "\n[concept.'错']\nwords = ['a & b']\n", "错"),
    ],
)
def test_a_wrong_concept_is_refused_by_name(tmp_path: Path, lexicon: str, named: str) -> None:
    with pytest.raises(ClauseauditError) as caught:
        build(write_pack(str(tmp_path), lexicon=lexicon))
    assert named in str(caught.value)


def test_words_left_out_are_the_categorys(tmp_path: Path) -> None:
    pack = build(write_pack(str(tmp_path)))
    (rule,) = pack.rules
    assert rule.wording.title == "充了就不退"
    assert rule.wording.counter == pack.categories["refund-denial"].wording.counter
    assert rule.basis == pack.categories["refund-denial"].basis


def test_a_word_beyond_the_basic_plane_is_told(tmp_path: Path) -> None:
    pack = write_pack(str(tmp_path), RULE.replace("充值…", "充值𠀀…"))
    with pytest.raises(RuleError, match="16 位"):
        load_pack(pack)
