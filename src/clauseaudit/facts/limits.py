"""What was bought once and may be used only for a time: courses, films, tickets.

And balances that end with an agreement which ends where the account is idle.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.lists import holds, words
from clauseaudit.facts.numbers import Duration
from clauseaudit.facts.reading import Claim, Reading, Statement, times

THINGS = words("课程 网课 视频 课件 专栏 回放 门票 电子票 兑换码 酒店 客房 数字商品 电子书")
BOUGHT = words("购买 收费 付费 报名 预订 已购 订购")
IDLE = words("不使用 未使用 不登录 未登录 没有登录 没有使用 不活跃")
ENDED = words("终止 注销 收回 回收 解除 停用")
VOID = words("失效 作废 清零 清空 不予兑现 归零")
OWNED = words("余额 积分 优惠券 礼品卡 储值 卡券 虚拟币 代金券 金币")
LAPSING = words("过期 逾期 到期")
MEMBERS = words("会员")


@lru_cache(maxsize=1)
def _within() -> re.Pattern[str]:
    """Behind the length of time: what may be done that long and no longer."""
    return expression(r"(?:之?内|以内|有效期内)[^,;]{0,8}(?:学习|观看|收看|回看|听课|使用|访问|重复|入住|游玩|兑换)")


@lru_cache(maxsize=1)
def _beyond() -> re.Pattern[str]:
    """Around it: "超过1年时限后,收取存储费", "3年后失效"."""
    return expression(r"(?:时限|期限)?(?:后|的)?,?[^。;]{0,16}?(收取|收费|付费|另付|失效|不能|无法|不可|关闭|作废)")


@lru_cache(maxsize=1)
def _lapsed() -> re.Pattern[str]:
    return expression(r"(?:过期|逾期|到期)(?:后|即|将|则|自动|未使用的?)*,?(?:作废|失效|清零|不退)")


def limited(reading: Reading) -> list[Claim]:
    """Claims about goods that were paid for once and may be used only for a time."""
    claims = []
    for s in reading.holding(THINGS):
        if s.words & MEMBERS and not s.words & BOUGHT:
            continue
        if s.within(BOUGHT) and (claim := _limit(reading, s)):
            claims.append(claim)
        elif s.words & LAPSING and (lapsed := _lapsed().search(reading.text, s.start, s.end)):
            claims.append(Claim("yes", 1.6, s, lapsed.span(), {"about": "goods"}, "会，过期作废"))
    return claims


def _limit(reading: Reading, s: Statement) -> Claim | None:
    found: Claim | None = None
    for duration in times(reading.text, s):
        after = reading.text[duration.end : min(s.end, duration.end + 40)]
        over = reading.text[max(s.start, duration.start - 8) : duration.start]
        at = duration.start, duration.end
        if holds(over, ("超过", "满", "逾")) and (beyond := _beyond().match(after)):
            paid = beyond[1] in ("收取", "收费", "付费", "另付")
            said = f"{duration.said}后另收费" if paid else f"会，{duration.said}后失效"
            return Claim("conditional", 3.5, s, (at[0], duration.end + beyond.end()), _values(duration), said)
        if _within().match(after) and found is None and not holds(over, ("工作日", "退")):
            found = Claim("conditional", 3.4, s, at, _values(duration), f"只能用{duration.said}")
    return found


def _values(duration: Duration) -> dict[str, Any]:
    length = {"months": duration.length} if duration.unit == "month" else {"days": duration.days}
    return {"about": "goods", **length}


def idled(reading: Reading) -> list[Claim]:
    """What is on the account ends with the agreement, and the agreement ends where the account is idle."""
    ends = reading.holding(VOID, OWNED, ENDED)
    if not ends:
        return []
    for s in reading.holding(IDLE):
        if s.within(ENDED) and (found := times(reading.text, s)):
            values = {**_values(found[0]), "about": "balance"}
            said = f"会，{found[0].said}不用可失效"
            place = next(p for p in map(ends[0].text.find, VOID) if p >= 0) + ends[0].start
            return [Claim("yes", 2.9, ends[0], (place, place + 2), {**values, "idle": True}, said)]
    return []
