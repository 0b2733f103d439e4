"""What an expression needs stands in everything that it matches."""

from __future__ import annotations

import os
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit.rules import default_dir
from clauseaudit.rules.letters import needed


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("退", ["退"]),
        ("[0-9]{1,3}元", ["0123456789", "元"]),
        ("[0-9]?元", ["元"]),
        ("(?:日|天|小时)", ["天小日"]),
        ("(?:周日|天?)", []),
        (r"\d+日", ["日"]),
        ("[^退]款", ["款"]),
        (r"\?$", ["?"]),
        ("", []),
    ],
)
def test_what_is_needed(source: str, expected: list[str]) -> None:
    assert sorted(needed(source), key=sorted) == sorted(map(frozenset, expected), key=sorted)


with open(os.path.join(default_dir(), "lexicon.toml"), "rb") as file:
    SOURCES = [entry["regex"] for entry in tomllib.load(file)["concept"].values() if "regex" in entry]


def test_every_expression_of_the_lexicon_needs_something() -> None:
    assert SOURCES
    assert all(map(needed, SOURCES)), "without it, whatever asks for nothing else is never looked at"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_it_stands_in_every_match(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(SOURCES))
    text = data.draw(st.from_regex(source, fullmatch=True))
    assert all(letters & set(text) for letters in needed(source))
