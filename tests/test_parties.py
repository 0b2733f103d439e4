"""Names: found where the document gives them, never everyday words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauseaudit.model import Parties
from clauseaudit.parties import resolve
from clauseaudit.text import fold


def names(text: str) -> Parties:
    return resolve(fold(text).text)


@pytest.mark.parametrize(
    ("text", "operator", "user"),
    [
        ("欢迎使用由杭州星屿科技有限公司（以下简称“星屿”）提供的服务。", ("杭州星屿科技有限公司", "星屿"), ()),
        ("星屿乐园平台（下称“星屿”或“我们”）", ("星屿",), ()),
        ("本站由杭州星屿科技有限公司及其关联公司（以下称“星屿”）运营", ("杭州星屿科技有限公司", "星屿"), ()),
        ("凡注册星屿的用户（以下称“屿民”）应遵守规则。", (), ("屿民",)),
        ("甲方：星屿健身服务有限公司\n乙方：会员姓名\n", ("甲方",), ("乙方",)),
        ("甲方（承租人）：张三\n乙方：见附件\n", ("乙方",), ("甲方",)),
        ("承租人（乙方）与出租公司（甲方）约定如下", ("甲方",), ("乙方",)),
        ("承租方（甲方）：\n出租方（乙方）：\n甲方为公司的，应出示执照。\n", ("乙方",), ("甲方",)),
        ("星屿有权删除。因此星屿有权收费,星屿不承担责任。", ("星屿",), ()),
        ("学员应按时上课。学员不得转让课时。", (), ("学员",)),
    ],
)
def test_both_sides(text: str, operator: tuple[str, ...], user: tuple[str, ...]) -> None:
    found = names(text)
    assert (found.operator, found.user) == (operator, user)


@pytest.mark.parametrize(
    "text",
    [
        "《星屿用户协议》（以下简称“本协议”）",
        "您使用的产品（以下简称“服务”）和软件（以下简称“软件”）",
        "本平台有权修改。本平台有权停止。本平台不承担责任。",
        "我们有权修改，公司有权停止，我们有权解释。",
        "甲方和乙方应友好协商。甲方有权，乙方有权，甲方有权。",
        "学员费不退，学员应知悉，学员同意。",
        "",
    ],
)
def test_everyday_words_are_no_names(text: str) -> None:
    assert names(text) == Parties()


def test_own_currency() -> None:
    text = "用户可充值购买星币，星币不可兑换人民币。购买星币后，咖豆与星币均不退，咖豆可兑换礼品。人民币支付。"
    assert names(text).tokens == ("咖豆", "星币")
    assert names("星币很好，星币漂亮。").tokens == ()


def test_longest_first() -> None:
    found = names("由星屿乐园有限公司（以下简称“星屿乐园”）运营。星屿有权收费，星屿有权停止，星屿不负责。").operator
    assert list(found) == sorted(found, key=len, reverse=True)
    assert len(found) == 3


@given(st.text(st.sampled_from('甲乙方公司用户(以下简称"星屿")有权不承担:,。币充值\n'), max_size=80))
def test_names_stand_in_the_text_on_one_side_only(text: str) -> None:
    found = resolve(text)
    assert all(name and name in text for side in found for name in side)
    assert not set(found.operator) & set(found.user)


def test_a_text_of_nothing_but_names_is_read_at_once() -> None:
    """Every name is looked for in the whole text, so their number is bounded."""
    names = [f"{chr(0x4E00 + n // 200)}{chr(0x5200 + n % 200)}坊" for n in range(20_000)]
    started = time.perf_counter()
    found = resolve("".join(f"{name}有权。{name}保留。{name}。\n" for name in names))
    assert len(found.operator) <= 200 and time.perf_counter() - started < 10
