"""Drafts of letters: what the document says, what the law says, and what only the user knows.

Our sentences are templates (letter_kinds). 【…】 in them is a blank that the user fills, and stays visible until
then; everything else comes from the audit and is quoted. A template never sees the document's text: values are
put in piece by piece, so that "【订单号】" in an agreement is not taken for a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from clauseaudit.errors import ClauseauditError
from clauseaudit.model import Article, Audit, Basis, Document, Finding, Grade
from clauseaudit.render import words
from clauseaudit.render.advice import short_clause
from clauseaudit.render.columns import harmless
from clauseaudit.render.letter_kinds import (
    AGAIN,
    BY_REGULATOR,
    CLAIM,
    DEMANDS,
    KINDS,
    LABEL,
    MISSING_TERM,
    MONEY,
    MORE,
    ORIGIN,
    PLACE,
    SETTLE,
    SOFTENED,
    TERM,
    Kind,
)
from clauseaudit.render.markdown import plain
from clauseaudit.render.order import Numbered, numbered

TERM_LIMIT = 5  # terms that a letter takes up unless told which; more would bury the point
LAW_LIMIT = 2  # provisions a term
_VALUE_LIMIT = 120  # characters of a value that the audit fills in
_SLOT = re.compile(r"【([^【】]{1,20})】|\{(\w+)\}")
_NAMED = re.compile(r"第.{1,12}[条章节款项则)）]")  # a number that says what it numbers
_SITE = re.compile(r"(?<=\S)\s+[-–—_|]\s.*")  # what a page's title adds to the name of the agreement
_LIST_MARK = re.compile(r"^(?=[-+=])|(?<=^\d)(?=[.)])|(?<=^\d\d)(?=[.)])")


class Piece(NamedTuple):
    """A stretch of a paragraph: our words, a value, or a blank."""

    text: str
    is_blank: bool = False


class Block(NamedTuple):
    """A paragraph; ``style`` is title, heading, quote, item or text."""

    style: str
    pieces: tuple[Piece, ...]


class Letter(NamedTuple):
    """A draft in reading order; ``on`` is the law date of the audit."""

    title: str
    blocks: tuple[Block, ...]
    on: str

    @property
    def blanks(self) -> list[str]:
        """Names of what is still to be filled, in order."""
        return list(dict.fromkeys(p.text[1:-1] for b in self.blocks for p in b.pieces if p.is_blank))


def compose(audit: Audit, kind: str, facts: Mapping[str, str], picks: Sequence[str] = ()) -> Letter:
    """The draft. ``facts`` fill blanks by name; ``picks`` are numbers of findings as the report counts them.

    Raises ClauseauditError for an unknown kind, blank or number, and when there is no term to write about.
    """
    if kind not in KINDS:
        raise ClauseauditError(f"--kind {kind}", "没有这种信", "可选：" + "、".join(KINDS))
    form = KINDS[kind]
    terms, left = _terms(audit, form, picks)
    values = {
        "title": _short(_SITE.sub("", audit.document.title) or audit.document.id),
        "me": form.me,
        "them": form.them,
    }
    draft = _Draft({**_known(audit), **facts}, values, [])
    for style, text in form.blocks:
        if style == "terms":
            _write_terms(draft, form, terms, left)
        elif style == "demands":
            for number, demand in enumerate(_demands(form, terms), 1):
                draft.add("text", f"{number}．{demand}")
        elif style == "settle":
            _write_settle(draft, terms)
        elif style == "origin":
            _write_origin(draft, audit.document)
        else:
            draft.add(style, text)
    asked = _asked(form, terms)
    if strange := [name for name in facts if name not in asked]:
        raise ClauseauditError(f"--fact {strange[0]}", "这封信里没有这个空", "可填：" + "、".join(asked))
    return Letter("".join(piece.text for piece in draft.blocks[0].pieces), tuple(draft.blocks), audit.on)


class _Draft(NamedTuple):
    """What has been written, and what fills the slots."""

    facts: Mapping[str, str]
    values: Mapping[str, str]
    blocks: list[Block]

    def add(self, style: str, template: str, **values: str) -> None:
        """One paragraph from a template of ours."""
        pieces = self._pieces(template, {**self.values, **values})
        self.blocks.append(Block(style, tuple(piece for piece in pieces if piece.text)))

    def _pieces(self, template: str, values: Mapping[str, str]) -> Iterable[Piece]:
        at = 0
        for slot in _SLOT.finditer(template):
            yield Piece(template[at : slot.start()])
            if slot[2]:
                yield Piece(values[slot[2]])
            else:
                filled = self.facts.get(slot[1], "").strip()
                yield Piece(filled) if filled else Piece(slot[0], is_blank=True)
            at = slot.end()
        yield Piece(template[at:])


class _Term(NamedTuple):
    """The gravest finding on some words, with the provisions of all findings on them."""

    finding: Finding
    basis: tuple[Basis, ...]
    categories: tuple[str, ...]


def _terms(audit: Audit, form: Kind, picks: Sequence[str]) -> tuple[list[_Term], int]:
    """What to write about, and how many findings are left to the report."""
    risks = numbered(audit.findings)[0]
    if picks:
        by_number = {entry.number: entry for entry in risks}
        if unknown := [pick for pick in picks if pick not in by_number]:
            raise ClauseauditError(f"--pick {unknown[0]}", "报告里没有这个序号", f"可选：1 到 {len(risks)}")
        return _merged([by_number[pick].finding for pick in dict.fromkeys(picks)]), 0
    chosen = _fitting(risks, form)
    if not chosen:
        reason = "没有可以写进信里的疑点"
        raise ClauseauditError(audit.document.id, reason, "信只引用体检标出的、有法条依据的条款")
    terms = _merged(chosen)[:TERM_LIMIT]
    return terms, len(risks) - sum(len(term.categories) for term in terms)


def _fitting(risks: Sequence[Numbered], form: Kind) -> list[Finding]:
    """The findings for this kind of letter, gravest first, those about money before others.

    Without being told to, a letter accuses on the words of a rule only, and once for each kind of reason.
    """
    sure = [e.finding for e in risks if e.finding.source == "rule" and e.finding.basis and not e.like]
    grave = [finding for finding in sure if finding.grade in (Grade.VOID, Grade.UNFAIR)] or sure
    fitting = [finding for finding in grave if finding.category.startswith(form.about)] if form.about else grave
    return sorted(fitting or grave, key=lambda f: (f.grade.rank, not f.category.startswith(MONEY)))


def _merged(findings: Sequence[Finding]) -> list[_Term]:
    """One term for each place, in the order given."""
    places: dict[object, list[Finding]] = {}
    for finding in findings:
        places.setdefault(finding.rule if finding.start is None else (finding.start, finding.end), []).append(finding)
    return [_term(group) for group in places.values()]


def _term(group: Sequence[Finding]) -> _Term:
    """The first provision of each finding comes before the second of any, so that each is heard."""
    basis: dict[Article, Basis] = {}
    for rank in zip_longest(*(finding.basis for finding in group)):
        for cited in rank:
            if cited is not None:
                basis.setdefault(cited.article, cited)
    gravest = min(group, key=lambda finding: finding.grade.rank)
    return _Term(gravest, tuple(basis.values()), tuple(finding.category for finding in group))


def _write_terms(draft: _Draft, form: Kind, terms: Sequence[_Term], left: int) -> None:
    quoted: dict[Article, int] = {}
    for number, term in enumerate(terms, 1):
        finding = term.finding
        if finding.quote:
            draft.add("text", TERM, n=str(number), clause=_place(finding.clause, draft.values["title"]))
            draft.add("quote", "“{quote}”", quote=harmless(finding.quote))
        else:
            draft.add("text", MISSING_TERM, n=str(number), what=harmless(finding.title))
        claim = CLAIM[finding.grade] + form.asks.get(finding.grade, "")
        draft.add("text", claim + (SOFTENED if finding.softened else ""))
        usable = [basis for basis in term.basis if basis.article.quote and basis.article.effect != "reference"]
        for basis in sorted(usable, key=lambda b: b.article.effect != form.cites_first)[:LAW_LIMIT]:
            first = quoted.setdefault(basis.article, number)
            draft.add("item", "{law}", law=_cited(basis) if first == number else _cited_again(basis, first))
    if left > 0:
        draft.add("text", MORE, left=str(left))


def _place(clause: str, title: str) -> str:
    """How a sentence names a clause: ``第五条``, or ``“三、3”处`` where the number alone would stand oddly.

    What stands right under the title of the document has no other name.
    """
    label = _short(short_clause(clause)).rstrip("、.．:：")
    if label == title:
        return ""
    return label if not label or _NAMED.fullmatch(label) else PLACE.format(clause=label)


def _write_settle(draft: _Draft, terms: Sequence[_Term]) -> None:
    """For each term what evidence or fact decides whether it stands."""
    for number, term in enumerate(terms, 1):
        if term.finding.settle:
            draft.add("text", SETTLE, n=str(number), settle=harmless(term.finding.settle))


def _cited(basis: Basis) -> str:
    """Citation, date, words and why, as in ``《民法典》第四百九十七条第（二）项（2021-01-01起施行）规定：“…”``."""
    article = basis.article
    until = f"，{article.until}起不再适用" if article.until else ""
    kind = BY_REGULATOR if article.effect == "prohibited" else ""
    meant = f"，即{article.holding.rstrip('。')}" if "前款" in article.quote and article.holding else ""
    why = f"{basis.why.rstrip('。')}。" if basis.why else ""
    date = f"{article.effective}起施行{until}{kind}"
    return harmless(f"{words.cite(article)}（{date}）规定：“{article.quote.rstrip('。')}”{meant}。{why}")


def _cited_again(basis: Basis, first: int) -> str:
    """A provision that the letter has quoted under the term ``first``: why it reaches this one too."""
    why = f"：{basis.why.rstrip('。')}" if basis.why else ""
    return harmless(AGAIN.format(law=words.cite(basis.article), n=first, why=why))


def _demands(form: Kind, terms: Sequence[_Term]) -> list[str]:
    """What the terms give reason to ask for, then what this kind of letter always asks."""
    categories = [category for term in terms for category in term.categories if form.asks_for_terms]
    fitting = [demand for demand in DEMANDS if any(category.startswith(demand.prefixes) for category in categories)]
    return [*(demand.sued if form.sues else demand.asked for demand in fitting), *form.demands]


def _asked(form: Kind, terms: Sequence[_Term]) -> list[str]:
    """Every blank that the letter asks for, filled or not, in order."""
    texts = [text for _, text in form.blocks] + _demands(form, terms)
    return list(dict.fromkeys(slot[1] for text in texts for slot in _SLOT.finditer(text) if slot[1]))


def _known(audit: Audit) -> dict[str, str]:
    """Blanks that the agreement itself fills: who the other side says it is."""
    operator = next((fact for fact in audit.facts if fact.question == "operator"), None)
    values = operator.values if operator else {}
    return {
        blank: _short(values[key])
        for blank, key in (("商家名称", "company"), ("商家地址", "address"), ("商家电话", "phone"))
        if isinstance(values.get(key), str) and values[key].strip()
    }


def _write_origin(draft: _Draft, document: Document) -> None:
    """Where the words come from; of a path only the name, since the letter leaves the house."""
    retrieved = f"，读取时间 {_short(document.retrieved)}" if document.retrieved else ""
    source = document.url or document.source
    name = source if "://" in source else source.replace("\\", "/").rsplit("/", 1)[-1]
    draft.add("text", ORIGIN, source=_short(name), retrieved=retrieved, sha=_short(document.sha256))


def _short(text: str) -> str:
    line = harmless(text)
    return line if len(line) <= _VALUE_LIMIT else line[: _VALUE_LIMIT - 1] + "…"


def to_markdown(letter: Letter) -> str:
    """The draft in Markdown; blanks stay visible, hostile text stays text."""
    marks = {"title": "# ", "heading": "## ", "quote": "> ", "item": "- "}
    lines = []
    for block in letter.blocks:
        text = plain("".join(piece.text for piece in block.pieces))
        lines += [marks.get(block.style, "") + _LIST_MARK.sub(r"\\", text), ""]
    return "\n".join([*lines, f"> {LABEL.format(on=letter.on)}", ""])


def to_docx(letter: Letter) -> bytes:
    """The draft as a Word document; blanks are marked."""
    from clauseaudit.render.word import Paragraph, Run, to_word

    styles = {"title": "Title", "heading": "Heading1", "quote": "Quote", "item": "ListBullet"}
    paragraphs = [
        Paragraph(tuple(Run(p.text, style="Blank" if p.is_blank else "") for p in b.pieces), styles.get(b.style, ""))
        for b in letter.blocks
    ]
    paragraphs.append(Paragraph((Run(LABEL.format(on=letter.on)),), "Quote"))
    return to_word(paragraphs, (), letter.title, letter.on)
