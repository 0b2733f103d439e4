"""What is kept of the price when the reader calls off, step by step: how long before, and what share."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from clauseaudit.expressions import expression
from clauseaudit.facts.lists import holds, words
from clauseaudit.facts.numbers import number, placed_percentages, tidy
from clauseaudit.facts.reading import Reading, Statement
from clauseaudit.facts.refund_figures import FEES

PENALTY = words("违约金")
CALLED_OFF = words("取消 退订 退票 解除 出发前 入住前 开演前 行程前 游玩前")
FREE = words("不收手续费 不收取手续费 不收取任何手续费 不收任何手续费 免手续费 无手续费 无需手续费")
GIVEN_BACK = words("退")
SHARES = words("% 分之 ‰")
DAILY = words("每日")
PAYS = words("赔偿 赔付 补偿 支付 偿付 承担")
SET_OFF = words("同额的 差额")
CAUSES = words("因 由于")
OWES = words("应 须 需 将 会 负责")
OPERATORS = ("我们", "我方", "平台", "公司", "商家", "卖方", "卖家", "经营者", "旅行社", "机构")
WHOLE = 100
MOST = 6  # steps that are told


class Tier(NamedTuple):
    """A step of the schedule."""

    when: str  # "提前72小时" | "72小时内" | "节假日" | "" if the sentence does not say
    share: float  # percent
    losses: bool  # actual losses come on top
    statement: Statement
    at: tuple[int, int]  # of the percentage

    @property
    def said(self) -> str:
        return f"{self.when}扣{tidy(self.share)}%" + "加损失" * self.losses


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    return expression(
        r"(提前|前)?(?:至少)?(\d{1,3}|[一二两三四五六七八九十]{1,3})(?:[-~—至到]\d{1,3})?(个?月|小时|天|日|周)"
        r"(?:中午)?(?:\d{1,2}[点时])?(以?内|之内|以?前|之前|以?外|以上)?"
    )


@lru_cache(maxsize=1)
def _to_user() -> re.Pattern[str]:
    """Paid to the reader: "赔偿你已交总费用的", "向用户支付"."""
    return expression(
        r"(?:赔偿|赔付|补偿|支付|偿付)(?:给|予)?(?:你|用户|消费者|客户|顾客|买家|游客|旅游者|学员|会员)"
        r"|向(?:你|用户|消费者|客户|顾客|买家|游客|旅游者|学员|会员)[^,]{0,8}(?:支付|赔偿|赔付|偿付|承担)"
    )


def user_loses(s: Statement, names: Iterable[str]) -> bool:
    """Whether what the sentence charges falls on the reader; False where the operator pays or it is its doing."""
    if (s.words & PAYS and _to_user().search(s.text)) or s.whole_words & SET_OFF:
        return False
    sides = "|".join([*OPERATORS, *map(re.escape, names)])
    own_doing = rf"(?:因|由于|如因)[^,]{{0,4}}(?:{sides})[^,]{{0,4}}(?:的?原因|的?责任|取消|违约)"
    if s.within(CAUSES) and re.search(own_doing, s.whole + "\n" + s.label):
        return False
    owes = rf"(?:^|[,;:])(?:则|但)?(?:{sides})[^,]{{0,14}}(?:应当?|须|需|将|会|负责)[^,]{{0,6}}(?:支付|赔偿|赔付|承担)"
    return not (s.words & PAYS and s.words & OWES and re.search(owes, s.text))


def tiers(reading: Reading) -> list[Tier]:
    """The steps of the schedule in the order of the text; those of the operator's own penalties are none."""
    found: list[Tier] = []
    for s in reading.holding(FEES | PENALTY, SHARES):
        penal = s.words & PENALTY and s.within(CALLED_OFF)
        fee = s.words & FEES and s.within(GIVEN_BACK) and not s.words & FREE
        if (penal or fee) and not s.words & DAILY and user_loses(s, reading.parties.operator):
            found += _steps(reading.text, s)
    return found


def _steps(text: str, s: Statement) -> list[Tier]:
    steps = []
    behind = s.start
    for share, (start, end) in placed_percentages(text, s.start, s.end):
        if share <= WHOLE:
            more = re.match(r"[^。;]{0,8}(?:[+和及并]|以及)[^。;]{0,4}损失", text[end : s.end])
            steps.append(Tier(_when(text[behind:start]), share, more is not None, s, (start, end)))
        behind = end
    return steps


def _when(said: str) -> str:
    if holds(said, ("春节", "国庆", "黄金周", "节假日", "法定节日")):
        return "节假日"
    match = None
    for found in _before().finditer(said):
        match = found
    if match is None:
        return ""
    lead, count, unit, side = match.groups()
    length = f"{number(count)}{unit}"
    if side and side.endswith("内"):
        return f"{length}内"
    return f"提前{length}" if lead or (side and holds(side, ("前", "外", "上"))) else ""
