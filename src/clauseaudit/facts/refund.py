"""能退吗: what becomes of money that was paid.

Every sentence with 退 is a denial, a grant or nothing. The object (recharge over goods) and the circumstance
(a breach, a double charge, a minor) give its weight: the heaviest sentence that speaks of the money paid answers.
"""

from __future__ import annotations

import re
from typing import Any

from clauseaudit.facts.lists import holds
from clauseaudit.facts.numbers import fee_span
from clauseaudit.facts.reading import Claim, Reading, Statement, best
from clauseaudit.facts.refund_answer import decide, say
from clauseaudit.facts.refund_figures import figures
from clauseaudit.facts.refund_signs import (
    BACK,
    BALANCE,
    BARGAIN,
    BEGUN,
    BREACH,
    BY_LAW_OR_DEAL,
    CALLED_OFF,
    CASES,
    CHARGES,
    CONDITIONS,
    CONSUMED,
    DEPOSIT,
    ELSE,
    EXCEPT,
    FAULT,
    FLAT,
    FUNDS,
    GIFT,
    GIVEN_BACK,
    GIVEN_MONEY,
    GOODS,
    GRANTING,
    HANDED_BACK,
    IDLE,
    KEPT,
    LAWFUL_ONLY,
    MINOR,
    NO_DEPOSIT,
    NOT_POINTS,
    OF_MONEY,
    ONCE,
    PART,
    POINTS,
    REFUSING,
    RESULTS,
    RETURNED,
    RETURNS,
    RULED,
    STORED,
    TOPPED_UP,
    TOPPED_UP_BALANCE,
    UNLESS,
    UNUSED,
    WHATEVER,
    by_operator,
    denial,
    given,
    grant,
    whatever,
)
from clauseaudit.facts.refund_tiers import FREE, MOST, WHOLE, tiers

PLACES = 200  # of 退 that are looked at; a sentence with more is no prose


def read(reading: Reading) -> list[Claim]:
    """All claims about refunds, the one that binds the money paid first."""
    claims = [claim for s in reading.holding(BACK) for claim in _claims(reading, s)]
    risks = reading.found("refund-denial", risk=True)
    denied = {s.segment for _, s in risks}
    claims = [
        c._replace(weight=c.weight + 0.5) if c.answer == "no" and c.statement.segment in denied else c for c in claims
    ]
    known = {claim.statement.segment for claim in claims}
    for finding, s in risks:
        if s.segment not in known and (finding.source != "model" or s.whole_words & GIVEN_BACK):
            claims.append(_denied(s, (s.start, s.end), _in_case(reading, s)))
    decided = decide(best(claims))
    if not decided or decided[0].values.get("narrow") in ("faults", "minors"):
        decided = [*_kept_in(reading), *decided]
    if decided and decided[0].answer == "no":
        decided = [*decided, *_drawn_out(reading)]
    return _scheduled(reading, decided)


def _kept_in(reading: Reading) -> list[Claim]:
    """A balance that cannot be drawn out: the answer where no refund is spoken of, or only for mishaps."""
    return [
        Claim("no", 2.0, s, (s.start, s.end), {"about": "balance"}, "余额不能提现")
        for finding, s in reading.found("withdrawal-ban", risk=True)
        if "no-transfer" not in finding.rule and not _points_only(s) and (s.within(STORED) or s.within(FUNDS))
    ]


def _drawn_out(reading: Reading) -> list[Claim]:
    """A balance that can be drawn out: said against a refusal, it is a way to the money that the refusal denies."""
    return [
        Claim("yes", 0.5, s, (s.start, s.end), {"about": "balance"}, "余额可以提现")
        for _, s in reading.found("withdrawal-ban", risk=False)
        if "提现" in s.text and not _points_only(s) and (s.within(STORED) or s.within(FUNDS))
    ]


def _scheduled(reading: Reading, claims: list[Claim]) -> list[Claim]:
    """A schedule of fees under a heading about refunds need not say 退 on each of its lines."""
    if not claims or claims[0].answer == "no":
        return claims
    steps = tiers(reading)
    shares = [step.share for step in steps if step.share < WHOLE]
    if not shares:
        return claims
    top = claims[0]
    values = {**top.values, **fee_span([*shares, *_known_fees(top)])}
    if any(step.share == WHOLE for step in steps):
        values["fee_whole"] = True
    told = list(dict.fromkeys(step.said for step in steps if step.when))
    if len(told) > 1:
        values["tiers"] = told[:MOST]
    if "fee_percent" not in top.values and "window_days" not in top.values:
        first = next(step for step in steps if step.share < WHOLE)
        top = top._replace(statement=first.statement, at=first.at)
    return [top._replace(answer="conditional", values=values, said=say(top, values)), *claims[1:]]


def _known_fees(claim: Claim) -> list[float]:
    return [claim.values[key] for key in ("fee_percent", "fee_percent_min") if key in claim.values]


def _claims(reading: Reading, s: Statement) -> list[Claim]:
    """What the sentence says: the first refusal, or the first grant; both where one ends before the other begins."""
    of_money = s.whole_words & OF_MONEY
    if not (of_money or s.words & REFUSING) or _points_only(s):
        return []
    text = reading.text
    granted: Claim | None = None
    for place in _places(text, s)[:PLACES]:
        left, right = max(s.start, place - 18), min(s.end, place + 14)
        near = reading.words_in(text[left:right])
        match = denial().search(text, left, right) if near & REFUSING else None
        if match and match.start() <= place < match.end():
            if not _double(text, match, s):
                denied = [] if s.words & RESULTS else [_denied(s, match.span(), _in_case(reading, s))]
                return _before(text, granted, match.start(), denied)
        elif of_money and granted is None and near & GRANTING and not near & IDLE and not _handed_back(s, place):
            match = grant().search(text, left, right)
            granted = _granted(reading, s, match.span()) if match else None
    return [granted] if granted else []


def _before(text: str, granted: Claim | None, place: int, denied: list[Claim]) -> list[Claim]:
    """A refusal, with the grant that is complete before it: "扣5%后退回，不支持单个退货" refuses only the second."""
    between = text[granted.at[1] : place] if granted else ""
    apart = ";" in between or ("," in between and not between.startswith("的") and "但" not in between)
    if granted is None or not apart:
        return denied
    return [granted, *(claim._replace(weight=min(claim.weight, 1.9), flat=False) for claim in denied)]


def _points_only(s: Statement) -> bool:
    """Points that were spent do not come back; that says nothing about money."""
    return s.words & POINTS != 0 and "积分" in s.text[:6] and not s.words & NOT_POINTS


def _places(text: str, s: Statement) -> list[int]:
    """Where the sentence speaks of giving back: 退 but not 退出, 返还."""
    found = []
    for word in ("退", "返还") if s.words & RETURNED else ("退",):
        place = text.find(word, s.start, s.end)
        while place >= 0:
            if not text.startswith(KEPT, place + 1) or word == "返还":
                found.append(place)
            place = text.find(word, place + 1, s.end)
    return sorted(found) if s.words & RETURNED else found


def _double(text: str, match: re.Match[str], s: Statement) -> bool:
    """ "不得拒绝退款" denies nothing; nor does "不影响退款"."""
    before = text[max(s.start, match.start() - 4) : match.start()]
    return "不得" in before or "不会" in before or ("拒绝" in match[0][1:] and match[0][0] == "不")


def _handed_back(s: Statement, place: int) -> bool:
    """What is given back there is a thing, not money."""
    return s.words & HANDED_BACK != 0 and holds(s.text[place - s.start : place - s.start + 8], HANDED_BACK)


def _about(s: Statement) -> tuple[str, float]:
    """The object of a sentence, with the weight of a sentence about it."""
    if s.whole_words & DEPOSIT and not s.words & NO_DEPOSIT:
        return "deposit", 2.0
    if s.words & RETURNS:
        return "goods", 2.0
    if s.words & STORED:
        return "stored", 4.0
    if s.whole_words & GOODS and not s.words & CHARGES:
        return "goods", 2.0
    return ("stored", 3.5) if s.within(STORED) else ("payment", 3.0)


def _in_case(reading: Reading, s: Statement) -> bool:
    """Whether the half-sentence before, up to a semicolon, names the case: "如因你的原因拒签的，…；服务费不退"."""
    before = s.segment - 1
    if before < 0 or reading.outline.segments[before].clause != reading.outline.segments[s.segment].clause:
        return False
    said = reading.statement(before).text
    return said.endswith(";") and holds(said, CASES)


def _denied(s: Statement, at: tuple[int, int], in_case: bool = False) -> Claim:
    about, weight = _about(s)
    unless = s.words & UNLESS and not s.words & ELSE  # "除非…，否则…不退" excepts nothing from the refusal
    excepted = bool(unless or s.words & EXCEPT)
    lawful = excepted and s.words & LAWFUL_ONLY
    values: dict[str, Any] = {"about": about}
    if excepted:
        values["except"] = "law" if lawful else "stated"
    elif s.words & BY_LAW_OR_DEAL and given().search(s.text):
        values["given"] = True
    partial = s.whole_words & CONSUMED != 0 or s.words & PART != 0 or (s.kind == "item" and not s.lead.endswith("退"))
    if s.words & CONSUMED or _for_a_breach(s):
        weight = min(weight, 1.2)
    elif s.words & (PART | BEGUN):
        weight = min(weight, 2.4)
    elif s.words & GIFT and not (s.words & TOPPED_UP and s.words & BALANCE):
        weight = min(weight, 1.0)
    if (in_case or s.words & CASES) and not s.words & ONCE:
        partial, weight = True, min(weight, 2.4)
    flat = not (excepted or partial or s.words & BARGAIN or s.kind == "lead") and s.words & FLAT != 0
    listed = s.kind == "lead" or (s.lead != "" and holds(s.lead, ("下列", "以下", "情形", "情况")))
    soft = listed or (partial and weight > 1.2) or s.words & BARGAIN or (excepted and not lawful)
    return Claim("conditional" if soft else "no", weight, s, at, values, "不能退", flat)


def _for_a_breach(s: Statement) -> bool:
    """A breach decides; one that is named as making no difference does not."""
    if not s.whole_words & WHATEVER:
        return s.whole_words & BREACH != 0
    return holds(whatever().sub("", s.whole), BREACH)


def _by_fault(reading: Reading, s: Statement) -> bool:
    """The money comes back because of what the operator did or failed to do."""
    if s.whole_words & FAULT:
        return True
    own = [f"{name}原因" for name in reading.parties.operator]
    if holds(s.whole + s.label, own):
        return True
    return s.whole_words & CALLED_OFF != 0 and by_operator().search(s.whole) is not None


def _granted(reading: Reading, s: Statement, at: tuple[int, int]) -> Claim:
    about, weight = _about(s)
    values: dict[str, Any] = {"about": about, **figures(reading.text, s)}
    bounded = "window_days" in values or "fee_percent" in values
    if s.whole_words & MINOR:
        weight, values["narrow"] = 1.0, "minors"
    elif s.words & GIVEN_MONEY and not s.words & TOPPED_UP_BALANCE and not bounded:
        weight, values["narrow"] = 0.4, "gifts"
    elif _by_fault(reading, s) and not ("window_days" in values and s.words & UNUSED):
        weight, values["narrow"] = min(weight, 1.5), "faults"
    elif s.kind == "lead":
        weight -= 1.0
    elif "退款" in s.label and about == "payment":
        weight += 0.1  # under a heading of its own
    elif s.words & RULED:
        weight = 0.4
    answer = "conditional" if bounded or s.kind == "lead" or _hangs_on_something(s) else "yes"
    return Claim(answer, weight, s, at, values, "")


def _hangs_on_something(s: Statement) -> bool:
    """Whether a condition is named; that nothing is charged for it is none."""
    if not s.whole_words & FREE:
        return s.whole_words & CONDITIONS != 0
    said = s.whole
    for phrase in FREE:
        said = said.replace(phrase, "")
    return holds(said, CONDITIONS)
