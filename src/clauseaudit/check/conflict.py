"""What the files of a shop say against each other and against themselves, as findings of the file that says it last."""

from __future__ import annotations

from collections.abc import Sequence

from clauseaudit.facts import first_contradictions
from clauseaudit.laws import Laws
from clauseaudit.model import Audit, Basis, Contradiction, Fact, Finding, Grade
from clauseaudit.render import words

CATEGORY = "contradiction"
EXPLAIN = "两处说法对不上，用户会按对自己有利的那一处理解；哪一处算数，可能要由法院来定。"
ACTION = "核对实际怎么做，把两处改成同一个说法。"


def conflicts(audits: Sequence[Audit], laws: Laws, on: str) -> list[list[Finding]]:
    """Findings for each audit. A statement that several files contradict is named once, with the first of them."""
    owner = {id(fact): number for number, audit in enumerate(audits) for fact in audit.facts}
    found: list[list[Finding]] = [[] for _ in audits]
    article = laws.article("civil-code", "498", on)
    basis = (Basis(article, "同一件事有两种说法，等于有两种解释"),) if article else ()
    for number, audit in enumerate(audits):
        found[number] += [_finding(c, c.second, basis) for c in audit.contradictions]
    for contradiction in first_contradictions(audits):
        second = contradiction.second
        found[owner[id(second)]].append(_finding(contradiction, second, basis))
    return found


def _finding(contradiction: Contradiction, fact: Fact, basis: tuple[Basis, ...]) -> Finding:
    question = words.QUESTION.get(contradiction.question, contradiction.question)
    return Finding(
        "rule", None, f"{CATEGORY}/{contradiction.question}", f"“{question}”前后说法不一：{contradiction.text}",
        CATEGORY, Grade.NOTICE, fact.start, fact.end, fact.quote, fact.clause,
        EXPLAIN, ACTION, "", "", None, basis,
    )  # fmt: skip
