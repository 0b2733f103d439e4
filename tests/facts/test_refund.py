"""能退吗."""

from __future__ import annotations

import time

import pytest

from clauseaudit.model import Grade
from facts.asked import answer, finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("充值成功后概不退款。", "no"),
        ("会员费一经支付，恕不退还。", "no"),
        ("我们无法为您办理退款。", "no"),
        ("预付款不得以任何理由要求退还。", "no"),
        ("储值余额不支持退款，法律另有规定的除外。", "no"),
        ("会员费不予退还，因平台停止服务的除外。", "conditional"),
        ("有下列情形之一的，不予退款：\n（1）已经使用的；\n（2）已经转让的。", "conditional"),
        ("付款后七日内可以申请退款。", "conditional"),
        ("未使用的部分可以按比例退还。", "conditional"),
        ("余额可以随时申请退款。", "yes"),
        ("请妥善保管您的密码。", "unstated"),
        ("您可以随时退出登录。", "unstated"),
        ("领取签证后不能退营。", "unstated"),
        ("退款遵循应用商店的规则。", "conditional"),
        ("您应当在还车时退还设备和钥匙。", "unstated"),
        ("充值能退款吗？", "unstated"),
        ("商家不得拒绝消费者的退款申请。", "unstated"),
    ],
)
def test_answers(text: str, expected: str) -> None:
    assert answer(text, "refund").answer == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("购买后7天内可以申请退款。", {"window_days": 7}),
        ("付款之日起十五日内，可申请退款，收取10%的手续费。", {"window_days": 15, "fee_percent": 10}),
        ("审核通过后3个工作日内原路退回。", {"arrive_days": 3, "arrive_unit": "workday", "route": "original"}),
        ("退款将在5天内到账。", {"arrive_days": 5}),
        ("退款金额将退至余额。", {"route": "balance"}),
        ("退费时扣除百分之二十的违约金。", {"fee_percent": 20}),
        ("全部款项将在5个工作日内全额退还。", {"arrive_days": 5}),
    ],
)
def test_values(text: str, values: dict[str, object]) -> None:
    assert values.items() <= answer(text, "refund").values.items()


def test_the_money_paid_outweighs_goods() -> None:
    text = "储值卡售出后概不退款。\n用卡购买的商品，签收后7日内可以退货。"
    fact = answer(text, "refund")
    assert (fact.answer, fact.values["about"]) == ("no", "stored")
    assert fact.quote == "储值卡售出后概不退款"


def test_own_faults_made_good_leave_the_refusal() -> None:
    fact = answer("充值后概不退款。\n系统重复扣款的，3日内退回多收的款项。", "refund")
    assert (fact.answer, fact.values["exceptions"], fact.text) == ("no", True, "充了不能退")


def test_refused_only_after_a_breach() -> None:
    assert answer("用户违反本协议被封号的，余额不予退还。", "refund").answer == "conditional"


def test_fees_are_spanned() -> None:
    fact = answer("提前两天退票的，收取票价5%的退票费；提前一天退票的，收取票价20%的退票费。", "refund")
    assert (fact.values["fee_percent_min"], fact.values["fee_percent"]) == (5, 20)
    assert fact.text == "能退，扣5%到20%"


def test_a_schedule_of_fees_under_a_heading_about_refunds() -> None:
    text = (
        "三、退票收费规则\n特殊演出不支持无理由退票。\n付款后：\n（1）开演前三十天以上：收取票款10%的手续费；\n"
        "（2）开演前三十天以内：收取票款50%的手续费。\n四、付款\n刷卡另收2%的手续费。"
    )
    fact = answer(text, "refund")
    assert (fact.answer, fact.text) == ("conditional", "能退，扣10%到50%")


def test_a_finding_is_evidence_where_the_words_are_unusual() -> None:
    text = "款项入账之后，本馆没有返钱的先例。"
    assert answer(text, "refund").answer == "unstated"
    flagged = finding(text, text, "refund-denial", Grade.VOID)
    assert answer(text, "refund", [flagged]).answer == "no"


def test_the_second_reader_alone_makes_no_refusal_of_other_words() -> None:
    text = "本卡可以预订酒店和门票，附加产品暂不支持。"
    read = finding(text, text, "refund-denial")._replace(source="model")
    assert answer(text, "refund", [read]).answer != "no"


def test_a_balance_that_cannot_be_withdrawn() -> None:
    text = "账户余额只能用于消费，不能提现。"
    fact = answer(text, "refund", [finding(text, text, "withdrawal-ban", rule="withdrawal-ban/no-cash")])
    assert (fact.answer, fact.text) == ("no", "余额不能提现")


def test_one_word_a_hundred_thousand_times_is_read_at_once() -> None:
    """Every 退 of a sentence used to be looked at against the whole sentence: minutes for 200 kB."""
    started = time.perf_counter()
    assert answer("付款。" + "退" * 100_000, "refund").answer == "unstated"
    assert time.perf_counter() - started < 10


def test_a_failed_withdrawal_that_comes_back_is_no_refund() -> None:
    text = "青禾账户内的充值本金余额不可提现及退款。\n提现失败时，余额将退回到您的账户内。\n"
    said = answer(text, "refund")
    assert said.answer == "no"
    assert "充值本金余额不可提现及退款" in said.quote


def test_what_the_operator_pays_on_top_is_no_fee() -> None:
    fact = answer("交通工具不符的，应退还其间的差额，并赔偿同额的20%作为违约金。", "refund")
    assert "fee_percent" not in fact.values


def test_a_refund_for_what_the_operator_did_is_told_as_that() -> None:
    text = "云州青禾旅行社有限公司（以下简称青禾旅行社）提供服务。\n因青禾旅行社原因不能成行的，退还已支付的费用。"
    assert answer(text, "refund").text == "出错或停服才退"


def test_a_card_that_is_not_paid_out_answers_where_refunds_go_back_to_the_card() -> None:
    ban = "礼品卡不可充值，不可转让，不能兑换现金。"
    text = f"{ban}\n订单退款的，赠送金额不退回。\n"
    assert answer(text, "refund", [finding(text, ban, "withdrawal-ban")]).answer in ("no", "conditional")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("充值后概不退款。\n我们取消用户订单的，退还用户所付的金额。", "no"),
        ("可用积分抵扣费用后，不支持申请退回。", "unstated"),
        ("特价课程售出后不予退费。\n其他课程未使用的部分可以按比例退还。", "conditional"),
        ("取消前已经委托扣除的费用不予退还。\n如需退款，请通过应用商店申请。", "conditional"),
        ("会员费不论是否使用、是否注销账号，均不予退款。\n退款由应用商店受理。", "no"),
        ("前款行为一经发现，已收取的服务费不予退还。\n开通后十五日内可以申请全额退款。", "conditional"),
        ("课程一经购买不予退换。\n付款之日起七日内未开卡的，我们全额退还已付费用。", "conditional"),
        ("因你的材料不实拒签的，如因此产生费用，由你承担；我们不退还服务费。", "conditional"),
        ("除非您终止本服务，否则扣款委托不可撤销，会员费不以任何方式予以退还。", "no"),
        ("拒不退还车辆的，我们会报警。", "unstated"),
    ],
)
def test_what_a_refusal_covers(text: str, expected: str) -> None:
    assert answer(text, "refund").answer == expected


def test_a_grant_and_a_refusal_in_one_sentence() -> None:
    fact = answer("七天内取消订单的，按支付金额扣减5%费用退回，不支持单个商品的退货。", "refund")
    assert (fact.answer, fact.values["fee_percent"]) == ("conditional", 5)


def test_a_fault_beside_a_cooling_off_period_does_not_narrow_it() -> None:
    text = "会员费不予退还。\n重复付款的，或者开通后七日内未使用权益的，您可以申请退款。"
    fact = answer(text, "refund")
    assert (fact.answer, fact.text) == ("conditional", "7天内可退")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支付后取消订单的，已支付款项（包括订金和尾款）不予退还。\n因不可抗力解除的，已交的费用按比例返还。", "no"),
        ("用卡消费不再开具发票，如产生退款，我们会将卡支付的部分退回卡内。", "conditional"),
        ("部分产品因资源所限，一旦预订不予退费。", "conditional"),
    ],
)
def test_whose_case_it_is(text: str, expected: str) -> None:
    assert answer(text, "refund").answer == expected


def test_a_penalty_for_calling_off_is_kept_of_the_price() -> None:
    text = "预付的费用在审核后可以申请退款。\n出发前三天以内取消的，支付总价10%的违约金。\n逾期的，每日支付2%的违约金。"
    assert answer(text, "refund").text == "能退，扣10%"


def test_a_balance_that_cannot_be_drawn_out_outweighs_mishaps() -> None:
    ban = "充值金额不允许提现。"
    text = f"{ban}\n系统故障取消订单的，退还所付的金额。"
    fact = answer(text, "refund", [finding(text, ban, "withdrawal-ban")])
    assert (fact.answer, fact.text) == ("no", "余额不能提现")


def test_a_refusal_keeps_its_condition() -> None:
    said = "在符合相关法律规定的情况下，本平台有权根据上述规定对您购买的收费课程不予退款"
    fact = answer(f"请用户注意，{said}。", "refund")
    assert (fact.answer, fact.text, fact.quote) == ("no", "附条件，可以不退", said)


def test_a_way_back_that_depends_is_conditional() -> None:
    assert answer("退货的款项，退回方式视支付方式的不同而不同。", "refund").answer == "conditional"
