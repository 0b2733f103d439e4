"""Matching: joins agree with regular expressions, exceptions, list items, guards, document facts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit.audit import spot
from clauseaudit.match import Matcher
from clauseaudit.model import Parties
from clauseaudit.rules import default_dir, load_pack
from clauseaudit.rules.build import build
from clauseaudit.rules.compile import Compiler
from clauseaudit.rules.language import parse, regex
from clauseaudit.rules.load import read_examples, read_lexicon, read_toml, rule_files
from clauseaudit.scene import Vocabulary
from clauseaudit.text import fold
from small_pack import LEXICON, RULE, write_pack


def rule(match: str) -> str:
    """The small pack's rule with another [match] table."""
    head, tail = RULE.index("[match]"), RULE.index("[examples]")
    return f"{RULE[:head]}[match]\n{match}\n{RULE[tail:]}"


def fired(folder: Path, match: str, text: str, guards: str = "") -> list[str]:
    """The texts in which the one rule of a small pack fires."""
    pack = build(write_pack(str(folder), rule(match), guards=guards))
    return [text[span[0] : span[1]] if span else "" for _, span in spot(text, Matcher(pack))]


MATCH = "any = ['充值…{不}{退款}']\n"

CASES = [
    (MATCH, "充值后概不退款。可以退货。", ["充值后概不退款。"]),
    (MATCH, "充值。概不退款。", []),
    (MATCH, "充值后，概·不·退 款。", ["充值后，概·不·退 款。"]),
    (MATCH, "充值后概不提供任何形式的退款。", []),
    (MATCH + "unless = ['已消费']", "已消费的充值概不退款。", []),
    (MATCH + "unless = ['已消费']", "已消费的另算。充值概不退款。", ["充值概不退款。"]),
    (MATCH + "near = ['另有约定']", "充值概不退款。另有约定的从其约定。", []),
    ("any = ['{退款} & 充值 & !部分']", "概不退还充值金额。", ["概不退还充值金额。"]),
    ("any = ['{退款} & 充值 & !部分']", "退还部分充值金额。", []),
    (
        "lead = ['{不}{退款}…:$']\nitem = ['充值']",
        "下列款项概不退款：\n1. 充值金额；\n2. 运费。\n",
        ["充值金额；"],
    ),
    ("lead = ['{不}{退款}…:$']\nitem = ['充值']", "下列款项可以退款：\n1. 充值金额；\n2. 运费。\n", []),
    ("any = ['{不}{退款}']\nwhen = ['充值']", "概不退款。", []),
    ("any = ['{不}{退款}']\nwhen = ['充值']", "充值须知。概不退款。", ["概不退款。"]),
    ("scope = 'document'\nwhen = ['充值']\nany = ['{退款}']", "充值须知。", [""]),
    ("scope = 'document'\nwhen = ['充值']\nany = ['{退款}']", "充值须知。可以退款。", []),
]


@pytest.mark.parametrize(("match", "text", "expected"), CASES)
def test_where_a_rule_holds(tmp_path: Path, match: str, text: str, expected: list[str]) -> None:
    assert fired(tmp_path, match, text) == expected


def test_a_guard_takes_back_all_but_its_exceptions(tmp_path: Path) -> None:
    guard = "[guard.question]\nany = ['吗']\n"
    assert fired(tmp_path / "a", MATCH, "充值后概不退款吗？", guard) == []
    excepted = guard + "except_categories = ['refund-denial']\n"
    assert fired(tmp_path / "b", MATCH, "充值后概不退款吗？", excepted) == ["充值后概不退款吗？"]


def test_names_of_the_sides_count_as_the_side(tmp_path: Path) -> None:
    text = "云州青禾网络科技有限公司（以下简称“青禾”）。青禾收取的充值概不退款。"
    assert fired(tmp_path, "any = ['{平台}收取…{不}{退款}']", text) == ["青禾收取的充值概不退款。"]


def truth(text: str, patterns: list[str], lexicon: str, folder: Path) -> tuple[list[bool], list[bool]]:
    """What joining places says of each pattern in ``text``, and what the regular expression says."""
    folder.mkdir(exist_ok=True)
    (folder / "lexicon.toml").write_text(lexicon, "utf-8")
    return decide(text, patterns, str(folder / "lexicon.toml"))


def decide(text: str, patterns: list[str], lexicon: str) -> tuple[list[bool], list[bool]]:
    concepts, common, _ = read_lexicon(lexicon)
    compiler = Compiler(concepts, common)
    parsed = [parse(p) for p in patterns]
    compiled = [compiler.pattern(p) for p in parsed]
    return joined(text, compiled, compiler.plan({}, [])), searched(text, parsed, concepts)


def joined(text, compiled, plan):  # type: ignore[no-untyped-def]
    scene = Vocabulary(plan).scene(text)
    return [scene.match(c) is not None for c in compiled]


def searched(text, parsed, concepts):  # type: ignore[no-untyped-def]
    written: dict[str, str] = {}
    while len(written) < len(concepts):
        for name, node in concepts.items():
            try:
                written.setdefault(name, node[1] if node[0] == "regex" else regex(node, written))
            except KeyError:
                continue
    found = lambda node: re.search(regex(node, written), text) is not None  # noqa: E731
    return [all(map(found, p.every)) and not any(map(found, p.none)) for p in parsed]


PIECES = ["充值", "概不", "不予", "退款", "退费", "退", "平台", "的", "，", "不", "予以", "一", "部分", "^", "。"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_joins_agree_with_regular_expressions(pieces: list[str]) -> None:
    patterns = [
        "(充值…2|…1退)(款…3)?{不}",
        "充值(…2部分|…4部)(的)?{退款}",
        "({不}…2)?{退款}",
        "{不}",
        "{不}{退款}",
        "{不}…3{退款}",
        "充值…{不}…{退款}",
        "^充值",
        "^…2{不}",
        "{退款}$",
        "{退款}…2$",
        "不(?!予)",
        "(?<!概)不",
        "{不}的?{退款}",
        "充值 & {退款} & !部分",
        "(充值…2|平台){不}",
        "(?<!予以|平台){退款}(?!的)",
        "充值(的…2)?退",
        "(平台)?…1充值",
    ]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = truth("".join(pieces), patterns, LEXICON, Path(folder))
    assert ours == theirs, [(p, a, b) for p, a, b in zip(patterns, ours, theirs, strict=True) if a != b]


def test_every_pattern_of_the_pack_agrees_with_its_expression() -> None:
    directory = default_dir()
    lexicon = f"{directory}/lexicon.toml"
    files = rule_files(directory)
    tables = [read_toml(path).get("match", {}) for _, path in files]
    sources = [s for t in tables for key in ("any", "item", "lead", "unless", "near", "when") for s in t.get(key, [])]
    concepts, common, _ = read_lexicon(lexicon)
    compiler = Compiler(concepts, common)
    parsed = [parse(s) for s in sources[::10]]  # an expression costs ten milliseconds to compile
    compiled = [compiler.pattern(p) for p in parsed]
    plan = compiler.plan({}, [])
    examples = [fold(e.replace("«", "").replace("»", "")).text for _, path in files for e in read_examples(path).flag]
    for text in examples[:: max(1, len(examples) // 40)]:
        line = text.replace("\n", " ")
        ours, theirs = joined(line, compiled, plan), searched(line, parsed, concepts)
        differ = [s for s, a, b in zip(sources[::10], ours, theirs, strict=True) if a != b]
        assert not differ, (line, differ)


def test_one_matcher_serves_many_documents() -> None:
    matcher = Matcher(load_pack())
    text = "充值成功后，所有款项概不退还。最终解释权归本公司所有。"
    first = spot(text, matcher)
    assert first and spot(text, matcher) == first
    assert matcher.mask("青禾有权", Parties(("青禾",))) == "\ue000\ue000有权"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_arbitrary_text_is_survived(text: str) -> None:
    spot(text, _MATCHER)


_MATCHER = Matcher(load_pack())


@pytest.mark.parametrize("piece", ["充值", "概不退还", "不", ",", "平台有权", "1", "平台有权1不予退还,"])
def test_hostile_repetition_costs_its_length(piece: str) -> None:
    """Twice the text, about twice the places looked at: counted (test_linear.py has it for every rule)."""
    if not hasattr(_MATCHER.vocabulary, "steps"):
        pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler")
    work = []
    for length in (10_000, 20_000):
        before = _MATCHER.vocabulary.steps
        spot((piece * length)[:length], _MATCHER)
        work.append(_MATCHER.vocabulary.steps - before)
    assert work[1] <= 2.2 * work[0] + 100, work
