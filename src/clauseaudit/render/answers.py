"""The six answers as a reader sees them: the answer, the words it rests on, and what else is good to know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clauseaudit.model import Audit, Contradiction, Fact
from clauseaudit.render import words
from clauseaudit.render.advice import short_clause
from clauseaudit.render.passage import View

OPEN = ("unstated", "not-applicable")
Values = Mapping[str, Any]
EXCERPT = 27  # characters of a quote under an answer, two lines on a phone; the whole of it stands in the text
SHORT = 24  # characters of a second line that a phone has room for
_COMMA = re.compile("(?<=[，,；;])")
_MARKS = re.compile("[（(、：:“《]")
# What a quote must keep when it is cut, the most telling first.
_ABOUT = {
    "refund": ("不退|不予退|概不|不支持|不接受|不可退|不能退|全额|退款", "退"),
    "expiry": ("清零|失效|作废|过期|不过期|长期有效", "有效|到期"),
    "renewal": ("不再|无需|不另|提醒|通知", "代扣|自动|扣取", "扣|续"),
    "change": ("无需|无须|恕不|不另|不再另", "生效", "通知|公示", "改|变更|更新|修订|调整"),
    "dispute": ("法院|仲裁",),
    "operator": ("公司|中心|工作室|店|社",),
}


def answers(audit: Audit, views: Sequence[View], passage: Sequence[View]) -> list[View]:
    """The six questions in their fixed order, answered or not. Marks the rows that an answer links to."""
    known = {fact.question: fact for fact in audit.facts}
    split = {contradiction.question for contradiction in audit.contradictions}
    result = []
    for key, question in words.QUESTION.items():
        fact = known.get(key) or Fact(key, "unstated", {})
        more = details(fact)
        result.append({**said(fact, views, passage), "question": question, "more": more,
                       "short": len(more) <= SHORT and key not in split, "split": key in split})  # fmt: skip
    return result


def said(fact: Fact, views: Sequence[View], passage: Sequence[View]) -> View:
    """An answer takes the grade of the gravest finding on the words it rests on, and leads there."""
    if fact.answer in OPEN:
        return {"answer": fact.text or words.UNSTATED, "grade": "unstated", "ref": "", "clause": "", "quote": ""}
    grade, ref = "ok", ""
    if fact.start is not None and fact.end is not None:
        start, end = fact.start, fact.end
        over = [view for view in views if view["placed"] and view["start"] < end and view["end"] > start]
        if over:
            grade, ref = over[0]["grade"], over[0]["id"]
        elif row := next((row for row in passage if row["start"] <= start < row["end"]), None):
            row["linked"], ref = True, row["id"]
    return {"answer": fact.text or fact.answer, "grade": grade, "ref": ref, "clause": short_clause(fact.clause),
            "quote": excerpt(fact.quote, _ABOUT.get(fact.question, ()))}  # fmt: skip


def excerpt(quote: str, about: Sequence[str], limit: int = EXCERPT) -> str:
    """The part of ``quote`` from comma to comma that speaks of ``about`` (patterns, best first), up to ``limit``.

    One stretch, never reworded: what is in quotation marks is what the document says.
    """
    if len(quote) <= limit:
        return quote
    pieces = _COMMA.split(quote)
    telling = (i for pattern in about for i, piece in enumerate(pieces) if re.search(pattern, piece))
    first = next(telling, 0)
    last = first + 1
    while last < len(pieces) and len("".join(pieces[first : last + 1])) <= limit:
        last += 1
    while first > 0 and len("".join(pieces[first - 1 : last])) <= limit:
        first -= 1
    return _shortened("".join(pieces[first:last]).strip().rstrip("，,；;"), 2 * limit)


def _shortened(piece: str, most: int) -> str:
    """Up to ``most`` characters, to the last mark within them where there is one."""
    if len(piece) <= most:
        return piece
    marks = [match.start() for match in _MARKS.finditer(piece, most // 2, most)]
    return piece[: marks[-1] if marks else most]


def contradictions(audit: Audit, views: Sequence[View], passage: Sequence[View]) -> list[View]:
    """Pairs of statements of the document that cannot both hold."""
    return [_pair(contradiction, views, passage) for contradiction in audit.contradictions]


def _pair(contradiction: Contradiction, views: Sequence[View], passage: Sequence[View]) -> View:
    both = [said(fact, views, passage) for fact in (contradiction.first, contradiction.second)]
    question = words.QUESTION.get(contradiction.question, contradiction.question)
    return {"question": question, "text": contradiction.text, "both": both}


def details(fact: Fact) -> str:
    """What the second line says, from the values of the fact: numbers, ways out, how to reach the operator."""
    if fact.answer in OPEN:
        return ""
    parts = _DETAILS[fact.question](fact.values) if fact.question in _DETAILS else []
    answer = fact.text or fact.answer
    return "；".join(part for part in parts if part and part not in answer)


def _refund(values: Values) -> list[str]:
    unit = "个工作日" if values.get("arrive_unit") else "天"
    return [
        f"{values['arrive_days']}{unit}内退到" if "arrive_days" in values else "",
        {"original": "原路退回", "balance": "只退到余额"}.get(values.get("route", ""), ""),
        "另有几种情形可以退" if values.get("exceptions") else "",
        "有几种情形不退" if values.get("exclusions") else "",
    ]


def _renewal(values: Values) -> list[str]:
    cancel = {"any-time": "随时能关", "self-service": "能自己关", "stated": "写了怎么取消"}
    return [
        f"写到的价格：{values['price']}元" if "price" in values else "",
        cancel.get(values.get("cancel", ""), "怎么取消：未写明"),
        f"要提前{values['cancel_before']}取消" if "cancel_before" in values else "",
    ]


def _change(values: Values) -> list[str]:
    days = values.get("notice_days")
    return [f"提前{days}天公示" if days else "提前几天：未写明"]


def _dispute(values: Values) -> list[str]:
    ways = [str(values[key]) for key in ("complaint_phone", "complaint_email") if key in values]
    return [str(values.get("commission", "")), "投诉：" + "，".join(ways) if ways else ""]


def _operator(values: Values) -> list[str]:
    """How to reach it; what is missing is told in one go."""
    named = {"phone": "电话", "email": "邮箱", "address": "地址"}
    parts = [f"{name}：{values[key]}" for key, name in named.items() if key in values]
    silent = [name for key, name in (("address", "地址"), ("phone", "电话")) if key not in values]
    if "uscc_invalid" in values:
        parts.append(f"信用代码{values['uscc_invalid']}核对不上")
    elif "uscc" in values:
        parts.append(f"信用代码{values['uscc']}")
    return [*parts, "、".join(silent) + "：未写明" if silent else ""]


_DETAILS: dict[str, Callable[[Values], list[str]]] = {
    "refund": _refund, "renewal": _renewal, "change": _change, "dispute": _dispute, "operator": _operator,
}  # fmt: skip
