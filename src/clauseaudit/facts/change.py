"""谁能改规则: who may change the terms, and how long before."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.lists import holds, words
from clauseaudit.facts.reading import Claim, Reading, Statement, best, times
from clauseaudit.model import Finding

AMEND = words("修改 变更 修订 更新 调整 补充 更改 改动 完善")
TERMS = words("协议 条款 规则 政策 须知 章程 本规定 细则 约定 合同 办法 说明")
NEAR_TERMS = ("协议", "条款", "规则", "政策", "须知", "章程", "本规定", "细则", "本约定", "合同", "办法")
UNTOLD = words("无需 无须 毋须 不另行 恕不")
AT_ONCE = words(
    "无需 无须 毋须 不另行 恕不 不再另行 即时生效 立即生效 即刻生效 公布即 公布之 公布后生效 一经公布 "
    "一经发布 一经 即生效 即行生效 公布时 公布后即"
)
AT_ANY_TIME = words("随时")
AMENDED = words("修改 变更 修订 更新 更改")
ASSENT = words("视为 继续使用 不同意 另行约定 无效条款 无效的条款 个人信息 订单")  # not the consent that a change needs
ASSENTED = words("同意 确认 协商一致 书面 签")  # one of them is in every consent of both
NOT_TERMS = words(
    "修改订单 修改密码 修改资料 变更手机 修改商品 修改价格 修改软件 反向工程 反编译 个人信息变更 资料变更 "
    "信息变更 变更信息 变更或退 退款或变更 变更订单 订单变更 行程变更 变更行程 版本为止"
)
DUTIES = words("你不得 用户不得 你应 用户应")

EARLY = words("提前")
NOTICE = words("提前 公示 公告 通知 之日起 公布 发布")
BEFORE_DAYS = ("提前", "公示", "不少于", "不短于", "生效前", "实施前")
SHOWN = ("公告", "公布", "发布", "通知")
AFTER_DAYS = ("生效", "公示", "公告", "通知", "自然日", "施行", "前")
OTHER_RULES = words("其他规则 其它规则 各类规则 相关规则 单独协议 不时发布")
REFUSED = words("不同意 不接受 不愿接受 不愿意接受 不认可 有权终止使用 有权停止使用")
THIS = words("本协议 本规则 本条款 本规定 本合同 本须知 本章程")
CHANGED = words("修改 变更 修订 更新 调整 补充 更改 改动 完善 新的 新协议 新规则")
NOUNS = words("补充条款 补充协议 补充约定 补充规定 补充说明")


@lru_cache(maxsize=1)
def _may() -> re.Pattern[str]:
    return expression(
        r"(?:有权|可以?|将|保留|随时|不时|会|酌情|权利|需要?|必要时|临时|定期|如因|如由于|由于).{0,50}?(?:修改|变更|修订|更新|调整|补充|更改)"
        r".{0,30}|(?:修改|变更|修订|更新|调整|补充|更改)后?的?[^,]{0,16}.{0,24}?(?:公布|公告|公示|发布|生效)"
    )


@lru_cache(maxsize=1)
def _both() -> re.Pattern[str]:
    return expression(
        r"(?:双方|各方|甲乙)[^,]{0,10}(?:协商一致|书面|同意|确认|签订).{0,20}?(?:修改|变更|修订|补充)"
        r"|(?:修改|变更|修订|补充).{0,24}?(?:双方|各方|甲乙)[^,]{0,8}(?:协商一致|同意|书面|确认|签[订字署])"
        r"|(?:未经|须经|需经|应经|取得|征得|经)(?:双方|对方|你|用户)的?(?:书面|明确)?(?:同意|确认).{0,16}?(?:修改|变更|修订|方可|生效)"
        r"|(?:未经|须经|需经|应经|取得|征得)(?:双方|对方|你|用户)的?(?:书面|明确)?(?:同意|确认)"
    )


@lru_cache(maxsize=1)
def _this_text() -> re.Pattern[str]:
    """Behind the verb, at the end of what may be changed: "调整收费标准及本协议内容"."""
    return expression(r"[^,;]{0,26}?(?:本协议|本规则|本条款|本规定)(?:的?内容|条款)?(?:,|$|于|并)")


@lru_cache(maxsize=1)
def _of_this() -> re.Pattern[str]:
    """What is amended are these very terms and not the rules that are issued beside them."""
    return expression(
        r"(?:修改|变更|修订|更新|调整|补充)[^,;]{0,12}(?:本协议|本条款|本合同|本须知|本章程|本规则)"
        r"|对(?:于)?(?:本协议|本条款|本合同|本须知|本章程|本规则)[^,;]{0,16}(?:修改|变更|修订|更新|调整|补充|修[订改])"
    )


@lru_cache(maxsize=1)
def _early() -> re.Pattern[str]:
    return expression(r"(?<![需须不会用])提前(?:以[^,]{1,12}|通过[^,]{1,12}|在[^,]{1,12}|向你)?(?:公示|公告|通知|告知)")


def read(reading: Reading) -> list[Claim]:
    """All claims about who changes the terms, the most specific first."""
    claims = []
    found = [(f, s) for f, s in reading.found("unilateral-change", risk=True) if not _doubtful(f, s)]
    risks = {s.segment for _, s in found}
    for s in reading.holding(AMEND):
        if s.labelled(TERMS) and _speaks_of_change(s):
            claim = _claim(reading, s, s.segment in risks)
            claims += [claim] if claim else []
    known = {claim.statement.segment for claim in claims}
    for finding, s in found:
        if s.segment not in known:
            amends = s.words & AMEND and not s.words & OTHER_RULES
            weight = 2.4 if amends and not holds(finding.rule, ("retroactive", "newest")) else 2.0
            claims.append(_anytime(reading, s, (s.start, s.end), weight))
    for _, s in reading.found("unilateral-change", risk=False):
        days = _days(reading, s)
        if days and s.segment not in known and s.labelled(TERMS):
            claims.append(_with_notice(s, (s.start, s.end), days))
    claims = best(claims)
    if claims and claims[0].answer.startswith("operator") and (way := _way_out(reading)):
        claims[0] = claims[0]._replace(values={**claims[0].values, "exit": way})
    return claims


def _doubtful(finding: Finding, s: Statement) -> bool:
    """The second reader takes "未经你同意，不会修改" for its opposite now and then."""
    return finding.source == "model" and s.words & ASSENTED != 0 and _both().search(s.text) is not None


def _way_out(reading: Reading) -> str:
    """What somebody may do who does not agree to a change: get money back, cancel, or only stop using it."""
    ways = [way for s in reading.holding(REFUSED) if _of_a_change(reading, s) and (way := _leaves(s.text))]
    return min(ways, key=("refund", "cancel", "stop").index, default="")


def _leaves(text: str) -> str:
    text = text[min(place for word in REFUSED if (place := text.find(word)) >= 0) :]
    if holds(text, ("退款", "退费", "退还", "退卡")) and not holds(text, ("不退", "不予退", "概不")):
        return "refund"
    if holds(text, ("取消", "注销", "解除", "终止本协议", "终止协议", "解约", "退出")):
        return "cancel"
    return "stop" if holds(text, ("停止", "终止", "不再使用", "放弃使用")) else ""


def _of_a_change(reading: Reading, s: Statement) -> bool:
    """Whether the sentence and the one before it in the same clause speak of one."""
    if s.words & CHANGED:
        return True
    segments = reading.outline.segments
    before = s.segment - 1
    same = before >= 0 and segments[before].clause == segments[s.segment].clause
    return same and holds(reading.statement(before).text + s.text, CHANGED)


def _speaks_of_change(s: Statement) -> bool:
    """补充 in 补充条款 is no change."""
    if not s.words & NOUNS:
        return s.words & AMEND != 0
    text = s.text
    for noun in NOUNS:
        text = text.replace(noun, "")
    return holds(text, AMEND)


def _claim(reading: Reading, s: Statement, risky: bool) -> Claim | None:
    if s.words & NOT_TERMS or (s.words & DUTIES and not risky):
        return None
    days = _days(reading, s)
    match = _may().search(reading.text, s.start, s.end)
    if match is None and not risky and not days:
        both = _agreed(reading, s)
        return Claim("both", 2.1, s, both.span(), {}, "要双方都同意") if both else None
    at = match.span() if match else (s.start, s.end)
    if days:
        return _with_notice(s, at, days)
    early = _early().search(s.text) if s.words & EARLY and not s.words & AT_ONCE else None
    if early and (risky or _amends_terms(s, at)):
        told = s.start + early.start(), s.start + early.end()
        return Claim("operator-with-notice", 2.7, s, told, {}, "平台，会提前公示")
    if not risky and (both := _agreed(reading, s)):
        return Claim("both", 2.3, s, both.span(), {}, "要双方都同意")
    if not risky and not _amends_terms(s, at):
        return None
    return _anytime(reading, s, at, 2.5 if risky else 2.2)


def _agreed(reading: Reading, s: Statement) -> re.Match[str] | None:
    """That both sides have to agree to a change."""
    return _both().search(reading.text, s.start, s.end) if s.words & ASSENTED and not s.words & ASSENT else None


def _amends_terms(s: Statement, at: tuple[int, int]) -> bool:
    """Whether what is changed are the terms, not a price, an order or the software."""
    said = s.text[at[0] - s.start : at[1] - s.start]
    if holds(said, ("你可", "用户可", "你有权", "用户有权")):
        return False
    place = max(said.rfind(word) for word in AMEND) + at[0] - s.start
    around = s.text[max(0, place - 24) : place + 14]
    if _this_text().match(s.text, place):
        return True
    return holds(around, NEAR_TERMS)


def _days(reading: Reading, s: Statement) -> int:
    """Days between notice and effect that the sentence or the next one of the clause states."""
    segments = reading.outline.segments
    for index in (s.segment, s.segment + 1):
        if index >= len(segments) or segments[index].clause != segments[s.segment].clause:
            break
        near = reading.statement(index)
        if not near.words & NOTICE:
            continue
        for duration in times(reading.text, near):
            before = reading.text[max(near.start, duration.start - 26) : duration.start]
            after = reading.text[duration.end : min(near.end, duration.end + 14)]
            if holds(before, BEFORE_DAYS) or (holds(before, SHOWN) and holds(after, AFTER_DAYS)):
                return duration.days
    return 0


def _with_notice(s: Statement, at: tuple[int, int], days: int) -> Claim:
    return Claim("operator-with-notice", 2.8, s, at, {"notice_days": days}, f"平台，提前{days}天公示")


def _at_once_after(reading: Reading, s: Statement) -> bool:
    """Whether one of the next two sentences of the clause makes the change take effect at once."""
    segments = reading.outline.segments
    near = [i for i in (s.segment + 1, s.segment + 2) if i < len(segments)]
    same = [reading.statement(i).words for i in near if segments[i].clause == segments[s.segment].clause]
    return any(held & AMENDED and held & AT_ONCE for held in same)


def _anytime(reading: Reading, s: Statement, at: tuple[int, int], weight: float) -> Claim:
    values: dict[str, Any] = {}
    said = "平台，想改就能改"
    if s.words & THIS and (_this_text().search(s.text) or _of_this().search(s.text)):
        weight += 0.05
    if s.words & AT_ONCE or _at_once_after(reading, s):
        values, said, weight = {"at_once": True}, "平台，公布就生效", weight + 0.1
        if s.words & AT_ONCE:
            at = at[0], max(at[1], s.start + max(p + len(w) for w in AT_ONCE if (p := s.text.find(w)) >= 0))
        if s.words & UNTOLD:
            silent = min(p for p in map(s.text.find, UNTOLD) if p >= 0)
            said = "平台，改了不通知"
            at = min(at[0], s.start + silent), max(at[1], s.start + silent + 4)  # quoted with that
    elif s.words & AT_ANY_TIME:
        said = "平台，随时能改"
    return Claim("operator-anytime", weight, s, at, values, said)
