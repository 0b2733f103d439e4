"""Who is who in this document: the names it gives to the operator, to the user and to its own currency.

Matching masks these names wherever they stand, so only distinctive ones count: a brand, 甲方, an alias that the text
itself defines. Everyday words (平台, 用户, 服务) are concepts of the lexicon and never names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from clauseaudit.expressions import expression
from clauseaudit.model import Parties

_COMPANY = expression(
    "公司|集团|平台|网站?$|网络|运营|中心|团队|工作室|经营|商[城店家户]|旅行社|酒店|俱乐部|机构|服务提供|提供方|出租"
    "|卖[家方]|app|我们|企业|学校|学院"
)
_PERSON = expression(
    "用户|会员|玩家|学员|租客|租户|消费者|客户|顾客|乘客|旅客|旅游者|承租|买[家方]|个人|你|使用方|家长|学生|车主|业主"
)
# Words that mean something without this document.
_ORDINARY = expression(
    "^本|我们|我方|协议|条款|政策|规则|声明|合同|软件|商品|产品|服务|账[号户]|内容|信息|资料|活动|应用|小程序|网站|"
    "平台|公司|用户|会员|你|客户|双方|一方|各方|对方|他人|第三|卖家|买家|商家|店铺|管理|运营|法律|权利|责任|义务|行为|情[况形]|原因|损失|系统|数据|客服|"
    "手机|团队|积分|社区|论坛|科技有限|伙伴|好友|通知|房东|丙方|征信|使用|经营者|企业|否则|授权|本$|等$|^(?:app|gm|apple)$|"
    "法院|机关|部门|机构|员工|费用|余额|押金|订单|隐私|游戏|功能|任何|个人|中国|国家|作者|主播|监护人|未成年"
)
_NAMED = expression(
    r'称(?:为|作|之为|之)?:?"?([^"“(),。;:、\s]{2,12}?)"?(?:(?:或者?|、|和|及|与|,)"([^"\n]{1,12})")?\)'
)
_PARTY = expression(r"([甲乙]方)(?:\(([^)\n]{1,20})\)[:为是即指]?|[:为是即指])[ \t]*([^\n,。;]{0,30})")
_ALIAS_ENDS = (")", '")')  # behind 承租人(乙方, 某某公司(以下简称"甲方
_ACTS = expression("有权|不承担|保留|不保证|不负责|不对")
_BEFORE = expression(r"[^\s,。;:!?()\"'《》【】、]+\Z")
_LEADING = expression(
    "^(?:则|且|并|但|而|同时|因此|或|若|如|当|届时|及|和|与|由|除|即|欢迎|感谢|使用|注册|下载|登录|访问|是|为)+"
)
_TRAILING = expression("(?:将|均|都|也|亦|应|可|概|一律|完全|仍|还|同时|只|并|在此|对此|因此|有|及其关联公司|公司)+$")
_IN_NAMES = frozenset("0123456789abcdefghijklmnopqrstuvwxyz.&·-")
_NO_COMPANY = expression("本公司|用户|服务系|获取|所有者|或其|授权")
_ROLES = expression("玩家|学员|会员|租客|租户|乘客|旅客|旅游者|承租人|承租方|顾客|持卡人|业主|车主|读者|住客")
_COMPOUND = "[费卡服权等级积期制价专资证险票]"
_COIN = expression("[币豆钻贝晶]")
_COMMON_COIN = expression(
    "人民币|货币|外币|硬币|纸币|本币|虚拟币|代币|数字币|土豆|大豆|黄豆|宝贝|拷贝|水晶|结晶|的.$|一.$"
)
_MOST_NAMES = 200  # each is looked for in the whole text; a real agreement names a handful


def resolve(folded_text: str) -> Parties:
    """Find the distinctive names of both sides and of the document's own currency, each longest first."""
    operator, user = _defined(folded_text)
    first, second = _first_and_second(folded_text)
    operator |= first | _acting(folded_text)
    user |= second | _roles(folded_text)
    user -= operator
    return Parties(_ordered(operator), _ordered(user), _ordered(_coins(folded_text)))


def _ordered(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _defined(text: str) -> tuple[set[str], set[str]]:
    """Names from "… (以下简称"星屿")"."""
    operator: set[str] = set()
    user: set[str] = set()
    for match in islice(_NAMED.finditer(text), _MOST_NAMES):
        opening = text.rfind("(", max(0, match.start() - 16), match.start())
        if opening < 0:
            continue
        subject = _phrase(text, opening)
        aliases = [alias for alias in match.groups() if alias]
        known = subject + "/" + "/".join(aliases)
        person, company = bool(_PERSON.search(known)), bool(_COMPANY.search(known))
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
    found = _BEFORE.search(text, max(0, end - 24), end)
    phrase = _LEADING.sub("", found[0]).removesuffix("及其关联公司") if found else ""
    for separator in ("是由", "由", "与", "和", "是", "为", "使用", "的"):
        head, mid, tail = phrase.rpartition(separator)
        if mid and len(tail) >= 2 and len(head) >= 1:
            phrase = tail
    return phrase


def _written_as_name(word: str) -> bool:
    # no expression: a class with all Chinese characters takes half a millisecond to compile
    return 2 <= len(word) <= 10 and all("\u4e00" <= c <= "\u9fff" or c in _IN_NAMES for c in word)


def _distinctive(name: str) -> bool:
    """Whether masking ``name`` everywhere can only hit the party itself."""
    if not _written_as_name(name) or name.isdigit() or name in ("甲方", "乙方"):
        return False
    return not _ORDINARY.search(name)


def _is_company(name: str) -> bool:
    return name.endswith("公司") and 6 <= len(name) <= 24 and not _NO_COMPANY.search(name)


def _acts(text: str, name: str) -> bool:
    verbs = ("有权", "不承担", "不保证", "保留", "将", "提供", "不对", "会", "可")
    return any(f"{name}{verb}" in text for verb in verbs)


def _first_and_second(text: str) -> tuple[set[str], set[str]]:
    """Which of 甲方 and 乙方 is the operator; neither when the text does not say."""
    if "甲方" not in text or "乙方" not in text:
        return set(), set()
    sides: dict[str, str] = {}
    places, end, said = sorted([*_places(text, "甲方"), *_places(text, "乙方")]), 0, []
    for place in places:
        if place >= end and (match := _PARTY.match(text, place)):
            said.append((match[1], f"{match[2] or ''} {match[3]}"))
            end = match.end()
        elif text.startswith(_ALIAS_ENDS, place + 2):
            opening = text.rfind("(", max(0, place - 8), place)
            said.append((text[place : place + 2], _phrase(text, opening) if opening > 0 else ""))
    for party, words in said:
        person, company = bool(_PERSON.search(words)), bool(_COMPANY.search(words))
        if person != company:
            sides.setdefault(party, "user" if person else "operator")
    other = {"甲方": "乙方", "乙方": "甲方"}
    for party, side in list(sides.items()):
        sides.setdefault(other[party], "operator" if side == "user" else "user")
    if len(set(sides.values())) != 2:
        return set(), set()
    return {p for p, s in sides.items() if s == "operator"}, {p for p, s in sides.items() if s == "user"}


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def _acting(text: str) -> set[str]:
    """Names seen at least twice before 有权, 不承担, 不保证 …: whoever keeps reserving rights is the operator."""
    counts: Counter[str] = Counter()
    for match in _ACTS.finditer(text):
        found = _BEFORE.search(text, max(0, match.start() - 12), match.start())
        if found is not None:
            name = _TRAILING.sub("", _LEADING.sub("", found[0]))
            if 2 <= len(name) <= 8:
                counts[name] += 1
    often = counts.most_common()[:_MOST_NAMES]  # most_common(n) imports heapq
    return {name for name, count in often if count >= 2 and _distinctive(name) and text.count(name) >= 3}


def _roles(text: str) -> set[str]:
    """What the user is called for his part in the deal, unless the word also stands in compounds (学员费)."""
    counts = Counter(_ROLES.findall(text))
    return {role for role, count in counts.items() if count >= 2 and not expression(role + _COMPOUND).search(text)}


def _coins(text: str) -> set[str]:
    """The document's own money: 星币, 咖豆 …, if it can be topped up or exchanged."""
    if "充值" not in text and "兑换" not in text:
        return set()
    found = (_BEFORE.search(text, max(0, m.start() - 3), m.end()) for m in _COIN.finditer(text))
    before = [match[0] for match in found if match is not None]
    counts: Counter[str] = Counter(word[start:] for word in before for start in range(len(word) - 1))
    coins = set()
    for word in before:
        tails = [word[start:] for start in range(len(word) - 1)]
        best = max(tails, key=lambda tail: (counts[tail], len(tail)), default="")
        if counts[best] >= 2 and _written_as_name(best) and not _COMMON_COIN.search(best):
            coins.add(best)
    return coins
