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
ROOM = 600  # pixels that six rows have on the first screen of a phone
ASKED = 6  # characters of a question that stand on one line there
_ROW, _LINE, _WIDE = 40, 20, 36  # pixels of a row with its answer and of a line below; half-width letters of a line
TELLING = ("tiers", "email", "phone", "website", "exit", "costs", "also")  # values worth room on a phone
SHORT = 24  # characters of a second line that a phone has room for
_COMMA = re.compile("(?<=[，,；;])")
# A condition on which the words behind it hang.
_GIVEN = re.compile("^(?:但|且)?(?:在|如|若|除|因|超过|逾期|未|连续|自)|(?:的|时|前|后|内|情况下|情形下)[，,；;]$")
_MARKS = re.compile("[（(、：:“《]")
# What a quote must keep when it is cut, the most telling first.
_ABOUT = {
    "refund": ("不退|不予退|概不|不支持|不接受|不可退|不能退|全额|退款", "[%％]|百分之", "退", "视为|不再受理"),
    "expiry": ("清零|失效|作废|过期|不过期|长期有效|清除|清空", "收取|另收|另付|只能", "有效|到期"),
    "renewal": ("不再|无需|不另|提醒|通知", "代扣|自动|扣取", "扣|续"),
    "change": ("无需|无须|恕不|不另|不再另", "生效", "通知|公示", "改|变更|更新|修订|调整"),
    "dispute": ("法院|仲裁", "只同意|不得", "争议|纠纷"),
    "operator": ("公司|中心|工作室|店|社",),
}


def answers(audit: Audit, views: Sequence[View], passage: Sequence[View]) -> list[View]:
    """The six questions in their fixed order, answered or not. Marks the rows that an answer links to."""
    known = {fact.question: fact for fact in audit.facts}
    split = {contradiction.question for contradiction in audit.contradictions}
    result = []
    for key in words.QUESTION:
        fact = known.get(key) or Fact(key, "unstated", {})
        more = details(fact)
        result.append({**said(fact, views, passage), "question": words.question(key, audit.facts), "more": more,
                       "short": len(more) <= SHORT and key not in split, "split": key in split})  # fmt: skip
    telling = [row for row, key in zip(result, words.QUESTION, strict=True) if _tells(known.get(key))]
    fill(result, telling)
    return result


def _tells(fact: Fact | None) -> bool:
    return fact is not None and any(name in fact.values for name in TELLING)


def fill(rows: Sequence[View], telling: Sequence[View]) -> None:
    """Show the second lines of ``telling`` on a phone as well, those of money first, as long as the screen has room."""
    room = ROOM - sum(map(_height, rows))
    for row in sorted(telling, key=lambda row: row is not rows[0] and row is not rows[-1]):
        if not row["short"] and not row["split"]:
            row["short"] = (room - _LINE * _lines(row["more"])) >= 0
            room -= _LINE * _lines(row["more"]) if row["short"] else 0


def _height(row: View) -> int:
    """About how many pixels the row takes on a phone."""
    quote = f"{row['clause']} “{row['quote']}”" if row["quote"] else ""
    below = _lines(quote) + int(row["split"]) + (_lines(row["more"]) if row["short"] else 0)
    return _ROW + _LINE * max(below, len(row["question"]) > ASKED)


def _lines(text: str) -> int:
    wide = sum(2 if ord(character) > 0x2000 else 1 for character in text)
    return -(-wide // _WIDE)


def said(fact: Fact, views: Sequence[View], passage: Sequence[View]) -> View:
    """An answer takes the grade of the gravest finding on the words it rests on, and leads there."""
    if fact.answer in OPEN:
        return {"answer": fact.text or words.UNSTATED, "grade": "unstated", "ref": "", "clause": "", "quote": ""}
    grade, ref = _beside(fact, views), ""
    if fact.start is not None and fact.end is not None:
        start, end = fact.start, fact.end
        over = [view for view in views if view["placed"] and view["start"] < end and view["end"] > start]
        if over:
            grade, ref = over[0]["grade"], over[0]["id"]
        elif row := next((row for row in passage if row["start"] <= start < row["end"]), None):
            row["linked"], ref = True, row["id"]
    return {"answer": fact.text or fact.answer, "grade": grade, "ref": ref, "clause": short_clause(fact.clause),
            "quote": excerpt(fact.quote, _ABOUT.get(fact.question, ()))}  # fmt: skip


# Marks that speak against a row without one, wherever in the document they stand.
_TOPICS = {
    "refund": ("refund-denial", "no-return", "refund-fee", "deposit-forfeit", "withdrawal-ban", "refund-to-balance"),
    "expiry": ("balance-expiry",),
    "change": ("unilateral-change",),
    "dispute": ("jurisdiction", "arbitration"),
}


def _beside(fact: Fact, views: Sequence[View]) -> str:
    """The grade of an answer whose own words bear no mark: no tick beside a grave mark on the same thing."""
    about = _TOPICS.get(fact.question, ())
    grades = {view["grade"] for view in views if view["category"] in about}
    return next((grade for grade in ("void", "unfair") if grade in grades), "ok")


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
    while first > 0 and _GIVEN.search(pieces[first - 1]) and len("".join(pieces[first - 1 : last])) <= 2 * limit:
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
    if fact.answer in OPEN and fact.question != "operator":
        return ""
    parts = _DETAILS[fact.question](fact.values) if fact.question in _DETAILS else []
    if fact.answer in OPEN:  # what is missing has been said
        parts = [part for part in parts if not part.endswith(words.UNSTATED)]
    answer = fact.text or fact.answer
    return "；".join(part for part in parts if part and part not in answer)


_ROUTES = {
    "original": "原路退回", "balance": "只退到余额", "bank": "退到银行账户", "account": "退到站内账户",
    "choice": "退到银行或站内账户",
}  # fmt: skip


def _refund(values: Values) -> list[str]:
    unit = "个工作日" if values.get("arrive_unit") else "天"
    things = "、".join(values.get("excluded", ()))
    return [
        "，".join(values.get("tiers", ())),
        f"{things}不退" if things else "",
        f"{values['arrive_days']}{unit}内退到" if "arrive_days" in values else "",
        _ROUTES.get(values.get("route", ""), ""),
        "另有几种情形可以退" if values.get("exceptions") else "",
        "有几种情形不退" if values.get("exclusions") and not things else "",
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
    notice = f"提前{days}天公示" if days else "提前0天" if values.get("at_once") else "提前几天：未写明"
    ways = {"refund": "不同意可退款", "cancel": "不同意可取消或退出", "stop": "不同意只能停用"}
    return [notice, ways.get(values.get("exit", ""), "")]


def _dispute(values: Values) -> list[str]:
    ways = [str(values[key]) for key in ("complaint_phone", "complaint_email") if key in values]
    costs = {"loser": "律师费等由败诉方出", "user": "律师费等算你的"}
    return [str(values.get("commission", "")), "协议写的签订地" if "place" in values else "",
            costs.get(values.get("costs", ""), ""), "投诉：" + "，".join(ways) if ways else ""]  # fmt: skip


def _operator(values: Values) -> list[str]:
    """How to reach it; what is missing is told in one go."""
    named = {"phone": "电话", "email": "邮箱", "website": "网站", "address": "地址"}
    parts = [f"签约方只写了“{values['brand']}”" if "brand" in values else ""]
    parts += [f"{name}：{values[key]}" for key, name in named.items() if key in values]
    parts.append(f"还写了{values['also']}" if "also" in values else "")
    silent = [name for key, name in (("address", "地址"), ("phone", "电话")) if key not in values]
    if "uscc_invalid" in values:
        parts.append(f"信用代码{values['uscc_invalid']}核对不上")
    elif "uscc" in values:
        parts.append(f"信用代码{values['uscc']}")
    return [*parts, "、".join(silent) + "：未写明" if silent else ""]


_DETAILS: dict[str, Callable[[Values], list[str]]] = {
    "refund": _refund, "renewal": _renewal, "change": _change, "dispute": _dispute, "operator": _operator,
}  # fmt: skip
