"""The C says what the Python says, whatever the text; a damaged plan is refused or harmless."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit import native
from clauseaudit.benchmark import read
from clauseaudit.clauses import core, split
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Parties
from clauseaudit.rules import load_pack
from clauseaudit.rules.compile import block
from clauseaudit.rules.plan import NONE, Plan
from clauseaudit.scene import HEADING, ITEM, TEXT, Vocabulary, pure
from clauseaudit.text import Folded, fold

if native.core is None:
    pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler", allow_module_level=True)

PACK = load_pack()
C, PYTHON = Vocabulary(PACK.plan), pure.Vocabulary(PACK.plan)
WORDS = PACK.plan.words.split("\n")
PATTERNS = range(len(PYTHON.patterns.table))
CORPUS = Path(__file__).parent.parent.parent / "corpus"
TABLES = Plan._fields[5:]


def sentences() -> list[str]:
    """Distinct sentences of the corpus as the matcher sees them, names masked."""
    matcher, found = Matcher(PACK), {}
    for document in read(str(CORPUS)).documents:
        folded = fold(document.text)
        masked = matcher.mask(folded.text, Parties(("青禾",), ("会员",)))
        for segment in split(document, folded).segments:
            start, end = core(folded.text, segment)
            found[masked[start:end]] = None
    return list(found)


SENTENCES = sentences()
WHOLE = "\n".join(SENTENCES[::400])
OUTLINE = split(Document("", "", "", WHOLE, ""), Folded(WHOLE))


def test_the_c_is_what_is_used() -> None:
    assert issubclass(Vocabulary, native.core.Vocabulary)
    assert isinstance(C.scene("充值"), native.core.Scene)


def test_every_sentence_of_the_corpus_is_read_alike() -> None:
    assert len(SENTENCES) > 3000
    for text in SENTENCES:
        here, there = C.scene(text), PYTHON.scene(text)
        for kind in (HEADING, TEXT, ITEM):
            assert here.read(kind) == there.read(kind), text


def test_every_pattern_is_answered_alike() -> None:
    chosen = random.Random(3).sample(SENTENCES, 60)
    held = 0
    for text in chosen:
        here, there = C.scene(text), PYTHON.scene(text)
        answers = [there.match(pattern) for pattern in PATTERNS]
        assert [here.match(pattern) for pattern in PATTERNS] == answers, text
        held += sum(answer is not None for answer in answers)
        for start in range(0, len(PATTERNS), 97):
            some = tuple(PATTERNS[start : start + 97])
            assert here.any(some) == there.any(some)
    assert held > 300


def test_what_is_a_word_is_known_alike() -> None:
    for text in (
        "",
        "退",
        "充值",
        "充",
        "\ud800",
        *WORDS[::500],
        *(word + "的" for word in WORDS[::700]),
        *(w[:-1] for w in WORDS[::300]),
    ):
        assert (text in C) == (text in PYTHON) == (text in WORDS), text


def test_scenes_do_not_disturb_each_other() -> None:
    texts = random.Random(5).sample(SENTENCES, 40)
    scenes = [C.scene(text) for text in texts]
    alone = [[C.scene(text).match(pattern) for pattern in PATTERNS[::13]] for text in texts]
    together = [[scene.match(pattern) for scene in scenes] for pattern in PATTERNS[::13]]
    assert [list(column) for column in zip(*together, strict=True)] == alone


MARKS = ["\ue000", "\ue001\ue001", "\ue00f", "3", "百分之五", "、", "。", "?"]
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKS), st.text(max_size=3))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_is_read_alike(text: str) -> None:
    here, there = C.scene(text), PYTHON.scene(text)
    for kind in (TEXT, ITEM):
        assert here.read(kind) == there.read(kind)


@pytest.mark.parametrize("text", ["", "\0", "\ud800\udfff", "𠀀退款𠀀", "充值" * 3000 + "概不退款", "\ue000" * 5000])
def test_strange_text_too(text: str) -> None:
    assert C.scene(text).read(ITEM) == PYTHON.scene(text).read(ITEM)
    assert C.scene(text).text == text


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(TABLES), st.floats(0, 1, exclude_max=True), st.integers(0, (1 << 16) + 8), st.booleans())
def test_a_damaged_plan_is_refused_or_harmless(table: str, where: float, value: int, cut: bool) -> None:
    numbers = array("H", bytes(getattr(PACK.plan, table)))
    place = int(where * len(numbers))
    numbers[place] = value if value < 1 << 16 else (numbers[place] + value - (1 << 16) - 4) % (1 << 16)
    kept = numbers[:place] if cut else numbers
    try:
        vocabulary = Vocabulary(PACK.plan._replace(**{table: kept.tobytes()}))
    except (ValueError, MemoryError):
        return
    for text in SENTENCES[::400]:
        scene = vocabulary.scene(text)
        scene.read(ITEM)
        scene.any(tuple(PATTERNS[::50]))
    vocabulary.survey(WHOLE, OUTLINE).guards(0)


@pytest.mark.parametrize(
    "changed",
    [
        {"trie": PACK.plan.sets},
        {"trie": b"\0" * 8},
        {"trie": block([[1, 2, 2], [NONE, 0], [0]])},
        {"trie": block([[1, 3, 3, 3], [NONE, 0, 1], [0, 9, 8]])},
        {"trie": block([[1, 2, 2], [NONE, len(WORDS)], [0, 9]])},
        {"strings": ""},
        {"nodes": b""},
        {"nodes": b"123"},
        {"nodes": memoryview(b"\0" * 9)[1:]},
        {"patterns": b"\0" * 8},
        {"sources": ()},
    ],
)
def test_what_does_not_fit_together_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no plan"):
        Vocabulary(PACK.plan._replace(**changed))


def test_wrong_arguments_are_told() -> None:
    scene = C.scene("充值")
    for wrong in (-1, len(PATTERNS), 1 << 40):
        with pytest.raises((IndexError, OverflowError)):
            scene.match(wrong)
    with pytest.raises(IndexError):
        scene.any((-2,))
    for bad in ([1], 3):
        with pytest.raises(TypeError):
            scene.any(bad)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        C.scene(3)
    with pytest.raises(TypeError):
        native.core.Vocabulary([], None)


def test_an_expression_that_fails_is_heard() -> None:
    def fail(source: int, text: str) -> list[tuple[int, int]]:
        raise RuntimeError("broken")

    for answer in (fail, lambda *_: 3, lambda *_: [(0, 99)], lambda *_: ["x"]):
        vocabulary = native.core.Vocabulary(PACK.plan, answer)
        scene = vocabulary.scene("充值满100元后7日内退款50%。")
        with pytest.raises((RuntimeError, TypeError, ValueError)):
            for pattern in PATTERNS:
                scene.match(pattern)
