"""会自动扣费吗: whether money is taken again without being asked, and how one learns of it and stops it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.lists import Words, holds, words
from clauseaudit.facts.numbers import amounts, tidy
from clauseaudit.facts.reading import Claim, Reading, Statement, best, times

CHARGE = words(
    "自动续 自动扣 自动延长 自动延期 自动从 自动为你续 自动充值 自动订阅 自动支付 自动划 连续包 代扣 "
    "免密支付 续期扣 到期自动扣 扣取下一"
)
SOLD = words("订阅 包月 包年 月卡 年卡 会员费 月度会员 年度会员 月会员 年会员 付费会员 vip会员")
TERMED = words("会员有效期 会员期限 会员到期")  # of a membership that may be free
BOUGHT = words("开通会员 购买会员 会员服务费 收费服务 付费服务 会员价格 会员套餐 支付费用")
STOP = words("取消 关闭 退订 解约 终止 解除")
DRAWN = words("扣费 扣款 里扣 中扣 划扣 扣除 代扣")  # "每月3元，…扣费" is charged again and again
NEVER = words(
    "不会自动续 不自动续 不会自动扣 不自动扣 不支持自动续 不开通自动续 不设自动续 没有自动续 无自动续 "
    "不含自动续 不会自动为你续 不进行自动 不提供自动续 不会主动扣"
)

LONGER = words("自动延长有效期 自动延长使用期 自动延期")  # of a card or coupon: nothing is charged for it
NOT_FREE = words("费 扣 会员")
MEANT = words("将 授权 会自动 自动扣 自动为 代扣")
DEFINING = words("所订立的协议 以下简称 以下称 (下称")
TOLD = words("续费前 续费提 续费通 自动续 扣费 扣款 续订 代扣 提醒")
NEWS = words("通知 提醒 提示 告知 推送 确认 同意")
OTHER_NEWS = words("价格 调整 变更 失败 余额不足")
PRICED = words("元/月 /月 每月 /年")
IN_CASE = words("如 若")
LASTING = words("续 连续包")
CHARGING = words("续费 续订 扣")
RENEWING = words("续 订阅 扣 连续包")
AUTOMATIC = words("自动扣")
RENEWED = words("续")
AT_ANY_TIME = words("随时")
BY_HAND = words("设置 点击 页面 菜单 管理")
THIS_SERVICE = words("本服务")
DEFINED = words('"本服务"')
CARD = "代扣卡"
BEFORE_DEFINED = 30  # characters within which its definition begins


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
    if _charging(reading) or _recurring(reading):
        return True
    return reading.words & SOLD != 0 or (reading.words & TERMED != 0 and reading.words & BOUGHT != 0)


def _charging(reading: Reading) -> list[Statement]:
    """Sentences that speak of charges made by themselves."""
    return [s for s in reading.holding(CHARGE) if not _lengthens(s) and not _names_a_card(s)]


def _names_a_card(s: Statement) -> bool:
    """A 代扣卡 is topped up or looked at there; nothing is said of when it is charged."""
    return CARD in s.text and not holds(s.text.replace(CARD, ""), CHARGE)


def _recurring(reading: Reading) -> list[Statement]:
    """Sentences that price a month or a year and take the money without being asked."""
    priced = reading.holding(PRICED, DRAWN)
    return [s for s in priced if not s.words & NEVER and _each_term().search(s.text)]


def read(reading: Reading) -> list[Claim]:
    """All claims about automatic charges, the worst of them first."""
    # "取消后不自动续费" says what happens after cancelling
    refused = [s for s in reading.holding(NEVER) if not s.words & STOP]
    claims = [Claim("no", 2.7, s, _where(s, NEVER), {}, "不会自动扣费") for s in refused]
    charging = [s for s in _charging(reading) if not s.words & NEVER]
    charging += [s for _, s in reading.found("autorenew-default", risk=True)] + _recurring(reading)
    if refused:  # "如后续开通自动续费，会单独征得授权" takes nothing back
        charging = [s for s in charging if not s.words & IN_CASE]
    if not charging:
        return claims
    values = _values(reading, charging)
    silent = _silence(reading, charging)
    renews = not refused or any(s.words & LASTING for s in charging)
    told = _told(reading) if renews else None
    if silent is not None:
        unasked = told is not None and reading.text[: silent[1][1]].endswith(("确认", "同意"))  # no word of no reminder
        claims.append(Claim("yes-no-notice", 2.4 if unasked else 3.0, *silent, values, "会，扣前不提醒"))
    if told is not None:
        statement, at = told
        days = [d for d in times(reading.text, statement) if d.days <= 60]
        extra = {"notice_days": days[0].days} if days else {}
        said = f"会，提前{days[0].said}提醒" if days else "会，扣前会提醒"
        claims.append(Claim("yes-notice", 3.1 if silent is None else 2.9, statement, at, {**values, **extra}, said))
    said = "会，随时能取消" if values.get("cancel") == "any-time" else "会自动扣费"
    telling = [s for s in charging if s.words & MEANT and not s.words & DEFINING]
    # A fee besides the price.
    beside = [s for s in charging if refused and s.words & AUTOMATIC and not s.words & RENEWED]
    first = (beside or telling or [s for s in charging if not s.words & DEFINING] or charging)[0]
    claims.append(Claim("yes", 2.8 if beside else 2.5, first, _where(first, CHARGE), values, said))
    return best(claims)


def _lengthens(s: Statement) -> bool:
    """A card or coupon that is good for longer, free of charge."""
    return s.words & LONGER != 0 and not s.words & NOT_FREE


def _where(s: Statement, words: Words) -> tuple[int, int]:
    place = min((s.text.find(word) for word in words if word in s.text), default=0) + s.start
    return place, min(s.end, place + 4)


def _silence(reading: Reading, charging: list[Statement]) -> tuple[Statement, tuple[int, int]] | None:
    flagged = [s for _, s in reading.found("autorenew-no-notice", risk=True)]
    for s in flagged + charging:
        if s.words & NEWS and (match := _silent().search(reading.text, s.start, s.end)):
            return s, match.span()
    return None


def _told(reading: Reading) -> tuple[Statement, tuple[int, int]] | None:
    """A sentence that promises a reminder before money is taken; news of a new price is no such reminder."""
    for s in reading.holding(TOLD, NEWS):
        if s.words & (OTHER_NEWS | NEVER) or not s.whole_words & CHARGING:
            continue
        if (match := _reminder().search(reading.text, s.start, s.end)) and not _silent().search(s.text):
            return s, match.span()
    for _, s in reading.found("autorenew-no-notice", risk=False):
        return s, (s.start, s.end)
    return None


def _about_the_renewal(reading: Reading) -> bool:
    """Whether 本服务 is by definition the renewal."""
    if not reading.words & DEFINED:
        return False
    pattern, text = _about_renewal(), reading.text
    return any(
        pattern.search(text, max(0, place - BEFORE_DEFINED), place + len(word))
        for word in DEFINED
        for place in reading.places(word)
    )


def _values(reading: Reading, charging: list[Statement]) -> dict[str, Any]:
    """Price and the way out."""
    values: dict[str, Any] = {}
    priced = charging + reading.holding(PRICED)
    terms = (_each_term().search(s.text) for s in priced)
    if each := next(filter(None, terms), None):
        values["price"] = tidy(float(each[1] or each[2]))
    elif sums := next(filter(None, (amounts(reading.text, s.start, s.end) for s in priced)), None):
        values["price"] = tidy(sums[0])
    about = _about_the_renewal(reading)
    clauses = {reading.outline.segments[s.segment].clause for s in charging}
    for s in reading.holding(STOP):
        here = reading.outline.segments[s.segment].clause in clauses or (about and s.words & THIS_SERVICE)
        if not here and not s.whole_words & RENEWING:
            continue
        if s.words & AT_ANY_TIME:
            values["cancel"] = "any-time"
        elif "cancel" not in values:
            values["cancel"] = "self-service" if s.words & BY_HAND else "stated"
        hours = [d for d in times(reading.text, s) if reading.text.startswith(("前", "之前"), d.end)]
        if hours and "cancel_before" not in values:
            values["cancel_before"] = hours[0].said
    return values
