"""What the words of a link say about where it leads: an agreement, a list of agreements, a page that asks for consent.

Words first; the address only where words are missing, since many sites call their terms ``/p/1024.html``. Rules,
not a model: what comes of a link is judged once more by the text that it leads to.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from clauseaudit.extract.describe import kind_of
from clauseaudit.text import fold

LONGEST = 40  # characters; longer words are a headline or a paragraph


class Lead(NamedTuple):
    """Where a link leads by its words: ``role`` is agreement | hub | door, ``kind`` a document type or ""."""

    role: str
    kind: str
    score: int  # what to read first; 0–100


# What a payer should know first. A hub comes before the general terms, since it names the special ones.
WORTH = {"recharge": 100, "refund": 96, "membership": 94, "general": 88, "game": 84, "shop": 72, "privacy": 60}
HUB, DOOR, BY_ADDRESS = 90, 65, 45

_SUBJECT = (
    "用户|服务|使用|注册|会员|账[号户]|充值|储值|预付|支付|付费|购买|订购|交易|订阅|续费|扣[费款]|退[款费货订换课]|售后|虚拟|道具|积分"
    "|余额|钱包|代币|点券|点数|金币|钻石|卡券|优惠券|礼品卡|打赏|直播|社区|平台|处罚|违规|封[号禁]|未成年|儿童|青少年|隐私|个人信息|信息保护"
    "|网站|软件|应用|游戏|许可|授权|课程|发货|配送|物流|价格|发票|内容|活动|免责|法律|版权|知识产权|租赁|租借|押金|骑行|取消|改签|保障|运费|违约|风险|权益"
)
_FORM = "规则|政策|须知|说明|细则|规范|办法|声明|指引|公约|制度|标准|约定|承诺|守则|准则|章程|合同|告知书|揭示书|协定"
_AGREEMENT = re.compile(
    rf"协议|条款|契约|(?:{_SUBJECT}).{{0,8}}(?:{_FORM})|不予退"
    rf"|隐私权?(?:相关)?(?:{_FORM}|协议|条款|通知|保护.{{0,6}})?[》）)\s]*$|cookies?.{{0,4}}(?:{_FORM})|信息.{{0,6}}清单"
    r"|[^，。！？]{1,14}(?:须知|守则|公约|细则|章程|规定|办法|规则|合同|授权书)(?:书)?[》）)\s]*$"
    r"|terms\b|\bagreement|\bprivacy|\beula\b|\brefund|user licen[cs]e",
    re.I,
)
_HUB = re.compile(
    r"(?:规则|协议|条款|政策|法律|法务|帮助|客服|服务|用户|信任|安全|隐私|公示)(?:中心|大全|列表|汇总|专区|大厅|频道)|^(?:法律|网站|平台)?(?:声明|条款|规则|协议)$"
    r"|法律(?:声明|信息|条款)|平台规则|(?:协议|条款|规则|政策)[与和及、](?:协议|条款|规则|政策|声明|隐私)|^(?:使用)?帮助$|常见问题|更多(?:协议|规则|条款)"
    r"|^(?:legal|help|faq|policies|terms (?:and|&) polic\w+|help cent(?:er|re)|support)$",
    re.I,
)
_DOOR = re.compile(
    r"^(?:免费|在线|立即|马上|我要|去|快速|手机|新用户|用户)?(?:注册|登[录陆]|登录/注册|注册/登录|充值|充值中心|支付|结算|购买|下单"
    r"|订阅|入会|报名|开卡|办卡|预订|订购|(?:开通|成为|购买|续费)(?:\w{0,4}会员|VIP)?|会员中心|收银台|付款)$"
    r"|^(?:sign ?up|register|log ?in|sign ?in|checkout|recharge|top ?up|subscribe)$",
    re.I,
)
# Headlines and offers that only speak of agreements, and papers that bind somebody else.
_ASIDE = re.compile(
    r"新闻|资讯|快讯|公告|通知|通告|招聘|招商|^下载|下载(?:中心|页|地址|专区)|(?:立即|免费|点击)下载|签署|签订|达成|攻略|评测|解读|盘点|曝光|发布会|登场|上线|限时|立减|抢购|热卖|模板|范本|样本"
    r"|(?:网络|通信|传输|蓝牙|路由)协议|协议(?:栈|教程|原理|分析|转换)|教程|大全|一文看懂|怎么[看写办]|如何|[？?！!]|记者|律师|打印"
)
_FOR_OTHERS = re.compile(r"商家|卖家|入驻|供应商|开发者|主播|代理|加盟|合作|广告主|骑手|司机|员工|投资者")
_AGREEMENT_PATH = re.compile(
    r"agreement|protocol|xieyi|tiaokuan|guize|yinsi|\bterms?\b|terms?of|\btos\b|eula|legal|polic(?:y|ies)|privacy|\brules?\b|clause"
    r"|contract|refund|licen[cs]e|disclaimer|协议|条款|规则|政策",
    re.I,
)
_OTHER_PATH = re.compile(
    r"news|article|blog|forum|\bbbs\b|product|goods|item|shop/|job|career|download|activity|login|logout", re.I
)


def lead_of(words: str) -> Lead | None:
    """Where a link with these words leads; None for everything that is no business of ours."""
    words = fold(words.strip()[: LONGEST + 1]).text  # a site in traditional characters has the same names
    if not words or len(words) > LONGEST:
        return None
    if _DOOR.search(words):
        return Lead("door", "", DOOR)
    is_agreement, is_hub = _AGREEMENT.search(words), _HUB.search(words)
    if not (is_agreement or is_hub) or _is_aside(words):
        return None
    if is_hub:
        return Lead("hub", named_kind(words), HUB)
    kind = named_kind(words)
    worth = WORTH[kind or "general"] - (40 if _FOR_OTHERS.search(words) else 0)
    return Lead("agreement", kind, worth)


def _is_aside(words: str) -> bool:
    """A headline. What stands in 《》 is a title, whatever it says; what stands around it is not."""
    around = re.sub("《[^》]*》", "", words)
    return bool(_ASIDE.search(around))


def lead_of_address(url: str) -> Lead | None:
    """Where an address leads that has no words, as in a site map or behind a picture."""
    path = unquote(urlsplit(url).path)
    if not _AGREEMENT_PATH.search(path) or _OTHER_PATH.search(path):
        return None
    return Lead("agreement", "", BY_ADDRESS)


_NAME = re.compile(rf"(?:协议|条款|{_FORM})[》）)\s]*(?:[（(][^（）()]{{0,12}}[）)])?$")


def names_a_document(words: str) -> bool:
    """Whether words are the name of a document, not a headline about one: 充值协议, 退款政策（2026版）."""
    return bool(_NAME.search(words)) and lead_of(words) is not None


def named_kind(name: str) -> str:
    """The document type that a name tells; "" where it tells none (用户协议)."""
    kind = kind_of(name, "")
    return "" if kind == "general" else kind


_SITE_NAME = re.compile(r"\s*[-_|–—·｜]\s*|\s{2,}")
TITLE = re.compile(
    r"协议|条款|须知|规则|政策|声明|细则|说明|许可|公约|章程|办法|规定|合同|守则|规范|准则|约定|告知书|店规", re.I
)


def kind(title: str, text: str, words: str = "") -> str:
    """The type of a document: by its title, by the words that led to it, else by what the text is about.

    Of a title like 青禾游戏 - 隐私政策 only the part that names the document counts.
    """
    own, words = fold(own_name(title)).text, fold(words).text
    for name in (own, words) if own or words else (title,):
        if found := named_kind(name):
            return found
    return kind_of(own or words or title, text)


def own_name(title: str) -> str:
    """The part of a page's title that names the document, without the site's name; "" if none does."""
    return " ".join(part for part in _SITE_NAME.split(title) if TITLE.search(fold(part).text))


_ABOUT = re.compile(_SUBJECT)


def tells(title: str) -> bool:
    """Whether a title says what its document is about: 青禾充值协议 does, 青禾协议 does not."""
    return bool(_ABOUT.search(fold(own_name(title) or title).text))
