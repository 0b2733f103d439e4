"""Whether a text is an agreement: it addresses the user, gives rights and duties, and is ordered like a contract.

News about an agreement, a shop's product page and a list of links use the same words, but not so many of them,
not in numbered clauses, and beside the marks of what they are.
"""

from __future__ import annotations

import re

from clauseaudit.text import fold

SHORT, LEAST = 90, 40  # characters: below the first more is asked for, below the second it is none
ENOUGH = 3.5  # points
_TITLE = re.compile(
    r"协议|条款|须知|规则|政策|细则|公约|守则|规范|章程|办法|规定|合同|免责|声明|说明|规矩|店规|必读|公约"
    r"|收费.{0,4}一览|有问有答|常见问题|\b(?:terms|agreement|policy|eula)\b",
    re.I,
)
_NO_TITLE = re.compile(r"新闻|资讯|快讯|公告|招聘|攻略|评测|解读|下载|范本|模板|搜索结果|更新日志|[？?]|记者")
_TERMS = re.compile(
    "本协议|本条款|本规则|本政策|本声明|本须知|本合同|甲方|乙方|有权|无权|应当|须|不得|不予|概不|不可|不支持|视为|同意|承担|责任|免责|违约|终止|解除"
    "|变更|修改|生效|争议|管辖|法院|仲裁|退款|退还|退回|不退|扣除|收取|有效期|清零|授权|许可|第三方|知识产权|个人信息|收集|通知|公示|解释权|适用法律"
)
_ADDRESSED = re.compile("您|你|用户|会员|玩家|学员|买家|顾客|消费者|客户|甲方|乙方|持卡人|租用人|本人")
_TRADITIONAL = re.compile("[條議應責權違終爭]")
_CLAUSE = re.compile(
    r"^\s*(?:第\s*[一二三四五六七八九十百零〇\d]+\s*[条章款节]|[一二三四五六七八九十]+\s*[、.．]"
    r"|[（(][一二三四五六七八九十\d]+[)）]|\d+(?:\.\d+)*\s*[、.．)） ])",
    re.M,
)
_NEWS = re.compile(
    r"记者|讯[（(）]|责任?编[辑校]|来源\s*[:：]|阅读[量数]?\s*[:：]?\s*\d|浏览(?:次数|量)?\s*[:：]?\s*\d|评论\s*[(（:：]?\s*\d|点赞|上一篇|下一篇|相关(?:阅读|新闻|推荐)|分享到"
    r"|据(?:了解|悉|报道)|表示[，,：:“]|近日"
)
_GOODS = re.compile(
    r"加入购物车|立即(?:抢购|下单)|销量\s*\d|库存\s*\d|月销|好评率|商品详情|规格参数|到手价|热门推荐|猜你喜欢"
)


def is_agreement(title: str, text: str, words: str = "") -> bool:
    """Whether ``text`` is worth an audit as a document that binds its reader; ``words`` led to it."""
    bare = "".join(text.split())
    if len(bare) < LEAST:
        return False
    return points(title, text, words) >= ENOUGH + (0.5 if len(bare) < SHORT else 0)


def points(title: str, text: str, words: str = "") -> float:
    """How much speaks for an agreement; see ENOUGH."""
    text = text[:60_000]
    if _TRADITIONAL.search(text):
        title, text, words = (fold(part).text for part in (title, text, words))
    hundreds = max(1.0, len("".join(text.split())) / 100)
    terms = _TERMS.findall(text)
    said = min(3.0, len(set(terms)) / 3) + min(2.0, len(terms) / hundreds / 1.2)
    clauses = len(_CLAUSE.findall(text))
    ordered = 1.5 if clauses >= 3 else 0.5 if clauses else 0.0
    addressed = 1.0 if len(_ADDRESSED.findall(text)) / hundreds >= 0.5 else 0.0
    called = _TITLE.search(title) or _TITLE.search(words)
    named = 1.5 if called and not _NO_TITLE.search(title) else 0.0
    news = min(4.0, 2.0 * len(set(_NEWS.findall(text)))) if not named else 1.0 * (len(set(_NEWS.findall(text))) > 2)
    goods = min(4.0, len(_GOODS.findall(text)) / hundreds * 2)
    about = 1.5 if _NO_TITLE.search(title) else 0.0
    return said + ordered + addressed + named - news - goods - about
