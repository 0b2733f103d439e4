"""One document to one audit: offsets, order, dates, softening, independence of unrelated text."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauseaudit.audit import audit, verdict
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.match import Matcher
from clauseaudit.model import Audit, Document, Grade
from clauseaudit.rules import load_pack

MATCHER = Matcher(load_pack())
EXAMPLES = os.path.join(os.path.dirname(os.path.dirname(__file__)), "corpus", "examples")
TODAY = "2026-11-26"


def run(text: str, on: str = TODAY) -> Audit:
    return audit(Document("d", "", "d.txt", text, "0" * 64), MATCHER, on)


def example(name: str) -> str:
    return read_document(snapshot_file(os.path.join(EXAMPLES, name))).text


@pytest.mark.parametrize("name", sorted(os.listdir(EXAMPLES)))
def test_every_finding_quotes_its_own_place(name: str) -> None:
    result = run(example(name))
    assert result.findings
    for finding in result.findings:
        if finding.start is None:
            assert finding.grade == Grade.MISSING and finding.end is None and finding.quote == ""
        else:
            assert result.document.text[finding.start : finding.end] == finding.quote != ""


def test_findings_come_worst_first_and_once_a_place() -> None:
    result = run(example("qinghe-recharge.html"))
    ranks = [f.grade.rank for f in result.findings]
    assert ranks == sorted(ranks)
    places = [(f.start, f.end, f.category) for f in result.findings]
    assert len(places) == len(set(places))
    assert sum(result.verdict.counts.values()) == len(result.findings)


def test_a_missing_duty_is_told_once() -> None:
    """Of two rules the one of the stricter law speaks: that of trading platforms before that of any service."""
    found = [f.rule for f in run("商城有权随时修改本协议。\n买家下单后由商家发货。").findings if f.grade == "missing"]
    assert found.count("missing-change-notice/platform") == 1
    assert "missing-change-notice/service" not in found
    found = [f.rule for f in run("我们可以根据需要修改本协议。\n会员费按月收取。").findings if f.grade == "missing"]
    assert found.count("missing-change-notice/service") == 1


def test_every_risk_has_law_words_and_a_counter_argument() -> None:
    for finding in run(example("qinghe-recharge.html")).findings:
        if finding.grade != Grade.GOOD:
            assert finding.basis and finding.explain and finding.action and finding.counter
        if finding.grade == Grade.VOID:
            assert any(b.article.effect == "void" for b in finding.basis)


def test_the_law_is_that_of_the_day() -> None:
    text = "自动续费扣款前，我们不再另行通知您。"

    def cited(on: str) -> set[tuple[str, str]]:
        return {(b.article.law, b.article.effective) for f in run(text, on).findings for b in f.basis}

    now, then = cited("2026-11-26"), cited("2022-06-01")
    assert ("online-trade-rule", "2021-05-01") in then
    assert ("online-trade-rule", "2025-03-18") in now
    assert all(effective <= "2022-06-01" for _, effective in then)
    assert not any(law == "prepaid-interp" for law, _ in cited("2025-04-30"))


def test_nothing_in_force_means_no_finding() -> None:
    assert all(f.grade == Grade.GOOD for f in run("充值后概不退款。", "1980-01-01").findings)


def test_disguise_changes_nothing_but_the_quote() -> None:
    plain, spaced = run("余额逾期自动清零。"), run("余·额 逾​期，自 动 清 零。".replace("，", ""))
    assert [f.rule for f in plain.findings] == [f.rule for f in spaced.findings] != []


def spotted(result: Audit) -> list[tuple[str, str]]:
    return [(f.rule, f.quote) for f in result.findings if f.start is not None]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["今天天气很好。", "本店位于青岚市人民路。", "营业时间为每天上午九点。"]), st.integers(0, 3))
def test_an_unrelated_paragraph_changes_nothing_else(paragraph: str, copies: int) -> None:
    text = example("songtao-membership.txt").rstrip()
    assert spotted(run(f"{text}\n{paragraph * copies}")) == spotted(run(text))


def test_same_input_same_audit() -> None:
    text = example("qinghe-recharge.html")
    assert run(text) == run(text)


def test_the_light_follows_the_gravest_finding() -> None:
    assert verdict([]).light == "green"
    assert run("本协议最终解释权归本公司所有。").verdict.light == "red"
    unfair = run("因本协议发生争议的，由本公司所在地人民法院管辖。")
    assert {f.grade for f in unfair.findings} >= {Grade.UNFAIR} and unfair.verdict.light == "yellow"
    lost = run("充值余额自到账之日起十二个月内有效，逾期未使用的自动清零。")
    assert not lost.verdict.counts["void"] and lost.verdict.light == "red"


@pytest.mark.parametrize(
    ("text", "light"),
    [
        ("All payments are final. We may change these terms at any time without notice. 退款", "unread"),
        ("\ufffd", "unread"),
        ("请您妥善保管密码，不要告诉他人。", "green"),
        ("充值成功后，概不退款。All payments are final. " * 5, "red"),
        ("本商城的客服邮箱是 service@shop.example，网址是 https://shop.example/help，欢迎随时联系。", "green"),
    ],
    ids=["English", "damaged", "Chinese", "both", "addresses"],
)
def test_no_green_light_for_what_the_rules_cannot_read(text: str, light: str) -> None:
    assert run(text).verdict.light == light


def test_no_green_light_while_something_was_not_read() -> None:
    text = "用户可以随时注销账号，我们在7个工作日内按原支付方式退回剩余金额。" * 2
    whole = Document("d", "", "d.docx", text, "0" * 64)
    green = audit(whole, MATCHER, TODAY).verdict
    assert green.light == "green"
    part = audit(whole._replace(gaps=("1 处图片或图表",)), MATCHER, TODAY).verdict
    assert part.light == "unread" and part.sentence and part.counts == green.counts
    red = whole._replace(text=text + "\n充值成功后，概不退款。", gaps=("第 3 页",))
    assert audit(red, MATCHER, TODAY).verdict.light == "red"
