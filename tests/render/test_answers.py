"""The six answers: grade and place, the part of a quote that is shown, the second line."""

from __future__ import annotations

from typing import Any

import pytest
import sample

from clauseaudit.model import Fact, Grade
from clauseaudit.render.answers import _ABOUT, EXCERPT, details, excerpt, fill
from clauseaudit.render.view import report_view


def test_an_answer_takes_the_grade_of_the_worst_finding_on_its_words() -> None:
    facts = report_view(sample.qinghe(), {})["facts"]
    assert [(f["question"], f["grade"], f["ref"]) for f in facts[:2]] == [
        ("能退吗", "void", "f1"),
        ("余额、权益会过期吗", "unfair", "f6"),
    ]
    assert facts[5]["grade"] == "ok" and facts[5]["ref"].startswith("c")


def test_no_tick_beside_a_grave_mark_on_the_same_thing() -> None:
    text = "协议\n减少的费用退还给您。\n机票一律不退。\n我们可以修改规则。\n"
    facts = (sample.fact(text, "refund", "yes", "能退", "减少的费用退还给您", ""),)
    grave = sample.finding(text, "机票一律不退", Grade.VOID, "refund-denial", "付了不退")
    other = sample.finding(text, "我们可以修改规则", Grade.VOID, "unilateral-change", "随时能改")
    marked = report_view(sample.audit_of(text, [grave], facts), {})["facts"][0]
    assert (marked["grade"], marked["ref"][:1]) == ("void", "c")
    assert report_view(sample.audit_of(text, [other], facts), {})["facts"][0]["grade"] == "ok"


def test_a_question_that_does_not_arise_is_as_quiet_as_one_left_open() -> None:
    facts = (Fact("expiry", "not-applicable", {}, text="不涉及"),)
    answers = report_view(sample.audit_of("协议", [], facts), {})["facts"]
    assert [(a["answer"], a["grade"]) for a in answers[:2]] == [("未写明", "unstated"), ("不涉及", "unstated")]


@pytest.mark.parametrize(
    ("fact", "line"),
    [
        (Fact("refund", "yes", {"arrive_days": 3, "arrive_unit": "workday", "route": "original"}, text="能退"),
         "3个工作日内退到；原路退回"),
        (Fact("refund", "yes", {"route": "original"}, text="能退，原路退回"), ""),
        (Fact("renewal", "yes", {"price": "25", "cancel": "any-time", "cancel_before": "24小时"}, text="会"),
         "写到的价格：25元；随时能关；要提前24小时取消"),
        (Fact("renewal", "yes", {}, text="会"), "怎么取消：未写明"),
        (Fact("change", "operator-anytime", {}, text="平台，公布就生效"), "提前几天：未写明"),
        (Fact("change", "operator-with-notice", {"notice_days": 7}, text="平台，提前7天公示"), ""),
        (Fact("dispute", "by-law", {"complaint_phone": "400-100-2000"}, text="有管辖权的法院"), "投诉：400-100-2000"),
        (Fact("operator", "named", {}, text="云州某公司"), "地址、电话：未写明"),
        (Fact("operator", "named", {"address": "云州市一路1号", "phone": "12300"}, text="云州某公司"),
         "电话：12300；地址：云州市一路1号"),
        (Fact("operator", "unstated", {"phone": "12300"}), "电话：12300"),
        (Fact("operator", "unstated", {}), ""),
        (Fact("operator", "brand-only", {"brand": "星屿", "email": "a@b.example"}, text="收款方未写明"),
         "签约方只写了“星屿”；邮箱：a@b.example；地址、电话：未写明"),
        (Fact("change", "operator-anytime", {"at_once": True, "exit": "cancel"}, text="平台，公布就生效"),
         "提前0天；不同意可取消或退出"),
        (Fact("refund", "conditional", {"tiers": ["提前72小时扣5%", "节假日扣100%"], "excluded": ["机票"],
                                        "arrive_days": 5, "arrive_unit": "workday", "route": "choice",
                                        "exclusions": True}, text="看情况，扣5%到100%"),
         "提前72小时扣5%，节假日扣100%；机票不退；5个工作日内退到；退到银行或站内账户"),
        (Fact("dispute", "operator-court", {"place": "云州市", "costs": "loser"}, text="云州市的法院"),
         "协议写的签订地；律师费等由败诉方出"),
    ],
)  # fmt: skip
def test_the_second_line_says_what_else_is_known(fact: Fact, line: str) -> None:
    assert details(fact) == line


def test_a_long_quote_is_cut_to_the_part_that_answers() -> None:
    pieces = ["因您自身的原因造成行程无法继续的", "我们有权解除合同", "已支付的费用不予退还", "也不作补偿"]
    quote = "，".join(pieces)
    assert excerpt(quote, ("不予退", "退")) == quote  # with the condition it hangs on
    assert excerpt("天气好，" + quote, ("不予退", "退")) == quote
    assert excerpt("我们希望您玩得高兴也希望您再来，" + quote[17:], ("不予退",)) == quote[17:]
    assert excerpt(quote, ("没有这个词",)) in quote
    assert excerpt("短的，不切", ("退",)) == "短的，不切"
    assert 0 < len(excerpt("无逗号" * 60, ("退",))) <= 2 * EXCERPT


def test_a_quote_keeps_the_time_after_which_a_balance_is_cleared() -> None:
    quote = "连续一百八十日未登录的账户，平台可予注销并将名下运动币、课程包清除，且不再恢复"
    assert excerpt(quote, _ABOUT["expiry"]).startswith("连续一百八十日未登录的账户，平台")


def test_a_piece_without_commas_is_cut_at_a_mark() -> None:
    quote = (
        "本协议是由本平台（以下简称“我们”）与会员（下称“会员”或“您”）之间关于会员使用自动续费委托扣款服务所订立的协议"
    )
    said = excerpt(quote, ("扣",))
    assert quote.startswith(said) and quote[len(said)] in "（“" and len(said) <= 2 * EXCERPT


def test_what_is_worth_room_is_shown_as_long_as_there_is_room() -> None:
    def row(question: str, more: str, quote: str = "") -> dict[str, Any]:
        return {"question": question, "more": more, "quote": quote, "clause": "", "short": False, "split": False}

    few = [
        row("能退吗", "提前三天扣" * 8),
        row("谁能改规则", "不同意只能停用" * 4),
        row("钱付给谁", "邮箱：a@b.example；地址、电话：未写明"),
    ]
    fill(few, few)
    assert [r["short"] for r in few] == [True, True, True]
    crowded = [row("能退吗", "提前三天扣" * 8), *(row("出事去哪告", "律师费" * 9, "字" * 50) for _ in range(4))]
    fill(crowded, crowded)
    assert [r["short"] for r in crowded] == [True, True, False, False, True]  # money and the payee before the rest
