"""What each rule was worth on labelled benchmarks: counts only, kept in the pack as measured.json.

Not TOML on purpose: counts are no part of what the pack says, so they change neither its digest nor its cache.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from typing import Any

from clauseaudit.errors import RuleError
from clauseaudit.files import replace_file
from clauseaudit.rules.pack import Worth

LEAST_SAMPLES = 5  # with fewer a percentage would say more than is known
REAL = "检查集"  # real agreements that the rules were not written from, though mended with: what it says counts first
FITTED = "训练集"  # those that the rules were written from: it says how well they fit, not how often they are right

Benchmark = dict[str, Any]  # {"name", "documents", "characters", "labels", "negatives", "rules": {id: [found, right]}}


def read_measured(directory: str) -> list[Benchmark]:
    """What ``rules measure`` wrote into a pack; empty if it never ran. Raises RuleError if it is damaged."""
    path = os.path.join(directory, "measured.json")
    if not os.path.exists(path):
        return []
    try:
        with open(path, encoding="utf-8") as file:
            benchmarks: list[Benchmark] = json.load(file)["benchmarks"]
            return benchmarks
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuleError(path, f"读不了：{error}", "重新运行 clauseaudit rules measure") from error


def write_measured(directory: str, benchmarks: list[Benchmark]) -> None:
    """Keep the counts in the pack, one rule to a line so that a change reads well. Not part of the pack's digest."""
    text = json.dumps({"benchmarks": benchmarks}, ensure_ascii=False, indent=1)
    text = re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", text)
    replace_file(os.path.join(directory, "measured.json"), f"{text}\n".encode())


def measured(rule: str, benchmarks: Iterable[Benchmark]) -> list[str]:
    """``corpus：标出 12 处，标注认可 11 处（92%）`` for each benchmark that has enough samples of the rule."""
    counts = [(b["name"], *b["rules"].get(rule, (0, 0))) for b in benchmarks]
    return [f"{name}：标出 {found} 处，标注认可 {right} 处（{right / found:.0%}）"
            for name, found, right in counts if found >= LEAST_SAMPLES]  # fmt: skip


def worth(benchmarks: Iterable[Benchmark]) -> dict[str, Worth]:
    """Of each rule with enough samples the precision to tell people: on REAL, else elsewhere; never FITTED."""
    known: dict[str, Worth] = {}
    for benchmark in sorted(benchmarks, key=lambda b: b["name"] != REAL):
        for rule, (found, right) in benchmark["rules"].items() if benchmark["name"] != FITTED else ():
            if found >= LEAST_SAMPLES and rule not in known:
                known[rule] = Worth(round(right / found, 3), found, benchmark["name"])
    return known
