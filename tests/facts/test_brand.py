"""A brand instead of a company."""

from __future__ import annotations

import pytest

from facts.asked import answer


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("星屿阅读用户服务协议\n请仔细阅读。", "星屿阅读"),
        ("青禾洗衣（以下简称“我们”）为您服务。", "青禾洗衣"),
        ("请遵守规则。\n橙屏影视团队", "橙屏影视"),
        ("知更（Zhigeng）会员服务协议", "知更"),
        ("青禾商城欢迎您。青禾商城会发货。青禾商城的规则如下。", "青禾"),
    ],
)
def test_brands(text: str, brand: str) -> None:
    fact = answer(text, "operator")
    assert (fact.answer, fact.values["brand"]) == ("brand-only", brand)


@pytest.mark.parametrize(
    "text", ["用户服务协议\n请仔细阅读。", "第三方平台有权处理。", "请通过微信小程序登录。", "本平台有权处理。"]
)
def test_everyday_words_are_no_brands(text: str) -> None:
    assert answer(text, "operator").answer == "unstated"
