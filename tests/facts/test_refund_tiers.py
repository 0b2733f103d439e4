"""What is kept of the price, step by step."""

from __future__ import annotations

import pytest

from facts.asked import answer

STEPS = (
    "第六条 您主动解除已生效订单\n您可以通知青禾旅行社解除预订，但机票均不可退票：\n"
    "1．违约方在出发前72小时通知对方的，应当支付总价5%的违约金。\n"
    "2．违约方在出发前72小时内通知对方的，应当支付总价10%的违约金+损失费。\n"
    "逢春节、国庆节取消订单的，您需要支付全部费用100％的违约金。\n"
)
THEIRS = (
    "第七条 因青禾旅行社原因取消您的已生效订单\n青禾旅行社取消的，退还您已支付的费用，另按如下标准支付违约金：\n"
    "青禾旅行社不足三天通知您取消的，应赔偿您已交总费用30%的违约金。\n"
)
BACK = (
    "第九条 退款须知\n由此减少的费用应退还给您。\n"
    "选择退款至银行账户的，3~5个工作日内完成退款；选择退款至存款账户的，1~2个工作日内完成退款。\n"
)
AGENCY = "本协议由云州青禾旅行社有限公司（以下简称青禾旅行社）提供。\n"


def test_the_steps_of_the_reader_are_told_and_those_of_the_operator_are_not() -> None:
    fact = answer(AGENCY + STEPS + THEIRS + BACK, "refund")
    assert fact.text == "看情况，扣5%到100%"
    assert fact.values["tiers"] == ["提前72小时扣5%", "72小时内扣10%加损失", "节假日扣100%"]
    assert (fact.values["fee_percent_min"], fact.values["fee_percent"]) == (5, 10)
    assert "5%" in fact.quote and fact.values["excluded"] == ["机票"]


def test_where_the_money_goes_and_how_long_it_takes() -> None:
    values = answer(AGENCY + BACK, "refund").values
    assert (values["route"], values["arrive_days"], values["arrive_unit"]) == ("choice", 5, "workday")


@pytest.mark.parametrize(
    "theirs",
    [
        "我们不足24小时通知取消的，应赔偿您已交总费用20%的违约金。",
        "青禾旅行社取消订单的，青禾旅行社应当支付总价20%的违约金。",
        "因青禾旅行社原因取消的，违约金为总价的20%。",
        "取消景点的，退还差额，并按同额的20%支付违约金。",
        "商家取消的，向消费者支付20%的违约金。",
    ],
)
def test_what_the_operator_pays_is_no_fee(theirs: str) -> None:
    fact = answer(AGENCY + "预付的费用在审核后可以申请退款。\n" + theirs, "refund")
    assert "fee_percent" not in fact.values and "tiers" not in fact.values


def test_one_step_is_told_in_the_answer_alone() -> None:
    fact = answer("预付的费用可以申请退款。\n入住前24小时内取消的，支付总价5%的违约金。", "refund")
    assert fact.text == "能退，扣5%" and "tiers" not in fact.values
