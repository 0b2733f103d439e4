"""A question that no sentence answers, though a term of the document that was marked as a risk bears on it.

Such a row is neither 未写明 nor 不涉及: it says in a few words what the term is about, and quotes it.
"""

from __future__ import annotations

from clauseaudit.facts.lists import words
from clauseaudit.facts.reading import Claim, Reading, Statement, times
from clauseaudit.model import Grade

# For each question the categories that bear on it, the nearest first, with what is said.
TOPICS = {
    "refund": {
        "no-return": "不给七天退货",
        "refund-denial": "有的情形不退",
        "complaint-limit": "限时提出，过时不理",
        "refund-fee": "退款要扣费",
        "deposit-forfeit": "押金、定金难退",
        "withdrawal-ban": "余额取不出来",
        "refund-to-balance": "只退成余额",
        "balance-forfeit": "封号、注销就不退",
    },
    "expiry": {
        "balance-expiry": "有期限，过期就没了",
        "account-recycle": "久不用，账号权益没了",
        "balance-forfeit": "久不用，余额没了",
    },
    "renewal": {
        "autorenew-default": "会默认开通续费",
        "autorenew-no-notice": "会自动扣费",
        "autorenew-price": "续费价格会变",
        "autorenew-hard-cancel": "续费不好取消",
    },
    "change": {"unilateral-change": "平台能改"},
    "dispute": {
        "arbitration": "约定了仲裁",
        "jurisdiction": "法院由它约定",
        "complaint-limit": "限时提出，过时不理",
        "rights-waiver": "没写去哪，另有限制",
    },
}
# What the marked words must speak of for a category that is about other things as well.
ABOUT = {
    ("refund", "complaint-limit"): words("商品 货 质量 退 换 售后 签收 破损 报损 损坏"),
    ("refund", "withdrawal-ban"): words("余额 充值 金额 提现 资金 储值"),
    ("refund", "balance-forfeit"): words("余额 充值 费用 款 金额 储值"),
    ("expiry", "account-recycle"): words("余额 积分 卡 券 币 虚拟 付费 购买 会员 权益 道具 充值"),
    ("expiry", "balance-forfeit"): words("不使用 未使用 不登录 未登录 没有登录 闲置 长期"),  # not of a breach
    ("dispute", "complaint-limit"): words("投诉 异议 申诉 主张"),
    ("dispute", "rights-waiver"): words("争议 纠纷 诉讼 起诉 仲裁"),
}
WEIGHT = 0.3


def mentioned(reading: Reading, question: str) -> list[Claim]:
    """The term to quote where nothing answers ``question``; nothing if none bears on it."""
    for category, said in TOPICS.get(question, {}).items():
        needed = ABOUT.get((question, category))
        for finding, s in reading.found(category, risk=True):
            if finding.grade != Grade.MISSING and (needed is None or s.whole_words & needed):
                return [Claim("mentioned", WEIGHT, s, (s.start, s.end), {"topic": category}, _timed(reading, s, said))]
    return []


def _timed(reading: Reading, s: Statement, said: str) -> str:
    """The limit in figures, where it is one of time and the sentence has it."""
    if said.startswith("限时") and (found := times(reading.text, s)):
        return f"只认{found[0].said}内提出的"
    return said
