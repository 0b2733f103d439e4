"""One sentence with the places of all words in it, and the evaluation of patterns by joining places.

Written twice: pure.py says what it means; the C (native/) does the same about twelve times as fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clauseaudit.native import core
from clauseaudit.scene.expressions import Expressions

HEADING, TEXT, ITEM = range(3)  # what a sentence is read as: so many roles of patterns (rules/plan.py) start a finding

#: What a pattern is asked for (rule, role, number), and where it holds.
Held = tuple[int, int, int, int, int]

if TYPE_CHECKING or core is None:
    from clauseaudit.scene.pure import Scene, Vocabulary
else:
    Scene = core.Scene

    class Vocabulary(core.Vocabulary):
        """The plan in C; expressions are still found by ``re``."""

        def __new__(cls, plan):
            return super().__new__(cls, plan, Expressions(plan.sources).spans)


__all__ = ["HEADING", "ITEM", "TEXT", "Held", "Scene", "Vocabulary"]
