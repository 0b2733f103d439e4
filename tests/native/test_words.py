"""Words are found alike in C and in Python, with the phrase before them; so are the names that rest on them."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit import native, parties
from clauseaudit.benchmark import read
from clauseaudit.text import fold
from clauseaudit.words import Words

GROUPS, STOPS = parties._LOOKED_FOR, parties._STOPS
ROOT = Path(__file__).parent.parent.parent
LISTED = [word for _, words in GROUPS for word in words]
PIECES = st.sampled_from(
    [*LISTED, *(word[:-1] for word in LISTED), *STOPS, *"的星屿 \n\t\x1f\u2003\u3000\ud800\U00020000a"]
)
SPACES = "".join(map(chr, range(0x3100)))  # every space is among them


def test_words_of_a_group_leave_each_other_alone() -> None:
    """Else the first would hide the second from an expression, and not from the C."""
    for _, words in GROUPS:
        for one, other in permutations(words, 2):
            assert one not in other
            assert not any(one.endswith(other[:length]) for length in range(1, len(other)))


def test_the_phrase_ends_at_a_stop_and_within_reach() -> None:
    words = Words(((2, ("有权",)), (9, ("有权",)), (0, ("有权",))), STOPS)
    assert words.places("甲,乙丙丁有权") == ([(3, 5, "有权")], [(2, 5, "有权")], [(5, 5, "有权")])
    assert words.places("。有权 有权") == ([(1, 1, "有权"), (4, 4, "有权")],) * 3


if native.core is None:
    pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler", allow_module_level=True)

C, PYTHON = native.core.Words(GROUPS, STOPS), Words(GROUPS, STOPS)


def alike(text: str) -> int:
    places = C.places(text)
    assert places == PYTHON.places(text), text[:300]
    return sum(map(len, places))


def test_the_c_is_what_is_used() -> None:
    assert isinstance(parties._WORDS, native.core.Words)


@pytest.mark.parametrize("folder", ["corpus", "shared/train", "shared/real"])
def test_words_of_every_text_are_found_alike(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ROOT / folder if folder == "corpus" else ROOT.parent / folder
    if not path.exists():
        pytest.skip(f"NOT COMPARED: no ../{folder} here")
    texts = [fold(document.text).text for document in read(str(path)).documents]
    assert sum(map(alike, texts)) > 10 * len(texts)
    found = [parties.resolve(text) for text in texts]
    monkeypatch.setattr(parties, "_WORDS", PYTHON)
    assert [parties.resolve(text) for text in texts] == found


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(st.characters(codec=None)))
def test_words_of_any_text_are_found_alike(text: str) -> None:
    alike(text)


@pytest.mark.parametrize("text", ["会员" * 500_000, "不" * 1_000_000, "有权" + "\U0010ffff" * 1_000_000 + "有权"])
def test_long_texts_too(text: str) -> None:
    assert alike(text) == text.count("会员") + text.count("有权")


def test_every_space_ends_a_phrase_in_both() -> None:
    for letter in SPACES:
        alike(f"星{letter}屿有权")


def test_the_words_need_not_outlive_what_finds_them() -> None:
    places = native.core.Words(((1, ("".join(["退", "款"]),)),), "").places("概不退款")
    assert places == ([(1, 2, "退款")],)


@pytest.mark.parametrize("groups", [(3,), ((0, ["a"]),), ((0, ("",)),), ((0, (1,)),), ((-1, ("a",)),), ((0, (",",)),)])
def test_groups_that_do_not_fit_are_refused(groups: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="no words to look for"):
        native.core.Words(groups, STOPS)


def test_wrong_arguments_are_told() -> None:
    for wrong in ((), (GROUPS,), ([], STOPS), (GROUPS, None), ((("1", ("a",)),), STOPS)):
        with pytest.raises(TypeError):
            native.core.Words(*wrong)
    with pytest.raises(OverflowError):
        native.core.Words(((1 << 80, ("a",)),), STOPS)
    with pytest.raises(TypeError):
        C.places(b"")
