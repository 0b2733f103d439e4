"""Folding in C says what folding in Python says, to the last number, whatever the text."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit import folding, native, text, variants
from clauseaudit.benchmark import read
from clauseaudit.disguise import KINDS, SYNONYMS, disguise

if native.core is None:
    pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler", allow_module_level=True)

ROOT = Path(__file__).parent.parent.parent
GIVEN = variants.ALL, variants.SETS, variants.INSIDE_WORDS
LONGEST = 1_000_000
LETTERS = sorted(
    {*"".join(variants.SETS), *variants.INSIDE_WORDS[:200], *"概不退款您帐ＡaBＺ餘①第(【#\0\x1f\u3000İΣσςé"}
)
STRANGE = ["\u200b", "\ufeff", "\ud800", "\udfff", "\U000e0100", "\U00020000", "\U0010ffff", "\u2028", "\n", "\n", " "]
TOUCHED = st.sampled_from(LETTERS + STRANGE)
# Paragraphs set to a width, or nearly, so that many a line end is soft and many another not.
LINES = st.integers(14, 101).flatmap(
    lambda width: st.lists(
        st.tuples(st.sampled_from([0, 0, 0, 0, -1, 1, 2, -2, -6, 9, -99]), st.lists(TOUCHED, max_size=3)).map(
            lambda line: ("概不退款用户平台" * 14)[: max(0, width + line[0] - len(line[1]))] + "".join(line[1])
        ),
        max_size=9,
    ).map("\n".join)
)


def alike(original: str) -> text.Folded:
    folded = text.fold(original)
    assert tuple(folded) == folding.fold(original), original[:300]
    return folded


def test_the_c_is_what_is_used() -> None:
    assert text._fold.__self__.__class__ is native.core.Folder


@pytest.mark.parametrize("folder", ["corpus", "shared/train", "shared/real"])
def test_every_text_is_folded_alike(folder: str) -> None:
    path = ROOT / folder if folder == "corpus" else ROOT.parent / folder
    if not path.exists():
        pytest.skip(f"NOT COMPARED: no ../{folder} here")
    documents = read(str(path)).documents
    assert sum(bool(alike(document.text).cuts) for document in documents) > len(documents) / 20


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != SYNONYMS])
def test_every_disguise_is_folded_alike(kind: str) -> None:
    for document in read(str(ROOT / "corpus")).documents:
        alike(disguise(document.text, kind, document.id).text)


def test_every_letter_is_folded_alike() -> None:
    for start in range(0, sys.maxunicode + 1, 64):
        letters = [chr(code) for code in range(start, start + 64)]
        alike("甲".join(letters))
        alike("\n".join(letters))


@settings(max_examples=600, deadline=None)
@given(st.text(TOUCHED, max_size=60) | st.text(st.characters(codec=None), max_size=60) | LINES)
def test_any_text_is_folded_alike(original: str) -> None:
    alike(original)


HEADS = ("第{}条", "第一{}部", "({})", "1{}.", "1{}.2", "1{} ", "1{}、", "1{})", "{}、", "{}.", "{})", "{}【")


@pytest.mark.parametrize("head", HEADS)
def test_every_head_of_a_line_is_known_alike(head: str) -> None:
    joined = 0
    for letter in "1一a百〇零第(.":
        for count in range(9):
            joined += "\n" not in alike(f"概不退款用户平台服务有权根据,\n{head.format(letter * count)}退款").text
    assert 0 < joined < 81


def test_every_width_of_a_line_is_measured_alike() -> None:
    for width in (17, 18, 20, 40, 80, 81):
        for other in range(120):
            line = "退" * width
            for around in (f"{'a' * other}退", "é" * other, f"{'退' * other}。"):
                alike(f"{around}\n{line}\n{line}")
                alike(f"{line}\n{line}\n{around}")
                alike(f"{around}的\n退款")


def test_every_numbering_is_known_alike() -> None:
    kept = 0
    for spaces in range(15):
        for letters in range(1, 11):
            for start in ("", "\n", "甲\n", "甲"):
                kept += " 退" in alike(f"{start}{' ' * spaces}{'1' * letters} 退款").text
                alike(f"{start}{chr(9) * spaces}{'1.' * (letters // 2)}a 退款")
    assert 0 < kept < 600


@pytest.mark.parametrize("before", ["退", "退 ", "退\t", "a", "a ", "1", ".", "\ud800", " ", "\t", ""])
def test_what_cannot_begin_a_line_joins_it_alike(before: str) -> None:
    for after in (*variants.CANNOT_BEGIN, *variants.BESIDE_CHINESE, *"aA1Ａé", "\U00020000", "\u2028", ""):
        alike(f"{before}\n{after}")
        alike(f"甲{before}\n{after}乙")


def test_and_any_page() -> None:
    dice = random.Random(11)
    for _ in range(300):
        few = [*dice.sample(LETTERS + STRANGE, 9), " ", "\n", "退"]
        alike("".join(dice.choices(few, k=dice.randrange(2000))))


@pytest.mark.parametrize(
    "unit", ["退", "\n", " ", "a", "\ud800", "\U000e0100", "概 ", "概.不.", "行\n", "(1)\n，", "*"]
)
def test_long_texts_too(unit: str) -> None:
    assert alike((unit * LONGEST)[:LONGEST])


def test_every_pair_inside_words_joins_lines() -> None:
    for group in variants.INSIDE_WORDS.split():
        for letter in group[1:]:
            assert not re.search("\n", alike(f"甲{group[0]}\n{letter}乙").text)


@pytest.mark.parametrize(
    "changed",
    [
        ("甲乙", *GIVEN[1:]),
        ("甲\0 ", *GIVEN[1:]),
        ("甲\U00020000 ", *GIVEN[1:]),
        (GIVEN[0], GIVEN[1][1:], GIVEN[2]),
        (GIVEN[0], (*GIVEN[1][1:], 3), GIVEN[2]),
        (GIVEN[0], (*GIVEN[1][1:], "\0"), GIVEN[2]),
    ],
)
def test_tables_that_do_not_fit_are_refused(changed: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="no tables to fold by"):
        native.core.Folder(*changed)


def test_empty_tables_change_nothing_but_case() -> None:
    folder = native.core.Folder("", ("",) * len(variants.SETS), "")
    assert folder.fold("Ａ 退\u200b\n款") == ("ａ 退\u200b\n款", (), ())


def test_wrong_arguments_are_told() -> None:
    for wrong in ((), GIVEN[:2], (1, *GIVEN[1:]), (GIVEN[0], [*GIVEN[1]], GIVEN[2]), (*GIVEN[:2], b"")):
        with pytest.raises(TypeError):
            native.core.Folder(*wrong)
    with pytest.raises(TypeError):
        native.core.Folder(*GIVEN, inside="")
    for wrong_text in (None, b"", 3):
        with pytest.raises(TypeError):
            native.core.Folder(*GIVEN).fold(wrong_text)
