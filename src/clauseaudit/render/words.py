"""The Chinese words of every report, in one place so that no two reports disagree.

Careful on purpose: our own words never say 违法 or 无效 flatly; ministry rules prohibit, they do not void.
"""

from __future__ import annotations

from collections.abc import Iterable

from clauseaudit.facts.paying import takes_no_money
from clauseaudit.model import Article, Document, Fact, Finding, Grade
from clauseaudit.rules.measured import LEAST_SAMPLES, REAL

GRADE_WORD = {
    Grade.VOID: "可能无效",
    Grade.UNFAIR: "可能不公平",
    Grade.NOTICE: "请留意",
    Grade.MISSING: "缺少说明",
    Grade.GOOD: "对你有利",
}
GRADE_SHAPE = {
    Grade.VOID: "◆",
    Grade.UNFAIR: "▲",
    Grade.NOTICE: "○",
    Grade.MISSING: "□",
    Grade.GOOD: "✓",
}
QUESTION = {
    "refund": "能退吗",
    "expiry": "余额、权益会过期吗",
    "renewal": "会自动扣费吗",
    "change": "谁能改规则",
    "dispute": "出事去哪告",
    "operator": "钱付给谁",
}
TYPE = {
    "recharge": "充值",
    "membership": "会员",
    "refund": "退款",
    "game": "游戏",
    "shop": "购物",
    "privacy": "隐私",
    "general": "综合",
    "page": "付款或注册页",
}
UNSTATED = "未写明"
SIGNED_WITH = "签约方"  # asked instead of whom the money goes to where none is paid
LIGHT = {
    "red": "先别充", "yellow": "看清再充", "green": "没看到大问题", "unread": "没读全，先别下结论",
    "elsewhere": "不适用中国大陆法",
}  # fmt: skip
LIGHT_NAME = {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "unread": "灯没亮"}
LIGHT_NAME["elsewhere"] = LIGHT["elsewhere"]
# What a reader is about to do with a document of this type; otherwise money is paid in (充).
_STORED = ("充值", "储值", "预付", "预存", "充卡", "充钱")
_SOLD = ("商品", "订单", "下单", "货款")
GOODS_TO_STORED = 5  # a text that speaks this much more of goods than of stored money is a shop's
_DOING = {"payment": "付", "signing": "签", "privacy": "同意", "membership": "开", "shop": "买", "refund": "买"}
EFFECT = {
    "void": "管效力",
    "prohibited": "管禁止",
    "duty": "管义务",
    "reducible": "管后果",
    "not-incorporated": "可主张不算数",
    "reference": "仅供参照",
}
EFFECT_MEANING = {
    "void": "法院可以据此认定条款不发生效力",
    "prohibited": "监管部门可以责令改正，但不直接决定条款的效力",
    "duty": "法律要求平台做的事",
    "reducible": "出了这种情况怎么处理，例如请求减少",
    "not-incorporated": "平台没有合理提示的，你可以主张它不算合同内容",
    "reference": "能不能用在这里还有争议",
}
MAYBE = "“可能”是认真的：条款最后算不算数，由法院看具体情形决定。"
CAN_ERR = "会。也会漏：没标出不等于没问题。"
MEASURED = (
    "“实测准确率”：同一条规则在真实协议上标出的各处里，人工标注也认可的比例，括号里是标出的处数；"
    "规则对照这些协议修改过，遇到新的协议会低一些。写着“自拟协议”的，是在我们编的协议上量的，偏高更多。"
)
INVENTED = {"corpus": "自拟协议"}  # what a benchmark is called where it is not the real one
NOTES_LABEL = "读取时"
SCANNED = "来自图片识别，可能有错字，请对照原图"
SPLIT = "另一处说法不同，见下面“前后不一”"
SPLIT_TITLE = "前后不一"
SPLIT_HINT = "有两种以上解释的，法律要求往不利于写条款的一方解释；付钱前请商家书面答复以哪一处为准。"
UNREAD_HINT = "里面写了什么不知道：付钱前请打开看一遍，或照下面的办法存下来再检查。"
NOT_ADVICE = "帮你在付款前看懂协议，不是法律意见。"
SOFTENED_LABEL = "降一级的理由"
COUNTER_LABEL = "商家可能这样说"
ACTION_LABEL = "你可以"
LISTED_BY_KIND = 40  # findings; more are listed by kind where a printed report sums them up
SETTLE_LABEL = "看什么定"
SHOWN_LABEL = "页面上的样子"
SUGGEST_LABEL = "给商家：可以改成这样写"

_DIGITS = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def nothing(light: str) -> tuple[str, str]:
    """Said where nothing was found, in a few words and in a sentence: because nothing is there, or nobody looked."""
    if light == "elsewhere":
        return "没有按中国大陆法检查", "适用别处法律的文件，这里不作判断。"
    return "没有标出疑点", "没有标出，不等于没有问题。"


def headline(light: str, document_type: str) -> str:
    """The verdict in two to nine characters, about what the reader is going to do."""
    said = LIGHT.get(light, LIGHT["unread"])
    doing = _DOING.get(document_type)
    return said.replace("充", doing) if doing else said


def doing(document: Document) -> str:
    """The type by which the headline speaks: an agreement of no type that knows no stored money is one to pay under,
    and one that takes no money at all is one to sign."""
    text = document.text
    if document.type not in ("general", "page") or not text:
        return document.type
    if takes_no_money(text):
        return "signing"
    stored = sum(map(text.count, _STORED)) and sum(map(text.count, (*_STORED, "余额")))
    return document.type if stored and stored * GOODS_TO_STORED >= sum(map(text.count, _SOLD)) else "payment"


def question(key: str, facts: Iterable[Fact]) -> str:
    """The question as it is asked of a document that gave these answers."""
    if key == "operator" and any(fact.question == "refund" and fact.answer == "not-applicable" for fact in facts):
        return SIGNED_WITH
    return QUESTION.get(key, key)


def doing_on(documents: Iterable[Document]) -> str:
    """The type by which the headline over several documents speaks: of money paid in if one of them knows it."""
    doings = {doing(document) for document in documents}
    if doings & {"recharge", "game", "general", "page"}:
        return "general"
    return next(iter(doings)) if doings in ({"privacy"}, {"signing"}) else "payment"


def like(number: str) -> str:
    """Said instead of reasons that an earlier finding has already given."""
    return f"和第{number}处是同一类，意思、办法和法条见那里。"


def unlisted(count: int) -> str:
    """Said where a report lists only the gravest of very many findings."""
    return f"另有{count:,}处没有列出，全部在 JSON、CSV 和表格格式的报告里。"


def spared(suggests: bool, others: bool, cut: str) -> str:
    """Said where a page has no room for everything: what it leaves out, and where that is; "" if nothing is."""
    left = ["给商家的改法"] * (not suggests) + ["排在后面的法条", "看什么定"] * (not others)
    left += [f"第{cut}处起的意思和办法"] * bool(cut)
    return (
        f"疑点太密，这一页没有写{'、'.join(left)}；全部的内容在 Word、Markdown 和 JSON 格式的报告里。" if left else ""
    )


def stem(index: int) -> str:
    """Label of the index-th good term: 甲乙丙… so that it is never mistaken for a risk's number."""
    return _STEMS[index] if index < len(_STEMS) else f"好{index + 1}"


def chinese(number: str) -> str:
    """``"12"`` -> ``"十二"`` for 1–99; anything else is returned as it is."""
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 100):
        return number
    tens, ones = divmod(int(number), 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def cite(article: Article) -> str:
    """``《民法典》第四百九十七条第（二）项``."""
    paragraph = f"第{chinese(article.paragraph)}款" if article.paragraph else ""
    item = f"第（{chinese(article.item)}）项" if article.item else ""
    return f"《{article.short or article.title}》{article.number}{paragraph}{item}"


def in_force(article: Article) -> str:
    """Since when the quoted words apply, and until when if they have been replaced since."""
    if article.until:
        return f"{article.effective}起施行，{article.until}起不再适用"
    return f"现行，{article.effective}起施行"


def effect(article: Article) -> str:
    """What kind of provision it is; an unknown kind claims nothing."""
    return EFFECT.get(article.effect, EFFECT["reference"])


def measured(finding: Finding) -> str:
    """How often this kind of finding was right, or ``""`` where nobody has measured."""
    if finding.confidence is None:
        return ""
    if finding.source == "model":
        example = f"；和我们标过的这一句最像：“{finding.example}”" if finding.example else ""
        return f"由模型找出，把握约{finding.confidence:.0%}{example}"
    if finding.samples < LEAST_SAMPLES:
        return ""
    where = "" if finding.benchmark in ("", REAL) else f"，{INVENTED.get(finding.benchmark, finding.benchmark)}"
    return f"实测准确率{finding.confidence:.0%}（{finding.samples}例{where}）"
