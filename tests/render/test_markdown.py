"""The Markdown report: content, and hostile text that stays text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sample

from clauseaudit.model import Grade
from clauseaudit.render import render
from clauseaudit.render.markdown import plain


def test_golden(golden: Callable[[str, str], None]) -> None:
    golden("small.md", render([sample.small()], "md", names=sample.NAMES))


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("![x](http://a.example/p.png)", "\\!\\[x\\](http\\://a.example/p.png)"),
        ("www.a.example", "www\\.a.example"),
        ("a|b\n\n# c", "a\\|b \\# c"),
        ("`x` *y* _z_ &lt; ~~q~~", "\\`x\\` \\*y\\* \\_z\\_ \\&lt; \\~\\~q\\~\\~"),
        ("\u202e甲\x1b[31m乙", "甲乙"),
    ],
)
def test_markup_in_the_document_is_escaped(hostile: str, shown: str) -> None:
    assert plain(hostile) == shown


def test_a_table_keeps_its_columns() -> None:
    text = "概不|退款。\n"
    audit = sample.audit_of(text, [], (sample.fact(text, "refund", "no", "不|能", "概不|退款", "一|二"),))
    row = next(line for line in render([audit], "md").splitlines() if line.startswith("| 能退吗"))
    assert row == "| 能退吗 | 不\\|能 | 一\\|二 “概不\\|退款” |"


def test_several_reports_are_separated() -> None:
    assert render([sample.small(), sample.small()], "md").count("\n---\n") == 1


def test_no_raw_html_reaches_the_report() -> None:
    text = "<img src=x onerror=alert(1)>概不退款。\n"
    audit = sample.audit_of(text, [sample.finding(text, text.strip(), Grade.VOID, "refund-denial", "<b>题</b>")])
    written = render([audit], "md")
    assert "<img" not in written.replace("\\<", "") and "<b>" not in written.replace("\\<", "")
