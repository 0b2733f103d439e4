"""Outlines in C are those in Python: of every text at hand, of its disguises, and of whatever else can be written."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clauseaudit import clauses, native, outlining, structure
from clauseaudit.benchmark import read
from clauseaudit.disguise import KINDS, SYNONYMS, disguise
from clauseaudit.model import Block, Clause, Document, Outline, Segment
from clauseaudit.numbering import any_of, read_marker
from clauseaudit.text import Folded, fold

if native.core is None:
    pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler", allow_module_level=True)

ROOT = Path(__file__).parent.parent.parent
SHARED = Path(os.environ.get("CLAUSEAUDIT_SHARED", ROOT.parent / "shared"))


def document(text: str, blocks: tuple[Block, ...] = ()) -> Document:
    return Document("d", "", "", text, "", blocks)


def alike(text: str, folded: Folded, blocks: tuple[Block, ...] = ()) -> Outline:
    here, there = (way.split(document(text, blocks), folded) for way in (clauses, outlining))
    assert here == there
    for segment in here.segments:
        assert clauses.core(folded.text, segment) == outlining.core(folded.text, segment)
    return here


def texts_of(folder: Path) -> Iterator[str]:
    yield from (found.text for found in read(str(folder)).documents)


CORPUS = list(texts_of(ROOT / "corpus"))


def test_the_c_is_what_is_used() -> None:
    assert type(clauses.split.__self__) is native.core.Splitter  # type: ignore[attr-defined]


def test_the_python_is_not_loaded_then() -> None:
    code = "import sys, clauseaudit.audit; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    loaded = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
    assert "clauseaudit.clauses" in loaded
    assert not {f"clauseaudit.{name}" for name in ("outlining", "sentences", "numbering", "leads")} & set(loaded)


def test_every_text_of_the_corpus_is_split_alike() -> None:
    assert sum(len(alike(text, fold(text)).segments) for text in CORPUS) > 4000


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != SYNONYMS])
def test_disguised_texts_too(kind: str) -> None:
    for number, text in enumerate(CORPUS):
        disguised = disguise(text, kind, str(number)).text
        alike(disguised, fold(disguised))
        alike("", Folded(disguised))


@pytest.mark.parametrize("name", ["train", "real"])
def test_collected_texts_too(name: str) -> None:
    if not (SHARED / name / "docs").is_dir():
        pytest.skip(f"NOT THERE: ../shared/{name}; its agreements were not compared")
    for text in texts_of(SHARED / name):
        alike(text, fold(text))


def test_records_are_what_python_makes() -> None:
    outline = alike(CORPUS[0], fold(CORPUS[0]))
    assert type(outline) is Outline
    assert {type(clause) for clause in outline.clauses} == {Clause}
    assert {type(segment) for segment in outline.segments} == {Segment}
    assert {type(core) for core in outline.cores} == {tuple}
    assert hash(outline) == hash(outlining.split(document(CORPUS[0]), fold(CORPUS[0])))
    assert len({*outline.segments, *(Segment(*segment) for segment in outline.segments)}) == len(outline.segments)


# --- whatever else can be written ---

WORDS = [
    word.rpartition("<")[2].partition(">")[0].rstrip("$") for words in structure.given()[0] for word in words.split()
]
SIDES = "许靠自理缘属响对供反用急知求的员议计"
MARKS = [
    *"第编部分章节条款项规之所零〇一二三四五六七八九十百两0123456789.、,:;!?。()【】》]\"'#-*·•→①⑳⒇❶❿ⅰⅻabzgk%元…@/_=>~"
]
SPACES = ["\n", " ", "\t", "\u3000", "\x1f", "\x85", "\r", "\u2028"]
STRANGE = ["\u200b", "\0", "٣", "𝟙", "𠀀", "\ud800", "\udfff", "\u0130"]
INLINE = [
    ":(12)", ",(123)", ",(一二三四)", ":①", ",一、", ",一、二", ":1.", ",12、", ",123.", ":1.2", ",a.",
    ",a.b", "a;b", "/?1",
]  # fmt: skip
LINES = ["第一条", "第2条款", "一、", "(一)", "1.1", "1.1.1", "2.", "(2)", "a.", "##", "包括:", "下列情形:", "："]
PIECE = st.one_of(
    *map(st.sampled_from, (LINES, INLINE, ["\n", ":\n", "。\n", ": (二)"], MARKS, WORDS, SPACES, STRANGE, SIDES)),
    st.text(st.characters(codec=None), max_size=3),
)
TEXT = st.lists(PIECE, max_size=70).map("".join)
BLOCK_KINDS = st.sampled_from(["heading", "item", "cell"])
BLOCK = st.builds(Block, BLOCK_KINDS, st.integers(-2, 80), st.just(0), st.integers(-1, 8))
BLOCKS = st.lists(BLOCK, max_size=12).map(tuple)


@settings(max_examples=1500, deadline=None)
@given(TEXT, BLOCKS)
@example("", ())
@example("##", ())
@example("1.1.1元 1.12.123 第一条款", ())
def test_any_text_is_split_alike(text: str, blocks: tuple[Block, ...]) -> None:
    alike(text, fold(text), blocks)
    alike(text, Folded(text), blocks)  # what folding would never hand on


NUMBER = st.integers(0, 4)
HEADS = [
    "第{}条", "第{}章、", "第{}款", "{}.", "0.{}", "41.{}", "1.{}", "2.{}", "1.1.{}", "1.1.1.1.{}",
    "({})", "{})", "{}、",
]  # fmt: skip
CHINESE_HEADS = ["{}、", "({})", "{})", "第{}条"]
HEAD = st.one_of(
    st.just(""),
    st.builds(str.format, st.sampled_from([*HEADS, "第{}节 ", "{} ", "{} 2"]), NUMBER),
    st.builds(str.format, st.sampled_from(CHINESE_HEADS), st.sampled_from("〇一二三四")),
    st.sampled_from(["①", "②", "❶", "ⅰ、", "ⅱ)", "a.", "b)", "(c)", "#", "##", "###### ", "- ", "•", "- -"]),
)
BODIES = ["甲", "不得", "包括", "甲方可", "使用规则", "协议如下", "【押金】", "【押金", "【】押", "说明:甲", "12345"]
BODY = st.one_of(
    st.sampled_from([*BODIES, "", " ", "甲 乙", "退\u200b款", "【押\n金】"]),
    st.builds(str.format, st.sampled_from(["{}", "【{}】", "{}:乙", " {}:\n"]), st.integers(1, 32).map("甲".__mul__)),
)
END = st.sampled_from(["。", ";", ",", ":", "\n", ":\n", ";\n", "。\n", ".", "", "  \n\n", ":  ", "如下:\n"])
SENTENCES = st.lists(st.tuples(HEAD, BODY, END).map("".join), max_size=16).map("".join)


@settings(max_examples=1500, deadline=None)
@given(SENTENCES, BLOCKS)
def test_agreements_are_split_alike(text: str, blocks: tuple[Block, ...]) -> None:
    alike(text, fold(text), blocks)
    alike(text, Folded(text))
    alike(text, Folded(text.replace("\u200b", " \n")), blocks)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECE, max_size=8).map("".join).filter(bool))
def test_a_core_is_found_alike(text: str) -> None:
    segment = Segment(0, len(text), 0, "text")
    assert clauses.core(text, segment) == outlining.core(text, segment)


@settings(max_examples=300, deadline=None)
@given(TEXT, st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=6))
def test_a_way_back_that_leads_nowhere_does_no_harm(text: str, removed: list[tuple[int, int]]) -> None:
    cuts, shifts = (tuple(part) for part in zip(*removed, strict=True)) if removed else ((), ())
    clauses.split(document("退款", (Block("item", 3, 4),)), Folded(text, cuts, shifts))


# --- size ---


@pytest.mark.parametrize(
    "text",
    [
        "退" * 1_000_000,
        "\n" * 200_000,
        ":" * 200_000,
        "1" * 200_000,
        "# " * 100_000,
        ":(" * 100_000,
        '。"' * 100_000,
        "包括:\n" * 20_000,
        "不得:\n甲\n" * 10_000,
        "包括;" * 30_000,
        "".join(f"{number % 99}. 甲。\n" for number in range(10_000)),
        "(1)a. ① " * 10_000,
        "\u200b" * 100_000,
        "一、" + "退\u200b" * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_long_texts_are_split_alike(text: str) -> None:
    alike(text, fold(text))


UNITS = [
    "包括:甲;",
    "不得:\n甲\n",
    "1. 甲:\n(1)乙。\n",
    ":   \n",
    "甲,  ",
    '。"',
    "#  \n",
    "1 \t",
    "  ",
    "终止协议如下:",
]
UNITS += ["一、", "包括", "包括:", ";)", "1.", "(", "1", "#", "第", "【", "(1)甲,"]


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_half_a_million_letters_take_a_moment(unit: str) -> None:
    """Were any work to grow with the square of the text, this would take minutes."""
    text = unit * (400_000 // len(unit))
    start = time.process_time()
    clauses.split(document(text), Folded(text))
    clauses.split(document(text), Folded("包括:甲" + text + "\n1." + text))
    clauses.core(text, Segment(0, len(text), 0, "text"))
    assert time.process_time() - start < 5


# --- what is handed over ---


def test_styles_are_in_the_order_that_c_knows() -> None:
    """Every style: its place in STYLES says in C what it stands above."""
    heads = {"part": "第一编", "chapter": "第一章", "section": "第一节", "article": "第一条", "paragraph": "第一款",
             "entry": "第一项", "chinese": "一、", "plain": "1.", "h1": "#", "h6": "######", "dotted2": "1.1",
             "dotted5": "1.1.1.1.1", "chinese_in": "(一)", "plain_in": "(1)", "plain_half": "1)",
             "chinese_half": "一)", "circled": "①", "letter": "a.", "roman": "ⅰ", "bullet": "•"}  # fmt: skip
    assert heads.keys() <= set(structure.STYLES)
    for style, head in heads.items():
        found = read_marker(f"{head} 甲", 0, len(head) + 2)
        assert found
        assert found.style == style
        for other in heads.values():
            alike("", Folded(f"{head} 甲乙\n{other} 丙丁\n{head} 戊己,\n{other} 甲。"))


@pytest.mark.parametrize("words", structure.given()[0])
def test_every_word_is_known_alike(words: str) -> None:
    for word in WORDS:
        for text in (word, f"{word}:", f"甲{word}", f"{word}甲", *(f"{side}{word}" for side in SIDES)):
            alike("", Folded(f"甲\n1. {text}\n乙。\n{text}\n丙\n{text}如下:\n丁\n{text}:甲;乙"))
    assert all(any_of(words).search(word) for word in WORDS if f" {word} " in f" {words} ")


GIVEN = (Outline, Clause, Segment, *structure.given())


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, list), (1, 3), (2, type("Bare", (), {})), (0, type("Wide", (tuple,), {})),
        (3, ()), (3, ("",) * 8), (3, ("甲 ",) * 8), (3, ("<",) * 8), (3, (3,) * 8), (3, None),
        (4, (1,) * 4), (4, (-1,) * 5), (4, (1 << 40,) * 5), (4, ("",) * 5), (5, ()),
        (6, (64, 1, 1, 1)), (6, (0, 1, 1, 1)),
    ],
)  # fmt: skip
def test_what_is_no_structure_is_refused(place: int, value: object) -> None:
    given = [*GIVEN]
    given[place] = value  # type: ignore[assignment]
    with pytest.raises((TypeError, ValueError, OverflowError)):
        native.core.Splitter(*given)


@pytest.mark.parametrize(
    ("text", "folded", "blocks"),
    [
        (3, ("", (), ()), ()),
        ("", (b"", (), ()), ()),
        ("", ("", (1,), ()), ()),
        ("", ("", [], []), ()),
        ("", ("", ("",), ("",)), ()),
        ("", ("", (-1,), (1,)), ()),
        ("", ("", (1 << 31,), (1,)), ()),
        ("", ("", (1 << 70,), (1,)), ()),
        ("", ("",), ()),
        ("", 3, ()),
        ("", ("", (), ()), [1]),
        ("", ("", (), ()), (1,)),
        ("", ("", (), ()), (("item", "", 0, 0),)),
        ("", ("", (), ()), (("item", 0, 0, ""),)),
    ],
)
def test_wrong_arguments_are_told(text: Any, folded: Any, blocks: Any) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError)):
        clauses.split(document(text, blocks), folded)


def test_numbers_beyond_all_bounds_are_taken() -> None:
    for level in (1 << 80, -1 << 80):
        alike("甲乙丙\n丁", Folded("甲乙丙\n丁"), (Block("heading", 0, 1, level), Block("item", level, 1)))


def test_a_segment_outside_the_text_is_told() -> None:
    for start, end in ((0, 0), (2, 1), (0, 4), (-1, 2), (0, 1 << 80)):
        with pytest.raises((IndexError, OverflowError)):
            clauses.core("退款。", Segment(start, end, 0, "text"))
    with pytest.raises(TypeError):
        clauses.core("退款。", 3)  # type: ignore[arg-type]


def test_nothing_is_kept() -> None:
    """Ten times more splitting leaves no more behind."""
    import gc
    import tracemalloc

    folded = fold(CORPUS[0])
    text = document(CORPUS[0], (Block("item", 5, 9),))
    tracemalloc.start()
    try:
        sizes = []
        for times in (5, 50):
            for _ in range(times):
                clauses.split(text, folded)
                clauses.core(folded.text, Segment(0, 3, 0, "text"))
                for wrong in (("", ("",), ("",)), ("", (), [])):
                    with pytest.raises(TypeError):
                        clauses.split(text, wrong)  # type: ignore[arg-type]
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert sizes[1] - sizes[0] < 20_000, sizes
