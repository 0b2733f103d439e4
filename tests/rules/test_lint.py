"""What lint names: problems that loading lets pass."""

from pathlib import Path

import pytest

from clauseaudit.rules import default_dir
from clauseaudit.rules.lint import lint
from small_pack import LEXICON, RULE, write_pack

PROBLEMS = {
    "too few examples": (RULE.replace(", '概不退款。']", "]"), LEXICON, "examples.ok"),
    "unmarked example": (RULE.replace("'«充值后概不退款。»'", "'充值后概不退款。'"), LEXICON, "«»"),
    "no literal": (RULE.replace("充值…{不}{退款}", "{平台}"), LEXICON, "没有一定会出现的词"),
    "too wide": (RULE.replace("充值…{不}", "充值…99有…99且…99{不}"), LEXICON, "窗口太宽"),
    "too many patterns": (RULE.replace("any = [", "any = [" + "'充值后不退款', " * 10), LEXICON, "超过 10 条"),
    "too long": (RULE.replace("充值…{不}", "(" + "充值退款|" * 21 + "充值)…{不}"), LEXICON, "超过 100 字"),
    "lead without item": (RULE.replace("unless =", "lead = ['下列']\nunless ="), LEXICON, "成对"),
    "void without basis": (
        RULE.replace('"unfair"', '"void"') + '\n[[basis]]\nlaw = "civil-code"\narticle = "498"\nwhy = "x"\n',
        LEXICON,
        "void",
    ),
    "backtracking": (RULE, LEXICON + "\n[concept.'坏']\nregex = '(?:用户|户)+退'\n", "回溯"),
    "not folded": (RULE.replace("充值…", "充值您…"), LEXICON, "折叠"),
    "unknown key": (RULE.replace("since =", "from = 1\nsince ="), LEXICON, "from"),
    "unknown concept": (RULE.replace("{不}", "{无}"), LEXICON, "{无}"),
    "unknown article": (
        RULE + '\n[[basis]]\nlaw = "civil-code"\narticle = "9999"\nwhy = "x"\n',
        LEXICON,
        "第九千九百九十九条",
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_lint_names_file_problem_and_remedy(tmp_path: Path, name: str) -> None:
    rule, lexicon, named = PROBLEMS[name]
    found = lint(write_pack(str(tmp_path), rule, lexicon))
    assert any(named in str(problem) for problem in found), [str(p) for p in found]
    assert all(problem.subject for problem in found)


def test_a_sound_pack_has_no_problems(tmp_path: Path) -> None:
    assert lint(write_pack(str(tmp_path))) == []


def test_our_own_pack_has_no_problems() -> None:
    assert [str(problem) for problem in lint(default_dir())] == []
