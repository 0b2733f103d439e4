"""The records of a rule pack. Builtins and NamedTuples only: a pack is cached as plain data. A pattern
is known by its number in the plan.

As in model.py, annotations are no text: Python would compile each again while it makes the records.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from clauseaudit.laws import Laws
from clauseaudit.rules.plan import Plan


class Citation(NamedTuple):
    """What a rule or category rests on: an article of a law file, and why it reaches the term."""

    law: str
    article: str
    paragraph: str
    item: str
    why: str


class Wording(NamedTuple):
    """What people are told about a kind of term."""

    title: str
    explain: str
    action: str
    suggest: str
    counter: str
    settle: str


class Category(NamedTuple):
    """One row of the taxonomy."""

    id: str
    name: str
    group: str
    grade: str
    wording: Wording
    good_title: str
    basis: tuple[Citation, ...]


class Worth(NamedTuple):
    """How often a rule was right on labelled agreements."""

    precision: float
    samples: int
    benchmark: str  # which agreements


class Softener(NamedTuple):
    """Words that take the edge off a term: the grade goes down one step and the report says why."""

    pattern: int
    why: str


class Rule(NamedTuple):
    """One rule file, compiled. Words left out in the file are its category's."""

    id: str
    category: str
    grade: str
    status: str
    since: str
    updated: str
    wording: Wording
    basis: tuple[Citation, ...]
    document: bool  # True: looks at the whole document ("missing" duties)
    any: tuple[int, ...]
    lead: tuple[int, ...]
    item: tuple[int, ...]
    unless: tuple[int, ...]
    near: tuple[int, ...]
    when: tuple[int, ...]
    softened: tuple[Softener, ...]


class Guard(NamedTuple):
    """A frame that exempts a sentence from all rules but those of ``except_categories``."""

    name: str
    any: tuple[int, ...]
    except_categories: tuple[str, ...]


class Pack(NamedTuple):
    """Everything loaded from ``patterns/``. ``digest`` identifies its content in reports."""

    rules: Sequence[Rule]
    categories: dict[str, Category]
    guards: tuple[Guard, ...]
    neutral: tuple[str, ...]
    laws: Laws
    plan: Plan
    digest: str
    worth: Mapping[str, Worth] = {}  # by rule id, where measured on enough; no part of the digest
