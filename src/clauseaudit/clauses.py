"""Document to outline: clauses by headings and numbering, segments by sentence, list items with their lead-in.

Three steps, each linear: *sentences* cuts the text at terminators, line ends and list markers; *numbering* says at
which depth each piece stands; *outline* opens clauses, names them and hangs items under their lead-in. Decisions use
the text before a piece and the line it stands in (for headings also the next line), so a paragraph added at the end
leaves everything before it as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clauseaudit import structure
from clauseaudit.model import Clause, Outline, Segment
from clauseaudit.native import core as native
from clauseaudit.structure import LABEL_LENGTH

if TYPE_CHECKING or native is None:
    from clauseaudit.outlining import core, split
else:
    _splitter = native.Splitter(Outline, Clause, Segment, *structure.given())
    split, core = _splitter.split, _splitter.core

__all__ = ["LABEL_LENGTH", "core", "split"]
