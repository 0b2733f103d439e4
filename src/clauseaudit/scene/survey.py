"""All sentences of a document, and what holds in them once what stands around was heard."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from clauseaudit.model import Outline, Segment
from clauseaudit.rules.plan import ANY

if TYPE_CHECKING:
    from clauseaudit.scene.pure import Vocabulary

HEADING, TEXT, ITEM = range(3)  # what a sentence is read as: so many roles of patterns (rules/plan.py) start a finding

#: Rule, segment, folded start and end, the pattern's number in the rule, which of the softeners holds there or -1.
Mark = tuple[int, int, int, int, int, int]


class Survey:
    """One document. ``met``: the patterns that are asked of the whole of it and hold somewhere."""

    def __init__(self, vocabulary: Vocabulary, text: str, outline: Outline) -> None:
        self.segments, self.cores = outline.segments, outline.cores
        self.contexts, self.frames = vocabulary.contexts, vocabulary.frames
        self.scenes = [vocabulary.scene(text[start:end]) for start, end in self.cores]
        self.guarded: dict[int, list[int]] = {}
        self.met: set[int] = set()

    @cached_property
    def marks(self) -> list[Mark]:
        """What holds, by segment: of rules that ask something of the whole document, where they find it."""
        found = [mark for index, segment in enumerate(self.segments) for mark in self.read(index, segment)]
        return [mark for mark in found if self.met.issuperset(self.contexts[mark[0]][-1])]

    def read(self, index: int, segment: Segment) -> list[Mark]:
        """What holds in one segment, whatever the rest of the document says."""
        kind = HEADING if segment.kind == "heading" else ITEM if segment.lead >= 0 else TEXT
        scene, (origin, _) = self.scenes[index], self.cores[index]
        holds, documentary = scene.read(kind)
        self.met.update(p for p in documentary if p not in self.met and scene.match(p) is not None)
        found = []
        for rule, role, number, start, end in holds:
            guards, unless, near, lead, softened, _ = self.contexts[rule]
            if role != ANY and not self.scenes[segment.lead].any(lead):
                continue
            if self.excepted(index, unless, near) or not set(guards).isdisjoint(self.guards(index)):
                continue
            here = (index, *self.neighbours(index)) if softened else ()
            softener = next((n for n, p in enumerate(softened) if self.anywhere(here, (p,))), -1)
            found.append((rule, index, origin + start, origin + end, number, softener))
        return found

    def excepted(self, index: int, unless: tuple[int, ...], near: tuple[int, ...]) -> bool:
        """Whether an exception holds here or in the lead-in, or one that may also stand near does."""
        lead = self.segments[index].lead
        here = (index, lead) if lead >= 0 else (index,)
        return self.anywhere(here, unless) or (bool(near) and self.anywhere((*here, *self.neighbours(index)), near))

    def anywhere(self, segments: tuple[int, ...], patterns: tuple[int, ...]) -> bool:
        """Whether one of the patterns holds in one of the segments."""
        return any(self.scenes[segment].any(patterns) for segment in segments)

    def guards(self, index: int) -> list[int]:
        """The numbers of the guards that hold in a segment, ascending."""
        if index not in self.guarded:
            scene = self.scenes[index]
            self.guarded[index] = [number for number, patterns in enumerate(self.frames) if scene.any(patterns)]
        return self.guarded[index]

    def neighbours(self, index: int) -> list[int]:
        """The segments before and after, within the same clause."""
        segments = self.segments
        return [
            i for i in (index - 1, index + 1) if 0 <= i < len(segments) and segments[i].clause == segments[index].clause
        ]
