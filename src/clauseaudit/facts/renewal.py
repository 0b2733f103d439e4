"""会自动扣费吗: whether money is taken again without being asked, and how one learns of it and stops it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.numbers import amounts, durations, tidy
from clauseaudit.facts.reading import Claim, Reading, Statement, best, holds, words

CHARGE = words(
    "自动续 自动扣 自动延长 自动延期 自动从 自动为你续 自动充值 自动订阅 自动支付 自动划 连续包 代扣 "
    "免密支付 续期扣 到期自动扣 扣取下一"
)
SOLD = words("订阅 包月 包年 月卡 年卡 会员费 月度会员 年度会员 月会员 年会员 付费会员 vip会员")
TERMED = ("会员有效期", "会员期限", "会员到期")  # of a membership that may be free
BOUGHT = ("开通会员", "购买会员", "会员服务费", "收费服务", "付费服务", "会员价格", "会员套餐", "支付费用")
STOP = ("取消", "关闭", "退订", "解约", "终止", "解除")
DRAWN = words("扣费 扣款 里扣 中扣 划扣 扣除 代扣")  # "每月3元，…扣费" is charged again and again
NEVER = words(
    "不会自动续 不自动续 不会自动扣 不自动扣 不支持自动续 不开通自动续 不设自动续 没有自动续 无自动续 "
    "不含自动续 不会自动为你续 不进行自动 不提供自动续 不会主动扣"
)

LONGER = ("自动延长有效期", "自动延长使用期", "自动延期")  # of a card or coupon: nothing is charged for it
MEANT = ("将", "授权", "会自动", "自动扣", "自动为", "代扣")
DEFINING = ("所订立的协议", "以下简称", "以下称", "(下称")
TOLD = ("续费前", "续费提", "续费通", "自动续", "扣费", "扣款", "续订", "代扣", "提醒")
OTHER_NEWS = ("价格", "调整", "变更", "失败", "余额不足")
PRICED = ("元/月", "/月", "每月", "/年")
ANCHORS = (*CHARGE, *SOLD, *TERMED, *BOUGHT, *STOP, *NEVER, *TOLD, *PRICED)


@lru_cache(maxsize=1)
def _reminder() -> re.Pattern[str]:
    return expression(
        r"(?:前|将于|提前|之前|届满|到期).{0,40}?(?:通知|提醒|提示|告知|推送)|续费(?:提醒|提示|通知)|扣[费款](?:提醒|提示)"
    )


@lru_cache(maxsize=1)
def _silent() -> re.Pattern[str]:
    return expression(
        r"(?:不再|无需|无须|毋须|不另行?|不会|不用|不需要?|未经|不作|不做)(?:另行|再次?|逐次|事先|提前|向你|经|通过|得到|每次|单独)*[^,]{0,6}?"
        r"(?:通知|提醒|提示|告知|确认|同意)"
    )


@lru_cache(maxsize=1)
def _each_term() -> re.Pattern[str]:
    """The price of each term, not of the first month or a trial."""
    return expression(
        r"[¥￥]?(\d{1,5}(?:\.\d{1,2})?)元?/(?:人/)?(?:月|年|季)|每(?:个?月|年|季度?|期)\D{0,4}?(\d{1,5}(?:\.\d{1,2})?)元"
    )


@lru_cache(maxsize=1)
def _about_renewal() -> re.Pattern[str]:
    """ "自动续费委托扣款服务(下称"本服务")": to end 本服务 is to end the renewal."""
    return expression(r'(?:自动续|连续包|代扣|委托扣款|自动扣)[^。\n]{0,16}?\((?:以下|下|简)[^)\n]{0,4}称:?\s?"本服务"')


def applies(reading: Reading) -> bool:
    """Whether anything is sold by the term or charged automatically."""
    if any(not _lengthens(s) for s in reading.holding(*CHARGE)) or _recurring(reading):
        return True
    return reading.has(*SOLD) or (reading.has(*TERMED) and reading.has(*BOUGHT))


def _recurring(reading: Reading) -> list[Statement]:
    """Sentences that price a month or a year and take the money without being asked."""
    priced = [s for s in reading.holding(*PRICED) if holds(s.text, DRAWN) and not holds(s.text, NEVER)]
    return [s for s in priced if _each_term().search(s.text)]


def read(reading: Reading) -> list[Claim]:
    """All claims about automatic charges, the worst of them first."""
    refused = reading.holding(*NEVER)
    refused = [s for s in refused if not holds(s.text, STOP)]  # "取消后不自动续费" says what happens after cancelling
    claims = [Claim("no", 2.7, s, _where(s, NEVER), {}, "不会自动扣费") for s in refused]
    charging = [s for s in reading.holding(*CHARGE) if not holds(s.text, NEVER) and not _lengthens(s)]
    charging += [s for _, s in reading.found("autorenew-default", risk=True)] + _recurring(reading)
    if refused:  # "如后续开通自动续费，会单独征得授权" takes nothing back
        charging = [s for s in charging if not holds(s.text, ("如", "若"))]
    if not charging:
        return claims
    values = _values(reading, charging)
    silent = _silence(reading, charging)
    renews = not refused or any(holds(s.text, ("续", "连续包")) for s in charging)
    told = _told(reading) if renews else None
    if silent is not None:
        unasked = told is not None and reading.text[: silent[1][1]].endswith(("确认", "同意"))  # no word of no reminder
        claims.append(Claim("yes-no-notice", 2.4 if unasked else 3.0, *silent, values, "会，扣前不提醒"))
    if told is not None:
        statement, at = told
        days = [d for d in durations(reading.text, statement.start, statement.end) if d.days <= 60]
        extra = {"notice_days": days[0].days} if days else {}
        said = f"会，提前{days[0].said}提醒" if days else "会，扣前会提醒"
        claims.append(Claim("yes-notice", 3.1 if silent is None else 2.9, statement, at, {**values, **extra}, said))
    said = "会，随时能取消" if values.get("cancel") == "any-time" else "会自动扣费"
    telling = [s for s in charging if holds(s.text, MEANT) and not holds(s.text, DEFINING)]
    beside = [s for s in charging if refused and "自动扣" in s.text and "续" not in s.text]  # a fee besides the price
    first = (beside or telling or [s for s in charging if not holds(s.text, DEFINING)] or charging)[0]
    claims.append(Claim("yes", 2.8 if beside else 2.5, first, _where(first, CHARGE), values, said))
    return best(claims)


def _lengthens(s: Statement) -> bool:
    """A card or coupon that is good for longer, free of charge."""
    return holds(s.text, LONGER) and not holds(s.text, ("费", "扣", "会员"))


def _where(s: Statement, words: tuple[str, ...]) -> tuple[int, int]:
    place = min((p for p in (s.text.find(word) for word in words) if p >= 0), default=0) + s.start
    return place, min(s.end, place + 4)


def _silence(reading: Reading, charging: list[Statement]) -> tuple[Statement, tuple[int, int]] | None:
    flagged = [s for _, s in reading.found("autorenew-no-notice", risk=True)]
    for s in flagged + charging:
        if match := _silent().search(reading.text, s.start, s.end):
            return s, match.span()
    return None


def _told(reading: Reading) -> tuple[Statement, tuple[int, int]] | None:
    """A sentence that promises a reminder before money is taken; news of a new price is no such reminder."""
    for s in reading.holding(*TOLD):
        if holds(s.text, OTHER_NEWS) or holds(s.text, NEVER) or not holds(s.whole, ("续费", "续订", "扣")):
            continue
        if (match := _reminder().search(reading.text, s.start, s.end)) and not _silent().search(s.text):
            return s, match.span()
    for _, s in reading.found("autorenew-no-notice", risk=False):
        return s, (s.start, s.end)
    return None


def _values(reading: Reading, charging: list[Statement]) -> dict[str, Any]:
    """Price and the way out."""
    values: dict[str, Any] = {}
    for s in charging + reading.holding(*PRICED):
        if each := _each_term().search(s.text):
            values.setdefault("price", tidy(float(each[1] or each[2])))
    for s in charging + reading.holding(*PRICED):
        if "price" not in values and (sums := amounts(reading.text, s.start, s.end)):
            values["price"] = tidy(sums[0])
    about = '"本服务"' in reading.text and bool(_about_renewal().search(reading.text))
    clauses = {reading.outline.segments[s.segment].clause for s in charging}
    for s in reading.holding(*STOP):
        here = reading.outline.segments[s.segment].clause in clauses or (about and "本服务" in s.text)
        if not here and not holds(s.whole, ("续", "订阅", "扣", "连续包")):
            continue
        if "随时" in s.text:
            values["cancel"] = "any-time"
        elif "cancel" not in values:
            values["cancel"] = "self-service" if holds(s.text, ("设置", "点击", "页面", "菜单", "管理")) else "stated"
        hours = [d for d in durations(reading.text, s.start, s.end) if reading.text.startswith(("前", "之前"), d.end)]
        if hours and "cancel_before" not in values:
            values["cancel_before"] = hours[0].said
    return values
