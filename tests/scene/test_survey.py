"""What holds in a document once what stands around was heard; C and Python say the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit import native
from clauseaudit.benchmark import read
from clauseaudit.clauses import split
from clauseaudit.match import Matcher
from clauseaudit.model import Clause, Document, Outline, Segment
from clauseaudit.parties import resolve
from clauseaudit.rules import load_pack
from clauseaudit.scene import Survey, Vocabulary, pure
from clauseaudit.text import fold

CORPUS = Path(__file__).parent.parent.parent / "corpus"
SHARED = Path(os.environ.get("CLAUSEAUDIT_SHARED", CORPUS.parent.parent / "shared"))
MATCHER = Matcher(load_pack())
PLAN = MATCHER.pack.plan
PYTHON = pure.Vocabulary(PLAN)


def prepared(text: str) -> tuple[str, Outline]:
    """A document as the matcher surveys it."""
    folded = fold(text)
    return MATCHER.mask(folded.text, resolve(folded.text)), split(Document("", "", "", text, ""), folded)


def rules_of(text: str) -> list[str]:
    survey = PYTHON.survey(*prepared(text))
    return [MATCHER.pack.rules[mark[0]].id for mark in survey.marks]


def test_a_refusal_in_its_own_sentence_holds() -> None:
    assert any(rule.startswith("refund-denial/") for rule in rules_of("充值成功后概不退款。"))


def test_a_question_is_guarded() -> None:
    survey = PYTHON.survey(*prepared("充值成功后概不退款吗？"))
    names = [MATCHER.pack.guards[number].name for number in survey.guards(0)]
    assert "question" in names
    assert not any(MATCHER.pack.rules[mark[0]].category == "refund-denial" for mark in survey.marks)


def test_marks_stand_in_their_segment() -> None:
    text, outline = prepared("一、充值\n充值成功后概不退款。余额三个月不用即清零。")
    marks = PYTHON.survey(text, outline).marks
    assert marks
    for _, segment, start, end, _, _ in marks:
        first, last = outline.cores[segment]
        assert first <= start <= end <= last


def alike(text: str, outline: Outline) -> int:
    """How many marks both ways agree on; the guards of each segment and what is met agree too."""
    there, here = PYTHON.survey(text, outline), Vocabulary(PLAN).survey(text, outline)
    assert list(here.marks) == there.marks
    assert set(here.met) == there.met
    for index in range(0, len(outline.segments), 7):
        assert list(here.guards(index)) == there.guards(index)
    return len(there.marks)


built = pytest.mark.skipif(native.core is None, reason="NOT BUILT: the C of src/clauseaudit/native needs a compiler")


@built
def test_every_document_of_the_corpus_is_surveyed_alike() -> None:
    assert Vocabulary is not pure.Vocabulary
    assert sum(alike(*prepared(document.text)) for document in read(str(CORPUS)).documents) > 1000


@built
def test_real_agreements_too() -> None:
    files = sorted(SHARED.glob("train/docs/*.txt"))[::4]
    if not files:
        pytest.skip("NOT THERE: ../shared/train")
    assert sum(alike(*prepared(file.read_text("utf-8"))) for file in files) > 300


PIECES = [
    "充值",
    "概不退款",
    "余额",
    "过期作废",
    "平台有权",
    "如下:",
    "(1)",
    "(2)",
    "。",
    ";",
    "\n",
    "但",
    "除外",
    "吗?",
    "3日",
]


@built
@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_document_is_surveyed_alike(text: str) -> None:
    alike(*prepared(text))


@built
@pytest.mark.parametrize(
    ("segment", "core", "error"),
    [
        ((0, 2, 0, "text", -1), (0, 9), ValueError),
        ((0, 2, 0, "text", -1), (2, 1), ValueError),
        ((0, 2, 0, "text", -1), (-1, 1), ValueError),
        ((0, 2, 0, "text", 4), (0, 2), ValueError),
        ((0, 2, 0, "text", -7), (0, 2), ValueError),
        ((0, 2, 0, 8, -1), (0, 2), TypeError),
        ([0], (0, 2), TypeError),
    ],
)
def test_what_is_no_segment_is_refused(segment: object, core: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        Survey(Vocabulary(PLAN), "充值", (segment,), (core,))  # type: ignore[call-arg, arg-type]


@built
def test_a_guard_is_asked_of_a_segment_that_is_there() -> None:
    outline = Outline((Clause(0, 2, "", 0, 0, 1),), (Segment(0, 2, 0, "text", -1),), ((0, 2),))
    survey = Vocabulary(PLAN).survey("充值", outline)
    for wrong in (-1, 1, 1 << 40):
        with pytest.raises((IndexError, OverflowError)):
            survey.guards(wrong)
