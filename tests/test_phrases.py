"""Phrases that no rule covers, from a tiny corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from clauseaudit.cli import main
from clauseaudit.match import Matcher
from clauseaudit.model import Document
from clauseaudit.phrases import Survey, concept_words, cutter, sentences
from clauseaudit.rules import load_pack
from small_pack import LEXICON, write_pack

KNOWN = "充值后概不退款。"
NEW = "已购点数概不原路返还。"
DULL = "今天天气晴朗。"


@pytest.fixture
def pack(tmp_path: Path) -> str:
    return write_pack(str(tmp_path / "patterns"), lexicon=LEXICON)


def document(name: str) -> Document:
    return Document(name, "", "", f"第一条 退款\n{KNOWN}{NEW}{DULL}\n", "")


def test_only_words_that_say_something_count(pack: str) -> None:
    assert concept_words(f"{pack}/lexicon.toml") == {
        "退款": "退款", "退费": "退款", "退还": "退款", "概不": "不", "不予": "不",
    }  # fmt: skip


def test_sentences_with_a_finding_are_covered(pack: str) -> None:
    found = dict(sentences(document("a"), Matcher(load_pack(pack))))
    assert found == {KNOWN: True, NEW: False, DULL: False}


def test_the_phrase_near_a_concept_is_found(pack: str, tmp_path: Path) -> None:
    words = concept_words(f"{pack}/lexicon.toml")
    survey = Survey(Matcher(load_pack(pack)), cutter(words, str(tmp_path / "cache")), words)
    for name in "abc":
        survey.add(document(name))
    phrases = survey.found(3)
    assert any("原路返还" in phrase.text for phrase in phrases)
    for phrase in phrases:
        assert (phrase.sentences, phrase.documents, phrase.concepts) == (3, 3, ("不",))
        assert phrase.example == NEW and phrase.text in phrase.example
    assert survey.found(4) == []


def test_command(pack: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(document(name).text + name, "utf-8")
    assert main(["rules", "suggest", str(folder), "--patterns", pack]) == 0
    out = capsys.readouterr().out
    assert "3 句，3 份协议，近 不" in out and NEW in out
    assert main(["rules", "suggest", "--patterns", pack]) == 2
    assert "没有给协议" in capsys.readouterr().err
