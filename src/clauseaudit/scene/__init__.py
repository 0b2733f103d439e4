"""One sentence with the places of all words in it, and the evaluation of patterns by joining places.

Written twice: pure.py says what it means and runs everywhere; the C beside it does the same about twelve times as fast
and is built where there is a compiler. A test holds them to the same answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clauseaudit.rules.plan import FORM
from clauseaudit.scene.expressions import Expressions

HEADING, TEXT, ITEM = range(3)  # what a sentence is read as: so many roles of patterns (rules/plan.py) start a finding

#: What a pattern is asked for (rule, role, number), and where it holds.
Held = tuple[int, int, int, int, int]

if TYPE_CHECKING:
    from clauseaudit.scene.pure import Scene, Vocabulary
else:
    try:
        from clauseaudit.scene import _native

        if _native.FORM != FORM:
            raise ImportError
    except ImportError:
        from clauseaudit.scene.pure import Scene, Vocabulary
    else:
        Scene = _native.Scene

        class Vocabulary(_native.Vocabulary):
            """The plan in C; expressions are still found by ``re``."""

            def __new__(cls, plan):
                return super().__new__(cls, plan, Expressions(plan.sources).spans)


__all__ = ["HEADING", "ITEM", "TEXT", "Held", "Scene", "Vocabulary"]
