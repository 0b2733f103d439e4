"""Splitting: clauses and their labels, sentences, lead-ins and what they govern, and the laws that always hold."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauseaudit.clauses import LABEL_LENGTH, core, split
from clauseaudit.model import Block, Document, Outline
from clauseaudit.text import fold


def outline_of(text: str, blocks: tuple[Block, ...] = ()) -> tuple[str, Outline]:
    folded = fold(text)
    return folded.text, split(Document("d", "", "", text, "", blocks), folded)


def labels(text: str, blocks: tuple[Block, ...] = ()) -> list[str]:
    return [clause.label for clause in outline_of(text, blocks)[1].clauses]


def sentences(text: str) -> list[str]:
    folded, outline = outline_of(text)
    return [folded[slice(*core(folded, segment))] for segment in outline.segments]


def led(text: str) -> dict[str, list[str]]:
    """Lead-in to the items it governs."""
    folded, outline = outline_of(text)
    found: dict[str, list[str]] = {}
    for segment in outline.segments:
        if segment.lead >= 0:
            lead = outline.segments[segment.lead]
            assert lead.kind == "lead"
            found.setdefault(folded[slice(*core(folded, lead))], []).append(folded[slice(*core(folded, segment))])
    return found


def kinds(text: str) -> list[str]:
    return [segment.kind for segment in outline_of(text)[1].segments]


AGREEMENT = """星屿乐园用户协议
欢迎使用星屿乐园。请仔细阅读！
一、充值
1.1 充值成功后不予退还。余额长期有效。
1.2 有下列情形之一的，不予退款：
（1）超过七日的；
（2）已经使用的；
（3）本乐园认为不宜退款的。
1.3 其他事项另行公告。
二、退款
2.1 退款按原路返回。
"""


def test_clauses_are_named_as_a_person_would_cite_them() -> None:
    assert labels(AGREEMENT) == [
        "星屿乐园用户协议",
        "一、充值",
        "一、充值 1.1",
        "一、充值 1.2",
        "一、充值 1.3",
        "二、退款",
        "二、退款 2.1",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一章 总则\n第一条 目的\n为了规范。\n第二条 退款\n不退。\n第二章 附则\n第三条 其他。\n", "第二条 退款"),
        ("一、退款\n（一）条件\n符合条件的可退。\n（二）流程\n按流程退。\n", "一、退款 （二） 流程"),
        ("3. 费用\n3.2 明细\n3.2.1 每月十元。\n3.2.2 每年百元。\n", "3.2 明细 3.2.2"),
        ("# 协议\n## 退款\n不退。\n## 其他\n无。\n", "退款"),
        ("须知\n特别提示\n本卡不记名。\n1、本卡不挂失。\n2、本卡不退。\n", "特别提示 2、"),
        ("一、【押金】押金不退。二、【租金】租金不退。三、【其他】没有。", "二、【租金】"),
    ],
)
def test_labels_of_every_numbering(text: str, expected: str) -> None:
    found = labels(text)
    assert expected in found or expected.replace("【", "").replace("】", "") in found, found


def test_numbers_inside_one_long_line_open_clauses_when_they_count_on() -> None:
    text = (
        "用户须知。一、充值不退。二、押金不退。2.1 每次三元。2.2 每次五元。三、其他。订单满2.5元可用,第三条规定的除外。"
    )
    assert labels(text) == ["", "一、", "二、", "2.1", "2.2", "三、"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("价格为1.5元。版本2.0.1可用", ["价格为1.5元。", "版本2.0.1可用"]),
        ("详见https://a.example/b?c=1;d=2。完", ["详见https://a.example/b?c=1;d=2。", "完"]),
        ("可以吗？不可以！好；行", ["可以吗?", "不可以!", "好;", "行"]),
        ("本人已知晓.特此声明", ["本人已知晓.", "特此声明"]),
        ("他说“不退。”然后走了", ['他说"不退。', '"然后走了']),
        ("（一经售出，概不退换。）请留意。", ["(一经售出,概不退换。)", "请留意。"]),
        ("1. 甲，乙。\n- 丙\n（3）丁；", ["甲,乙。", "丙", "丁;"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_lead_in_governs_its_numbered_items_and_ends_with_them() -> None:
    assert led(AGREEMENT) == {"有下列情形之一的,不予退款:": ["超过七日的;", "已经使用的;", "本乐园认为不宜退款的。"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("退款不包括：（1）赠金；（2）积分。余额可退。", {"退款不包括:": ["赠金;", "积分。"]}),
        ("包括以下内容,（1）赠金,（2）积分。", {}),
        ("以下费用不退:①定金，②服务费，③手续费。", {"以下费用不退:": ["定金,", "服务费,", "手续费。"]}),
        ("用户不得:\n转让账号\n出租账号\n二、其他\n无。", {"用户不得:": ["转让账号", "出租账号"]}),
        (
            "不予退款的情形如下：\n已使用的；\n已过期的。\n本卡由星屿发行。",
            {"不予退款的情形如下:": ["已使用的;", "已过期的。"]},
        ),
        ("用户不得：\n- 转让\n- 出租\n平台有权处理。", {"用户不得:": ["转让", "出租"]}),
    ],
)
def test_lead_ins(text: str, expected: dict[str, list[str]]) -> None:
    assert led(text) == expected


def test_an_enumeration_without_markers_shares_its_beginning() -> None:
    _, outline = outline_of("不予退款的情形包括：已使用；已过期；已转赠。其余可退；手续费另计。")
    assert [(s.kind, s.lead) for s in outline.segments] == [
        ("text", -1),
        ("item", 0),
        ("item", 0),
        ("text", -1),
        ("text", -1),
    ]


def test_nested_lead_ins_govern_the_innermost() -> None:
    text = "1. 用户不得：\n（1）发布下列内容：\na. 谣言；\nb. 广告；\n（2）转让账号。\n2. 其他。"
    assert led(text) == {
        "用户不得:": ["发布下列内容:", "转让账号。"],
        "发布下列内容:": ["谣言;", "广告;"],
    }


def test_the_whole_contract_is_no_list() -> None:
    assert led("双方经协商达成如下协议：\n一、费用\n预付。\n二、退款\n不退。") == {}


def test_a_list_may_start_over_in_the_numbering_of_its_lead_in() -> None:
    text = "1. 会员须知。\n2. 平台不保证：\n1. 服务不中断；\n2. 内容准确；\n3. 无差错。\n"
    text += "3. 会员不得：\n1. 转借；\n2. 出租；\n4. 其他。"
    assert led(text) == {"平台不保证:": ["服务不中断;", "内容准确;", "无差错。"], "会员不得:": ["转借;", "出租;"]}


def test_a_second_list_of_the_same_numbering_hangs_under_its_own_lead_in() -> None:
    text = "一、费用按年收取。\n费用包括：\n（1）年费；\n（2）月费。\n"
    text += "另外，下列情形不退款：\n（1）已使用的；\n（2）已过期的。"
    assert led(text) == {"费用包括:": ["年费;", "月费。"], "另外,下列情形不退款:": ["已使用的;", "已过期的。"]}


def test_ending_the_contract_is_a_list() -> None:
    found = led("12.1 协议的解除\n12.2 有下列情形之一的，平台可终止本协议：\n（1）转借账号的；\n（2）半年未登录的。")
    assert list(found.values()) == [["转借账号的;", "半年未登录的。"]]


@pytest.mark.parametrize(
    "notice", ["本店商品售出概不退换", "最终解释权归本店所有", "预付款一律不退", "请妥善保管会员卡"]
)
def test_short_notices_are_terms_not_headings(notice: str) -> None:
    assert kinds(f"购买须知\n{notice}\n") == ["heading", "text"]
    assert kinds(f"购买须知\n1. {notice}\n2. {notice}\n")[1:] == ["text", "text"]


def test_html_blocks_say_what_is_a_heading_and_what_an_item() -> None:
    text = "我们怎样处理退款呢\n您不得：\n转让账号。\n出租账号。\n完。"
    blocks = (Block("heading", 0, 9, 2), Block("item", 15, 20, 1), Block("item", 21, 26, 1))
    outline = outline_of(text, blocks)[1]
    assert [s.kind for s in outline.segments] == ["heading", "lead", "item", "item", "text"]
    assert [s.lead for s in outline.segments] == [-1, -1, 1, 1, -1]
    assert outline.clauses[0].label == "我们怎样处理退款呢"


def test_labels_are_printed_as_in_the_document_and_bounded() -> None:
    assert labels("（一）ＶＩＰ 服务\n按月付费。")[0] == "（一） ＶＩＰ 服务"
    long = "第一章 " + "星" * 29 + "\n第一节 " + "屿" * 29 + "\n1. 内容。"
    assert all(len(label) <= LABEL_LENGTH for label in labels(long))


PARTS = [
    "第一条",
    "二、",
    "(一)",
    "1.",
    "1.1",
    "2.3",
    "(2)",
    "①",
    "a.",
    "-",
    "#",
    "##",
    "退款",
    "不得",
    "包括:",
    "下列情形:",
]
PARTS += ["概不退款", "。", ";", ",", ":", "？", "\u200b", "\u3000", "用户", " ", "\n"]
LINE = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)
SHAPED = st.lists(LINE, max_size=12).map("\n".join)


@given(st.text(st.characters(codec=None), max_size=80) | SHAPED)
def test_clauses_tile_the_text_and_segments_tile_the_clauses(text: str) -> None:
    folded, outline = outline_of(text)
    assert "".join(folded[c.start : c.end] for c in outline.clauses) == folded
    for index, clause in enumerate(outline.clauses):
        own = outline.segments[clause.first : clause.last]
        assert own, "a clause has at least one segment"
        assert [s.clause for s in own] == [index] * len(own)
        assert (own[0].start, own[-1].end) == (clause.start, clause.end)
        assert all(a.end == b.start for a, b in pairwise(own))
    assert sum(c.last - c.first for c in outline.clauses) == len(outline.segments)


@given(SHAPED)
def test_cores_lie_inside_and_leads_point_back(text: str) -> None:
    folded, outline = outline_of(text)
    for index, segment in enumerate(outline.segments):
        start, end = core(folded, segment)
        assert segment.start <= start <= end <= segment.end
        assert -1 <= segment.lead < index
        assert segment.kind in {"heading", "lead", "item", "text"}


@given(SHAPED)
def test_an_appended_paragraph_changes_nothing_before_it(text: str) -> None:
    text += "\n特此说明。\n"  # a lead-in that nothing follows would rightly take the next line for its item
    _, before = outline_of(text)
    _, after = outline_of(text + "本页面由星屿科技有限公司负责维护，联系电话见首页底部。")
    assert after.segments[: len(before.segments)] == before.segments
    assert [c.label for c in after.clauses[: len(before.clauses)]] == [c.label for c in before.clauses]


@pytest.mark.parametrize(
    "text",
    [
        "退" * 1_000_000,
        "\n" * 100_000,
        "".join(f"{n % 99}. 甲。\n" for n in range(10_000)),
        "包括：" * 50_000,
        "包括：\n" * 30_000,
        "1.1.1 " * 30_000,
        "（1）a. ① " * 20_000,
        '。"' * 100_000,
        "# " * 100_000,
        ":(" * 200_000,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_sizes_take_linear_time(text: str) -> None:
    start = time.process_time()
    outline_of(text)
    assert time.process_time() - start < 5
