"""The figures of a refund: until when one may ask, what is kept, how long the money takes and where it goes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.lists import holds, words, words_in
from clauseaudit.facts.numbers import Duration, fee_span, percentages
from clauseaudit.facts.reading import Statement, times

TO_BALANCE = words("退至余额 退回余额 退还至余额 退回至余额 退至账号余额 退回账号余额 以积分 以代金券")
PAID = words("购买 付款 支付 充值 开通 签收 收到商品 收货 下单 订购 生效 缴费 报名 办卡 购卡")
PAID_BEFORE = words("购买 付款后 充值")
ASKED = words("申请 审核 受理 确认 核实 收到 提交 同意 通过")
MAY_ASK = ("可", "申请", "有权", "无理由", "提出", "要求")
FEES = words("手续费 退票费")
CHARGED = words("手续费 退票费 违约金 扣除 收取 服务费 扣")
PAID_TO_USER = words("赔偿 赔付 补偿你")  # a share of it is what the operator pays on top
ORIGINAL = words("原路 原支付 原渠道 原路径")
NOT_ORIGINAL = words("无法原路")
TO_BANK = words("退款至银行 退至银行 退回银行 退到银行 退还至银行 退款到银行 退款至你的银行")
BACK_TO = words("退款至")
TO_ACCOUNT = words("存款账户 存款账号 站内账户 平台账户")


@lru_cache(maxsize=1)
def _since_paid() -> re.Pattern[str]:
    """What stands before a time within which one may ask: paid, opened, received the goods."""
    return expression(
        r"(?:购买|付款|支付|充值|储值|开通|签收|收货|下单|订购|生效|缴费|报名|办卡|购卡|激活|开卡|购课"
        r"|(?:你|顾客|买家|客户|消费者|用户)(?:在)?(?:实际)?收到[^,]{0,6}|收到(?:商品|货物|产品))"
        r"[^,]{0,3}(?:之日|当日|次日|之时)?(?:后|起|起算|之后)?(?:的|第)?$"
    )


def figures(text: str, s: Statement) -> dict[str, Any]:
    """Window, fee, days until the money arrives and its route."""
    values: dict[str, Any] = {}
    for duration in times(text, s):
        key = _meaning(text, duration, s)
        if key and key not in values:
            values[key] = duration.days
            if duration.unit == "workday":
                values[key.replace("days", "unit")] = "workday"
    if s.words & CHARGED and not s.words & PAID_TO_USER:
        values.update(fee_span([share for share in percentages(text, s.start, s.end) if share < 100]))
    if s.words & ORIGINAL and not s.words & NOT_ORIGINAL:
        values["route"] = "original"
    elif s.words & TO_BANK:
        values["route"] = "bank"
    elif s.words & BACK_TO and s.words & TO_ACCOUNT:
        values["route"] = "account"
    elif s.words & TO_BALANCE:
        values["route"] = "balance"
    return values


def _meaning(text: str, duration: Duration, s: Statement) -> str:
    """Whether a duration says until when one may ask or how long the money takes."""
    before = text[max(s.start, duration.start - 22) : duration.start]
    after = text[duration.end : min(s.end, duration.end + 22)]
    inside = after.startswith(("内", "之内", "以内", "(含)", "(包括"))
    if "已经" in after[:6]:  # "7天之内已经返利的": of something else
        return ""
    if inside and _since_paid().search(before) and duration.unit != "workday":
        return "window_days"
    if inside and holds(after[:12], ("退", "返还", "打款")) and not holds(after[:12], MAY_ASK):
        return "arrive_days"
    if holds(after[:12], ("到账", "到达")) or "到账" in before[-8:] or "处理" in before[-10:]:
        return "arrive_days"
    if not inside:
        return ""
    said = words_in(before)
    if said & ASKED and not said & PAID_BEFORE:
        return "arrive_days"
    if said & PAID or holds(after, MAY_ASK):
        return "window_days"
    return "arrive_days" if holds(after, ("退", "返还", "办理", "打款", "完成")) else ""
