"""The nearest labelled example: found by shared words, of the right category, and none where nothing is near."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from clauseaudit.audit import audit
from clauseaudit.errors import ClauseauditError
from clauseaudit.likeness import FILE_LIMIT, Likeness
from clauseaudit.match import Matcher
from clauseaudit.model import Document
from clauseaudit.reader import Reader
from clauseaudit.rules import default_dir, load_pack

CORPUS = Path(__file__).parent.parent / "corpus"
EXAMPLES = os.path.join(default_dir(), "examples.json")


def stored(folder: Path, content: object) -> str:
    path = folder / "examples.json"
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return str(path)


@pytest.fixture
def small(tmp_path: Path) -> Likeness:
    content = {
        "words": ["余额", "清零", "退款", "手续费"],
        "rarity": [1.0, 2.0, 1.0, 3.0],
        "examples": {
            "balance-expiry": [["余额到期清零", [0, 1]], ["清零", [1]]],
            "refund-fee": [["退款收手续费", [2, 3]]],
        },
    }
    return Likeness(stored(tmp_path, content))


@pytest.mark.parametrize(
    ("sentence", "category", "example"),
    [
        ("年底余额一律清零", "balance-expiry", "余额到期清零"),
        ("到期清零", "balance-expiry", "清零"),
        ("退款要扣手续费", "refund-fee", "退款收手续费"),
        ("退款要扣手续费", "balance-expiry", ""),
        ("天气很好", "refund-fee", ""),
        ("", "refund-fee", ""),
        ("余额清零", "no-such-category", ""),
    ],
)
def test_the_nearest_example(small: Likeness, sentence: str, category: str, example: str) -> None:
    assert small.nearest(sentence, category) == example


@pytest.mark.parametrize(
    "content", [[], {}, {"words": ["余额"], "rarity": "x"}, {"words": [1], "rarity": [], "examples": {}}]
)
def test_a_damaged_file_is_named(tmp_path: Path, content: object) -> None:
    path = stored(tmp_path, content)
    with pytest.raises(ClauseauditError, match="不是示例文件") as failure:
        Likeness(path).nearest("余额", "refund-fee")
    assert failure.value.subject == path


def test_a_file_that_is_missing_or_too_large_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClauseauditError, match="读不了"):
        Likeness(str(tmp_path / "none.json")).nearest("余额", "refund-fee")
    (tmp_path / "big.json").write_bytes(b" " * (FILE_LIMIT + 1))
    with pytest.raises(ClauseauditError, match="不是示例文件"):
        Likeness(str(tmp_path / "big.json")).nearest("余额", "refund-fee")


def test_what_the_second_reader_adds_is_explained_by_an_example() -> None:
    matcher, reader = Matcher(load_pack()), Reader(os.path.join(default_dir(), "reader.bin"), EXAMPLES)
    known = json.loads(Path(EXAMPLES).read_text("utf-8"))["examples"]
    texts = [path.read_text("utf-8") for path in sorted((CORPUS / "docs").glob("*.txt"))[:8]]
    audits = [audit(Document("d", "", "", text, ""), matcher, "2026-11-26", reader) for text in texts]
    added = [finding for done in audits for finding in done.findings if finding.source == "model"]
    assert any(finding.example for finding in added)
    assert all(f.example in ["", *(row[0] for row in known.get(f.category, ()))] for f in added)
    assert not any(f.example for done in audits for f in done.findings if f.source == "rule")


def test_the_shipped_examples_are_those_of_the_corpus() -> None:
    from training.examples import write

    assert write(str(CORPUS)) == Path(EXAMPLES).read_bytes(), "python -m training"
