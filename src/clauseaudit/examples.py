"""The examples of a rule are its tests."""

from __future__ import annotations

import re
from typing import NamedTuple

from clauseaudit.audit import spot
from clauseaudit.match import Matcher
from clauseaudit.rules.load import Examples

EDGES = " \n\t。;!?；！？,，"
MARKS = re.compile("[«»]")


class Failure(NamedTuple):
    """An example that did not come out as its file says."""

    rule: str
    example: str
    problem: str


def check(rule: str, examples: Examples, matcher: Matcher) -> list[Failure]:
    """Run the examples of one rule against the whole pack."""
    failures = []
    for kind in ("flag", "ok", "missed"):
        for example in getattr(examples, kind):
            problem = _problem(rule, kind, example, matcher)
            if problem:
                failures.append(Failure(rule, example, problem))
    return failures


def _problem(rule: str, kind: str, example: str, matcher: Matcher) -> str:
    text = MARKS.sub("", example)
    fired = [span for id_, span in spot(text, matcher) if id_ == rule]
    if kind == "flag":
        if not fired:
            return "应当命中，没有命中"
        if "«" in example:
            wanted = [m.strip(EDGES) for m in re.findall("«([^«»]*)»", example)]
            got = [text[s[0] : s[1]].strip(EDGES) for s in fired if s]
            return "" if sorted(wanted) == sorted(got) else f"应当命中 {wanted}，命中的是 {got}"
        return ""
    if kind == "ok":
        return "不应命中，却命中了" if fired else ""
    return "记在 missed 里，但现在命中了：移到 flag" if fired else ""
