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
        ("长堤商场会员手册\n长堤商场欢迎您。\nVIP卡积分规则\n请出示VIP卡，长堤商场会为您登记。", "长堤"),
        ("用户注册成功后即为双桥平台会员。", "双桥"),
        ("甲方：会员\n乙方：本平台\n丙方：跃动健身卡\n三方订立合同。", "跃动健身卡"),
        ("[青禾壁纸] 用户协议\n请阅读。", "青禾壁纸"),
        ("酒店预订须知\n变更请致电知更鸟客服。知更鸟会为您办理。知更鸟在两天内答复。", "知更鸟"),
        ("青禾旅行网预订协议\n请您接受青禾旅行网的说明。", "青禾旅行"),
        ("青禾商城欢迎您。青禾商城会发货。青禾商城的规则如下。", "青禾"),
    ],
)
def test_brands(text: str, brand: str) -> None:
    fact = answer(text, "operator")
    assert (fact.answer, fact.values["brand"]) == ("brand-only", brand)


@pytest.mark.parametrize(
    "text",
    [
        "用户服务协议\n请仔细阅读。",
        "有问题请与客服团队联系。",
        "请妥善平台账号。我们保证平台安全。用户享有的权利平台不作限制。",
        "使用情况会在后台保留。后台平台。",
        "第三方平台有权处理。",
        "请通过微信小程序登录。",
        "本平台有权处理。",
        "相应条款（以下称“免责条款”）请仔细阅读。",
        "一旦服务条款修改，在一定时间内保留数据。",
        "您可以成为平台会员。",
        "请立即报备客服。报备后等待。报备的时间以系统为准。",
        "请到商场客服中心查询。商场在一楼。商场的积分。",
        "甲方：会员\n乙方：本平台",
    ],
)
def test_everyday_words_are_no_brands(text: str) -> None:
    assert answer(text, "operator").answer == "unstated"


def test_连续订阅_is_no_brand() -> None:
    assert answer("连续订阅会员服务协议\n如果一方违约，守约方有权获得补偿。", "operator").answer == "unstated"
