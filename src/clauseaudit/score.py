"""Labels against findings: precision, recall and F1, typed and untyped.

A label and a finding match if they overlap by at least half of the shorter span; typed = the same category too.
``maybe`` labels are ignored both ways, ``good`` is never a risk. Rows are dicts as in a labels file:
doc, start, end, category, grade.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

RISK = frozenset({"void", "unfair", "notice"})
Row = Mapping[str, Any]


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


class Tally:
    """Counts of one category, or of all."""

    def __init__(self) -> None:
        self.labels = self.hit = self.found = self.right = 0

    def rates(self) -> Rates:
        """0 where nothing was labelled or found."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.hit / self.labels if self.labels else 0.0
        total = precision + recall
        return Rates(precision, recall, 2 * precision * recall / total if total else 0.0)


class Score:
    """Accumulates documents; read the tallies when all are in."""

    def __init__(self) -> None:
        self.typed, self.untyped, self.missing, self.void = Tally(), Tally(), Tally(), Tally()
        self.per: dict[str, Tally] = defaultdict(Tally)
        self.documents = self.chars = self.alarms = 0

    def add(self, labels: Sequence[Row], findings: Sequence[Row], chars: int) -> None:
        """One document: its labels, the findings made in it, its length in characters."""
        self.documents += 1
        self.chars += chars
        gold = [g for g in labels if g["grade"] in RISK]
        maybe = [g for g in labels if g["grade"] == "maybe" and g["start"] is not None]
        found = [f for f in findings if f["grade"] in RISK and f["start"] is not None]
        for label in gold:
            self._label(label, found)
        for finding in found:
            self._finding(finding, gold, maybe)
        duties = {g["category"] for g in labels if g["grade"] == "missing"}
        claimed = {f["category"] for f in findings if f["grade"] == "missing"}
        self.missing.labels += len(duties)
        self.missing.found += len(claimed)
        self.missing.hit += len(duties & claimed)
        self.missing.right += len(duties & claimed)

    def absent(self, labels: Iterable[Row]) -> None:
        """A labelled document without output counts as all missed."""
        count = sum(row["grade"] in RISK for row in labels)
        self.typed.labels += count
        self.untyped.labels += count

    def _label(self, label: Row, found: Sequence[Row]) -> None:
        near = [f for f in found if overlap(label, f)]
        typed = any(f["category"] == label["category"] for f in near)
        for tally, hit in ((self.typed, typed), (self.untyped, bool(near)), (self.per[label["category"]], typed)):
            tally.labels += 1
            tally.hit += hit

    def _finding(self, finding: Row, gold: Sequence[Row], maybe: Sequence[Row]) -> None:
        near, excused = ([g for g in rows if overlap(g, finding)] for rows in (gold, maybe))
        typed, pardoned = (any(g["category"] == finding["category"] for g in rows) for rows in (near, excused))
        if typed or not pardoned:
            for tally in (self.typed, self.per[finding["category"]]):
                tally.found += 1
                tally.right += typed
        if near or not excused:
            for tally in (self.untyped, self.void)[: 1 + (finding["grade"] == "void")]:
                tally.found += 1
                tally.right += bool(near)
            self.alarms += not near

    def macro(self) -> tuple[float, int]:
        """Mean F1 over the categories with at least three labels, and how many those are."""
        values = [t.rates().f1 for _, t in self.ranked() if t.labels >= 3]
        return sum(values) / max(1, len(values)), len(values)

    def ranked(self) -> list[tuple[str, Tally]]:
        """Categories, most labels first."""
        return sorted(self.per.items(), key=lambda item: -item[1].labels)

    def alarm_rate(self) -> float:
        """False alarms per 10,000 characters."""
        return self.alarms * 10_000 / max(1, self.chars)


def overlap(a: Row, b: Row) -> bool:
    """True if two spans share at least half of the shorter one."""
    low, high = max(a["start"], b["start"]), min(a["end"], b["end"])
    return bool(high > low and (high - low) * 2 >= min(a["end"] - a["start"], b["end"] - b["start"]))
