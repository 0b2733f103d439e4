"""The words of the six questions are found alike in C and in Python, and the questions answered alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit import facts, native
from clauseaudit.benchmark import read
from clauseaudit.clauses import split
from clauseaudit.facts import lists
from clauseaudit.facts.reading import Statement
from clauseaudit.facts.scouting import Scout
from clauseaudit.model import Document, Outline, Segment
from clauseaudit.parties import resolve
from clauseaudit.text import fold

ROOT = Path(__file__).parent.parent.parent
LISTS = tuple(lists._ALL)
WORDS = sorted({word for listed in LISTS for word in listed})
PIECES = st.sampled_from([*WORDS, *(word[:-1] for word in WORDS), *"的。;,?吗 \n\t\x1f\u2003\u3000\ud800\U00020000a\0"])
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(st.characters(codec=None))

if native.core is None:
    pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler", allow_module_level=True)

C, PYTHON = native.core.Scout(LISTS), Scout(LISTS)
ASKED = [1 << number for number in range(0, len(LISTS), 7)]


def alike(text: str, outline: Outline) -> int:
    one, other = (s.survey(text, outline.segments, outline.clauses, Statement) for s in (C, PYTHON))
    made = [*map(one.statement, range(len(outline.segments)))]
    assert made == [*map(other.statement, range(len(outline.segments)))]
    assert all(type(statement) is Statement for statement in made)
    if made:
        for place in range(outline.segments[0].start, len(text) + 2):
            assert one.at(place) == other.at(place)
    assert one.words == other.words
    assert all(one.places(word) == other.places(word) for word in WORDS)
    assert C.words_in(text) == PYTHON.words_in(text) == one.words
    every = (1 << len(LISTS)) - 1
    for asked in ([every], [every, every << 900], *([bit] for bit in ASKED), *([every, bit, every] for bit in ASKED)):
        assert one.holding(*asked) == other.holding(*asked)
    return sum(statement.words.bit_count() for statement in made)


def outlined(text: str) -> tuple[Document, Any, Outline]:
    document = Document("d", "", "d.txt", text, "")
    folded = fold(text)
    return document, folded, split(document, folded)


def test_the_c_is_what_is_used() -> None:
    assert isinstance(lists.scout(), native.core.Scout)


@pytest.mark.parametrize("folder", ["corpus", "shared/train", "shared/real"])
def test_questions_of_every_text_are_answered_alike(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ROOT / folder if folder == "corpus" else ROOT.parent / folder
    if not path.exists():
        pytest.skip(f"NOT COMPARED: no ../{folder} here")
    texts = [*map(outlined, (document.text for document in read(str(path)).documents))]
    assert sum(alike(folded.text, outline) for _, folded, outline in texts) > 100 * len(texts)
    asked = [(*text, (), resolve(text[1].text)) for text in texts]
    answers = [facts.read(*each) for each in asked]
    monkeypatch.setattr(lists, "scout", lambda: PYTHON)
    monkeypatch.setattr("clauseaudit.facts.reading.scout", lambda: PYTHON)
    assert [facts.read(*each) for each in asked] == answers


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_words_of_any_text_are_found_alike(text: str) -> None:
    _, folded, outline = outlined(text)
    alike(folded.text, outline)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(st.integers(0, 30)), st.integers(-1, 3))
def test_segments_may_lie_anywhere(text: str, lengths: list[int], lead: int) -> None:
    """Also with gaps, inside a word, and without letters."""
    _, _, outline = outlined("第一条 甲\n乙")
    places = sorted(min(sum(lengths[:number]), len(text)) for number in range(len(lengths)))
    spans = [*zip(places[::2], places[1::2], strict=False)]
    segments = tuple(
        Segment(start, end, 0, ("text", "heading", "item")[number % 3], min(lead, number - 1))
        for number, (start, end) in enumerate(spans)
    )
    alike(text, Outline(outline.clauses, segments, tuple(spans)))


@pytest.mark.parametrize("text", ["退" * 1_000_000, "自动续费" * 250_000, "有" + "\U0010ffff" * 1_000_000 + "权"])
def test_long_texts_too(text: str) -> None:
    segments = (Segment(0, len(text), 0, "text"),)
    sighting = C.survey(text, segments, outlined("甲")[2].clauses, Statement)
    assert sighting.words == C.words_in(text) == PYTHON.words_in(text)
    assert sighting.places("退") == [*range(text.count("退"))]
    assert len(sighting.places("续费")) == text.count("续费")


def test_words_outlive_what_named_them_and_statements_what_made_them() -> None:
    scout = native.core.Scout((("".join(["退", "款"]),),))
    text = "".join(["概不", "退款"])
    made = scout.survey(text, (Segment(0, 4, 0, "text"),), outlined("甲")[2].clauses, Statement).statement(0)
    assert made == Statement(0, 0, 4, "概不退款", "", "text", made.label, 1, 1)


@pytest.mark.parametrize(
    "wrong", [(3,), (("a", ""),), ((1,),), (["a"],), (("a" * 70_000,),), tuple(("a",) for _ in range(1025))]
)
def test_lists_that_do_not_fit_are_refused(wrong: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="no lists of words"):
        native.core.Scout(wrong)


def test_no_lists_are_no_words() -> None:
    for none in ((), ((),)):
        assert native.core.Scout(none).words_in("退款") == 0


@pytest.mark.parametrize(
    "segment",
    [
        (0, 9, 0, "text", -1), (2, 1, 0, "text", -1), (-1, 1, 0, "text", -1), (0, 1, 0, 3, -1), (0, 1, 0, "text"),
        (0, 1 << 40, 0, "text", -1), 7,
    ],
)  # fmt: skip
def test_segments_that_do_not_fit_are_refused(segment: Any) -> None:
    with pytest.raises(ValueError, match="segment"):
        C.survey("概不退款", (segment,), (), Statement)


def test_wrong_arguments_are_told() -> None:
    clauses = outlined("甲")[2].clauses
    good = ("退款", (Segment(0, 2, 0, "text"),), clauses, Statement)
    for number, wrong in enumerate((b"", [], [], list)):
        with pytest.raises(TypeError):
            C.survey(*good[:number], wrong, *good[number + 1 :])
    for call in (C.survey, C.words_in, native.core.Scout):
        with pytest.raises(TypeError):
            call()
    sighting = C.survey(*good)
    for asked in ((), (1.5,), (1,) * 5):
        with pytest.raises(TypeError):
            sighting.holding(*asked)
    for place in (-1, 1):
        with pytest.raises(IndexError):
            sighting.statement(place)
    for empty in (sighting, PYTHON.survey(*good)):
        with pytest.raises(IndexError):
            empty.at(-1)
    for word in ("没有这个词", "", 3):
        with pytest.raises(KeyError):
            sighting.places(word)
    with pytest.raises(TypeError):
        type(sighting)()


def test_a_clause_or_a_number_that_does_not_fit_is_told() -> None:
    for clause in (1, -1):
        with pytest.raises(ValueError, match="clause"):
            C.survey("退", (Segment(0, 1, clause, "text"),), outlined("甲")[2].clauses, Statement).statement(0)
    with pytest.raises(TypeError):
        C.survey("退", (("0", 1, 0, "text", -1),), (), Statement)
    assert C.survey("退", (Segment(0, 1, 0, "text", 5),), outlined("甲")[2].clauses, Statement).statement(0).lead == ""
