"""钱付给谁: the company behind the document, its numbers and how to reach it.

Sources: GB 32100-2015 for the check character of the unified social credit code (统一社会信用代码).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.brand import brand, leads
from clauseaudit.facts.lists import holds, words
from clauseaudit.facts.reading import Claim, Reading, Statement, best

_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_WEIGHTS = tuple(3**place % 31 for place in range(17))
# Firms that agreements name without being party to them.
OTHERS = words(
    "银行 银联 保险 支付宝( 财付通 apple 腾讯计算机 微信支付 通联支付 人民币 中国移动 中国电信 中国联通 "
    "易宝支付 快钱 连连"
)
OPERATES = 2.6  # weight of a company that is more than mentioned
NAME = 30  # characters of a name
MOST_PLACES = 1000  # of an ending that are looked at, each with the sentence around it
ENDINGS = words("公司 合伙企业 工作室 经营部 合作社 商行 服务部 事务所 个体工商户")
PLACES = words(
    "北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 "
    "海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 内蒙 深圳 广州 杭州 南京 苏州 武汉 成都 西安 厦门 "
    "青岛 大连 宁波 合肥 长沙 郑州 济南 福州 昆明 东莞 佛山 珠海 无锡"
)


@lru_cache(maxsize=1)
def _generic() -> re.Pattern[str]:
    return expression(
        "^(?:本|该|我|贵|其|各|任何|关联|母|子|分|上市|第三方|其他|合作|苹果|物流|快递|保险|所属|相关|运营|目标|乙|甲|新|如|包括)?公司$"
    )


@lru_cache(maxsize=1)
def _blank() -> re.Pattern[str]:
    """A name that was never filled in."""
    return expression(r"^(?:x{2,}|某+|\*+|_+|[a-z]公司)|某某|xx")


@lru_cache(maxsize=8)
def _pattern(kind: str) -> re.Pattern[str]:
    return expression(_SHAPES[kind])


_SHAPES = {
    "phone": r"(?<![\d.])(?:[48]00[- ]?\d{3,4}[- ]?\d{3,4}|(?:\(0\d{2,3}\)|0\d{2,3})[- ]?\d{7,8}(?!\d)"
    r"|1[3-9]\d{9}(?!\d)|(?:95|96|10|12)\d{3,6}(?!\d))",
    "email": r"[a-z0-9][a-z0-9._+-]{0,40}@[a-z0-9][a-z0-9-]{0,40}(?:\.[a-z]{2,10}){1,3}",
    "site": r"www\.[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,3}",
    "uscc": r"(?<![0-9a-z])[0-9a-hj-npqrtuwxy]{2}\d{6}[0-9a-hj-npqrtuwxy]{10}(?![0-9a-z])",
    "icp": r"\wicp备 ?\d{6,10}号(?:-\d{1,3})?[a-z]?|\wicp证 ?\d{5,8}号?",
    "licence": r"(?:\w)?b[12]\.?b?[12]?-\d{8}|\w网文\W?\d{4}\W?\d{3,5}-\d{2,4}号?",
}


def valid_code(code: str) -> bool:
    """Whether an 18-character unified social credit code has the right check character."""
    if len(code) != 18 or any(character not in _CODE for character in code):
        return False
    total = sum(_CODE.index(character) * weight for character, weight in zip(code, _WEIGHTS, strict=False))
    return _CODE[(31 - total % 31) % 31] == code[17]


def phones(s: Statement) -> list[str]:
    """Telephone numbers of a sentence."""
    return [m[0] for m in _pattern("phone").finditer(s.text)] if s.words & DIGITS else []


def emails(s: Statement) -> list[str]:
    """E-mail addresses of a sentence."""
    return [m[0] for m in _pattern("email").finditer(s.text)] if s.words & AT else []


def read(reading: Reading) -> list[Claim]:
    """Who runs the service: a named company, or only a brand."""
    values = contacts(reading)
    candidates = best(_companies(reading))
    if candidates:
        first = candidates[0]
        provided = (c for c in candidates[1:] if reading.text.startswith("由", c.at[0] - 1))
        other = next((c for c in provided if c.weight >= OPERATES), None)
        if other is not None:
            values["also"] = other.values["company"]
        return [first._replace(values={**first.values, **values}), *candidates[1:]]
    named = brand(reading)
    if named is None:
        return []
    start, end = named
    statement = reading.at(start)
    printed = _printed(reading, start, end)
    return [Claim("brand-only", 1.0, statement, (start, end), {"brand": printed, **values}, "收款方未写明")]


def _companies(reading: Reading) -> list[Claim]:
    found: dict[str, Claim] = {}
    for ending in ENDINGS:
        for place in reading.places(ending)[:MOST_PLACES]:
            end = place + len(ending)
            if ending == "公司" and not holds(reading.text[max(0, end - NAME) : end], INCORPORATED):
                continue
            start = _beginning(reading.text, end)
            name = reading.text[start:end]
            if end - start >= len(ending) + 4 and not _generic().match(name) and not holds(name, OTHERS):
                claim = _company(reading, start, end, ending)
                if claim and (name not in found or found[name].weight < claim.weight):
                    found[name] = claim
    return list(found.values())


def _beginning(text: str, end: int) -> int:
    """Where the name that ends here begins."""
    start = end
    while start > max(0, end - NAME) and (text[start - 1].isalnum() or text[start - 1] in "()·&"):
        start -= 1
    opening = text.rfind("(", start, end)
    if opening >= 0 and text.find(")", opening, end) < 0:
        start = opening + 1
    if text[start : start + 1] in "()·&":
        start += 1
    name = text[start:end]
    if holds(name, PLACES):
        first = start + min(name.find(place) for place in PLACES if place in name)
        if first == start or text[first - 1] != "(":
            return first
    cuts = [m.end() for m in leads().finditer(text, start, end) if end - m.end() >= 6]
    return max(cuts, default=start)


def _company(reading: Reading, start: int, end: int, ending: str) -> Claim | None:
    """A candidate with the weight of its surroundings."""
    text = reading.text
    name = text[start:end]
    if _blank().search(name) or "有限公司" in name[:-4]:  # "… 有限公司及其关联公司": the first part has been seen
        return None
    if ending == "公司":
        if not holds(name, INCORPORATED):
            return None
    elif not holds(text[max(0, start - 14) : start], INTRODUCED):
        return None
    statement = reading.at(start)
    before, after = text[max(0, start - 24) : start], text[end : end + 16]
    weight = 2.0
    if holds(before, OPERATING) or after.startswith(("运营", "所有", "经营")):
        weight += 1.0
    if after.startswith(("(以下", "(下称", "(简称", '("')) or holds(after[:12], ("简称", "以下称")):
        weight += 0.8
    if holds(before[-8:], JOINED) or after.startswith(("与你", "和你", "与用户", '("')):
        weight += 0.6
    if statement.end - statement.start <= len(name) + 4 or statement.words & REGISTERED:
        weight += 0.7
    if holds(before, ("第三方", "合作", "委托", "关联", "例如", "包括", "供应商", "sdk", "物流", "苹果")):
        weight -= 1.5
    printed = _printed(reading, start, end)
    said = printed if len(printed) <= 16 else printed[:15] + "…"
    return Claim("named", weight, statement, (start, end), {"company": printed}, said)


def _printed(reading: Reading, start: int, end: int) -> str:
    first, last = reading.folded.origin(start, end)
    return reading.document.text[first:last]


def contacts(reading: Reading) -> dict[str, Any]:
    """Numbers, address, telephone, e-mail and website as printed."""
    values: dict[str, Any] = {}
    for s in reading.holding(CODED):
        if match := _pattern("uscc").search(reading.text, s.start, s.end):
            code = match[0].upper()
            values.setdefault("uscc" if valid_code(code) else "uscc_invalid", code)
    for key, hints in (("icp", FILED), ("licence", LICENSED)):
        for s in reading.holding(hints):
            if match := _pattern(key).search(reading.text, s.start, s.end):
                values.setdefault(key, _printed(reading, *match.span()))
    for s in reading.holding(AT):
        for match in _pattern("email").finditer(reading.text, s.start, s.end):
            values.setdefault("email", match[0])
    for s in reading.holding(CALLED, DIGITS):
        if "phone" not in values and (found := phones(s)):
            values["phone"] = found[0]
    for s in reading.holding(SITES):
        if site := _pattern("site").search(reading.text, s.start, s.end):
            values.setdefault("website", site[0])
    if address := _address(reading):
        values["address"] = address
    return values


def _address(reading: Reading) -> str:
    for word in ADDRESSED:
        for place in reading.places(word):
            start = place + len(word)
            stops = [p for p in (reading.text.find(c, start, start + 60) for c in "\n。;,") if p >= 0]
            end = min(stops, default=min(len(reading.text), start + 60))
            said = _printed(reading, start, end).strip() if end > start else ""
            if len(said) >= 6 and holds(said, ("省", "市", "区", "县", "路", "街", "号", "镇")) and "@" not in said:
                return said
    return ""


INCORPORATED = ("有限", "集团")  # one of them is in the name of a 公司
INTRODUCED = ("名称", "经营者", "运营", "甲方", "由", "主体", "收款", "单位")
OPERATING = words("运营 经营 名称 主体 甲方 开发者 提供方 所有权 版权 收款 乙方")
JOINED = ("你与", "你和", "用户与", "用户和", "由", "协议是", "是由")
CODED = words("信用代码 营业执照 注册号")
REGISTERED = words("营业执照 信用代码 地址")
FILED = words("icp")
LICENSED = words("许可证 网文 b2-")
AT = words("@")
SITES = words("www.")
DIGITS = words("0 12 13 14 15 16 17 18 19 95 96")  # one of them is in every telephone number
CALLED = words("电话 热线 客服 手机号 致电 拨打")
ADDRESSED = words("地址: 地址为 住所: 住所地: 办公地点: 注册地: 地址是")
