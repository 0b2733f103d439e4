"""From the claims about refunds to the answer of the whole document, in the words of a person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from clauseaudit.expressions import expression
from clauseaudit.facts.lists import words
from clauseaudit.facts.numbers import fee_span
from clauseaudit.facts.reading import Claim

WHOLE_PRICE = words("未使用 未消费 未开 全额 无理由 解除合同 一分没花 没用过")
THINGS = words(
    "机票 车票 船票 门票 定金 订金 押金 保证金 签证费 餐费 服务费 手续费 运费 邮费 特价商品 特价产品 赠送金额"
)


def decide(claims: list[Claim]) -> list[Claim]:
    """The answer of the whole document first, then what else it says."""
    denials = [c for c in claims if c.said == "不能退" or c.said == "余额不能提现"]
    grants = [c for c in claims if not c.said and c.weight >= 0.5]
    values: dict[str, Any] = {}
    for grant in grants:
        if grant.weight >= 1.5:
            values = _joined(values, grant.values)
    values.update(_fees(grants))
    named = [grant.saying(say(grant, grant.values)) for grant in grants]
    if not denials:
        if not grants:
            return []
        top = _carrier(named, values)._replace(values={**grants[0].values, **values})
        return [top._replace(said=say(top, top.values)), *named[1:]]
    denial = denials[0]
    strongest = grants[0].weight if grants else 0.0
    cooling = any(_cools_off(grant) for grant in grants)
    flat = denial.flat and denial.weight >= 4
    refused = denial.answer == "no" and not cooling and (strongest < denial.weight - 0.7 or flat)
    if refused and denial.weight <= 1.2:  # only the user's breach, gifts or what is used up
        restricted = denial._replace(answer="conditional", said="违规、赠送等不退")
        return [restricted, *named, *denials[1:]]
    if refused:
        said = _refusal(denial)
        extra = {"exceptions": True} if any(g.weight >= 1.0 for g in grants) else {}
        return [denial._replace(said=said, values={**denial.values, **extra}), *named, *denials[1:]]
    if not grants:
        return [denial._replace(said="除列明情形外不退" if "except" in denial.values else "有些情形不退"), *denials[1:]]
    # A flat refusal contradicts a first week and is no exclusion from it.
    denied: dict[str, Any] = {} if cooling and flat else {"exclusions": True}
    if denied and (things := _excluded(denials)):
        denied["excluded"] = things
    top = _carrier(named, values)._replace(answer="conditional", values={**grants[0].values, **values, **denied})
    return [top._replace(said=say(top, top.values)), *named[1:], *denials]


def _joined(known: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """What a lighter grant adds; a number and its unit come from one sentence."""
    added = {k: v for k, v in more.items() if k not in ("about", "narrow")}
    for number, unit in (("arrive_days", "arrive_unit"), ("window_days", "window_unit")):
        if number in known:
            added.pop(unit, None)
    if {known.get("route"), added.get("route")} == {"bank", "account"}:
        return {**added, **known, "route": "choice"}
    return {**added, **known}


def _carrier(grants: list[Claim], values: dict[str, Any]) -> Claim:
    """The heaviest grant, with the words of the one that states what is said of the whole document."""
    key = next((key for key in ("window_days", "fee_percent") if key in values), "")
    stating = next((g for g in grants if key in g.values), grants[0]) if key else grants[0]
    return grants[0]._replace(statement=stating.statement, at=stating.at)


@lru_cache(maxsize=1)
def _things() -> re.Pattern[str]:
    return expression(
        f"(?<!已用)({'|'.join(THINGS)})"
        "[^,;(]{0,8}?不[^,;]{0,3}?退(?:[款票还费换]|回?(?=[,;。]|$))"
    )


def _excluded(denials: list[Claim]) -> list[str]:
    """Things that the refusals name, at most three."""
    statements = [denial.statement for denial in denials if denial.statement.words & THINGS]
    things = [match[1] for s in statements for match in _things().finditer(s.text)]
    return list(dict.fromkeys(things))[:3]


def _cools_off(grant: Claim) -> bool:
    """A first week in which the whole price comes back, whatever else is refused."""
    if grant.weight < 3 or "window_days" not in grant.values:
        return False
    return grant.weight >= 3.5 or grant.statement.words & WHOLE_PRICE != 0


def _fees(grants: list[Claim]) -> dict[str, Any]:
    return fee_span([g.values[key] for g in grants for key in ("fee_percent", "fee_percent_min") if key in g.values])


def _refusal(denial: Claim) -> str:
    if denial.said != "不能退":
        return denial.said
    if "given" in denial.values:
        return "附条件，可以不退"
    if "except" in denial.values:
        return "不能退，法定的除外" if denial.values["except"] == "law" else "不能退，另有例外"
    if denial.values["about"] == "deposit":
        return "定金、押金不退"
    return "充了不能退" if "充值" in denial.statement.whole or "储值" in denial.statement.whole else "不能退"


def say(claim: Claim, values: dict[str, Any]) -> str:
    """The grant in at most 16 characters."""
    window, fee = values.get("window_days"), values.get("fee_percent")
    unit = "个工作日" if values.get("window_unit") else "天"
    if fee and values.get("fee_whole"):
        return f"看情况，扣{values.get('fee_percent_min', fee)}%到100%"
    if window and fee:
        return f"{window}{unit}内可退，扣{fee}%"
    if window:
        return f"{window}{unit}内可退"
    if fee:
        least = values.get("fee_percent_min")
        return f"能退，扣{least}%到{fee}%" if least else f"能退，扣{fee}%"
    if "narrow" in values and claim.weight <= 1.5:
        return {"minors": "只写了未成年人可退", "faults": "出错或停服才退"}.get(values["narrow"], "有条件才退")
    if values.get("about") == "deposit":
        return "押金能退" if claim.answer == "yes" else "押金有条件才退"
    if claim.answer == "yes":
        return "能退，原路退回" if values.get("route") == "original" else "能退"
    return "看情况，有条件才退"
