"""The agreement as a Word document with a comment on the exact words of each finding.

An agreement that came as a Word file is not written anew: a copy of the file gets the comments (``annotate``).
Findings may overlap: a line is cut into runs where a finding starts or ends, and a comment spans from its first
run to its last. A finding on the whole document is a comment on the title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from clauseaudit.model import Audit, Finding, Grade
from clauseaudit.render import words
from clauseaudit.render.order import Numbered, numbered
from clauseaudit.render.passage import is_title
from clauseaudit.render.word import Comment, Paragraph, Run, to_word


def to_docx(
    audits: Sequence[Audit], *, names: Mapping[str, str] | None = None, original: bytes = b"", **_: Any
) -> bytes:
    """The agreements one after another; the same bytes for the same audits.

    ``original`` is the Word file that the one audit was made of: the result is then its copy with comments.
    """
    if original and len(audits) == 1:
        return _copy(original, audits[0], names or {})
    paragraphs: list[Paragraph] = []
    comments: list[Comment] = []
    for audit in audits:
        risks, goods = numbered(audit.findings)
        spans = [_span(entry, len(comments) + i, audit.document.text) for i, entry in enumerate([*risks, *goods])]
        comments += [_comment(entry, names or {}) for entry in (*risks, *goods)]
        paragraphs += _agreement(audit, spans)
    title = audits[0].document.title if len(audits) == 1 else "条款体检"
    return to_word(paragraphs, comments, title, audits[0].on if audits else "")


def _copy(original: bytes, audit: Audit, names: Mapping[str, str]) -> bytes:
    from clauseaudit.render.annotate import Remark, annotate

    risks, goods = numbered(audit.findings)
    document = audit.document
    summary = Comment(tuple(((line, number == 0),) for number, line in enumerate(_summary(audit))))
    remarks = [Remark(0, 0, summary)]
    for entry in (*risks, *goods):
        span = _span(entry, 0, document.text)
        remarks.append(Remark(span.start, max(span.start, span.end), _comment(entry, names)))
    return annotate(original, document.source, document.text, remarks, audit.on)


def _summary(audit: Audit) -> tuple[str, str]:
    """The light with its sentence; the counts, what is to be known about the reading, and what the comments are."""
    light = words.headline(audit.verdict.light, words.doing(audit.document))
    counts = "，".join(f"{words.GRADE_WORD[g]} {audit.verdict.counts.get(g, 0)}" for g in Grade)
    notes = "".join(f"{note}。" for note in audit.document.notes)
    said = f"{counts}。{notes}批注由条款体检按{audit.on}施行的法律加上。{words.NOT_ADVICE}"
    return f"{light}。{audit.verdict.sentence}", said


class _Span(NamedTuple):
    """Where the finding with this comment stands; ``start == end`` for one on the whole document."""

    start: int
    end: int
    comment: int
    grade: Grade


def _span(entry: Numbered, comment: int, text: str) -> _Span:
    """Without white space at its ends, so that it starts and ends inside lines that are written."""
    finding = entry.finding
    start, end = max(0, finding.start or 0), min(finding.end or 0, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return _Span(start, end, comment, finding.grade)


def _agreement(audit: Audit, spans: Sequence[_Span]) -> Iterator[Paragraph]:
    """Title, what it is and where from, then the document line by line."""
    text, document = audit.document.text, audit.document
    whole = tuple(span.comment for span in spans if span.start >= span.end)
    yield Paragraph((Run(document.title or document.id, whole, whole),), "Title")
    for line in _summary(audit):
        yield Paragraph((Run(line),), "Quote")
    levels = {start: level for start, level, _ in audit.headings}
    placed = sorted((span for span in spans if span.start < span.end), key=lambda span: span[:3])
    active: list[_Span] = []
    following = start = 0
    titled = False
    for line in text.split("\n"):
        end = start + len(line)
        while following < len(placed) and placed[following].start < end:
            active.append(placed[following])
            following += 1
        # A document often begins with its own title, which stands above already.
        above = not titled and not active and is_title(line, document.title)
        titled = titled or bool(line.strip())
        if line.strip() and not above:
            heading = _heading(line, levels.get(start + len(line) - len(line.lstrip())))
            yield Paragraph(tuple(_runs(text, start, end, active)), heading)
        active = [span for span in active if span.end > end]
        start = end + 1


def _heading(line: str, level: int | None) -> str:
    if level is None or len(line) > 40 or line.rstrip().endswith(("。", "；", ";", "，", "：")):
        return ""
    return "Heading1" if level == 0 else "Heading2"


def _runs(text: str, start: int, end: int, spans: Sequence[_Span]) -> Iterator[Run]:
    """The line in runs that the same findings cover; the gravest gives the colour. ``spans`` begin in order."""
    cuts = {start, end}
    for span in spans:
        cuts |= {max(start, span.start), min(end, span.end)}
    over: list[_Span] = []
    following = 0
    for left, right in pairwise(sorted(cuts)):
        over = [span for span in over if span.end > left]
        while following < len(spans) and spans[following].start <= left:
            over.append(spans[following])
            following += 1
        opens = tuple(span.comment for span in over if span.start == left)
        closes = tuple(span.comment for span in over if span.end == right)
        gravest = min((span.grade for span in over), key=lambda g: g.rank, default=None)
        yield Run(text[left:right], opens, closes, f"Grade-{gravest}" if gravest else "")


def _comment(entry: Numbered, names: Mapping[str, str]) -> Comment:
    """Grade and title, then why, the law, the other side, and lawful words."""
    finding = entry.finding
    name = names.get(finding.category, "")
    head = f"{entry.number} {words.GRADE_WORD[finding.grade]}：{finding.title}"
    first = ((head, True), (f"（{name}）" if name else "", False))
    shown = [((f"{words.SHOWN_LABEL}：", True), (finding.shown, False))] if finding.shown else []
    if entry.like:
        return Comment((first, *shown, ((words.like(entry.like), False),)))
    return Comment((first, *shown, *_reasons(finding)))


def _reasons(finding: Finding) -> Iterator[tuple[tuple[str, bool], ...]]:
    said = [("", finding.explain), (words.SOFTENED_LABEL, finding.softened or "")]
    for basis in finding.basis:
        article = basis.article
        force = f"〔{words.effect(article)}，{words.in_force(article)}〕"
        said.append(("法条", f"{words.cite(article)}“{article.quote}”{force}{basis.why}"))
    said += [(words.SETTLE_LABEL, finding.settle), (words.COUNTER_LABEL, finding.counter)]
    said += [(words.ACTION_LABEL, finding.action)]
    said += [("可以改成", finding.suggest)]
    said += [("会不会错", words.measured(finding))]
    for label, text in said:
        if text:
            yield ((f"{label}：" if label else "", True), (text, False))
