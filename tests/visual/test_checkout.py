"""Boxes ticked beforehand, agreements under one tick, and the way from the button to the renewal words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clauseaudit.visual.checkout import PAY, notices, ticked_for
from clauseaudit.visual.page import Box, Tick, View
from visual.planted import PLAIN, SHORT, shadow

Views = Callable[[str], list[View]]
DRAWN = (
    "<style>.tick{position:relative}.tick input{opacity:0;position:absolute}"
    ".tick i::before{content:'✓';border:1px solid #999}</style>"
)

# body, label, ticked, what a ticked one is called
BOXES = {
    "native": ("<label><input type=checkbox checked>我已阅读并同意《会员服务协议》</label>", True, "preticked-consent"),
    "native, label apart": (
        "<input type=checkbox id=a checked><label for=a>同意《用户协议》</label><input type=checkbox id=b>"
        "<label for=b>其他</label>", True, "preticked-consent",
    ),
    "styled span": (
        "<div><span class='ui-checkbox is-checked'><i class='ui-checkbox-inner'></i></span>"
        "<span>到期自动续费，每月25元</span></div>", True, "autorenew-default",
    ),
    "styled span, not ticked": (
        "<div><span class='ui-checkbox'><i class='ui-checkbox-inner'></i></span><span>到期自动续费</span></div>",
        False, "",
    ),
    "role=switch": ("<div role=switch aria-checked=true aria-label='开启免密支付'></div>", True, "autorenew-default"),
    "role=switch, off": ("<div role=switch aria-checked=false aria-label='开启免密支付'></div>", False, ""),
    "role=checkbox named elsewhere": (
        "<div role=checkbox aria-checked=true aria-labelledby=n></div><p id=n>同意授权查询信用</p>",
        True, "preticked-consent",
    ),
    "hidden native under a drawn tick": (
        f"{DRAWN}<div class=tick><input type=checkbox checked><i></i> 默认同意连续包月</div>",
        True, "autorenew-default",
    ),
    "native inside three drawn wrappers": (
        "<label class='el-checkbox is-checked'><span class='el-checkbox__input is-checked'>"
        "<span class=el-checkbox__inner></span><input type=checkbox checked></span>"
        "<span class=el-checkbox__label>购买航班延误保险 30元</span></label>", True, "tie-in",
    ),
    "wrappers that both say so": (
        "<div class='checkbox checked'><span class='checkbox__icon checked'></span>接收优惠信息推送</div>",
        True, "default-marketing",
    ),
    "marketing, not ticked": ("<label><input type=checkbox>同意接收营销推送</label>", False, ""),
    "in a shadow root": (
        shadow("<label><input type=checkbox checked>我已阅读并同意《隐私政策》</label>"), True, "preticked-consent",
    ),
    "a plan that renews": (
        "<label><input type=radio name=p checked>连续包月 ¥15</label><label><input type=radio name=p>单月 ¥20</label>",
        True, "autorenew-default",
    ),
    "a plan that does not": (
        "<label><input type=radio name=p checked>同意《单月协议》 ¥20</label>"
        "<label><input type=radio name=p>年</label>",
        True, "",
    ),
    "remember me": ("<label><input type=checkbox checked>记住我</label>", True, ""),
    "stay signed in": ("<label><input type=checkbox checked>同意下次自动登录</label>", True, ""),
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("name", BOXES)
def test_boxes(name: str, views: Views) -> None:
    body, ticked, category = BOXES[name]
    for view in views(SHORT + body):
        ticks = view.frames[0].ticks
        assert ticks[0].ticked is ticked
        assert sum(tick.ticked for tick in ticks) == ticked, ticks  # one control, drawn by several elements, is one box
        assert ticked_for(ticks[0]) == category, ticks[0]
    assert [n.category for n in notices(views(SHORT + body))] == ([category] if category else [])


@pytest.mark.browser
def test_a_box_ticked_by_script_is_told_from_one_ticked_in_the_html(views: Views) -> None:
    body = "<label><input type=checkbox id=x>同意《用户协议》</label><script>x.checked = true</script>"
    tick = views(body)[0].frames[0].ticks[0]
    assert (tick.ticked, tick.html) == (True, False)


@pytest.mark.browser
def test_agreements_under_one_tick(views: Views) -> None:
    body = "<label><input type=checkbox>我已阅读并同意《用户协议》《隐私政策》和《自动续费服务规则》</label>"
    (bundled,) = notices(views(PLAIN + body))
    assert (bundled.category, bundled.shown[:10]) == ("bundled-consent", "一个框同意 3 份：")
    linked = body.replace("《", "<a href=#>").replace("》", "</a>")
    assert [n.shown[:10] for n in notices(views(linked))] == ["一个框同意 3 份："]
    assert list(notices(views(body.replace("《隐私政策》和《自动续费服务规则》", "")))) == []


PAYING = "<div class=plan>会员 ¥9.9 首月</div><button>立即开通</button>"
FAR = "<div style='height:300vh'></div><p>到期后自动续费，按25元/月扣款，可随时取消。"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (PAYING + FAR, "自动续费的说明手机上离付款按钮 3.0 屏，电脑上离付款按钮 3.0 屏"),
        (PAYING + "<p>到期后自动续费，按25元/月扣款。" + FAR, ""),
        (PAYING + "<p style='font-size:9px;color:#ccc'>到期后自动续费，按25元/月扣款。",
         "自动续费的说明手机上付款按钮旁看不到，电脑上付款按钮旁看不到"),
        (PAYING.replace("立即开通", "¥9.9 立即开通连续包月") + FAR, ""),
        (PAYING.replace("<button>", "<div style='cursor:pointer'>").replace("</button>", "</div>") + FAR,
         "自动续费的说明手机上离付款按钮 3.0 屏，电脑上离付款按钮 3.0 屏"),
        (PAYING.replace("<button", "<button style='position:fixed;bottom:0'") + FAR,
         "自动续费的说明手机上离付款按钮 2.3 屏，电脑上离付款按钮 2.3 屏"),
        (f"<nav>{PAYING}</nav>{FAR}", ""),  # a bar's button makes no payment page
        ("<button>立即开通</button>" + FAR, ""),  # neither does one without a price or a box
        (PAYING + "<div style='height:300vh'></div><p>会员权益说明。", ""),  # nothing renews
    ],
    ids=["far", "near", "near and tiny", "in the button", "a div as button", "fixed", "in a bar", "no price",
         "no renewal"],
)  # fmt: skip
def test_renewal_words_and_the_button(body: str, shown: str, views: Views) -> None:
    assert "".join(n.shown for n in notices(views(SHORT + body))) == shown


def test_a_locked_box_is_said_to_be_locked() -> None:
    tick = Tick("native", False, True, True, True, "同意《用户协议》", 0, Box(0, 0, 9, 9), True)
    frame_view = View("手机", 844, ())
    assert list(notices([frame_view])) == []
    from clauseaudit.visual.checkout import _of_tick

    assert "而且不能取消" in next(iter(_of_tick(tick))).shown


@pytest.mark.parametrize(
    "words",
    [
        "立即支付",
        "确认支付 ¥25.00",
        "同意协议并支付",
        "确认协议并支付",
        "去付款",
        "提交订单",
        "立即开通VIP",
        "¥9.9 立即开通",
        "充值",
        "购买",
    ],
)
def test_words_that_cost_money(words: str) -> None:
    assert PAY.fullmatch(words)


@pytest.mark.parametrize(
    "words", ["充值记录", "购买须知", "支付方式", "会员中心", "取消订阅", "我的订单", "申请退款", "登录"]
)
def test_words_that_do_not(words: str) -> None:
    assert not PAY.fullmatch(words)
