"""余额会过期吗: whether money or points on the account lapse with time."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.limits import THINGS, idled, limited
from clauseaudit.facts.lists import Words, holds, listing, words
from clauseaudit.facts.numbers import Duration
from clauseaudit.facts.reading import Claim, Reading, Statement, best, times

PAID = words(
    "余额 充值金额 充值款 储值 预付 预存 本卡 卡内 购物卡 礼品卡 商城卡 储值卡 次卡 课时 课程 充值 次数 "
    "剩余金额 本金 套餐 钱包"
)
POINTS = words("积分 点券 点数 虚拟币 金币 钻石 代币 卡券 抵券 赠送 优惠券 赠券 代金券 币 券 豆")
VALUED = listing((*PAID, *POINTS))
BALANCE = words("余额")
BALANCES = words(
    "储值 积分 点券 购物卡 预付卡 礼品卡 商城卡 储值卡 本卡 卡内 卡券 抵券卡 次卡 充值金额 账号金额 "
    "虚拟币 代币 充值点 课时 游戏币 存款账号 存款账户 钱包"
)
NO_BALANCE = ("不足", "宝")  # 余额不足, 余额宝: the user's own means of payment
OTHERS = words(
    "支付方式 银行 苹果 微信 支付宝 apple id 可扣款 足够 有效且有足够 充足的 支付账号 支付账户 损失 信用卡 借记卡"
)
OTHERS_REACH = 30  # characters before 余额 in which its owner is named
TRADED = ("专用", "贩卖", "倒卖", "盗取", "买卖", "出售")  # 贩卖游戏币, 银行专用存款账户: no balance of this document


@lru_cache(maxsize=1)
def _lapse() -> re.Pattern[str]:
    return expression(
        r"(?:过期|到期|逾期|期满|届满|有效期|超过|未使用|未消费|未用|内不|没有使用|没有消费|未激活|未登录|没有登录|年底|年末|每年|视为放弃|期限|期后).{0,60}?"
        r"(?:清零|作废|失效|归零|清除|清空|删除|视为放弃|自动扣除|无法使用|不能使用|不可使用|不再有效|收回|失去|不予退|不进行退|不再退|注销)"
        r"|(?:过期|到期|逾期)(?:后|即|自动|将|则)*(?:清零|作废|失效|归零|过期|清除)"
        r"|(?:未提取|未提现|未领取|未支取).{0,30}?(?:视为[^,]{0,4}放弃|归[^,]{1,8}所有)"
        r"|(?:自行|单方|自主)(?:决定|确定|设定)[^,]{0,10}(?:使用期|有效期|期限)"
    )


@lru_cache(maxsize=1)
def _paid_extension() -> re.Pattern[str]:
    return expression(r"(?:延期|展期|激活|延长)[^。\n]{0,20}?(?:手续费|收取|付费)|付费[^。\n]{0,8}?(?:延期|展期)")


@lru_cache(maxsize=1)
def _term() -> re.Pattern[str]:
    return expression(r"(?:有效期限?|使用期限?|使用期).{0,16}?(?:为|是|:|自|从|共|均|[\d一二两三半])")


NEVER = words(
    "不设有效期 无有效期 没有有效期 不设使用期 无使用期限 没有使用期限 长期有效 永久有效 不会过期 "
    "永不过期 不过期 不限期 不会清零 不清零 不设期限 一直有效 不因时间 继续有效 使用完毕之日 用完为止"
)
RUN_OUT = words("期满 届满 到期 过期 逾期 有效期后")
# What saves the money after its term.
KEPT_BY = words("展期 延期 延长 退还本金 退还余额 退还剩余 退还卡内 换卡 转入新卡")
NOT_FREE = words("手续费 费用 工本费 收取 付费 支付 一次")
FREE = words("免费")
COINS = words("币 豆 点券 点数 钻石")
MEMBERS = words("会员")
RANKS = words("钻石会员 钻石卡会员")  # a rank, no coin
LATE = words("到期前 届满前 期满前 即将到期")  # whoever forgets to ask before the end loses it all the same
OPEN_END = words("终止运营之日 停止运营之日 停止服务之日")  # good for as long as the service lasts


# A term after which money is taken, or one that was made longer, is no end of a balance.
CHARGED = words("代扣 扣款 自动续 计费周期 延长有效期 延长使用期")
CLEARED = words("清零 归零 作废 失效 清除 清空")
GONE = words("清零 归零 作废 清除 清空")
ZERO = words("清零 归零")

LAPSING = words(
    "清零 作废 失效 归零 有效期 过期 到期 逾期 使用期限 期满 未登录 没有登录 清空 未提取 未提现 未领取 未支取"
)
# One of them is in every sentence that says what becomes of it, or for how long.
ENDS = words(
    "清零 作废 失效 归零 清除 清空 删除 放弃 自动扣除 无法使用 不能使用 不可使用 不再有效 收回 失去 不予退 "
    "不进行退 不再退 注销 过期 所有 决定 确定 设定"
)
TERMS = words("有效期 使用期")
GIVEN = words("赠送金额 赠金 赠送部分 赠送余额")
DECIDED = words("决定")
SCORES = words("积分")
CARD = words("卡")
NO_BALANCE_CARD = words("会员卡 身份证 银行卡")
ACCOUNT = words("账号")
AGREEMENTS = words("协议 授权")
NO_GOODS = words("身份证 营业执照 协议有效期 授权有效期 验证码 收货地址 奖品")
HELD = ("余额", "积分", "会员卡", "充值", "储值", "币", "点", "钻石", "豆", "卡内")
IN_FORCE = words("有效")


def read(reading: Reading) -> list[Claim]:
    """All claims about expiry, those on paid money first."""
    claims = [claim for s in reading.holding(NEVER) if (claim := _never(s))]
    known_here = applies(reading)
    lapsing = [s for s in reading.holding(LAPSING) if not _charges(s) and not s.words & OPEN_END]
    claims += [claim for s in lapsing if not s.words & NEVER and (claim := _lapses(reading, s))]
    known = {claim.statement.segment for claim in claims}
    for finding, s in reading.found("balance-expiry", risk=True):
        if s.segment not in known and "renewal-fee" not in finding.rule and _loses(s):
            weight = _object(reading, s) or 3.0
            claims.append(_yes(reading, s, (s.start, s.end), weight if weight >= 2.5 else weight - 0.6))
    for _, s in reading.found("balance-expiry", risk=False):
        if s.segment not in known and not _member_only(s) and (known_here or _object(reading, s) >= 2):
            claims.append(Claim("no", 2.5, s, (s.start, s.end), {}, "不会过期"))
    claims += [claim for claim in (*limited(reading), *idled(reading)) if claim.statement.segment not in known]
    if not known_here:  # coupons alone are no balance
        claims = [claim for claim in claims if claim.values.get("about") != "coupons"]
    return best(claims)


def applies(reading: Reading) -> bool:
    """Whether the document knows a balance, points or cards at all."""
    text, places = reading.text, reading.places
    if reading.parties.tokens:
        return True
    if reading.words & BALANCES and any(
        not text.endswith(TRADED, 0, place) for word in BALANCES for place in places(word)
    ):
        return True
    return any(
        not text.startswith(NO_BALANCE, place + 2) and not holds(text[max(0, place - OTHERS_REACH) : place], OTHERS)
        for place in places("余额")
    )


def _object(reading: Reading, s: Statement) -> float:
    """3 for money, 2 for points, 1.5 under a heading about them, 0 for anything else (identity papers, memberships)."""
    if s.words & PAID and not s.words & GIVEN:
        return 3.0
    if s.words & POINTS or holds(s.text, reading.parties.tokens):
        return 2.0
    return 1.5 if (s.lead or s.label) and holds(s.lead + s.label, VALUED) else 0.0


def _object_before(reading: Reading, s: Statement) -> float:
    """Of "本公司可自行决定使用期限": what it is about stands in the sentence before."""
    before = s.segment - 1
    segments = reading.outline.segments
    decided = s.words & DECIDED and before >= 0 and segments[before].clause == segments[s.segment].clause
    return min(2.0, _object(reading, reading.statement(before))) if decided else 0.0


def _kind(s: Statement) -> str:
    """What lapses when it is not the money paid in: points, the document's coins, or coupons."""
    if s.words & SCORES if s.words & POINTS else "积分" in s.lead + s.label:
        return "points"
    return "coins" if s.words & COINS else "coupons"


def _never(s: Statement) -> Claim | None:
    of_card = s.words & CARD and not s.words & NO_BALANCE_CARD
    if not (of_card or s.words & (ACCOUNT | VALUED)) or s.words & AGREEMENTS:
        return None
    paid = of_card or s.words & PAID
    about = "goods" if s.words & THINGS else "balance" if paid else _kind(s)
    return Claim("no", 3.2 if paid else 1.8, s, _spot(s, NEVER), {"about": about}, "不会过期")


def _lapses(reading: Reading, s: Statement) -> Claim | None:
    if s.words & NO_GOODS or not s.words & (ENDS | TERMS):
        return None
    weight = _object(reading, s) or _object_before(reading, s)
    if not weight:
        return None
    if s.words & ENDS and (match := _lapse().search(reading.text, s.start, s.end)):
        if _member_only(s) or "不会" in match[0] or "不因" in match[0]:
            return None
        return _saved(reading, s, weight) or _yes(reading, s, match.span(), weight)
    match = _term().search(reading.text, s.start, s.end) if s.words & TERMS else None
    if match and not _member_only(s) and times(reading.text, s):
        return _saved(reading, s, weight) or _yes(reading, s, match.span(), weight - 0.6)
    return None


def _saved(reading: Reading, s: Statement, weight: float) -> Claim | None:
    """A balance that outlives its term: it is prolonged free of charge or paid back, here or in the next sentence."""
    segments = reading.outline.segments
    for index in (s.segment, s.segment + 1):
        if index >= len(segments) or segments[index].clause != segments[s.segment].clause:
            break
        near = reading.statement(index)
        if not near.words & RUN_OUT or not near.words & KEPT_BY or near.words & (CLEARED | LATE) or "不" in near.text:
            continue
        if (near.words & FREE or not near.words & NOT_FREE) and _prolongs_free(reading.text):
            return Claim("no", weight + 0.1, near, _spot(near, KEPT_BY), {"about": "balance"}, "到期能延期或退")
    return None


@lru_cache(maxsize=1)  # it reads the whole text, and more than one sentence may ask
def _prolongs_free(text: str) -> bool:
    """Whether the document charges nothing for a longer term."""
    return _paid_extension().search(text) is None


def _spot(s: Statement, any_of: Words) -> tuple[int, int]:
    place = min(s.text.find(word) for word in any_of if word in s.text) + s.start
    return place, min(s.end, place + 4)


def _charges(s: Statement) -> bool:
    """It speaks of when the next charge is due, or of a longer term, not of what becomes of a balance."""
    return s.words & CHARGED != 0 and not s.words & CLEARED


def _loses(s: Statement) -> bool:
    return not _charges(s) and not _member_only(s) and not s.words & OPEN_END


def _member_only(s: Statement) -> bool:
    """A membership that ends with the term that was bought does not expire: it is used up."""
    if not s.words & MEMBERS:
        return False
    said = s.text + s.label
    for rank in RANKS if s.labelled(RANKS) else ():
        said = said.replace(rank, "会员")
    return not holds(said, HELD)


def _yes(reading: Reading, s: Statement, at: tuple[int, int], weight: float) -> Claim:
    found = _terms(reading, s)
    values: dict[str, Any] = {"about": "balance" if weight >= 2.5 or _object(reading, s) >= 2.5 else _kind(s)}
    ends = "清零" if s.words & ZERO else "作废" if s.words & GONE else "到期"
    subject = {"points": "积分会", "coupons": "券会"}.get(values["about"], "会")
    if not found:
        return Claim("yes", weight, s, at, values, f"{subject}过期" if ends == "到期" else f"{subject}，过期{ends}")
    term = found[0]
    if term.unit == "month":
        values["months"] = term.length
    else:
        values["days"] = term.days
    said = f"{term.said}到期" if ends == "到期" else f"{term.said}后{ends}"
    return Claim("yes", weight + 0.1, s, at, values, f"{subject}，{said}")


def _terms(reading: Reading, s: Statement) -> list[Duration]:
    """How long the balance lasts: not the days of a notice or of a longer term; else as the sentence before says."""
    for index in (s.segment, s.segment - 1):
        if index < 0 or reading.outline.segments[index].clause != reading.outline.segments[s.segment].clause:
            break
        near = reading.statement(index)
        if index < s.segment and not near.words & IN_FORCE:
            break
        found = [
            duration
            for duration in times(reading.text, near)
            if not holds(reading.text[max(near.start, duration.start - 4) : duration.start], ("提前", "延期", "延长"))
        ]
        if found:
            return found
    return []
