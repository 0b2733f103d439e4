"""What the page looked like stands at every finding that was measured, and nowhere else."""

from __future__ import annotations

import json

import pytest
import sample

from clauseaudit.model import Audit
from clauseaudit.render import render
from clauseaudit.render.docx import _comment
from clauseaudit.render.order import numbered
from clauseaudit.render.record import read_audit
from clauseaudit.render.tables import FINDINGS, finding_rows
from clauseaudit.render.words import SHOWN_LABEL

FACTS = "9 px（正文 16 px），对比度 1.6:1，需点开折叠“<b>更多”"


def measured() -> Audit:
    audit = sample.small()
    return audit._replace(findings=tuple(finding._replace(shown=FACTS) for finding in audit.findings))


@pytest.mark.parametrize("form", ["terminal", "md", "html", "csv", "sarif"])
def test_reports_for_people(form: str) -> None:
    count = sum(finding.grade.value != "good" or form != "sarif" for finding in sample.small().findings)
    said, unsaid = render([measured()], form), render([sample.small()], form)
    assert said.count("1.6:1") == count  # also where the reasons are those of an earlier finding
    assert SHOWN_LABEL in said and (form == "csv" or SHOWN_LABEL not in unsaid)
    assert "<b>更多" not in said or form not in ("md", "html")  # a page's words stay words


def test_records_keep_it() -> None:
    record = json.loads(render([measured()], "json"))
    assert [finding["shown"] for finding in record["findings"]] == [FACTS] * len(record["findings"])
    assert read_audit(record).findings[0].shown == FACTS
    for finding in record["findings"]:
        del finding["shown"]  # as written before it was measured
    assert read_audit(record).findings[0].shown == ""


def test_tables_and_comments() -> None:
    audit = measured()
    rows = list(finding_rows([audit], {}))
    column = [column.title for column in FINDINGS].index(SHOWN_LABEL)
    assert {row[column] for row in rows} == {FACTS}
    assert all(len(row) == len(FINDINGS) for row in rows)
    entry = numbered(audit.findings)[0][0]
    assert any(FACTS in text for paragraph in _comment(entry, {}).paragraphs for text, _ in paragraph)
