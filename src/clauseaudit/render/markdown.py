"""The report in GitHub-flavoured Markdown: for issues, wikis and mail. Hostile text stays text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from clauseaudit.model import Audit, Platform
from clauseaudit.render import words
from clauseaudit.render.columns import harmless
from clauseaudit.render.head import head_view
from clauseaudit.render.passage import View
from clauseaudit.render.view import report_view

# Everything that opens markup, HTML or an entity; "|" would end a table cell.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&!$]")
# Bare addresses become links in GitHub's dialect unless their colon or first dot is escaped.
_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)


def to_markdown(audits: Sequence[Audit | Platform], *, names: Mapping[str, str] | None = None, **_: Any) -> str:
    """The reports one after another, separated by a rule; a platform's head before those of its documents."""
    pages: list[str] = []
    for number, one in enumerate(audits, 1):
        if not isinstance(one, Platform):
            pages.append(_report(report_view(one, names or {})))
            continue
        views = [report_view(audit, names or {}, f"p{number}r{i}") for i, audit in enumerate(one.audits, 1)]
        pages += [_head(head_view(one, f"p{number}", views))]
        pages += [f'<a id="{view["key"]}"></a>\n\n{_report(view)}' for view in views]
    return "\n---\n\n".join(pages)


def plain(text: str) -> str:
    """One line of ``text`` that Markdown shows as it is."""
    escaped = _MARKUP.sub(lambda match: "\\" + match[0], harmless(text))
    return _ADDRESS.sub(lambda match: "\\" + match[0], escaped)


def _report(view: View) -> str:
    lines = [f"# {view['headline']}：《{plain(view['title'])}》", ""]
    if view["sentence"]:
        lines += [plain(view["sentence"]), ""]
    if view["counts"]:
        lines += ["，".join(f"{count['word']} {count['n']}" for count in view["counts"]), ""]
    lines += [*_facts(view["facts"]), "", *_contradictions(view["contradictions"]), *_findings(view)]
    if view["goods"]:
        lines += [f"## 对你有利的{len(view['goods'])}条", ""]
        for good in view["goods"]:
            lines += _finding(good)
    lines += _steps(view["steps"])
    return "\n".join([*lines, *_origin(view)]) + "\n"


def _head(head: View) -> str:
    """What holds for all documents, then which they are; each leads to its own report."""
    lines = [f"# {head['headline']}：{plain(head['address'])}", "", head["summary"], ""]
    lines += [plain(head["sentence"]), ""] if head["sentence"] else []
    if head["counts"]:
        lines += ["，".join(f"{count['word']} {count['n']}" for count in head["counts"]), ""]
    facts = [{**q, "clause": f"《{q['whose']}》{q['clause']}" if q["whose"] else ""} for q in head["facts"]]
    pairs = [{**c, "both": [{**s, "clause": f"《{s['whose']}》{s['clause']}"} for s in c["both"]]}
             for c in head["contradictions"]]  # fmt: skip
    lines += [*_facts(facts), "", *_contradictions(pairs)]
    if head["documents"]:
        lines += [f"## {head['summary']}", "", "| 协议 | 种类 | 结论 | 标出 |", "|---|---|---|---|"]
        lines += [*map(_row, head["documents"]), ""]
    if head["unread"]:
        lines += [f"## 没有读到的{len(head['unread'])}份", "", words.UNREAD_HINT, ""]
        lines += [f"- **{plain(u['title'])}**：{plain(u['reason'])}。{plain(u['remedy'])} {plain(u['address'])}"
                  for u in head["unread"]] + [""]  # fmt: skip
    return "\n".join(lines)


def _row(document: View) -> str:
    counts = "，".join(f"{count['word']} {count['n']}" for count in document["counts"])
    said = f"{document['headline']}：{plain(document['sentence'])}" if document["sentence"] else document["headline"]
    return f"| [{plain(document['title'])}](#{document['key']}) | {document['kind']} | {said} | {counts} |"


def _facts(facts: Sequence[View]) -> list[str]:
    rows = ["| 问题 | 回答 | 原文 |", "|---|---|---|"]
    for fact in facts:
        said = f"“{plain(fact['quote'])}”" if fact["quote"] else ""
        where = f"{plain(fact['clause'])} " if fact["clause"] else ""
        more = f"（{plain(fact['more'])}）" if fact["more"] else ""
        rows.append(f"| {fact['question']} | {plain(fact['answer'])}{more} | {where}{said} |")
    return rows


def _contradictions(pairs: Sequence[View]) -> list[str]:
    """What the document says in two ways, each with both quotes."""
    if not pairs:
        return []
    lines = [f"## {words.SPLIT_TITLE}", ""]
    for pair in pairs:
        lines += [f"- **{pair['question']}**：{plain(pair['text'])}。"]
        lines += [f"  - “{plain(said['quote'])}”（{plain(said['clause'] or '全文')}）" for said in pair["both"]]
    return [*lines, "", words.SPLIT_HINT, ""]


def _findings(view: View) -> list[str]:
    findings = view["findings"]
    if not findings:
        head, said = words.nothing(view["light"])
        return [f"## {head}", "", said, ""]
    lines = [f"## {len(findings)}处疑点，最要紧的在前", "", words.MAYBE, ""]
    lines += [words.unlisted(view["unlisted"]), ""] if view["unlisted"] else []
    for finding in findings:
        lines += _finding(finding)
    return lines


def _finding(finding: View) -> list[str]:
    name = f"（{finding['name']}）" if finding["name"] else ""
    head = f"{finding['number']} {finding['shape']} {finding['word']}：{plain(finding['title'])}{plain(name)}"
    lines = [f"### {head}", ""]
    if finding["quote"]:
        clause = f"{finding['clause']}，" if finding["clause"] else ""
        lines += [f"> “{plain(finding['quote'])}”（{plain(clause)}{finding['where']}）", ""]
    if finding["shown"]:
        lines += [f"- **{words.SHOWN_LABEL}**：{plain(finding['shown'])}", ""]
    if finding["like"]:
        return [*lines, words.like(finding["like"]), ""]
    if finding["explain"]:
        lines += [plain(finding["explain"]), ""]
    items = [(words.SOFTENED_LABEL, finding["softened"])]
    items += [("法条", _law(law)) for law in finding["laws"]]
    items += [
        (words.SETTLE_LABEL, finding["settle"]),
        (words.COUNTER_LABEL, finding["counter"]),
        (words.ACTION_LABEL, finding["action"]),
        (words.SUGGEST_LABEL, finding["suggest"]),
        ("会不会错", finding["measured"]),
    ]
    bullets = [f"- **{label}**：{plain(text)}" for label, text in items if text]
    return [*lines, *bullets, ""] if bullets else lines


def _law(law: View) -> str:
    return f"{law['cite']}“{law['quote']}”〔{law['effect']}，{law['force']}〕{law['why']}"


def _steps(steps: Sequence[View]) -> list[str]:
    if not steps:
        return []
    lines = ["## 怎么办", ""]
    for i, step in enumerate(steps, 1):
        lines += [f"{i}. **{step['head']}**：{plain(step['text'])}"]
        lines += ["", f"   > {plain(step['letter'])}", ""] if step["letter"] else []
    return [*lines, ""]


def _origin(view: View) -> list[str]:
    pack = f"规则包{plain(view['pack'])}；" if view["pack"] else ""
    lines = ["## 来源", "", f"- 原文：{plain(view['address'])}"]
    if view["retrieved"]:
        lines.append(f"- 读取时间：{plain(view['retrieved'])}")
    lines += [f"- {words.NOTES_LABEL}：{plain(note)}" for note in view["notes"]]
    return [
        *lines,
        f"- 原文指纹：SHA-256 {plain(view['sha256'])}，{view['chars']:,}字",
        f"- 规则：{pack}法律按{plain(view['on'])}施行的文字",
        f"- 会不会错：{view['can_err']}",
        f"- 用途：{words.NOT_ADVICE}",
    ]
