"""The examples of the rules are tests; every category has rules; no rule fires on another's lawful neighbours."""

from __future__ import annotations

import pytest

from clauseaudit.audit import spot
from clauseaudit.examples import check
from clauseaudit.match import Matcher
from clauseaudit.pages import SHOWN
from clauseaudit.rules import default_dir, load_pack
from clauseaudit.rules.load import read_examples, rule_files

FILES = rule_files(default_dir())
MATCHER = Matcher(load_pack())


@pytest.mark.parametrize(("id_", "path"), FILES, ids=[id_ for id_, _ in FILES])
def test_examples_come_out_as_the_file_says(id_: str, path: str) -> None:
    assert check(id_, read_examples(path), MATCHER) == []


def test_every_category_has_a_rule() -> None:
    read = {c.id for c in MATCHER.pack.categories.values() if c.group != SHOWN}  # those are measured on the page
    assert read == {rule.category for rule in MATCHER.pack.rules}


def test_check_reports_what_does_not_come_out() -> None:
    id_ = "final-interpretation/" + next(i.split("/")[1] for i, _ in FILES if i.startswith("final-interpretation/"))
    examples = read_examples(dict(FILES)[id_])
    wrong = examples._replace(flag=("«今天天气很好。»",), ok=examples.flag[:1], missed=examples.flag[:1])
    assert [f.problem[:4] for f in check(id_, wrong, MATCHER)] == ["应当命中", "不应命中", "记在 m"]


def test_missing_duties_have_no_place() -> None:
    duties = [r for r in MATCHER.pack.rules if r.document]
    assert duties
    for rule in duties:
        text = read_examples(dict(FILES)[rule.id]).flag[0]
        assert (rule.id, None) in spot(text, MATCHER)
