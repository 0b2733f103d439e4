"""能退吗: what becomes of money that was paid.

Every sentence with 退 is a denial, a grant or nothing. The object (recharge over goods) and the circumstance
(a breach, a double charge, a minor) give its weight: the heaviest sentence that speaks of the money paid answers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.numbers import fee_span
from clauseaudit.facts.reading import Claim, Reading, Statement, Words, best, holds, words
from clauseaudit.facts.refund_answer import decide, say
from clauseaudit.facts.refund_figures import FEES, figures
from clauseaudit.facts.refund_tiers import FREE, MOST, PENALTY, WHOLE, tiers

STORED = words(
    "充值 余额 预付 储值 预存 购卡 本卡 售卡 卡内 卡售 会员 订阅 续费 学费 课程 课时 点券 钻石 虚拟 "
    "扣除的费用 扣款 套餐"
)
GOODS = words("退货 退换 换货 商品 无理由 拆封 签收 拒收")
DEPOSIT = ("押金", "保证金", "定金", "订金")
GIVEN = words("赠 优惠券 代金券 红包 奖励 礼品 抵用 抵券")
GIVEN_MONEY = Words((*GIVEN, "奖金", "返利"))
GIFT = Words((*GIVEN, "发票", "税"))
MINOR = ("未成年", "监护人")
FAULT = words(
    "故障 重复 多扣 多收 误扣 误收 差错 系统错误 技术问题 质量问题 我们原因 平台原因 我方 本公司原因 "
    "承运人责任 无票 无法提供 停止运营 停止服务 停运 取消或延期 差价 差额 不可抗力"
)
BREACH = words(
    "违反 违规 违约 作弊 封 冻结 非法 欺诈 虚假 恶意 不正当 注销 违法 "
    "前款行为 前述行为 上述行为 该等行为 前款约定 前款规定"
)
# Said of one kind of goods only: the rest may well be given back.
PART = words("特价 优惠价机票 促销 秒杀 打折 定制 内部价 拼团 惜食 特殊商品 特殊产品 部分产品 部分商品 贵重")
# What is kept when a subscription is cancelled: the period that has begun, the charge already ordered.
BEGUN = words("已生效周期 已生效的周期 本周期 当前周期 当期费用 已经委托 已委托 已收取的本 取消之前 取消前")
UNUSED = ("未使用", "未消费", "未开通", "未开卡", "没有使用", "一分没花", "没用过")
MONEY = ("款", "费", "余额", "充值", "金", "钱", "价", "票", "卡", "订单", "会员", "元", "币", "课", "货")
OF_MONEY = (*MONEY, "原路", "全额", "比例", "到账", "无息")
HANDED_BACK = words("发票 设备 车辆 房屋 物品 样品 资料 礼物 钥匙 证件 文件")
CONDITIONS = words(
    "如 若 需 须 符合 情况下 情形 扣除 按比例 审核 未使用 未消费 未开通 比例 除 特殊 部分 因 应先 前提 "
    "手续费 原因 剩余 一定时间 政策 规则 而不同 而定 为准"
)
LAWFUL_ONLY = ("法律", "法规", "国家规定")
FLAT = words(
    "概不 一律不 均不 恕不 任何理由 任何方式 任何形式 任何原因 无论 一经 一旦 售出 不予退 不退 不能退 "
    "不可退 不支持退 不得退"
)
RESULTS = ("无需退回", "致使", "导致无法", "余额不足")  # a refund that fails is no refusal
GIVEN_BACK = ("退", "返", "还", "取回", "找零", "作废")  # what the second reader takes for a refusal has to name one
KEPT = words("出 营 役 休 化 税 缩 市 格 订 阅 群 换商")  # 退出, 退订 …: no money comes back
BARGAIN = ("无理由退", "无条件退", "任意退")  # refusing these refuses only the easy way
# 退款 is mentioned, not promised.
IDLE = words("提现失败 影响 不必 是否 鼓励 说明 查看 明确 有权决定 垫付 提现要求 无需退回")
CASES = words("如因 如非 若 如果 如你 如用户 如参与 超过 逾期 未按 未在 未能在 开始 过期后 则该 如甲方 如乙方")
CONSUMED = words("已消费 已使用 已享 已经使用 已产生 已完成 已交付 已发生")


@lru_cache(maxsize=1)
def _by_operator() -> re.Pattern[str]:
    """The operator itself calls the purchase off."""
    return expression(
        r"(?:有权|我们|平台|公司|本店)[^,]{0,4}取消(?:你|用户|该|客户|买家)?[^,]{0,6}(?:订单|活动|交易|预订)"
    )


@lru_cache(maxsize=1)
def _whatever() -> re.Pattern[str]:
    """ "无论是否注销": named as making no difference."""
    return expression(r"(?:不论|无论|是否|不管)[^,;。]{0,14}")


REFUSING = ("不", "无", "拒绝", "没有义务", "放弃")  # one of them is in every refusal


@lru_cache(maxsize=1)
def _denial() -> re.Pattern[str]:
    return expression(
        r"(?:概不|一律不|均不|恕不|并不|不(?:予以?|支持|可以?|能|得|会|再|接受|提供|办理|作|做|设|享受|进行|负责|允许|给予|受理|退)"
        r"|不以任何|无法|无权|拒绝|没有义务|无需|无义务|放弃)[^,]{0,14}?退"
        r"|(?<!拒)不退(?:还|款|费|回)|退[^,]{0,8}(?:不予|不支持|不接受|不受理|不办理|不可|不能|概不|恕不)"
    )


@lru_cache(maxsize=1)
def _grant() -> re.Pattern[str]:
    return expression(
        r"(?:可以?|能够?|有权|支持|申请|将|会|应当?|予以?|给予|负责|协助|为你|全额|原路|无条件|如数|及时|按比例|办理|要求|则|按|自动|扣减|扣除|扣掉"
        r"|主动|通过|收取|核收|日内|天内)[^不]{0,16}?(?:退|返还)"
        r"|退[款费票]的?,?请?(?:通过|联系|向|致电|到|遵循|按照|依照)|退.{0,10}?(?:收取|扣除|到账)|退[款还费回票](?:给|至|到|时|的?手续|金额|流程|申请|处理|规则|方式)|(?:退[款还费]|返还)[^不]{0,10}(?:剩余|全部|已[付支交缴]|工作日|客服)"
    )


ANCHORS = ("退", "返还", *FEES, PENALTY)


@lru_cache(maxsize=1)
def _given() -> re.Pattern[str]:
    """A condition of law or contract on which a refusal hangs: "在符合法律规定的情况下，可以不退"."""
    return expression(
        r"在?符合[^,;]{2,24}(?:规定|要求|条件|约定)[^,;]{0,6},|在[^,;]{2,24}(?:允许|许可|规定)的[^,;]{0,6}(?:下|内),"
    )


PLACES = 200  # of 退 that are looked at; a sentence with more is no prose


def read(reading: Reading) -> list[Claim]:
    """All claims about refunds, the one that binds the money paid first."""
    claims = [claim for s in reading.holding("退", "返还") for claim in _claims(reading, s)]
    denied = {s.segment for _, s in reading.found("refund-denial", risk=True)}
    claims = [
        c._replace(weight=c.weight + 0.5) if c.answer == "no" and c.statement.segment in denied else c for c in claims
    ]
    known = {claim.statement.segment for claim in claims}
    for finding, s in reading.found("refund-denial", risk=True):
        if s.segment not in known and (finding.source != "model" or holds(s.whole, GIVEN_BACK)):
            claims.append(_denied(s, (s.start, s.end), _in_case(reading, s)))
    decided = decide(best(claims))
    if not decided or decided[0].values.get("narrow") in ("faults", "minors"):
        decided = [*_kept_in(reading), *decided]
    return _scheduled(reading, decided)


def _kept_in(reading: Reading) -> list[Claim]:
    """A balance that cannot be drawn out: the answer where no refund is spoken of, or only for mishaps."""
    return [
        Claim("no", 2.0, s, (s.start, s.end), {"about": "balance"}, "余额不能提现")
        for finding, s in reading.found("withdrawal-ban", risk=True)
        if "no-transfer" not in finding.rule
        and not _points_only(s)
        and holds(s.whole + s.label, (*STORED, "金额", "资金"))
    ]


def _scheduled(reading: Reading, claims: list[Claim]) -> list[Claim]:
    """A schedule of fees under a heading about refunds need not say 退 on each of its lines."""
    if not claims or claims[0].answer == "no":
        return claims
    steps = tiers(reading)
    shares = [step.share for step in steps if step.share < WHOLE]
    if not shares:
        return claims
    top = claims[0]
    values = {**top.values, **fee_span([*shares, *_known_fees(top)])}
    if any(step.share == WHOLE for step in steps):
        values["fee_whole"] = True
    told = list(dict.fromkeys(step.said for step in steps if step.when))
    if len(told) > 1:
        values["tiers"] = told[:MOST]
    if "fee_percent" not in top.values and "window_days" not in top.values:
        first = next(step for step in steps if step.share < WHOLE)
        top = top._replace(statement=first.statement, at=first.at)
    return [top._replace(answer="conditional", values=values, said=say(top, values)), *claims[1:]]


def _known_fees(claim: Claim) -> list[float]:
    return [claim.values[key] for key in ("fee_percent", "fee_percent_min") if key in claim.values]


def _claims(reading: Reading, s: Statement) -> list[Claim]:
    """What the sentence says: the first refusal, or the first grant; both where one ends before the other begins."""
    text = reading.text
    granted: Claim | None = None
    of_money = holds(s.whole, OF_MONEY)
    for place in [] if _points_only(s) else _places(text, s)[:PLACES]:
        left, right = max(s.start, place - 18), min(s.end, place + 14)
        match = _denial().search(text, left, right) if holds(text[left:right], REFUSING) else None
        if match and match.start() <= place < match.end():
            if not _double(text, match, s):
                denied = [] if holds(s.text, RESULTS) else [_denied(s, match.span(), _in_case(reading, s))]
                return _before(text, granted, match.start(), denied)
        elif of_money and granted is None and not holds(text[left:right], IDLE) and not _handed_back(s, place):
            match = _grant().search(text, left, right)
            granted = _granted(reading, s, match.span()) if match else None
    return [granted] if granted else []


def _before(text: str, granted: Claim | None, place: int, denied: list[Claim]) -> list[Claim]:
    """A refusal, with the grant that is complete before it: "扣5%后退回，不支持单个退货" refuses only the second."""
    between = text[granted.at[1] : place] if granted else ""
    apart = ";" in between or ("," in between and not between.startswith("的") and "但" not in between)
    if granted is None or not apart:
        return denied
    return [granted, *(claim._replace(weight=min(claim.weight, 1.9), flat=False) for claim in denied)]


def _points_only(s: Statement) -> bool:
    """Points that were spent do not come back; that says nothing about money."""
    return "积分" in s.text[:6] and not holds(s.text, ("退款", "退费", "余额", "充值", "返还", "礼品"))


def _places(text: str, s: Statement) -> list[int]:
    """Where the sentence speaks of giving back: 退 but not 退出, 返还."""
    found = []
    for word in ("退", "返还"):
        place = text.find(word, s.start, s.end)
        while place >= 0:
            if not text.startswith(KEPT, place + 1) or word == "返还":
                found.append(place)
            place = text.find(word, place + 1, s.end)
    return sorted(found)


def _double(text: str, match: re.Match[str], s: Statement) -> bool:
    """ "不得拒绝退款" denies nothing; nor does "不影响退款"."""
    before = text[max(s.start, match.start() - 4) : match.start()]
    return "不得" in before or "不会" in before or ("拒绝" in match[0][1:] and match[0][0] == "不")


def _handed_back(s: Statement, place: int) -> bool:
    """What is given back there is a thing, not money."""
    return holds(s.text[place - s.start : place - s.start + 8], HANDED_BACK)


def _about(s: Statement) -> tuple[str, float]:
    """The object of a sentence, with the weight of a sentence about it."""
    if holds(s.whole, DEPOSIT) and not holds(s.text, ("充值", "余额", "尾款", "全部款", "已支付款")):
        return "deposit", 2.0
    if "货" in s.text and holds(s.text, ("退货", "退换货", "换货")):
        return "goods", 2.0
    if holds(s.text, STORED):
        return "stored", 4.0
    if holds(s.whole, GOODS) and "费用" not in s.text:
        return "goods", 2.0
    return ("stored", 3.5) if holds(s.whole + s.label, STORED) else ("payment", 3.0)


def _in_case(reading: Reading, s: Statement) -> bool:
    """Whether the half-sentence before, up to a semicolon, names the case: "如因你的原因拒签的，…；服务费不退"."""
    before = s.segment - 1
    if before < 0 or reading.outline.segments[before].clause != reading.outline.segments[s.segment].clause:
        return False
    said = reading.statement(before).text
    return said.endswith(";") and holds(said, CASES)


def _denied(s: Statement, at: tuple[int, int], in_case: bool = False) -> Claim:
    about, weight = _about(s)
    unless = "除非" in s.text and "否则" not in s.text  # "除非…，否则…不退" excepts nothing from the refusal
    excepted = unless or "除外" in s.text or "除因" in s.text
    lawful = excepted and holds(s.text, LAWFUL_ONLY)
    values: dict[str, Any] = {"about": about}
    if excepted:
        values["except"] = "law" if lawful else "stated"
    elif _given().search(s.text):
        values["given"] = True
    partial = holds(s.whole, CONSUMED) or (s.kind == "item" and not s.lead.endswith("退")) or holds(s.text, PART)
    if holds(_whatever().sub("", s.whole), BREACH) or holds(s.text, CONSUMED):
        weight = min(weight, 1.2)
    elif holds(s.text, PART) or holds(s.text, BEGUN):
        weight = min(weight, 2.4)
    elif holds(s.text, GIFT) and not ("充值" in s.text and "余额" in s.text):
        weight = min(weight, 1.0)
    if (in_case or holds(s.text, CASES)) and "一经" not in s.text and "一旦" not in s.text:
        partial, weight = True, min(weight, 2.4)
    flat = not excepted and not partial and not holds(s.text, BARGAIN) and s.kind != "lead" and holds(s.text, FLAT)
    listed = s.kind == "lead" or holds(s.lead, ("下列", "以下", "情形", "情况"))
    soft = listed or (partial and weight > 1.2) or holds(s.text, BARGAIN) or (excepted and not lawful)
    return Claim("conditional" if soft else "no", weight, s, at, values, "不能退", flat)


def _by_fault(reading: Reading, s: Statement) -> bool:
    """The money comes back because of what the operator did or failed to do."""
    own = [f"{name}原因" for name in reading.parties.operator]
    return holds(s.whole, FAULT) or holds(s.whole + s.label, own) or _by_operator().search(s.whole) is not None


def _granted(reading: Reading, s: Statement, at: tuple[int, int]) -> Claim:
    about, weight = _about(s)
    values: dict[str, Any] = {"about": about, **figures(reading.text, s)}
    bounded = "window_days" in values or "fee_percent" in values
    if holds(s.whole, MINOR):
        weight, values["narrow"] = 1.0, "minors"
    elif holds(s.text, GIVEN_MONEY) and not holds(s.text, ("充值", "余额")) and not bounded:
        weight, values["narrow"] = 0.4, "gifts"
    elif _by_fault(reading, s) and not ("window_days" in values and holds(s.text, UNUSED)):
        weight, values["narrow"] = min(weight, 1.5), "faults"
    elif s.kind == "lead":
        weight -= 1.0
    elif "退款" in s.label and about == "payment":
        weight += 0.1  # under a heading of its own
    elif holds(s.text, ("调解", "判决")):
        weight = 0.4
    said = s.whole
    for phrase in FREE:
        said = said.replace(phrase, "")
    answer = "conditional" if bounded or s.kind == "lead" or holds(said, CONDITIONS) else "yes"
    return Claim(answer, weight, s, at, values, "")
