"""Who is who in this document: the names it gives to the operator, to the user and to its own currency.

Matching masks these names wherever they stand, so only distinctive ones count: a brand, 甲方, an alias that the text
itself defines. Everyday words (平台, 用户, 服务) are concepts of the lexicon and never names.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clauseaudit.expressions import expression
from clauseaudit.model import Parties
from clauseaudit.native import core

if TYPE_CHECKING or core is None:
    from clauseaudit.words import Place, Words
else:
    Words = core.Words

_ROLES = (
    "玩家", "学员", "会员", "租客", "租户", "乘客", "旅客", "旅游者", "承租人", "承租方", "顾客", "持卡人", "业主",
    "车主", "读者", "住客"
)  # fmt: skip
# How far before a word its phrase may begin, and the words: none begins with another of its group or overlaps it.
_LOOKED_FOR = (
    (0, ("称",)),
    (0, ("甲方", "乙方")),
    (12, ("有权", "不承担", "保留", "不保证", "不负责", "不对")),
    (0, _ROLES),
    (3, ("币", "豆", "钻", "贝", "晶")),
    (0, ("充值", "兑换")),
)
_STOPS = ",。;:!?()\"'《》【】、"
_WORDS = Words(_LOOKED_FOR, _STOPS)
# Expressions are compiled where they are needed: most agreements need few of them.
_COMPANY = (
    "公司|集团|平台|网站?$|网络|运营|中心|团队|工作室|经营|商[城店家户]|旅行社|酒店|俱乐部|机构|服务提供|提供方|出租"
    "|卖[家方]|app|我们|企业|学校|学院"
)
_PERSON = (
    "用户|会员|玩家|学员|租客|租户|消费者|客户|顾客|乘客|旅客|旅游者|承租|买[家方]|个人|你|使用方|家长|学生|车主|业主"
)
# Words that mean something without this document.
_ORDINARY = (
    "^本|我们|我方|协议|条款|政策|规则|声明|合同|软件|商品|产品|服务|账[号户]|内容|信息|资料|活动|应用|小程序|网站|"
    "平台|公司|用户|会员|你|客户|双方|一方|各方|对方|他人|第三|卖家|买家|商家|店铺|管理|运营|法律|权利|责任|义务|行为|情[况形]|原因|损失|系统|数据|客服|"
    "手机|团队|积分|社区|论坛|科技有限|伙伴|好友|通知|房东|丙方|征信|使用|经营者|企业|否则|授权|本$|等$|^(?:app|gm|apple)$|"
    "法院|机关|部门|机构|员工|费用|余额|押金|订单|隐私|游戏|功能|任何|个人|中国|国家|作者|主播|监护人|未成年"
)
_NAMED = r'称(?:为|作|之为|之)?:?"?([^"“(),。;:、\s]{2,12}?)"?(?:(?:或者?|、|和|及|与|,)"([^"\n]{1,12})")?\)'
_PARTY = r"([甲乙]方)(?:\(([^)\n]{1,20})\)[:为是即指]?|[:为是即指])[ \t]*([^\n,。;]{0,30})"
_ALIAS_ENDS = (")", '")')  # behind 承租人(乙方, 某某公司(以下简称"甲方
_BEFORE = rf"[^\s{_STOPS}]+\Z"
# What leads to a name and what follows it: single characters, and words.
_LEADING = (
    "则且并但而或若如当及和与由除即是为",
    ("同时", "因此", "届时", "欢迎", "感谢", "使用", "注册", "下载", "登录", "访问"),
)
_TRAILING = (
    "将均都也亦应可概仍还只并有",
    ("及其关联公司", "公司", "一律", "完全", "同时", "在此", "对此", "因此"),
)
_IN_NAMES = frozenset("0123456789abcdefghijklmnopqrstuvwxyz.&·-")
_NO_COMPANY = ("本公司", "用户", "服务系", "获取", "所有者", "或其", "授权")
_COMPOUND = frozenset("费卡服权等级积期制价专资证险票")
_COMMON_COIN = "人民币|货币|外币|硬币|纸币|本币|虚拟币|代币|数字币|土豆|大豆|黄豆|宝贝|拷贝|水晶|结晶|的.$|一.$"
_MOST_NAMES = 200  # each is looked for in the whole text; a real agreement names a handful


def resolve(folded_text: str) -> Parties:
    """Find the distinctive names of both sides and of the document's own currency, each longest first."""
    named, sides, acts, roles, coins, trade = _WORDS.places(folded_text)
    operator, user = _defined(folded_text, named)
    first, second = _first_and_second(folded_text, sides)
    operator |= first | _acting(folded_text, acts)
    user |= second | _roles(folded_text, roles)
    user -= operator
    own = _coins(folded_text, coins) if trade else set()
    return Parties(_ordered(operator), _ordered(user), _ordered(own))


def _ordered(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _defined(text: str, places: list[Place]) -> tuple[set[str], set[str]]:
    """Names from "… (以下简称"星屿")"."""
    operator: set[str] = set()
    user: set[str] = set()
    end = names = 0
    for _, place, _ in places:
        match = expression(_NAMED).match(text, place) if place >= end and names < _MOST_NAMES else None
        if not match:
            continue
        end, names = match.end(), names + 1
        opening = text.rfind("(", max(0, place - 16), place)
        if opening < 0:
            continue
        subject = _phrase(text, opening)
        aliases = [alias for alias in match.groups() if alias]
        known = subject + "/" + "/".join(aliases)
        person, company = bool(expression(_PERSON).search(known)), bool(expression(_COMPANY).search(known))
        for name in (*aliases, subject):
            if _distinctive(name) or (name == subject and _is_company(name)):
                if company and not (person and "公司" not in known):
                    operator.add(name)
                elif person:
                    user.add(name)
                elif name != subject and _acts(text, name):
                    operator.add(name)
    return operator, user


def _phrase(text: str, end: int) -> str:
    """The name that ends at ``end``, without what leads to it."""
    found = expression(_BEFORE).search(text, max(0, end - 24), end)
    phrase = _unled(found[0]).removesuffix("及其关联公司") if found else ""
    for separator in ("是由", "由", "与", "和", "是", "为", "使用", "的"):
        head, mid, tail = phrase.rpartition(separator)
        if mid and len(tail) >= 2 and len(head) >= 1:
            phrase = tail
    return phrase


def _unled(phrase: str) -> str:
    """A phrase without what leads to a name."""
    signs, words = _LEADING
    while (phrase := phrase.lstrip(signs)).startswith(words):
        phrase = phrase[2:]
    return phrase


def _unfollowed(phrase: str) -> str:
    """A phrase without what follows a name."""
    signs, words = _TRAILING
    while (phrase := phrase.rstrip(signs)).endswith(words):
        phrase = phrase.removesuffix(next(word for word in words if phrase.endswith(word)))
    return phrase


def _written_as_name(word: str) -> bool:
    # no expression: a class with all Chinese characters takes half a millisecond to compile
    return 2 <= len(word) <= 10 and all("\u4e00" <= c <= "\u9fff" or c in _IN_NAMES for c in word)


def _distinctive(name: str) -> bool:
    """Whether masking ``name`` everywhere can only hit the party itself."""
    if not _written_as_name(name) or name.isdigit() or name in ("甲方", "乙方"):
        return False
    return not expression(_ORDINARY).search(name)


def _is_company(name: str) -> bool:
    return name.endswith("公司") and 6 <= len(name) <= 24 and not any(word in name for word in _NO_COMPANY)


def _acts(text: str, name: str) -> bool:
    verbs = ("有权", "不承担", "不保证", "保留", "将", "提供", "不对", "会", "可")
    place = text.find(name)
    while place >= 0 and not text.startswith(verbs, place + len(name)):
        place = text.find(name, place + 1)
    return place >= 0


def _thrice(text: str, name: str) -> bool:
    place = -len(name)
    for _ in range(3):
        place = text.find(name, place + len(name))
        if place < 0:
            return False
    return True


def _first_and_second(text: str, places: list[Place]) -> tuple[set[str], set[str]]:
    """Which of 甲方 and 乙方 is the operator; neither when the text does not say."""
    if len({word for _, _, word in places}) < 2:
        return set(), set()
    sides: dict[str, str] = {}
    party_of, end, said = expression(_PARTY).match, 0, []
    for _, place, word in places:
        if place >= end and (match := party_of(text, place)):
            said.append((match[1], f"{match[2] or ''} {match[3]}"))
            end = match.end()
        elif text.startswith(_ALIAS_ENDS, place + 2):
            opening = text.rfind("(", max(0, place - 8), place)
            said.append((word, _phrase(text, opening) if opening > 0 else ""))
    for party, words in said:
        person, company = bool(expression(_PERSON).search(words)), bool(expression(_COMPANY).search(words))
        if person != company:
            sides.setdefault(party, "user" if person else "operator")
    other = {"甲方": "乙方", "乙方": "甲方"}
    for party, side in list(sides.items()):
        sides.setdefault(other[party], "operator" if side == "user" else "user")
    if len(set(sides.values())) != 2:
        return set(), set()
    return {p for p, s in sides.items() if s == "operator"}, {p for p, s in sides.items() if s == "user"}


def _acting(text: str, places: list[Place]) -> set[str]:
    """Names seen at least twice before 有权, 不承担, 不保证 …: whoever keeps reserving rights is the operator."""
    counts: Counter[str] = Counter()
    for phrase, count in Counter([text[begin:start] for begin, start, _ in places]).items():
        name = _unfollowed(_unled(phrase))
        if 2 <= len(name) <= 8:
            counts[name] += count
    often = counts.most_common()[:_MOST_NAMES]  # most_common(n) imports heapq
    return {name for name, count in often if count >= 2 and _distinctive(name) and _thrice(text, name)}


def _roles(text: str, places: list[Place]) -> set[str]:
    """What the user is called for his part in the deal, unless the word also stands in compounds (学员费)."""
    counts = Counter([word for _, _, word in places])
    compounds = {word for _, start, word in places if text[(end := start + len(word)) : end + 1] in _COMPOUND}
    return {role for role, count in counts.items() if count >= 2} - compounds


def _coins(text: str, places: list[Place]) -> set[str]:
    """The document's own money: 星币, 咖豆 …, in a text in which it can be topped up or exchanged."""
    before = Counter([text[begin : start + 1] for begin, start, _ in places])
    counts: Counter[str] = Counter()
    for word, count in before.items():
        for start in range(len(word) - 1):
            counts[word[start:]] += count
    coins = set()
    for word in before:
        tails = [word[start:] for start in range(len(word) - 1)]
        best = max(tails, key=lambda tail: (counts[tail], len(tail)), default="")
        if counts[best] >= 2 and _written_as_name(best) and not expression(_COMMON_COIN).search(best):
            coins.add(best)
    return coins
