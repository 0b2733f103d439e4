"""What to do next, step by step, with the clauses of this document filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from clauseaudit.model import Finding, Grade

_MONEY_BACK = ("refund-denial", "balance-forfeit", "balance-expiry", "refund-to-balance", "refund-fee")
_NUMBER = re.compile(
    r"第[一二三四五六七八九十百零\d]+[条章节款]|\d+(?:\.\d+)*[.、]?|[（(][一二三四五六七八九十\d]+[）)]"
)
_QUOTE_LIMIT = 60  # characters; a letter cites a longer term by its number only


def steps(findings: Sequence[Finding], title: str) -> list[dict[str, Any]]:
    """Steps as {head, text, letter}; none when nothing is graded above ``notice``."""
    grave = [finding for finding in findings if finding.grade in (Grade.VOID, Grade.UNFAIR)]
    if not grave:
        return []
    return [
        {"head": "还没付钱", "text": _before(grave), "letter": ""},
        {"head": "已经付了", **_after(grave, title)},
        {"head": "平台不答复", "text": _COMPLAIN, "letter": ""},
        {"head": "还是不行", "text": _sue(grave), "letter": ""},
    ]


_COMPLAIN = (
    "向全国12315平台投诉，由平台住所地的县级市场监督管理部门处理；也可以请当地消费者协会调解。"
    "带上这份报告、截图和订单。"
)


def short_clause(label: str) -> str:
    """The number that a person would cite: ``"第七条 退款"`` -> ``"第七条"``, ``"三、退款 3.1"`` -> ``"3.1"``.

    A bracketed item keeps the number before it (``"第七条（二）"``); a label without a number stays whole.
    """
    numbers = [word for word in label.split() if _NUMBER.fullmatch(word)]
    if not numbers:
        head = label.split("、", 1)[0] if "、" in label[:4] else ""
        return head or label.strip()
    return "".join(numbers[-2:]) if numbers[-1][0] in "（(" else numbers[-1]


def _before(grave: Sequence[Finding]) -> str:
    labels = list(dict.fromkeys(short_clause(f.clause) for f in grave if f.clause and f.start is not None))
    pages = "、".join(labels[:4])
    shot = f"付款前把{pages}和付款页一起截图。" if pages else "付款前把协议和付款页一起截图。"
    return "先不付。一定要付，只付这几天用得完的数额，不开自动扣款；" + shot


def _after(grave: Sequence[Finding], title: str) -> dict[str, str]:
    text = "在客服渠道书面提出，写清订单号、没用完的金额和要求，保留发送记录。"
    term = next((f for f in grave if f.category in _MONEY_BACK and f.quote), None)
    if term is None:
        return {"text": text, "letter": ""}
    clause = short_clause(term.clause)
    said = f"写明“{term.quote}”" if len(term.quote) <= _QUOTE_LIMIT else "的约定"
    letter = (
        "我于____年__月__日在贵平台付款____元（订单号________），尚有____元没有使用。"
        f"贵方《{title or '服务协议'}》{clause}{said}，我认为可能排除了消费者的主要权利。"
        "请在15日内按原支付方式退回未使用部分，或者书面说明不退的理由和依据。"
    )
    return {"text": text + "可以照下面这段写。", "letter": letter}


def _sue(grave: Sequence[Finding]) -> str:
    court = next((f for f in grave if f.category == "jurisdiction"), None)
    if court is None:
        return "可以起诉。先问你住所地的法院能不能立案。"
    clause = short_clause(court.clause) or "协议"
    return (
        f"可以起诉。{clause}约定了法院，但如果当时没有合理提示你，可以主张这条约定不算数；"
        "先问你住所地的法院能不能立案。"
    )
