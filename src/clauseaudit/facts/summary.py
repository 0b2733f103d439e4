"""The one sentence under the light: what matters most, in at most 20 characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clauseaudit.model import Fact, Finding, Grade

LIMIT = 20
QUIET = "没有找到常见的坑，细处仍要看"


# The gravest marks in a few words, where they are not about the answers themselves.
GRAVE = {
    "final-interpretation": "怎么解释全由它说",
    "injury-gross-exclusion": "伤了人也不赔",
    "rights-waiver": "要你放弃权利",
    "liability-exclusion": "出事它都不负责",
    "review-gag": "不许给差评",
    "deemed-consent": "不说话就算同意",
    "pi-blanket": "信息一次全拿走",
}


def sentence(facts: Sequence[Fact], findings: Iterable[Finding]) -> str:
    """What money is lost, and the gravest mark; then renewal, change and courts; then the gravest finding's title."""
    findings = list(findings)
    known = {fact.question: fact for fact in facts}
    said = [phrase for phrase in (_refund(known["refund"]), _expiry(known["expiry"])) if phrase]
    if len(said) < 2:
        said += _grave(findings)
        said += [p for p in (_renewal(known["renewal"]), _change(known["change"]), _dispute(known["dispute"])) if p]
    if not said:
        return _title(findings) or _calm(known)
    first = said[0]
    for second in said[1:]:
        if len(first) + len(second) + 1 <= LIMIT:
            return f"{first}，{second}"
    return first[:LIMIT]


def _grave(findings: Iterable[Finding]) -> list[str]:
    """The first mark of the gravest grade that has a short name."""
    phrases = (GRAVE[f.category] for f in findings if f.grade == Grade.VOID and f.category in GRAVE)
    first = next(phrases, "")
    return [first] if first else []


def _refund(fact: Fact) -> str:
    if fact.answer == "conditional" and "fee_percent" in fact.values:
        least = fact.values.get("fee_percent_min")
        if fact.values.get("fee_whole"):
            return f"退钱要扣{least or fact.values['fee_percent']}%到100%"
        return f"退钱要扣{least}%到{fact.values['fee_percent']}%" if least else f"退钱要扣{fact.values['fee_percent']}%"
    if fact.answer != "no":
        return ""
    if "given" in fact.values:
        return "写着可以不退款"
    if "提现" in fact.text:
        return "余额不能提现"
    if fact.values.get("about") == "goods":
        return "买了不给退换"
    return "充了概不退款" if fact.text.startswith("充") else "付了钱不给退"


def _expiry(fact: Fact) -> str:
    if fact.answer == "conditional":
        return fact.text.removeprefix("会，")
    if fact.answer != "yes":
        return ""
    if fact.values.get("about") == "goods":
        return "买了不用会作废"
    if fact.values.get("idle"):
        return f"权益{fact.text.removeprefix('会，')}"
    subject = {"points": "积分", "coupons": "卡券", "coins": "虚拟币"}.get(fact.values.get("about", ""), "")
    months, days = fact.values.get("months"), fact.values.get("days")
    ends = "就清零" if "清零" in fact.text else "就作废" if "作废" in fact.text else "就过期"
    if months:
        term = f"{months // 12}年" if months > 12 and months % 12 == 0 else f"{months}个月"
        return f"{subject}{term}没用完{ends}"
    return f"{subject}{days}天没用完{ends}" if days else f"{subject or '余额'}会过期"


def _renewal(fact: Fact) -> str:
    return {"yes-no-notice": "自动扣费不提醒", "yes": "到期自动扣费"}.get(fact.answer, "")


def _change(fact: Fact) -> str:
    return "可以单方改规则" if fact.answer == "operator-anytime" else ""


def _dispute(fact: Fact) -> str:
    """Only where the text says whose seat it is, it is told as that."""
    if fact.answer == "operator-court":
        return "只能去它那里告" if fact.values.get("seat") == "operator" else "去哪告由它定"
    return "约定仲裁，可能不公平" if fact.answer == "arbitration" else ""


def _title(findings: Iterable[Finding]) -> str:
    """The gravest risk in its own words, if they are short enough."""
    titles = [f.title for f in findings if f.grade != Grade.GOOD]
    return next((title for title in titles if len(title) <= LIMIT), "有几处要看清再决定" if titles else "")


def _calm(known: dict[str, Fact]) -> str:
    refund, expiry = known["refund"], known["expiry"]
    if refund.answer in ("yes", "conditional") and refund.text:
        said = refund.text + ("，余额不过期" if expiry.answer == "no" else "")
        return said if len(said) <= LIMIT else refund.text
    return QUIET
