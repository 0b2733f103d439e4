"""What to do next: evidence, shop, platform, authorities, payment channel, court, as these findings call for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from clauseaudit.model import Audit, Fact, Finding, Grade

_MONEY_BACK = ("refund-denial", "balance-forfeit", "balance-expiry", "refund-to-balance", "refund-fee",
               "deposit-forfeit", "no-return")  # fmt: skip
_RENEWAL = ("autorenew-default", "autorenew-no-notice", "autorenew-hard-cancel", "autorenew-price", "hidden-fee",
            "missing-renewal-notice")  # fmt: skip
_CHANGE = ("unilateral-change", "unilateral-service", "deemed-consent")
_DATA = ("pi-blanket", "pi-share", "default-marketing")
_ACCOUNT = ("arbitrary-termination", "balance-forfeit", "account-recycle", "cancel-obstacle", "property-ownership")
_NUMBER = re.compile(
    r"第[一二三四五六七八九十百零\d]+[条章节款]|\d+(?:\.\d+)*[.、]?|[（(][一二三四五六七八九十\d]+[）)]"
)
_BARE = re.compile(r"\d+[.、]?")
_LEAD = re.compile(r"第[一二三四五六七八九十百零\d]+[条章节款]|[一二三四五六七八九十]+、")
_QUOTE_LIMIT = 60  # characters; a letter cites a longer term by its number only
_CITED = 4  # clauses named in one sentence


def steps(audit: Audit) -> list[dict[str, Any]]:
    """Steps as {head, text, letter}; none when nothing is graded above ``notice``."""
    grave = [finding for finding in audit.findings if finding.grade in (Grade.VOID, Grade.UNFAIR)]
    if not grave:
        return []
    kinds = {finding.category for finding in audit.findings if finding.grade is not Grade.GOOD}
    known = {fact.question: fact for fact in audit.facts}
    result = [
        _step("付钱之前，或者现在", _evidence(grave, kinds)),
        _step("找商家", _merchant(kinds, known), _letter(grave, audit.document.title)),
        _step("商家不理，找卖它的平台", _PLATFORM),
        _step("打12315，或找消协、消保委", _authority(kinds)),
    ]
    if kinds & {*_MONEY_BACK, *_RENEWAL}:
        result.append(_step("找付款的渠道", _payment(kinds)))
    return [*result, _step("还是不行，去法院", _court(grave))]


def _step(head: str, text: str, letter: str = "") -> dict[str, Any]:
    return {"head": head, "text": text, "letter": letter}


_PLATFORM = (
    "在应用商店、电商平台或者小程序里买的，到那里的订单页申请退款或者投诉，写明商家的答复；"
    "平台应当有投诉的入口，处理结果也留一份。"
)


def short_clause(label: str) -> str:
    """The number that a person would cite: ``"第七条 退款"`` -> ``"第七条"``, ``"三、退款 3.1"`` -> ``"3.1"``.

    A bracketed item and a bare ``"2"`` keep the number before them (``"第七条（二）"``, ``"三、2"``); a label without a
    number stays whole.
    """
    numbers = [word for word in label.split() if _NUMBER.fullmatch(word)]
    if not numbers:
        head = label.split("、", 1)[0] if "、" in label[:4] else ""
        return head or label.strip()
    if numbers[-1][0] in "（(":
        return "".join(numbers[-2:])
    lead = _LEAD.match(label)  # "1" alone could stand under any heading
    if not lead or not _BARE.fullmatch(numbers[-1]) or lead[0] == numbers[-1]:
        return numbers[-1]
    return lead[0] + numbers[-1] if lead[0].endswith("、") else f"{lead[0]}第{numbers[-1].rstrip('.、')}项"


def _clauses(findings: Sequence[Finding]) -> str:
    labels = list(dict.fromkeys(short_clause(f.clause) for f in findings if f.clause and f.start is not None))
    return "、".join(label for label in labels[:_CITED] if len(label) <= 16)


def _evidence(grave: Sequence[Finding], kinds: Collection[str]) -> str:
    pages = _clauses(grave)
    text = f"把{pages or '协议'}和付款页一起截图，订单、扣款记录、聊天记录都留着。"
    if any(kind in kinds for kind in _CHANGE):
        text += "协议以后可能会改，今天的全文也存一份，这份报告里有它的指纹。"
    if any(kind in kinds for kind in _RENEWAL):
        text += "先到支付工具里看有没有开着自动扣费，不用的关掉，关掉的页面也截图。"
    if any(kind in kinds for kind in _MONEY_BACK):
        text += "还没付的先不付；一定要付，只付这几天用得完的数额。"
    return text


def _merchant(kinds: Collection[str], known: dict[str, Fact]) -> str:
    ways = _reach(known)
    text = f"书面提出（{ways}），" if ways else "在客服渠道书面提出，"
    text += "写清订单号、金额、要求和答复期限，保留发送记录。"
    if any(kind in kinds for kind in _ACCOUNT):
        text += "注销账号之前，先把余额用完或者要求退回。"
    return text


def _reach(known: dict[str, Fact]) -> str:
    keys = ("complaint_phone", "complaint_email", "phone", "email")
    values = [known[question].values for question in ("dispute", "operator") if question in known]
    found = [str(value[key]) for value in values for key in keys if key in value]
    return "、".join(dict.fromkeys(found))


def _letter(grave: Sequence[Finding], title: str) -> str:
    term = next((f for f in grave if f.category in _MONEY_BACK and f.quote), None)
    if term is None:
        return ""
    clause = short_clause(term.clause)
    said = f"写明“{term.quote}”" if len(term.quote) <= _QUOTE_LIMIT else "的约定"
    return (
        "我于____年__月__日在贵平台付款____元（订单号________），尚有____元没有使用。"
        f"贵方《{title or '服务协议'}》{clause}{said}，我认为可能排除了消费者的主要权利。"
        "请在15日内按原支付方式退回未使用部分，或者书面说明不退的理由和依据。"
    )


def _authority(kinds: Collection[str]) -> str:
    text = (
        "向全国12315平台投诉，由经营者住所地的县级市场监督管理部门处理；也可以请当地的消费者协会"
        "（有的地方叫消费者权益保护委员会）调解。带上这份报告、截图和订单。"
    )
    if any(kind in kinds for kind in _DATA):
        text += "个人信息的问题，可以向网信部门投诉、举报。"
    return text


def _payment(kinds: Collection[str]) -> str:
    if any(kind in kinds for kind in _RENEWAL):
        return "在支付宝、微信支付或者银行卡里关掉免密支付和代扣；没有通知就扣的钱，向支付渠道申诉，附上扣款记录。"
    return "商家书面拒绝退款的，把拒绝的答复交给付款的支付工具或者银行，问能不能按争议款处理。"


def _court(grave: Sequence[Finding]) -> str:
    if arbitration := next((f for f in grave if f.category == "arbitration"), None):
        clause = short_clause(arbitration.clause) or "协议"
        return f"{clause}约定了仲裁。去法院立案时如实说明，请法院看这条约定算不算数；数额小的，仲裁费先问清。"
    court = next((f for f in grave if f.category == "jurisdiction"), None)
    if court is None:
        return "可以起诉。先问你住所地的法院能不能立案；数额小的可以走小额诉讼。"
    clause = short_clause(court.clause) or "协议"
    return (
        f"可以起诉。{clause}约定了法院，但如果当时没有合理提示你，可以主张这条约定不算数；"
        "先问你住所地的法院能不能立案。"
    )
