"""Lengths of time are found alike in C and in Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit import native
from clauseaudit.benchmark import read
from clauseaudit.facts import numbers
from clauseaudit.facts.numbers import Duration, durations_in_python
from clauseaudit.text import fold

ROOT = Path(__file__).parent.parent.parent
UNITS = ("工作日", "自然日", "日", "天", "月", "年", "小时", "周", "星期")
COUNTS = ("7", "2025", "三十", "两百零五", "零", "0", "半", "٣", "1٣", "3-7", "七(7)", "三至5", "半-3")
LONG = ("1" * 400_000, "1(1" * 200_000, "七" * 400_000 + "天", "1-" * 300_000, "半 个" * 200_000)
PIECES = st.sampled_from(
    [*"0123456789一二两三四五六七八九十百零半千万〇第月期岁个个()-~—至到 \u3000\n٣３的\ud800\U00020000", *UNITS, *UNITS]
)
SHAPES = st.from_regex(
    r"第?[0-9٣一十百零半]{1,5}(?:\([0-9]{1,2}\))?(?:[-至][0-9]{1,5})? ?个?"
    r"(?:工作日|自然|日|天|月|年|小时|周|星|期)[期岁]?",
    fullmatch=True,
)
TEXTS = st.lists(PIECES | SHAPES, max_size=12).map("".join) | st.text(st.characters(codec=None))

if native.core is None:
    pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler", allow_module_level=True)

C = native.core.Clock(Duration).durations


def alike(text: str, start: int, end: int) -> int:
    found = C(text, start, end)
    assert found == durations_in_python(text, start, end), text[max(0, start - 50) : end + 50]
    assert all(type(duration) is Duration for duration in found)
    return len(found)


def test_the_c_is_what_is_used() -> None:
    assert isinstance(numbers.durations.__self__, native.core.Clock)


@pytest.mark.parametrize("folder", ["corpus", "shared/train", "shared/real"])
def test_times_of_every_text_are_found_alike(folder: str) -> None:
    path = ROOT / folder if folder == "corpus" else ROOT.parent / folder
    if not path.exists():
        pytest.skip(f"NOT COMPARED: no ../{folder} here")
    texts = [fold(document.text).text for document in read(str(path)).documents]
    assert sum(alike(text, 0, len(text)) for text in texts) > len(texts)
    for text in texts:
        for sentence in re.finditer("[^。]+", text):
            alike(text, *sentence.span())


@settings(max_examples=1500, deadline=None)
@given(TEXTS, st.integers(-2, 20), st.integers(-2, 30))
def test_times_of_any_text_are_found_alike(text: str, start: int, end: int) -> None:
    alike(text, 0, len(text))
    alike(text, start, end)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("count", COUNTS)
def test_every_unit_with_every_count(count: str, unit: str) -> None:
    for measure in ("", "个", " 个", " "):
        for before in ("", "第", "月", "于"):
            for after in ("", "期", "岁", "内", "第"):
                text = before + count + measure + unit + after
                alike(text, 0, len(text))


@pytest.mark.parametrize("text", LONG)
def test_long_texts_too(text: str) -> None:
    alike(text, 0, len(text))


def test_wrong_arguments_are_told() -> None:
    for wrong in ((), (3,), (int,), (Duration, 1)):
        with pytest.raises(TypeError):
            native.core.Clock(*wrong)
    for asked in ((), ("7天",), (b"", 0, 1), ("7天", "0", 1)):
        with pytest.raises(TypeError):
            C(*asked)
