"""Counts of right and wrong, kept beside the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from clauseaudit.errors import RuleError
from clauseaudit.rules import default_dir, load_pack
from clauseaudit.rules.measured import measured, read_measured, worth, write_measured

BENCHMARK = {"name": "corpus", "documents": 2, "characters": 900, "labels": 9, "negatives": 3,
             "rules": {"refund-denial/plain": [8, 6], "refund-denial/rare": [4, 4]}}  # fmt: skip


def test_precision_needs_enough_samples() -> None:
    assert measured("refund-denial/plain", [BENCHMARK]) == ["corpus：标出 8 处，标注认可 6 处（75%）"]
    assert measured("refund-denial/rare", [BENCHMARK]) == measured("no/rule", [BENCHMARK]) == []


def test_people_are_told_what_was_measured_on_unseen_agreements_and_never_how_well_a_rule_fits() -> None:
    fitted = {"name": "训练集", "rules": {"a": [50, 50], "b": [9, 9]}}
    invented = {"name": "corpus", "rules": {"a": [9, 8], "c": [10, 9], "d": [4, 4]}}
    unseen = {"name": "检查集", "rules": {"a": [20, 13], "c": [4, 1]}}
    assert worth([fitted, invented, unseen]) == {"a": (0.65, 20, "检查集"), "c": (0.9, 10, "corpus")}


def test_the_rules_of_this_pack_know_their_worth() -> None:
    known = load_pack().worth
    assert {worth.benchmark for worth in known.values()} == {"检查集", "corpus"}
    assert len(known) > 90 and all(0 <= w.precision <= 1 and w.samples >= 5 for w in known.values())


def test_counts_are_kept_in_the_pack(tmp_path: Path) -> None:
    assert read_measured(str(tmp_path)) == []
    write_measured(str(tmp_path), [BENCHMARK])
    assert read_measured(str(tmp_path)) == [BENCHMARK]
    assert '"refund-denial/plain": [8, 6],\n' in (tmp_path / "measured.json").read_text("utf-8")
    (tmp_path / "measured.json").write_text("[]", "utf-8")
    with pytest.raises(RuleError, match="measure"):
        read_measured(str(tmp_path))


def test_the_counts_of_this_pack_are_of_rules_that_exist() -> None:
    """A few rules may have gone since the last measuring, but not most of them."""
    rules = {rule.id for rule in load_pack().rules}
    benchmarks = read_measured(default_dir())
    assert benchmarks
    for benchmark in benchmarks:
        known = benchmark["rules"].keys() & rules
        assert len(known) > 0.9 * len(benchmark["rules"])
        assert all(0 <= right <= found for found, right in benchmark["rules"].values())
