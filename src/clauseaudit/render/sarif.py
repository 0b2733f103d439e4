"""SARIF 2.1.0: for code hosts and editors. One run, one artifact a document, one result a finding.

Source: OASIS SARIF 2.1.0 with errata 01, https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Columns and offsets
count code points (``columnKind``). A document that was extracted from a page or Markdown has other lines than
its file: a result then points at the file as a whole, its related location into the extracted text, which
travels along as a nested artifact, and gets no fix. A caller that has put the findings at their places in the file
(``check``) names it in ``verbatim``.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from clauseaudit import __version__
from clauseaudit.model import Audit, Document, Finding, Grade
from clauseaudit.render import words
from clauseaudit.render.columns import harmless
from clauseaudit.render.contract import encode
from clauseaudit.render.fingerprint import fingerprints
from clauseaudit.render.markdown import plain

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVEL = {Grade.VOID: "error", Grade.UNFAIR: "warning", Grade.NOTICE: "note", Grade.MISSING: "note"}
PLAIN_TEXT = {".txt", ".text", ""}  # suffixes of files whose lines are the document's lines
MESSAGE_LIMIT = 1000  # characters of a quote inside a message
_SHA256 = re.compile("[0-9a-f]{64}")
_MARKUP = re.compile("[<>&]")
_BRACKET = re.compile(r"\\(?=[\[\]])|[\[\]]")  # opens an embedded link; a backslash escapes it (3.11.6)


def to_sarif(
    audits: Sequence[Audit], *, names: Mapping[str, str] | None = None, verbatim: Collection[str] = (), **_: Any
) -> str:
    """The log, one line of JSON. Good terms are left out: SARIF reports problems.

    ``verbatim``: sources whose document text is the file's own text, markup and all.
    """
    rules = _Rules(names or {}, {}, [])
    artifacts: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    for audit in audits:
        place = _place(audit.document, len(artifacts), audit.document.source in verbatim)
        artifacts += place.artifacts
        risks = (finding for finding in audit.findings if finding.grade in LEVEL)
        results += [_result(f, name, place, rules.place_of(f)) for f, name in fingerprints(risks)]
    driver = {"name": "clauseaudit", "semanticVersion": __version__, "language": "zh-CN", "rules": rules.entries}
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts,
        "results": results,
        "properties": {
            "lawOn": sorted({audit.on for audit in audits}),
            "rulePack": sorted({audit.pack for audit in audits if audit.pack}),
        },
    }
    if remarks := _remarks(audits):
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": remarks}]
    return encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _remarks(audits: Sequence[Audit]) -> list[dict[str, Any]]:
    """What the results do not tell: another law, text that was recognised in pictures, what was not read."""
    said: list[str] = []
    for document, verdict in ((audit.document, audit.verdict) for audit in audits):
        told = [f"{words.LIGHT['elsewhere']}，{verdict.sentence}"] if verdict.light == "elsewhere" else []
        told += [words.SCANNED] if document.scans else []
        told += [f"没有读到：{'、'.join(document.gaps)}"] if document.gaps else []
        said += [f"{document.source}：{one}" for one in told]
    return [{"level": "note", "message": {"text": message(one)}} for one in said]


def message(text: str) -> str:
    """``text`` as a SARIF message string that holds no link and no placeholder."""
    text = _BRACKET.sub(lambda match: "\\" + match[0], harmless(text))
    return _doubled(text)


def _doubled(text: str) -> str:
    """Braces stand for placeholders unless doubled (3.11.5)."""
    return text.replace("{", "{{").replace("}", "}}")


class _Rules(NamedTuple):
    """The rules met so far; a rule's words are those of its first finding."""

    names: Mapping[str, str]
    known: dict[str, int]
    entries: list[dict[str, Any]]

    def place_of(self, finding: Finding) -> int:
        if finding.rule not in self.known:
            self.known[finding.rule] = len(self.entries)
            self.entries.append(_rule(finding, self.names.get(finding.category, finding.category)))
        return self.known[finding.rule]


def _rule(finding: Finding, name: str) -> dict[str, Any]:
    laws = [
        (words.cite(b.article), b.article.quote, f"{words.effect(b.article)}，{words.in_force(b.article)}", b.why)
        for b in finding.basis
    ]
    help_text = [finding.explain, *(f"{cite}“{quote}”〔{force}〕{why}" for cite, quote, force, why in laws)]
    help_text += [f"{words.SETTLE_LABEL}：{finding.settle}"] if finding.settle else []
    help_text += [f"{words.COUNTER_LABEL}：{finding.counter}"] if finding.counter else []
    help_text += [f"{words.SUGGEST_LABEL}：{finding.suggest}"] if finding.suggest else []
    help_text += [words.measured(finding)] if finding.source == "rule" else []
    rule: dict[str, Any] = {
        "id": finding.rule,
        "name": name,
        "shortDescription": {"text": message(finding.title)},
        "fullDescription": {"text": message(finding.explain or finding.title)},
        "defaultConfiguration": {"level": LEVEL[finding.grade]},
        "properties": {"tags": [finding.category, str(finding.grade)], "law": [cite for cite, *_ in laws]},
    }
    if any(help_text):
        rule["help"] = {
            "text": "\n".join(message(line) for line in help_text if line),
            "markdown": "\n\n".join(_doubled(plain(line)) for line in help_text if line),
        }
    return rule


class _Place(NamedTuple):
    """Where results of a document point, and the artifacts that this needs."""

    artifacts: list[dict[str, Any]]
    location: dict[str, Any]  # of the file
    inner: dict[str, Any]  # of the text inside it; the same for plain text
    text: str
    lines: list[int]  # start of every line

    @property
    def is_plain(self) -> bool:
        return self.location is self.inner

    def region(self, finding: Finding) -> dict[str, Any]:
        """1-based lines and columns, the end exclusive; 0-based offsets."""
        start, end = finding.start or 0, finding.end or 0
        first, last = bisect_right(self.lines, start) - 1, bisect_right(self.lines, max(start, end - 1)) - 1
        return {
            "startLine": first + 1, "startColumn": start - self.lines[first] + 1,
            "endLine": last + 1, "endColumn": end - self.lines[last] + 1,
            "charOffset": start, "charLength": end - start,
            "snippet": {"text": self.text[start:end]},
        }  # fmt: skip


def _place(document: Document, index: int, verbatim: bool) -> _Place:
    uri = _uri(document)
    outer = {"uri": uri, "index": index}
    hashes = {"hashes": {"sha-256": document.sha256}} if _SHA256.fullmatch(document.sha256) else {}
    artifact: dict[str, Any] = {"location": dict(outer), "roles": ["analysisTarget"], **hashes}
    lines = [0, *(m.end() for m in re.finditer("\n", document.text))]
    suffix = os.path.splitext(document.source)[1].lower()
    is_text = not document.url and not document.blocks and "://" not in document.source and suffix in PLAIN_TEXT
    if verbatim or is_text:
        return _Place([artifact], outer, outer, document.text, lines)
    inner = {"uri": uri + "#text", "index": index + 1}
    nested = {
        "location": dict(inner),
        "parentIndex": index,
        "mimeType": "text/plain",
        "description": {"text": "从文件中提取的文字；行、列和偏移指这里"},
        "contents": {"text": document.text},
    }
    return _Place([artifact, nested], outer, inner, document.text, lines)


def _uri(document: Document) -> str:
    """A valid URI reference: the address, or the path with everything unusual percent-encoded."""
    from urllib.parse import quote

    source = document.url or document.source or document.id
    if "://" in source:
        return quote(source, safe="/:?=&%@+,;~-._", errors="replace")
    path = quote(source.replace(os.sep, "/"), safe="/~-._", errors="replace")
    return "file://" + path if path.startswith("/") else path


def _result(finding: Finding, fingerprint: str, place: _Place, rule: int) -> dict[str, Any]:
    spot: dict[str, Any] = {"artifactLocation": place.location}
    located = finding.start is not None
    spot["region"] = place.region(finding) if located and place.is_plain else {"startLine": 1}
    location: dict[str, Any] = {"physicalLocation": spot}
    if finding.clause:
        location["logicalLocations"] = [{"name": finding.clause, "kind": "clause"}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVEL[finding.grade],
        "kind": "fail",
        "message": {"text": message(_said(finding))},
        "locations": [location],
        "partialFingerprints": {"clauseauditFinding/v1": fingerprint},
        "properties": {"grade": str(finding.grade), "category": finding.category, "source": finding.source},
    }
    if located and not place.is_plain:
        inner = {"artifactLocation": place.inner, "region": place.region(finding)}
        result["relatedLocations"] = [{"id": 0, "physicalLocation": inner, "message": {"text": "提取的文字中的位置"}}]
    if located and place.is_plain and finding.suggest and _stands(finding, place):
        result["fixes"] = [_fix(finding, place)]
    return result


def _stands(finding: Finding, place: _Place) -> bool:
    """Whether the words stand in the file as quoted, without markup among them, so that they can be replaced."""
    return place.text[finding.start : finding.end] == finding.quote and not _MARKUP.search(finding.suggest)


def _said(finding: Finding) -> str:
    quote = finding.quote if len(finding.quote) <= MESSAGE_LIMIT else finding.quote[:MESSAGE_LIMIT] + "……"
    parts = [f"{words.GRADE_WORD[finding.grade]}：{finding.title}。", f"“{quote}”" if quote else ""]
    parts += [f"{words.SHOWN_LABEL}：{finding.shown}。" if finding.shown else ""]
    parts += [f"依据：{'、'.join(words.cite(basis.article) for basis in finding.basis)}。" if finding.basis else ""]
    parts += [f"{words.SOFTENED_LABEL}：{finding.softened}。" if finding.softened else ""]
    return "".join(parts)


def _fix(finding: Finding, place: _Place) -> dict[str, Any]:
    """A proposal; lines and columns only, since a file with CRLF has other offsets than the document."""
    region = place.region(finding)
    deleted = {key: region[key] for key in ("startLine", "startColumn", "endLine", "endColumn")}
    replacement = {"deletedRegion": deleted, "insertedContent": {"text": finding.suggest}}
    return {
        "description": {"text": message(f"建议写法，采用前请结合实际核对：{finding.suggest}")},
        "artifactChanges": [{"artifactLocation": place.location, "replacements": [replacement]}],
    }
