"""What the page looked like, put into an audit: a line at every finding, and findings about how terms are shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from clauseaudit.audit import verdict
from clauseaudit.facts import sentence
from clauseaudit.findings import gravity, one_per_place
from clauseaudit.model import Audit, Basis, Document, Finding, Grade
from clauseaudit.rules import Pack
from clauseaudit.visit import Opened, Visit
from clauseaudit.visual.align import Aligner
from clauseaudit.visual.checkout import NEAR, Notice, distance, notices, payment
from clauseaudit.visual.judge import Judgement, Level, Norm, judge, norm
from clauseaudit.visual.page import View, read

CATEGORY = "not-conspicuous"
# Terms that must be brought to attention: price and charges, term, liability, what is lost. These groups, and:
GROUPS = frozenset({"refund", "renewal", "liability"})
MORE = frozenset({"account-recycle", "rights-waiver", "lost-card", "minor-no-refund", "jurisdiction", "arbitration"})
NO_FONTS = "打开网页的这台机器没有字体，量不出文字显示成什么样，没有检查条款是否醒目"
NOT_READ = "网页上的文字没有量成，没有检查条款是否醒目"
SHOWN_WELL = "页面上这一条显示得醒目，商家可以据此说已经提示过你。"
_ORDER = (Level.OBSCURE, Level.UNKNOWN, Level.ORDINARY, Level.CONSPICUOUS)
_FAVOUR = (Level.CONSPICUOUS, Level.ORDINARY, Level.UNKNOWN, Level.OBSCURE)


def observe(audit: Audit, visit: Visit, pack: Pack, on: str) -> Audit:
    """The audit with ``shown`` at its findings and what the page's look adds, under the law of the ISO date ``on``.

    ``audit`` is of the visit's page or of a text that it opened. Unchanged if nothing was measured or mainland law
    does not apply; a note says so if measuring was tried and could not be done.
    """
    if audit.verdict.light == "elsewhere" or not any(sight.facts for sight in visit.sights):
        return audit
    views = [view for sight in visit.sights if (view := read(sight))]
    if not views:
        return _noted(audit, NOT_READ)
    if not all(frame.fonts for view in views for frame in view.frames if frame.depth == 0):
        return _noted(audit, NO_FONTS)
    opened = opened_as(audit.document, visit)
    watcher = _Watcher(views, opened)
    made = _Maker(audit.document, pack, on)
    seen, added = [], []
    for finding in audit.findings:
        level, shown = watcher.look(finding.quote) if finding.start is not None else (None, "")
        if level == Level.OBSCURE and needs_notice(finding, pack):
            added.append(made.obscure(finding, shown))
        if level == Level.CONSPICUOUS and finding.grade.is_risk:
            finding = finding._replace(counter=finding.counter + SHOWN_WELL)
        seen.append(finding._replace(shown=shown))
    if opened is None:
        added += map(made.of_notice, notices(views))
    return _with(audit, seen, one_per_place(filter(None, added)))


def needs_notice(finding: Finding, pack: Pack) -> bool:
    """Whether the law asks that this kind of term be brought to attention."""
    category = pack.categories.get(finding.category)
    group = category.group if category else ""
    return finding.grade.is_risk and (group in GROUPS or finding.category in MORE)


def opened_as(document: Document, visit: Visit) -> Opened | None:
    """How the document came to be seen if it is not the page itself."""
    for opened in visit.opened:
        if hashlib.sha256(opened.snapshot.content).hexdigest() == document.sha256:
            return opened
    return None


def _noted(audit: Audit, note: str) -> Audit:
    document = audit.document
    return audit._replace(document=document._replace(notes=(*document.notes, note)))


def _with(audit: Audit, findings: Iterable[Finding], added: Sequence[Finding]) -> Audit:
    ordered = tuple(sorted([*findings, *added], key=gravity))
    if not added:
        return audit._replace(findings=ordered)
    light = verdict(ordered, audit.facts)._replace(sentence=sentence(audit.facts, ordered))
    return audit._replace(findings=ordered, verdict=light)


class _Watcher:
    """Looks a quotation up at every window size."""

    def __init__(self, views: Sequence[View], opened: Opened | None) -> None:
        self.opened = opened
        self.buttons = {view.name: payment(view) for view in views}
        self.sizes: list[tuple[View, Aligner, Norm]] = [(view, Aligner(view), norm(view)) for view in views]

    def look(self, quote: str) -> tuple[Level | None, str]:
        """The level (the worst of the window sizes; None where the page does not show the words) and the facts."""
        judged = [(view.name, best) for view, aligner, usual in self.sizes
                  if (best := self._best(quote, view, aligner, usual))]  # fmt: skip
        facts = _joined([(name, judgement.facts) for name, judgement in judged])
        if self.opened and self.opened.clicks:
            trigger = f"（“{self.opened.trigger[:20]}”）" if self.opened.trigger else ""
            facts.insert(0, f"点 {self.opened.clicks} 次才出现{trigger}")
        level = min((judgement.level for _, judgement in judged), key=_ORDER.index, default=None)
        return level, "，".join(facts)

    def _best(self, quote: str, view: View, aligner: Aligner, usual: Norm) -> Judgement | None:
        """Said twice and shown well once, a term is shown well."""
        places = aligner.places(quote)
        judged = [(judge(place, view, usual, self.opened is not None), place[0].block) for place in places]
        best = min(judged, key=lambda pair: _FAVOUR.index(pair[0].level), default=None)
        if best and "hidden" not in best[0].facts:
            away = min((distance(best[1].box, button, view.height) for button in self.buttons[view.name]), default=0.0)
            if away > NEAR:
                best[0].facts["button"] = f"离付款按钮 {away:.1f} 屏"
        return best[0] if best else None


def _joined(judged: Sequence[tuple[str, dict[str, str]]]) -> list[str]:
    """One fact once; facts that differ between the window sizes with the name of the size."""
    kinds = list(dict.fromkeys(kind for _, facts in judged for kind in facts))
    said = []
    for kind in kinds:
        values = [(name, facts[kind]) for name, facts in judged if kind in facts]
        if len({value for _, value in values}) == 1 and len(values) == len(judged):
            said.append(values[0][1])
        else:
            said.append("、".join(f"{name}上{value}" for name, value in values))
    return said


class _Maker:
    """Makes the findings, in the words of their categories."""

    def __init__(self, document: Document, pack: Pack, on: str) -> None:
        self.document, self.pack, self.on = document, pack, on
        self._squeezed: str | None = None

    def obscure(self, finding: Finding, shown: str) -> Finding | None:
        """A term that must be brought to attention and is not."""
        place = (finding.start, finding.end, finding.quote, finding.clause)
        return self._make(CATEGORY, f"{CATEGORY}/as-shown", shown, place)

    def of_notice(self, notice: Notice) -> Finding | None:
        """Something about the page; at the place of its words if the document has them."""
        start = self.document.text.find(notice.words) if notice.words else -1
        end = start + len(notice.words)
        place = (start, end, notice.words, "") if start >= 0 else (None, None, "", "")
        return self._make(notice.category, notice.rule, notice.shown, place)

    def _make(self, id_: str, rule: str, shown: str, place: tuple[int | None, int | None, str, str]) -> Finding | None:
        category = self.pack.categories.get(id_)
        basis = self._basis(id_)
        if category is None or not basis:
            return None  # a pack of one's own without this kind, or a day before the law
        grade = max(Grade(category.grade), Grade.UNFAIR, key=lambda grade: grade.rank)  # looks alone void nothing
        words = category.wording
        return Finding(
            "rule", None, rule, words.title, id_, grade, *place, words.explain, words.action, words.suggest,
            words.counter, None, basis, shown=shown, settle=words.settle,
        )  # fmt: skip

    def _basis(self, id_: str) -> tuple[Basis, ...]:
        cited = self.pack.categories[id_].basis if id_ in self.pack.categories else ()
        article = self.pack.laws.article
        found = ((c, article(c.law, c.article, self.on, c.paragraph, c.item)) for c in cited)
        return tuple(Basis(article, c.why) for c, article in found if article)
