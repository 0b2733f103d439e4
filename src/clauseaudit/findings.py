"""Hits and opinions to findings: the words for people, the law of the day, the place in the document."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from clauseaudit.expressions import expression
from clauseaudit.match import Hit
from clauseaudit.model import Basis, Document, Finding, Grade, Outline
from clauseaudit.rules import Citation, Pack, Rule, Wording
from clauseaudit.text import Folded

if TYPE_CHECKING:
    from clauseaudit.reader import Opinion

LONG_SENTENCE = 160  # a longer one is quoted from comma to comma around the words that matched
LOWER = {Grade.VOID: Grade.UNFAIR, Grade.UNFAIR: Grade.NOTICE, Grade.NOTICE: Grade.NOTICE}
COMMA = expression("[,:]")
PLACE = Finding._fields.index("start")  # from there four fields say where a finding stands: start, end, quote, clause
MOST_PREPARED = 8  # packs and days
Draft = tuple[tuple[Any, ...], tuple[Any, ...]]  # a finding without its place: the fields before it and those after it
FAIL_ON = ("never", *(str(grade) for grade in Grade if grade != Grade.GOOD))  # thresholds of --fail-on


class Passages(NamedTuple):
    """A document with its folded text and structure: where a sentence stands and what it is called."""

    document: Document
    folded: Folded
    outline: Outline

    def place(self, hit: Hit) -> tuple[int, int]:
        """Where the hit's sentence stands in the document, without numbering and space around it."""
        _, folded, (_, _, cores) = self
        start, end = cores[hit.segment]
        if end - start > LONG_SENTENCE:
            commas = [m.end() for m in COMMA.finditer(folded.text, start, end)]
            start = max((c for c in commas if c <= hit.start), default=start)
            end = min((c for c in commas if c >= hit.end), default=end)
        return folded.origin(start, end)

    def sentence(self, segment: int) -> tuple[int, int]:
        """Where a whole sentence stands in the document."""
        return self.folded.origin(*self.outline.cores[segment])

    def words(self, segment: int) -> str:
        """A whole sentence as it was folded."""
        start, end = self.outline.cores[segment]
        return self.folded.text[start:end]

    def label(self, segment: int) -> str:
        """What a person would cite."""
        return self.outline.clauses[self.outline.segments[segment].clause].label

    def headings(self) -> tuple[tuple[int, int, str], ...]:
        """Start, level and label of every clause that a person would cite."""
        origin, clauses = self.folded.origin, self.outline.clauses
        return tuple([(origin(start, end)[0], level, label) for start, end, label, level, *_ in clauses if label])


class Source(NamedTuple):
    """Who made a finding, and how sure that is."""

    kind: str  # "rule" | "model"
    id: str
    category: str
    confidence: float | None = None
    samples: int = 0
    benchmark: str = ""
    example: str = ""


class Composer:
    """Makes findings of one document under the law of one day."""

    def __init__(self, passages: Passages, pack: Pack, on: str) -> None:
        self.passages, self.pack, self.on = passages, pack, on
        self.drafts = _drafts(pack, on)

    def of_hit(self, hit: Hit, confidence: float | None = None) -> Finding | None:
        """What a rule found; None if none of its basis was in force."""
        key = hit.rule, hit.softened
        if key not in self.drafts:
            self.drafts[key] = self.draft(*key)
        draft = self.drafts[key]
        if draft is None:
            return None
        head, tail = draft
        if confidence is not None and head[1] is None:
            head = head[0], confidence, *head[2:]
        document, _, (clauses, segments, _) = self.passages
        start, end = self.passages.place(hit)
        label = clauses[segments[hit.segment].clause].label
        return tuple.__new__(Finding, head + (start, end, document.text[start:end], label) + tail)  # noqa: RUF005

    def draft(self, number: int, softened: int) -> Draft | None:
        """What a rule finds wherever it holds, without the place; None if none of its basis was in force."""
        rule = self.pack.rules[number]
        why = rule.softened[softened].why if softened >= 0 else None
        grade, basis = Grade(rule.grade), self.basis(rule.basis)
        if grade.is_risk and not basis:
            return None
        if grade == Grade.VOID and not any(b.article.effect == "void" for b in basis):
            grade = Grade.UNFAIR  # what voids this kind of term was not in force yet
        if softened >= 0 and grade in LOWER:
            grade = LOWER[grade]
        finding = self.compose(self.ruled(rule), rule.wording, grade, basis, None, None, why)
        return finding[:PLACE], finding[PLACE + 4 :]

    def of_opinion(self, opinion: "Opinion", example: str = "") -> Finding | None:
        """What the second reader added, in its category's words; graded at most ``unfair``.

        ``example``: a labelled sentence that it is most like.
        """
        category = self.pack.categories.get(opinion.category)
        basis = self.basis(category.basis) if category else ()
        if category is None or not basis:
            return None
        grade = Grade(category.grade) if category.grade == Grade.NOTICE else Grade.UNFAIR
        source = Source("model", f"model/{category.id}", category.id, opinion.probability, example=example)
        place = self.passages.sentence(opinion.segment)
        return self.compose(source, category.wording, grade, basis, place, opinion.segment, None)

    def of_duty(self, index: int) -> Finding | None:
        """A duty that the document does not meet."""
        rule = self.pack.rules[index]
        basis = self.basis(rule.basis)
        source = self.ruled(rule)
        return self.compose(source, rule.wording, Grade(rule.grade), basis, None, None, None) if basis else None

    def ruled(self, rule: Rule) -> Source:
        """A rule as the source, and how often it was right where that was measured."""
        return Source("rule", rule.id, rule.category, *self.pack.worth.get(rule.id, ()))

    def basis(self, citations: tuple[Citation, ...]) -> tuple[Basis, ...]:
        """The cited articles as they read on that day; those not in force are left out."""
        found = ((c, self.pack.laws.article(c.law, c.article, self.on, c.paragraph, c.item)) for c in citations)
        return tuple(Basis(article, c.why) for c, article in found if article)

    def compose(
        self, source: Source, words: Wording, grade: Grade, basis: tuple[Basis, ...],
        place: tuple[int, int] | None, segment: int | None, softened: str | None,
    ) -> Finding:  # fmt: skip
        """All fields of a finding; ``place`` and ``segment`` are None for what is missing."""
        start, end = place or (None, None)
        return Finding(
            source.kind, source.confidence, source.id, words.title, source.category, grade, start, end,
            self.passages.document.text[start:end] if place else "",
            self.passages.label(segment) if segment is not None else "",
            words.explain, words.action, words.suggest, words.counter, softened, basis,
            source.samples, settle=words.settle, benchmark=source.benchmark, example=source.example,
        )  # fmt: skip


_prepared: dict[tuple[int, str], tuple[Pack, dict[tuple[int, int], Draft | None]]] = {}


def _drafts(pack: Pack, on: str) -> dict[tuple[int, int], Draft | None]:
    """What was prepared for the documents before, by rule and what softens it. Packs are known by their identity."""
    key = id(pack), on
    if key not in _prepared:
        if len(_prepared) >= MOST_PREPARED:
            _prepared.clear()
        _prepared[key] = pack, {}
    return _prepared[key][1]


def one_per_place(findings: Iterable[Finding]) -> list[Finding]:
    """One finding per sentence (or missing duty) and category: the gravest; a risk displaces praise there."""
    kept: dict[tuple[int | None, int | None, str], Finding] = {}
    for finding in findings:
        key = (finding.start, finding.end, finding.category)
        other = kept.setdefault(key, finding)
        if other is not finding and finding.grade.rank < other.grade.rank:
            kept[key] = finding
    return list(kept.values())


def gravity(finding: Finding) -> tuple[int, bool, int, str]:
    """Sort key: worst first, what rules found before what the model added, then by place."""
    start = -1 if finding.start is None else finding.start
    return finding.grade.rank, finding.source == "model", start, finding.category


def reaches(findings: Iterable[Finding], threshold: str) -> bool:
    """True if a finding is of the grade ``threshold`` (one of FAIL_ON) or a graver one."""
    return threshold != "never" and any(f.grade.rank <= Grade(threshold).rank for f in findings)
