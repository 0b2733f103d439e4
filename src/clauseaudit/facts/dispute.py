"""出事去哪告: which court or commission, and where to complain first."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.identity import emails, phones
from clauseaudit.facts.lists import holds, words
from clauseaudit.facts.reading import Claim, Reading, Statement, best

SUIT = words("法院 诉讼 仲裁 起诉 管辖")
ARBITRATION = words("仲裁")
COURT = words("法院")
SUED = words("法院 诉讼 起诉 管辖")
# Courts that are spoken of for other reasons: orders, judgments, freezing of accounts.
OTHER = words("最高人民法院 判决 裁定 生效法律文书 传票 命令 查封 司法机关的要求 法院的要求 要求披露 劳动仲裁 协助执行")
OPERATOR = (
    "我们", "平台", "公司", "本站", "网站", "运营", "甲方", "商家", "门店", "卖方", "经营者", "服务提供", "提供方",
    "我方", "本店", "本软件", "开发者", "出租方", "旅行社", "签订地", "签署地", "签约地", "履行地",
)  # fmt: skip
NO_NAME = ("所在", "地区", "国家", "你", "住所", "社区", "任何", "有管辖")  # 所在地区法院 is no name
USER = ("用户", "消费者", "你", "乙方", "会员", "原告", "买方", "承租")

LEADS_TO_COURT = (
    "提交至", "提交", "应由", "接受", "服从", "一致同意", "由", "向", "至", "到", "将", "在", "给", "于", "的", "和",
    "是", "以", "签订地", "签署地", "履行地",
)  # fmt: skip
LEADS_TO_COMMISSION = ("提交", "提请", "应由", "由", "向", "至", "到", "机构为", "机构是", "选择的", "选择")
FREE_TO_ARBITRATE = words("不影响 自愿选择 可以选择 双方同意 也可以通过仲裁 仲裁协议(如有) 依据仲裁协议")
DESK = words("投诉 客服 热线 联系我们")
SEATS = words("所在地 住所地 注册地 居住地 经营地 营业地 住址")
SIGNING = words("签订 签署 签约 缔约")
SIGNED_AT = words("签订地 签署地 签约地 缔约地 履行地")
HOMES = words("所在地 住所地")
CHOICE = words("或")
EITHER = words("或 也可 均可 选择 任选")
AGREED = words("双方同意")
WILLING = words("双方同意 自愿")
ENTITLED = words("双方 任何一方 任一方 可 有权 均")
SUING = words("提起诉讼 起诉 诉讼解决")
QUARREL = words("争议 纠纷 协商")
OPEN_QUARREL = words("争议 纠纷 协商不成 诉讼 起诉 不成")
TO_ARBITRATE = words("提交仲裁 申请仲裁 提起仲裁 仲裁解决 仲裁机构 仲裁委")
COSTS = words("律师费 仲裁费 诉讼费 差旅费")
MAY_CHOOSE = words("有权选择")


@lru_cache(maxsize=1)
def _commission() -> re.Pattern[str]:
    return expression(r"\w{2,18}?仲裁(?:委员会|院|中心)")


@lru_cache(maxsize=1)
def _named_court() -> re.Pattern[str]:
    return expression(r"\w{1,12}(?:省|市|区|县|州|盟|旗)(?:[初中高]级|互联网|铁路运输)?(?:人民)?法院")


@lru_cache(maxsize=1)
def _seat() -> re.Pattern[str]:
    return expression(
        r"([^,\s]{0,16})(所在地|住所地|注册地|居住地|经营地|营业地|经常居住地|住址)"
        r".{0,24}?(?:法院|诉讼|起诉|管辖)"
    )


@lru_cache(maxsize=1)
def _signed() -> re.Pattern[str]:
    """The court of the place where the agreement counts as signed."""
    return expression(r"(?:签订|签署|签约|缔约)(?:地|地点|所在地).{0,24}?(?:法院|诉讼|起诉|管辖)")


@lru_cache(maxsize=1)
def _signed_at() -> re.Pattern[str]:
    """ "本协议签订地为云州市青山区。" """
    return expression(
        r"(?:签订|签署|签约|缔约|履行)(?:地|地点)(?:均?为|是|在|:|约定为|位于)[^,;。\n]{0,3}?((?:[^,;。\s()]{1,10}?[省市区县州盟旗]){1,4})"
    )


@lru_cache(maxsize=1)
def _costs() -> re.Pattern[str]:
    return expression(
        r"(?:律师|仲裁|诉讼|差旅)费[^。;]{0,24}?(?:由|归)[^,。;]{0,6}?(败诉|你|用户|违约)[^,。;]{0,4}(?:承担|负担|支付)?"
        r"|(败诉)方?[^,。;]{0,8}(?:承担|负担)[^。;]{0,20}(?:律师|仲裁|诉讼)费"
    )


@lru_cache(maxsize=1)
def _either_seat() -> re.Pattern[str]:
    """Two places of which one may choose."""
    return expression(r"[^,;。\s]{0,12}地(?:的?(?:人民)?法院)?或者?[^,;。\s]{1,12}地(?:有管辖权)?的?(?:人民)?法院")


def read(reading: Reading) -> list[Claim]:
    """All claims about courts and arbitration."""
    operators = {s.segment for _, s in reading.found("jurisdiction", risk=True)}
    arbitral = {s.segment for _, s in reading.found("arbitration", risk=True)}
    claims = []
    for s in reading.holding(SUIT):
        if s.words & OTHER and s.segment not in operators | arbitral:
            continue
        if claim := _claim(reading, s, s.segment in operators, s.segment in arbitral):
            claims.append(claim)
    if any(c.statement.words & ARBITRATION and c.statement.words & WILLING for c in claims):
        claims = [c._replace(weight=1.5) if c.answer == "arbitration" else c for c in claims]  # only if both agree
    claims = best(claims)
    if claims:
        more = {**complaint(reading), **_who_pays(claims[0].statement)}
        claims[0] = claims[0]._replace(values={**claims[0].values, **more})
    return claims


def _who_pays(s: Statement) -> dict[str, str]:
    """On whom the same sentence puts the costs: the loser or the reader."""
    match = _costs().search(s.text) if s.words & COSTS else None
    if match is None:
        return {}
    return {"costs": "loser" if "败诉" in match[0] else "user"}


def _claim(reading: Reading, s: Statement, operators: bool, arbitral: bool) -> Claim | None:
    if s.words & ARBITRATION and (claim := _arbitration(reading, s, arbitral)):
        return claim
    if not s.words & SUED:
        return None
    if match := _court_by_name(reading, s):
        return _court(reading, s, match)
    either = _either_seat().search(reading.text, s.start, s.end) if s.words & CHOICE and not operators else None
    if either and holds(either[0], (*USER, "收货")):
        return Claim("by-law", 2.9, s, either.span(), {}, "你那里或它那里的法院")
    if claim := _signing(reading, s, operators):
        return claim
    if s.words & SEATS and (match := _seat().search(reading.text, s.start, s.end)):
        return _seated(reading, s, match, operators)
    if operators:
        return Claim("operator-court", 3.0, s, (s.start, s.end), {}, "它约定的法院")
    place = s.text.find("法院")
    if s.words & OPEN_QUARREL and (place >= 0 or _may_sue(s)):
        at = s.start + max(0, place)
        return Claim("by-law", 2.0, s, (at, min(s.end, at + 2)), {}, "有管辖权的法院")
    return None


def _signing(reading: Reading, s: Statement, operators: bool) -> Claim | None:
    """The place of signing, by the name that the document gives it; without one it says nothing of where that is."""
    match = _signed().search(reading.text, s.start, s.end) if s.words & SIGNING else None
    if match is None:
        return None
    if found := _where_signed(reading):
        place = found[1].removeprefix("中华人民共和国").removeprefix("中国")
        said = f"{place}的法院" if len(place) <= 13 else "签订地的法院"
        return Claim("operator-court", 3.05, s, match.span(), {"place": place}, said)
    if s.words & HOMES or not operators:
        return None
    return Claim("operator-court", 3.0, s, match.span(), {}, "签订地的法院，没写在哪")


def _where_signed(reading: Reading) -> re.Match[str] | None:
    """Where the document says that is, for the first time."""
    if not reading.words & SIGNED_AT:
        return None
    places = sorted(place for word in SIGNED_AT for place in reading.places(word))
    return next(filter(None, (_signed_at().match(reading.text, place) for place in places)), None)


def _court_by_name(reading: Reading, s: Statement) -> re.Match[str] | None:
    """A court that the sentence names; 所在地区法院 is none, and 任何一方 before a name is no part of it."""
    match = _named_court().search(reading.text, s.start, s.end) if s.words & COURT else None
    return match if match and not holds(_bare(match[0], LEADS_TO_COURT), NO_NAME) else None


def _may_sue(s: Statement) -> bool:
    return s.words & ENTITLED != 0 and s.words & SUING != 0


def _arbitration(reading: Reading, s: Statement, must: bool) -> Claim | None:
    """Arbitration that binds; a choice between it and a court is the law's own rule."""
    choice = s.words & AGREED or (s.words & COURT and s.words & EITHER and not _one_sided(reading, s))
    if choice and not must:
        if not s.words & QUARREL:
            return None
        match = _court_by_name(reading, s)
        open_choice = Claim("by-law", 2.2, s, (s.start, s.end), {}, "仲裁或法院，可以选")
        return _court(reading, s, match) if match else open_choice
    named = _commission().search(reading.text, s.start, s.end)
    said = must or named or s.words & TO_ARBITRATE
    if not said or s.words & FREE_TO_ARBITRATE:
        return None
    values: dict[str, Any] = {}
    answer = "只能去仲裁"
    if named:
        name = _bare(named[0], LEADS_TO_COMMISSION)
        values["commission"] = name
        answer = f"仲裁：{name}" if len(name) <= 13 else answer
    return Claim("arbitration", 3.2, s, named.span() if named else (s.start, s.end), values, answer)


def _one_sided(reading: Reading, s: Statement) -> bool:
    """Whether it is the operator's choice."""
    if not s.words & MAY_CHOOSE:
        return False
    sides = "|".join(["公司|我们|平台|甲方", *map(re.escape, reading.parties.operator)])
    return re.search(f"(?:{sides})[^,]{{0,6}}有权选择", s.text) is not None


def _court(reading: Reading, s: Statement, match: re.Match[str]) -> Claim:
    name = _bare(match[0], LEADS_TO_COURT)
    values = {"court": name}
    said = name if len(name) <= 16 else "它指定的法院"
    return Claim("operator-court", 3.1, s, match.span(), values, said)


def _bare(name: str, leads: tuple[str, ...]) -> str:
    """The name without the words that lead to it."""
    head = name[:-4]
    return name[max((head.rfind(lead) + len(lead) for lead in leads if lead in head), default=0) :]


def _seated(reading: Reading, s: Statement, match: re.Match[str], operators: bool) -> Claim | None:
    whose = match[1]
    names = reading.parties.operator
    if "被告" in whose or "各自" in whose:
        return Claim("by-law", 2.6, s, match.span(), {}, "被告所在地的法院")
    side = max((whose.rfind(w) for w in (*OPERATOR, *names)), default=-1)
    user = max((whose.rfind(w) for w in USER), default=-1)
    if operators or side > user or (side < 0 and user < 0 and match[2] == "注册地"):
        signed = holds(whose, ("签订地", "签署地", "签约地", "履行地"))
        said = "签约地、履行地的法院" if signed else "平台所在地的法院"
        return Claim("operator-court", 3.0, s, match.span(), {} if signed else {"seat": "operator"}, said)
    if user >= 0:
        return Claim("user-court", 2.8, s, match.span(), {}, "你所在地的法院")
    return Claim("operator-court", 2.7, s, match.span(), {}, "它所在地的法院") if whose else None


def complaint(reading: Reading) -> dict[str, Any]:
    """Telephone and e-mail of the complaint or service desk."""
    values: dict[str, Any] = {}
    for s in reading.holding(DESK):
        if "complaint_phone" not in values and (found := phones(s)):
            values["complaint_phone"] = found[0]
        if "complaint_email" not in values and (found := emails(s)):
            values["complaint_email"] = found[0]
    return values
