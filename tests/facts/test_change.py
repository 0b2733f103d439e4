"""谁能改规则."""

from __future__ import annotations

import pytest

from clauseaudit.model import Grade
from facts.asked import answer, finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我们有权随时修改本协议。", "operator-anytime"),
        ("修改后的协议一经公布即时生效。", "operator-anytime"),
        ("本规则由平台酌情修改。", "operator-anytime"),
        ("修改本协议的，我们提前七日公示。", "operator-with-notice"),
        ("我们有权修改本协议。修改内容自公告之日起3日后生效。", "operator-with-notice"),
        ("经双方协商一致，可以变更本合同。", "both"),
        ("未经您同意，我们不会修改本协议。", "both"),
        ("您可以随时修改密码。", "unstated"),
        ("签订补充协议前请阅读本合同条款。", "unstated"),
        ("您不得修改本软件。", "unstated"),
        ("本规则有效期至平台发布更新版本为止。", "unstated"),
        ("订单变更以页面规则为准。", "unstated"),
    ],
)
def test_answers(text: str, expected: str) -> None:
    assert answer(text, "change").answer == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("变更本协议将提前30天通知您。", 30),
        ("本协议的修改将公示，公示期不少于十日。", 10),
        ("修改后的规则自发布之日起7日后生效。", 7),
    ],
)
def test_notice_days(text: str, days: int) -> None:
    assert answer(text, "change").values["notice_days"] == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("本协议一经修改，公布后立即生效。", "平台，公布就生效"),
        ("我们有权修改本协议，无需另行通知。", "平台，改了不通知"),
        ("我们可以随时更新本规则。", "平台，随时能改"),
    ],
)
def test_wording(text: str, said: str) -> None:
    assert answer(text, "change").text == said


def test_a_finding_is_evidence() -> None:
    text = "本约以官网最新版为准。"
    assert answer(text, "change").answer == "unstated"
    assert answer(text, "change", [finding(text, text, "unilateral-change")]).answer == "operator-anytime"
    assert answer(text, "change", [finding(text, text, "unilateral-change", Grade.GOOD)]).answer == "unstated"


def test_the_quote_says_that_nobody_is_told() -> None:
    fact = answer("我们可以变更本协议的条款，并在页面公示，更新后的内容一经公布即生效，恕不另行通知。", "change")
    assert fact.text == "平台，改了不通知" and "恕不另行通知" in fact.quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我们修改本协议的，将通过弹窗提前公示修改内容及生效时间。", "operator-with-notice"),
        ("我们可能不定期修改本协议的条款，而不需提前告知用户。", "operator-anytime"),
        ("我们有权调整免费时长、收费标准及本协议内容，于小程序公示后执行。", "operator-anytime"),
    ],
)
def test_notice_without_days(text: str, expected: str) -> None:
    assert answer(text, "change").answer == expected


def test_a_price_announced_ahead_is_no_term_announced_ahead() -> None:
    text = "会员价格调整的，提前三十日在首页公告。"
    assert answer(text, "change", [finding(text, text, "unilateral-change", Grade.GOOD)]).answer == "unstated"


def test_the_next_sentence_makes_it_take_effect_at_once() -> None:
    fact = answer("我们保留修改本协议内容的权利。修改后的文本在首页公告。修改文本一旦公布则立即生效。", "change")
    assert (fact.answer, fact.values) == ("operator-anytime", {"at_once": True})


def test_the_clause_on_this_agreement_outranks_one_on_other_rules() -> None:
    other = "平台不时发布的各类规则一经发布即为本协议的组成部分。"
    text = f"{other}\n我们有权在必要时修改本协议条款。"
    fact = answer(text, "change", [finding(text, other[:-1], "unilateral-change")])
    assert fact.quote == "我们有权在必要时修改本协议条款"


def test_the_second_reader_does_not_outweigh_a_promise() -> None:
    text = "未经您同意，我们不会修改本协议。"
    read = finding(text, text[:-1], "unilateral-change")._replace(source="model")
    assert answer(text, "change", [read]).answer == "both"


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("如果您不接受修改后的协议，应当停止使用。", "stop"),
        ("不同意新的规则的，您有权申请取消主播资格。", "cancel"),
        ("您不同意修改的，可以退卡并退还余额。", "refund"),
        ("您继续使用的视为接受调整，亦或有权终止使用该服务。", "stop"),
        ("您不同意隐私条款的，应当停止使用。", ""),
    ],
)
def test_the_way_out_is_told(said: str, way: str) -> None:
    fact = answer(f"一、修改\n我们有权修改本协议。\n二、其他\n{said}", "change")
    assert fact.values.get("exit", "") == way


def test_the_quote_reaches_the_words_at_once() -> None:
    text = "我们有权修改相关规则和本协议的条款，一旦内容有变动，会直接在网站公布，新的协议自公布之日即时生效。"
    fact = answer(text, "change")
    assert fact.values["at_once"] and "即时生效" in fact.quote
