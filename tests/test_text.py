"""Folding: what it unifies, what it removes, and that the way back is exact."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauseaudit.text import Folded, fold
from clauseaudit.variants import ALL, INSIDE_WORDS

# Dense in everything that folding touches, so that short examples mix removals with replacements.
TOUCHED = st.text(
    st.sampled_from("概不退款您帐１Ａ，。：（“”\u200b\ufeff·*.- \t\u3000\n我们的⾦餘①aB\ud800\U000e0100"), max_size=60
)
ANY = st.text(st.characters(codec=None), max_size=80) | TOUCHED


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("充值后，概不退款；请（务必）注意：", "充值后,概不退款;请(务必)注意:"),
        ("“星屿”与‘您’、「帐户」", '"星屿"与\'你\'、"账户"'),
        ("ＡＢＣ１２３％", "abc123%"),
        ("餘額過期作廢，恕不退還", "余额过期作废,恕不退还"),
        ("⾦额与⽤⼾", "金额与用户"),
        ("著作权", "著作权"),
        ("аррlе рау", "apple pay"),
        ("İSTANBUL", "istanbul"),
    ],
)
def test_one_spelling(printed: str, folded: str) -> None:
    assert fold(printed).text == folded


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("概·不·退·款", "概不退款"),
        ("概.不.退.款", "概不退款"),
        ("概 不 退　款", "概不退款"),
        ("概\u200b不\ufeff退\u00ad款", "概不退款"),
        ("概\ufe0f不\U000e0100退款", "概不退款"),
        ("余额**不予**退还", "余额不予退还"),
        ("提前 7 日通知", "提前7日通知"),
        ("2 . 1 费用", "2.1费用"),
    ],
)
def test_disguises_are_removed(printed: str, folded: str) -> None:
    assert fold(printed).text == folded


@pytest.mark.parametrize(
    "kept",
    ["1. 费用标准", "3 退款", "see the terms", "甲.乙", "星屿、月屿", "- 第一项\n- 第二项", "第一行。\n第二行。"],
)
def test_what_carries_meaning_stays(kept: str) -> None:
    assert fold(kept) == Folded(kept)


def test_wrapped_lines_are_joined() -> None:
    lines = [
        "星屿乐园有权根据经营需要随时调整各类项目的收费标准且",
        "调整后的标准自公布之日起施行而用户继续使用本乐园的各",
        "项服务即表示同意。",
    ]
    folded = fold("\n".join(lines))
    assert folded.text == "".join(lines)
    assert folded.origin(0, len(folded.text)) == (0, len("\n".join(lines)))


@pytest.mark.parametrize(
    "text",
    [
        "退款规则\n充值成功后,未使用的余额可以在七日内申请退回原支付账户。",
        "用户行为\n不得转让账号\n不得发布虚假信息\n尊重他人的隐私和知识产权",
        "一、总则\n二、退款",
        "包括:\n姓名\n电话",
    ],
)
def test_headings_and_lists_are_not_joined(text: str) -> None:
    assert fold(text).text == text


def test_appended_paragraph_changes_nothing_before_it() -> None:
    text = "退款规则\n充值后 概不退款\n余额有效期为一年。"
    before = fold(text)
    after = fold(text + "\n本页面由星屿科技公司提供。")
    assert after.text.startswith(before.text)
    assert after.cuts[: len(before.cuts)] == before.cuts


@given(ANY)
def test_every_folded_character_comes_from_where_it_says(text: str) -> None:
    folded = fold(text)
    spans = [folded.origin(place, place + 1) for place in range(len(folded.text))]
    assert all(end == start + 1 for start, end in spans)
    assert sorted(set(spans)) == spans  # in order, none twice
    for (start, end), character in zip(spans, folded.text, strict=True):
        single = text[start:end]
        assert character in (single, fold(single + "甲").text[:1], fold(single).text)


@given(ANY)
def test_lengths_and_the_way_there_and_back(text: str) -> None:
    folded = fold(text)
    removed = folded.shifts[-1] if folded.shifts else 0
    assert len(folded.text) + removed == len(text)
    for place in range(len(folded.text)):
        assert folded.place(folded.origin(place, place + 1)[0]) == place
    if folded.text:
        start, end = folded.origin(0, len(folded.text))
        assert 0 <= start < end <= len(text)


@given(ANY.map(lambda text: text.replace("\n", "").replace(".", "")))
def test_folding_a_line_twice_is_folding_it_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(st.sampled_from('概不退款用户平台服务,。;:、()"《》一二三')))
def test_clean_text_is_its_own_origin(text: str) -> None:
    folded = fold(text)
    assert folded == Folded(text)
    assert folded.origin(0, len(text)) == (0, len(text))


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("損失由用戶自行承擔，概不賠償。", "损失由用户自行承担,概不赔偿。"),
        ("註冊即視為同意本規則。", "注册即视为同意本规则。"),
        ("超出範圍的義務，貴方不得請求。", "超出范围的义务,贵方不得请求。"),
        ("著作權覆蓋", "著作权覆盖"),
    ],
)
def test_traditional_characters(traditional: str, simplified: str) -> None:
    assert fold(traditional).text == simplified


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("充值成功后概不退\n款。", "充值成功后概不退款。"),
        ("用\n户应当知悉，", "用户应当知悉,"),
        ("退款\n用户须知", "退款\n用户须知"),  # a heading over another
        ("余额\n积分", "余额\n积分"),
        ("概不退。\n款项", "概不退。\n款项"),
    ],
)
def test_a_line_end_inside_a_word_is_soft(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_pairs_of_a_character_stand_together_once() -> None:
    groups = INSIDE_WORDS.split()
    assert len({group[0] for group in groups}) == len(groups)
    assert all(len(set(group[1:])) == len(group) - 1 > 0 for group in groups)


def test_tables_are_one_to_one_and_final() -> None:
    pairs = [ALL[i : i + 3] for i in range(0, len(ALL), 3)]
    assert all(len(pair) == 3 and pair[2] == " " for pair in pairs)
    assert len({pair[0] for pair in pairs}) == len(pairs), "a variant is listed twice"
    assert [pair for pair in pairs if fold(pair[0]).text not in (pair[1], "")] == []
    assert [pair for pair in pairs if fold(pair[1]).text not in (pair[1], "")] == []


@pytest.mark.parametrize(
    "text", ["退" * 1_000_000, "\n" * 100_000, "概 " * 200_000, "概.不." * 100_000, "行\n" * 100_000]
)
def test_hostile_sizes_take_linear_time(text: str) -> None:
    start = time.process_time()
    fold(text)
    assert time.process_time() - start < 3
