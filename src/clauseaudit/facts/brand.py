"""The brand that stands for an operator whose company a document does not name."""

from __future__ import annotations

import re
from functools import lru_cache

from clauseaudit.expressions import expression
from clauseaudit.facts.lists import words
from clauseaudit.facts.reading import Reading

# What stands right behind the name of the operator, and what may stand behind it.
TELLING = words(
    "(以下简称 (以下称 (下称 (简称 团队 有权 与你之间 和你之间 是一款 是一个 是一种 是一家 平台将 "
    "平台有权 用户协议 会员协议 充值协议 服务协议 服务条款 用户服务协议 会员服务协议 注册协议 隐私政策 "
    "使用协议 使用条款 保留 积分规则 充值说明 平台会员 平台用户"
)
HINTING = words("app 小程序 商城 商场 平台 网站 网 客户端 应用程序 会员服务 充值 客服")
GENERIC_ENDS = ("用户", "会员", "注册", "平台", "app", "服务", "软件", "小程序")
BRAND_REACH = 14  # characters
TITLE = 30  # characters of the first line that count as the title
BRAND_SITES = 12  # places looked at for each word


@lru_cache(maxsize=1)
def leads() -> re.Pattern[str]:
    """What leads to a name and is no part of it."""
    return expression(
        "(?:由|与|是|指|系|您|你|的|向|归|给|属于|即|名称:?|运营[方商者]|经营者|主体|开发[商者]|提供方|方:|及其?|甲方|乙方"
        "|致电|拨打|咨询|联系|和|对|为|在|根据|使用|欢迎|其[他它]|发生|鉴于)"
    )


@lru_cache(maxsize=1)
def _role() -> re.Pattern[str]:
    """What makes the name of a party that of a role."""
    return expression("会员|用户|客户|学员|顾客|签[字名章]|盖章|登记表|^本|人$|方$")


@lru_cache(maxsize=1)
def _common() -> re.Pattern[str]:
    """What stands before 平台, App … and is no brand: function words, everyday nouns."""
    return expression(
        "[在以可会请并从或等其将如因不的各该此本及则均]|通过|按照|提供|同意|浏览|规则|条例|使用|我们|你|公司|第三方"
        "|规章|文件|终端|修改|必要|^第|有权|权利|义务|团队|保证|接受|妥善|同时|丙方|组办|存款|遵守|享有|承担|确保"
        "|vip|客服|后台|前台|法律|法规|作弊|消费|微信|支付宝|登录|注册|下载|网络|手机|在线"
        "|否则|双方|守约|违约|未成年|违反|规定|国家|包括|我社|甲方|乙方|任何|理解|破坏|重新|信息|招聘|实际|平台$|^app$|酒店$"
        "|(?:条款|协议|规则|内容|费用|行为|情形|约定|时间内|期间|之内|之后|之前|商场|超市|门店)$|^所有$|xx|成为|获得|作为|一旦|一经|如果|由于|因此"
        "|^(?:用户|服务|协议|会员|充值|隐私|购物|电子|其他|相关|积分|账[号户]|电信|计算机|论坛|代驾|养老|软件|产品|商品"
        "|自动续费|连续|订阅|退款|官方|交易|支付|付费|预付|购买|储值|卡片|开放|合作|移动|运营|互联|上网|联网|开发|组办|主办|小程序)"
    )


@lru_cache(maxsize=1)
def _no_name() -> re.Pattern[str]:
    """ "指本软件所属公司": said instead of a name."""
    return expression("^[指即]|本(?:软件|平台|公司|站|网|服务|产品)|所属|xx|某某")


@lru_cache(maxsize=1)
def _parties() -> re.Pattern[str]:
    """A party of the contract: "丙方:青禾健身", at the start of a line."""
    return expression(r"(?:^|\n)[乙丙丁甲]方(?:\([^)\n]{1,12}\))?: ?([^\s,。;:()\d_]{3,16})(?=\n|$)")


def brand(reading: Reading) -> tuple[int, int] | None:
    """Where the document names a brand: an alias of the operator, or what keeps standing before 平台, App, 协议 …"""
    for name in reading.parties.operator:
        if name not in ("甲方", "乙方") and not _no_name().search(name) and (place := reading.text.find(name)) >= 0:
            return place, place + len(name)
    spans: dict[str, tuple[int, int]] = {}
    strong: dict[str, int] = {}
    for signs, telling in ((TELLING, 1), (HINTING, 0)):
        for place in [p for sign in signs for p in reading.places(sign)[:BRAND_SITES]]:
            start, end = _trimmed(*_before(reading.text, place))
            name = reading.text[start:end]
            if (
                len(name) >= (3 if reading.text.startswith("客服", place) else 2)
                and not name.isdigit()
                and not _common().search(name)
            ):
                spans.setdefault(name, (start, end))
                strong[name] = strong.get(name, 0) + telling
        if any(strong.values()):
            break
    often = max(spans, key=lambda n: (strong[n] > 0, reading.text.count(n), -spans[n][0]), default="")
    if often and (strong[often] or reading.text.count(often) >= (2 if often in _title(reading.text) else 3)):
        return spans[often]
    return _party(reading.text)


def _title(text: str) -> str:
    return text.lstrip()[:TITLE].split("\n", 1)[0]


def _party(text: str) -> tuple[int, int] | None:
    """The first party that has a name and not a role."""
    for match in _parties().finditer(text):
        if not _role().search(match[1]) and not _common().search(match[1]):
            return match.span(1)
    return None


def _before(text: str, place: int) -> tuple[str, int]:
    """The run of letters that ends at ``place`` (a bracket after it is skipped), and where it starts."""
    if place < TITLE:  # "[青禾壁纸] 用户协议"
        place = len(text[:place].rstrip(" ]】》"))
    if text[place - 1 : place] == ")":
        place = max(0, text.rfind("(", max(0, place - 32), place))
    start = place
    while start > 0 and place - start < BRAND_REACH and (text[start - 1].isalnum() or text[start - 1] in "·&"):
        start -= 1
    return text[start:place], start


def _trimmed(name: str, start: int) -> tuple[int, int]:
    """The place of a name without what leads to it and without the words that any service may carry."""
    cut = max((m.end() for m in leads().finditer(name) if len(name) - m.end() >= 2), default=0)
    bare = name[cut:]
    while len(bare) > 3 and bare.endswith(GENERIC_ENDS):
        bare = bare[: -3 if bare.endswith(("app", "小程序")) else -2]
    return start + cut, start + cut + len(bare)
