"""An audit as tables of plain values: what the spreadsheet and the CSV file hold.

Document text is hostile: ``clean`` takes out what could not be stored or would reorder the page. A cell's text
is otherwise the document's; keeping it from being read as a formula is each format's own matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from clauseaudit.model import Audit, Finding, Grade, Unread
from clauseaudit.render import words
from clauseaudit.render.order import numbered
from clauseaudit.render.scans import lines

Cell = str | int | float | None

CELL_LIMIT = 32_767  # UTF-16 code units that Excel keeps in a cell
_CUT = "……（后略）"
# Controls but for the line end, marks without width or that change direction, noncharacters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_UNSTORABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


class Column(NamedTuple):
    """A heading and the width, in characters, that a spreadsheet gives it."""

    title: str
    width: int


DOCUMENTS = (
    Column("编号", 22), Column("标题", 30), Column("来源", 30), Column("灯", 8), Column("结论", 26),
    *(Column(words.GRADE_WORD[grade], 11) for grade in Grade),
    *(Column(question, 24) for question in words.QUESTION.values()),
    Column("种类", 12), Column("字数", 9), Column("法律日期", 12), Column("规则包", 14), Column("SHA-256", 20),
)  # fmt: skip
UNREAD = (Column("标题", 30), Column("网址", 40), Column("为什么没读到", 40), Column("怎么办", 50))
FINDINGS = (
    Column("文档编号", 22), Column("文档", 26), Column("序号", 7), Column("等级", 12), Column("类别", 16),
    Column("问题", 28), Column("原文", 48), Column("位置", 20), Column("起", 8), Column("止", 8),
    Column("意思", 36), Column("你可以", 36), Column("商家可能这样说", 30), Column("建议写法", 40),
    Column("降一级的理由", 18), Column("依据", 60), Column("规则", 30), Column("把握", 8),
    Column("实测处数", 9), Column("实测语料", 12), Column("看什么定", 36), Column("文字来自", 10),
    Column("页面上的样子", 36),
)  # fmt: skip
LAWS = (
    Column("文档编号", 22), Column("序号", 7), Column("等级", 12), Column("问题", 28), Column("法律", 34),
    Column("条", 16), Column("款", 6), Column("项", 6), Column("法条原文", 60), Column("性质", 14),
    Column("施行", 12), Column("失效", 12), Column("为什么适用", 36),
)  # fmt: skip


def clean(text: str) -> str:
    """``text`` with ``\\n`` for line ends and without what a table cannot store or show."""
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    text = _UNSTORABLE.sub("\ufffd", text)
    if len(text) * 2 <= CELL_LIMIT or len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    units = text.encode("utf-16-le")[: 2 * (CELL_LIMIT - len(_CUT))]
    return units.decode("utf-16-le", "ignore") + _CUT


def document_rows(audits: Sequence[Audit]) -> Iterator[list[Cell]]:
    """A row a document, as DOCUMENTS."""
    for audit in audits:
        document, verdict = audit.document, audit.verdict
        answers = {fact.question: fact for fact in audit.facts}
        yield [
            document.id, document.title, document.url or document.source,
            words.LIGHT_NAME.get(verdict.light, words.LIGHT_NAME["unread"]),
            verdict.sentence or words.headline(verdict.light, words.doing(document)),
            *(verdict.counts.get(grade, 0) for grade in Grade),
            *(_answer(answers.get(question)) for question in words.QUESTION),
            document.type, len(document.text), audit.on, audit.pack, document.sha256,
        ]  # fmt: skip


def _answer(fact: object) -> str:
    answer, text = getattr(fact, "answer", "unstated"), getattr(fact, "text", "")
    return words.UNSTATED if answer == "unstated" else text or answer


def finding_rows(audits: Sequence[Audit], names: Mapping[str, str]) -> Iterator[list[Cell]]:
    """A row a finding, as FINDINGS: risks by number, then good terms."""
    for audit, number, finding in _all(audits):
        yield [
            audit.document.id, audit.document.title, number, words.GRADE_WORD[finding.grade],
            names.get(finding.category, finding.category), finding.title, finding.quote, finding.clause,
            finding.start, finding.end, finding.explain, finding.action, finding.counter, finding.suggest,
            finding.softened or "", "；".join(words.cite(basis.article) for basis in finding.basis),
            finding.rule, finding.confidence, finding.samples or None, finding.benchmark, finding.settle,
            "图片识别" if lines(audit.document, finding.start, finding.end) else "文字", finding.shown,
        ]  # fmt: skip


def unjudged_rows(audits: Sequence[Audit]) -> Iterator[list[Cell]]:
    """A row, as FINDINGS, for each document that is not under mainland law: a list of findings would not name it."""
    for audit in audits:
        if audit.verdict.light == "elsewhere":
            said: list[Cell] = [audit.document.id, audit.document.title, None, words.LIGHT["elsewhere"], ""]
            yield [*said, audit.verdict.sentence, *[None] * (len(FINDINGS) - 6)]


def unread_rows(unread: Sequence[Unread]) -> Iterator[list[Cell]]:
    """A row for each document that could not be read, as UNREAD."""
    for one in unread:
        yield [one.title, one.url, one.reason, one.remedy]


def law_rows(audits: Sequence[Audit]) -> Iterator[list[Cell]]:
    """A row for each provision that a finding cites, as LAWS."""
    for audit, number, finding in _all(audits):
        for article, why in finding.basis:
            yield [
                audit.document.id, number, words.GRADE_WORD[finding.grade], finding.title, article.title,
                article.number, article.paragraph, article.item, article.quote, words.effect(article),
                article.effective, article.until, why,
            ]  # fmt: skip


def _all(audits: Sequence[Audit]) -> Iterator[tuple[Audit, str, Finding]]:
    for audit in audits:
        risks, goods = numbered(audit.findings)
        for entry in (*risks, *goods):
            yield audit, entry.number, entry.finding
