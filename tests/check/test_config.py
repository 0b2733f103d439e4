"""Settings: where they are found, what they may hold, which files and rules they leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from clauseaudit.check.config import Config, find, is_known, load
from clauseaudit.errors import ClauseauditError
from clauseaudit.match import Matcher

FULL = """
fail-on = "void"
patterns = "rules"
on = 2026-11-26
baseline = "known.json"
exclude = ["drafts/", "*.old.md"]
select = ["refund-denial"]
ignore = ["refund-denial/tickets"]
"""


def test_found_upwards_with_paths_of_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "clauseaudit.toml").write_text(FULL, "utf-8")
    deep = tmp_path / "site" / "legal"
    deep.mkdir(parents=True)
    (deep / "terms.md").write_text("x", "utf-8")
    config = find(str(deep / "terms.md"))
    assert config == find(str(deep)) == load(str(tmp_path / "clauseaudit.toml"))
    assert (config.fail_on, config.on) == ("void", "2026-11-26")
    assert config.patterns == str(tmp_path / "rules") and config.baseline == str(tmp_path / "known.json")


def test_the_nearest_wins_and_the_repository_is_the_limit(tmp_path: Path) -> None:
    (tmp_path / "clauseaudit.toml").write_text('fail-on = "void"', "utf-8")
    shop = tmp_path / "shop"
    (shop / ".git").mkdir(parents=True)
    assert find(str(shop)) == Config()
    (shop / "pyproject.toml").write_text('[project]\nname = "clauseaudit-user"\n', "utf-8")
    assert find(str(shop)) == Config()
    (shop / "pyproject.toml").write_text('[tool.clauseaudit]\nfail-on = "notice"\n', "utf-8")
    assert find(str(shop)).fail_on == "notice"
    (shop / "clauseaudit.toml").write_text('fail-on = "missing"', "utf-8")
    assert find(str(shop)).fail_on == "missing"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "不认识的设置 'colour'"),
        ("fail_on = 'void'", "不认识的设置 'fail_on'"),
        ("fail-on = 'grave'", "没有 'grave' 这一级"),
        ("fail-on = ''", "fail-on 的值不对"),
        ("exclude = 'drafts'", "exclude 的值不对"),
        ("select = [1]", "select 的值不对"),
        ("on = 'soon'", "不是日期"),
        ("baseline = true", "baseline 的值不对"),
        ("fail-on =", "不是正确的 TOML"),
        ("a = " + "[" * 5000, "不是正确的 TOML"),
    ],
)
def test_a_mistake_is_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "clauseaudit.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ClauseauditError) as caught:
        find(str(tmp_path))
    message = str(caught.value)
    assert said in message and str(path) in message and len(message.splitlines()) == 1


def test_a_named_pyproject_must_hold_settings(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[project]\n", "utf-8")
    with pytest.raises(ClauseauditError, match="没有"):
        load(str(path))
    path.write_text("[tool]\nclauseaudit = 3\n", "utf-8")
    with pytest.raises(ClauseauditError, match="不是一节设置"):
        load(str(path))


def test_excluded_files(tmp_path: Path) -> None:
    config = Config(file=str(tmp_path / "clauseaudit.toml"), exclude=("drafts/", "*.old.md", "a/**/x.txt"))
    kept = {name: config.keeps(str(tmp_path / name)) for name in (
        "terms.md", "terms.old.md", "site/terms.old.md", "drafts/terms.md", "drafts/deep/terms.md",
        "site/drafts.md", "a/b/c/x.txt", "terms.suggested.md",
    )}  # fmt: skip
    assert [name for name, keeps in kept.items() if keeps] == ["terms.md", "site/drafts.md"]


def test_selected_and_ignored_rules(matcher: Matcher) -> None:
    config = Config(select=("refund-denial", "arbitration/must"), ignore=("refund-denial/tickets",))
    assert config.wants("refund-denial/prepaid") and config.wants("arbitration/must")
    assert config.wants("model/refund-denial")
    assert not config.wants("refund-denial/tickets") and not config.wants("arbitration/by-choice")
    assert not config.wants("refund-denial-other/x")
    for name in ("refund-denial", "refund-denial/tickets", "model/refund-denial", "suppression/expired"):
        assert is_known(name, matcher.pack)
    assert not is_known("refund-denail", matcher.pack) and not is_known("model/x", matcher.pack)
