"""The nouns of the project, one frozen record each.

A *source* is fetched to a *snapshot*, extracted to a *document*, split into *clauses* of *segments*; rules turn
segments into *findings*; findings and facts, under the law in force on a date, make an *audit*.

Records are NamedTuples: immutable, typed, and a third of the start-up cost of dataclasses (docs/decisions). No
``from __future__ import annotations`` beside them: typing compiles every annotation that is text, at every start.
Every offset is a code-point index, half open: ``text[start:end]``.
"""

from enum import StrEnum
from typing import Any, NamedTuple

SCHEMA = "clauseaudit/1"


class Grade(StrEnum):
    """What the law makes of a term, worst first; the order of the members is the order of reports."""

    VOID = "void"  # the law names this kind of standard term as having no effect
    UNFAIR = "unfair"  # void or not incorporated, depending on facts that the text does not show
    NOTICE = "notice"  # lawful if shown conspicuously or performed as the law asks
    MISSING = "missing"  # the document lacks something the law requires it to say
    GOOD = "good"  # favours the user; shown, never counted as risk

    @property
    def rank(self) -> int:
        """0 for the gravest grade."""
        return _RANK[self]

    @property
    def is_risk(self) -> bool:
        """True for the grades that mark a passage as a risk (not ``missing``, not ``good``)."""
        return self in (Grade.VOID, Grade.UNFAIR, Grade.NOTICE)


_RANK = {grade: rank for rank, grade in enumerate(Grade)}


class Snapshot(NamedTuple):
    """Bytes as received from a file, standard input or an address, with what is known about them."""

    source: str  # path, "-" or the address that was asked for
    content: bytes
    media_type: str = ""  # "text/html", "text/plain", …; empty when only the content can tell
    charset: str = ""  # as declared by the transport; empty when undeclared
    url: str = ""  # the address after redirects; empty for files
    retrieved: str = ""  # ISO 8601 with zone; empty for files


class Block(NamedTuple):
    """A stretch of document text that the markup set apart (HTML); plain text has no blocks."""

    kind: str  # "heading" | "item" | "cell" | "text"
    start: int
    end: int
    level: int = 0  # heading level 1–6, list depth for items


class Scan(NamedTuple):
    """A line of document text that was recognised in a picture, and what it looked like there."""

    start: int
    end: int
    picture: bytes = b""  # the line cut out, as WebP; empty when it was not kept


class Document(NamedTuple):
    """Plain text ready to be audited. ``text`` uses ``\\n`` for line ends."""

    id: str  # the file's stem, or a slug of the address
    title: str
    source: str
    text: str
    sha256: str  # of the bytes as received
    blocks: tuple[Block, ...] = ()
    type: str = "general"  # recharge | membership | refund | game | shop | privacy | general
    url: str = ""
    retrieved: str = ""
    notes: tuple[str, ...] = ()  # remarks for the reader, in Chinese: what was damaged, hidden or guessed
    gaps: tuple[str, ...] = ()  # what of the document was not read, in Chinese: "第3页"; not empty = no green light
    scans: tuple[Scan, ...] = ()  # text recognised in pictures, in order of place; the rest was given as text


class Segment(NamedTuple):
    """A sentence or list item: the unit that rules look at. Offsets are into the *folded* text."""

    start: int
    end: int
    clause: int  # index of its clause
    kind: str  # "text" | "heading" | "item" | "lead"
    lead: int = -1  # index of the segment whose lead-in ("有下列情形之一的：") governs this one, else -1


class Clause(NamedTuple):
    """A numbered or headed unit of the document. Offsets are into the *folded* text."""

    start: int
    end: int
    label: str  # what a person would cite: "第三条 退款", "2.1", "（三）"; empty for a preamble
    level: int  # depth, 0 = top
    first: int  # its segments are segments[first:last]
    last: int


class Outline(NamedTuple):
    """The structure of a document: clauses cover the folded text exactly, segments cover each clause."""

    clauses: tuple[Clause, ...]
    segments: tuple[Segment, ...]
    cores: tuple[tuple[int, int], ...]  # of each segment, without numbering, bullets and space around it


class Parties(NamedTuple):
    """Names that this document gives to the two sides, folded, longest first."""

    operator: tuple[str, ...] = ()
    user: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()  # the document's own currency: "星币"


class Article(NamedTuple):
    """One provision as it reads from ``effective`` until ``until`` (exclusive; empty = still in force)."""

    law: str  # id of the law file: "civil-code"
    title: str  # "中华人民共和国民法典"
    short: str  # "民法典"
    number: str  # "第四百九十七条"
    paragraph: str  # "二" for 第二款; empty when the article has one paragraph or all are meant
    item: str  # "二" for 第（二）项; empty
    effective: str  # ISO date
    until: str
    quote: str  # operative words, verbatim, at most 90 characters
    holding: str  # what it holds, in our words
    effect: str  # void | not-incorporated | reducible | prohibited | duty | reference
    scope: str  # whom and what it reaches
    source: str


class Basis(NamedTuple):
    """An article that a finding rests on, and why it reaches this term."""

    article: Article
    why: str


class Finding(NamedTuple):
    """One term of the document that a user, an auditor or a shop should look at."""

    source: str  # "rule" | "model"
    confidence: float | None  # measured precision or calibrated probability; None where unmeasured
    rule: str  # rule id, or "model/<category>"
    title: str  # one plain sentence: "充了就不退，什么原因都不行"
    category: str
    grade: Grade
    start: int | None  # None for document-level findings
    end: int | None
    quote: str
    clause: str
    explain: str
    action: str
    suggest: str
    counter: str
    softened: str | None
    basis: tuple[Basis, ...]
    samples: int = 0  # how many benchmark findings ``confidence`` was measured on
    shown: str = ""  # how the page showed it, as measured: "9 px，对比度 1.6:1，需点开折叠"; empty where unmeasured
    settle: str = ""  # what evidence or fact decides whether the term stands
    benchmark: str = ""  # the labelled agreements that ``confidence`` was measured on; empty where it was not
    example: str = ""  # the labelled sentence of our own that a finding of the second reader is most like


class Fact(NamedTuple):
    """The document's answer to one of the six questions, or "未写明" (``answer == "unstated"``)."""

    question: str  # refund | expiry | renewal | change | dispute | operator
    answer: str  # a key that renderers and exports can compare across platforms
    values: dict[str, Any]
    quote: str = ""
    start: int | None = None
    end: int | None = None
    clause: str = ""
    text: str = ""  # the answer in Chinese, at most 20 characters


class Contradiction(NamedTuple):
    """Two statements that cannot both hold: an answer, what is said against it, and both in one Chinese sentence."""

    question: str
    first: Fact
    second: Fact
    text: str


class Verdict(NamedTuple):
    """The light and the counts; ``sentence`` says in at most 20 characters what matters most."""

    light: str  # red | yellow | green | unread | elsewhere (not under the law of mainland China)
    counts: dict[str, int]  # by grade
    sentence: str = ""


class Audit(NamedTuple):
    """Everything a renderer needs. Findings are ordered worst first, rules before the model, then by place."""

    document: Document
    on: str  # ISO date whose law was applied
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    verdict: Verdict
    headings: tuple[tuple[int, int, str], ...] = ()  # (start, level, label) in document offsets
    pack: str = ""  # digest of the rule pack
    contradictions: tuple[Contradiction, ...] = ()  # of the document with itself


class Unread(NamedTuple):
    """A document that a platform names and that could not be read."""

    url: str
    title: str  # the words of the link
    reason: str
    remedy: str = ""


class Platform(NamedTuple):
    """All documents found behind one address, read together."""

    url: str
    audits: tuple[Audit, ...]
    unread: tuple[Unread, ...]
    facts: tuple[Fact, ...]  # the worst answer to each question, with ``values["document"]`` = the document's id
    contradictions: tuple[Contradiction, ...]  # between the documents
    verdict: Verdict
