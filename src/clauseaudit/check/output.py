"""The lists that a check prints: for people, for GitHub, for programs, for code scanning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from clauseaudit.check.issue import Issue
from clauseaudit.check.review import Review
from clauseaudit.model import Audit, Grade
from clauseaudit.render import render, words
from clauseaudit.render.columns import harmless

FORMATS = ("text", "github", "sarif", "json")
SCHEMA = "clauseaudit/check/1"
LEVEL = {Grade.VOID: "error", Grade.UNFAIR: "warning", Grade.NOTICE: "notice", Grade.MISSING: "notice"}


def written(review: Review, format: str, explain: bool, names: Mapping[str, str]) -> str:
    """The review in one of FORMATS; ``names`` are those of categories, for SARIF."""
    if format == "sarif":
        verbatim = {read.sheet.path for read in review.reads if read.sheet.has_text}
        return render(located_audits(review), "sarif", names=names, verbatim=verbatim)
    if format == "json":
        return as_json(review)
    line: Callable[[Issue], str] = annotation if format == "github" else text_line
    lines: list[str] = []
    for issue in review.issues:
        lines.append(line(issue))
        lines += [f"    {said}" for said in reasons(issue)] if explain and format == "text" else []
    return "\n".join([*lines, *summary(review)]) + "\n"


def text_line(issue: Issue) -> str:
    """``file:line:column: 等级 规则 标题``."""
    finding = issue.finding
    grade = words.GRADE_WORD[finding.grade]
    return f"{harmless(issue.path)}:{issue.line}:{issue.column}: {grade} {finding.rule} {harmless(finding.title)}"


def reasons(issue: Issue) -> Iterator[str]:
    """What a shop should know about a finding: its words, why, how else to put it, under which law."""
    finding = issue.finding
    law = "；".join(f"{words.cite(b.article)}（{words.effect(b.article)}）" for b in finding.basis)
    parts = (("原文", finding.quote), ("意思", finding.explain), (words.SOFTENED_LABEL, finding.softened or ""),
             ("可以改成", finding.suggest), (words.SETTLE_LABEL, finding.settle), ("依据", law),
             ("可靠程度", words.measured(finding)))  # fmt: skip
    yield from (f"{label}：{harmless(text)}" for label, text in parts if text)


def annotation(issue: Issue) -> str:
    """A GitHub workflow command; the message is the title, then the wording to use instead."""
    finding = issue.finding
    properties = {
        "file": issue.path, "line": issue.line, "endLine": issue.end_line, "col": issue.column,
        "endColumn": issue.end_column, "title": f"{words.GRADE_WORD[finding.grade]} {finding.rule}",
    }  # fmt: skip
    if issue.line != issue.end_line:  # columns are only allowed within one line
        del properties["col"], properties["endColumn"]
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    message = f"{harmless(finding.title)}\n可以改成：{finding.suggest}" if finding.suggest else harmless(finding.title)
    return f"::{LEVEL[finding.grade]} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(review: Review) -> list[str]:
    """How many files and findings, and what was not listed; one line each."""
    counts = Counter(issue.finding.grade for issue in review.issues)
    found = "，".join(f"{words.GRADE_WORD[grade]} {counts[grade]}" for grade in Grade if counts[grade])
    lines = [f"共 {len(review.reads)} 份文件：{found or '没有新的发现'}" if review.reads else "没有检查任何文件"]
    for read in review.reads:
        if read.audit.verdict.light == "elsewhere":
            lines.append(f"{harmless(read.sheet.path)}：{words.LIGHT['elsewhere']}，{read.audit.verdict.sentence}")
    if review.known:
        lines.append(f"基线里已有 {review.known} 处，没有列出")
    if review.excused:
        lines.append(f"文件里写明例外的 {review.excused} 处，没有列出")
    for entry in review.gone:
        lines.append(f"基线里有、现在没有了：{harmless(entry.path)} {harmless(entry.rule)} “{harmless(entry.quote)}”")
    return lines


def as_json(review: Review) -> str:
    """One object, a finding a line; keys are only ever added."""
    from clauseaudit.render.contract import encode

    head = {
        "schema": SCHEMA,
        "files": [read.sheet.path for read in review.reads],
        "known": review.known,
        "suppressed": review.excused,
        "gone": [entry._asdict() for entry in review.gone],
        "unread": [{"path": error.subject, "reason": error.reason} for error in review.failed],
        "elsewhere": [read.sheet.path for read in review.reads if read.audit.verdict.light == "elsewhere"],
    }
    rows = ",\n".join(encode(_record(issue)) for issue in review.issues)
    return f'{encode(head)[:-1]},"findings":[\n{rows}\n]}}\n'


def _record(issue: Issue) -> dict[str, object]:
    finding = issue.finding
    return {
        "path": issue.path, "line": issue.line, "column": issue.column,
        "end_line": issue.end_line, "end_column": issue.end_column,
        "rule": finding.rule, "category": finding.category, "grade": str(finding.grade), "title": finding.title,
        "quote": finding.quote, "clause": finding.clause, "explain": finding.explain, "suggest": finding.suggest,
        "basis": [words.cite(basis.article) for basis in finding.basis], "softened": finding.softened,
        "fingerprint": issue.fingerprint, "source": finding.source, "confidence": finding.confidence,
        "samples": finding.samples, "settle": finding.settle, "benchmark": finding.benchmark,
    }  # fmt: skip


def located_audits(review: Review) -> list[Audit]:
    """Audits of the files' own text that hold the listed findings alone, with offsets into that text."""
    listed: dict[str, list[Issue]] = {}
    for issue in review.issues:
        listed.setdefault(issue.path, []).append(issue)
    return [_moved(read.audit, read.sheet.text, listed.get(read.sheet.path, ())) for read in review.reads]


def _moved(audit: Audit, text: str, issues: Iterable[Issue]) -> Audit:
    findings = (
        i.finding if i.finding.start is None else i.finding._replace(start=i.start, end=i.end) for i in issues
    )
    return audit._replace(document=audit.document._replace(text=text, blocks=()), findings=tuple(findings))
