"""The examples of the guards are their tests."""

from __future__ import annotations

import os

import pytest

from clauseaudit.clauses import core, split
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Parties
from clauseaudit.rules import default_dir, load_pack
from clauseaudit.rules.load import read_toml
from clauseaudit.text import fold

MATCHER = Matcher(load_pack())
TABLES = read_toml(os.path.join(default_dir(), "guards.toml"))["guard"]


def guarded(name: str, sentence: str) -> bool:
    folded = fold(sentence)
    segments = split(Document("", "", "", sentence, ""), folded).segments
    text = MATCHER.mask(folded.text, Parties())
    guard = next(g for g in MATCHER.pack.guards if g.name == name)
    cores = (core(text, segment) for segment in segments)
    scenes = [MATCHER.vocabulary.scene(text[start:end]) for start, end in cores]
    return any(scene.any(guard.any) for scene in scenes)


@pytest.mark.parametrize("name", TABLES)
def test_examples_of_the_guard(name: str) -> None:
    examples = TABLES[name]["examples"]
    assert examples["guarded"] and examples["not"]
    assert [s for s in examples["guarded"] if not guarded(name, s)] == []
    assert [s for s in examples["not"] if guarded(name, s)] == []
