"""One sentence with the places of all words in it, and the evaluation of patterns by joining places.

Written twice: pure.py says what it means; the C (native/) does the same about twelve times as fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clauseaudit.native import core
from clauseaudit.scene.expressions import Expressions
from clauseaudit.scene.survey import HEADING, ITEM, TEXT

if TYPE_CHECKING or core is None:
    from clauseaudit.scene.pure import Scene, Vocabulary
    from clauseaudit.scene.survey import Survey
else:
    Scene, Survey = core.Scene, core.Survey

    class Vocabulary(core.Vocabulary):
        """The plan in C; expressions are still found by ``re``."""

        def __new__(cls, plan):
            return super().__new__(cls, plan, Expressions(plan.sources).spans)

        def survey(self, text, outline):
            return Survey(self, text, outline.segments, outline.cores)


__all__ = ["HEADING", "ITEM", "TEXT", "Scene", "Survey", "Vocabulary"]
