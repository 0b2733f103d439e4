"""A platform in every report: one head over all documents, each of them with a part of its own."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import hostile
import jsonschema
import pytest
import sample

import axe
from clauseaudit import render as package
from clauseaudit.model import Audit, Platform, Unread
from clauseaudit.platform import join
from clauseaudit.render import FORMATS, audits_of, render, render_bytes
from clauseaudit.render.record import read_audits

SITE = "https://qinghe.test/"
UNREAD = Unread(SITE + "vip", "会员协议", "需要登录才能看（401）", "请登录后用浏览器另存为 .mhtml 或 .html 再检查")


def at(audit: Audit, id: str, kind: str, title: str) -> Audit:
    document = audit.document._replace(id=id, type=kind, title=title, url=SITE + id)
    return audit._replace(document=document)


@pytest.fixture(scope="module")
def platform() -> Platform:
    return join(SITE, [at(sample.qinghe(), "recharge", "recharge", "青禾充值协议"),
                       at(sample.small(), "terms", "general", "青禾用户协议")], [UNREAD])  # fmt: skip


@pytest.fixture(scope="module")
def validator() -> Any:
    with open(os.path.join(os.path.dirname(package.__file__), "audit.schema.json"), encoding="utf-8") as file:
        return jsonschema.Draft202012Validator(json.load(file))


def test_json_nests_the_documents(platform: Platform, validator: Any) -> None:
    record = json.loads(render([platform], "json"))
    validator.validate(record)
    assert list(record) == ["schema", "platform", "documents", "unread", "facts", "contradictions", "verdict"]
    assert [d["document"]["type"] for d in record["documents"]] == ["recharge", "general"]
    assert record["unread"] == [{"url": UNREAD.url, "reason": UNREAD.reason, "title": UNREAD.title,
                                 "remedy": UNREAD.remedy}]  # fmt: skip


def test_jsonl_has_a_line_a_document_then_the_platform(platform: Platform, validator: Any) -> None:
    *documents, last = map(json.loads, render([platform], "jsonl").splitlines())
    for record in (*documents, last):
        validator.validate(record)
    assert [d["platform"] for d in documents] == [SITE, SITE]
    assert last["platform"] == SITE and "document" not in last and "documents" not in last
    known = {d["document"]["id"] for d in documents}
    assert {f["values"]["document"] for f in last["facts"] if f["quote"]} <= known


def test_every_fact_quotes_its_document(platform: Platform) -> None:
    of = {audit.document.id: audit.document.text for audit in platform.audits}
    quoted = [fact for fact in platform.facts if fact.quote]
    assert quoted
    for fact in quoted:
        assert of[fact.values["document"]][fact.start : fact.end] == fact.quote


def test_a_broken_platform_is_refused(platform: Platform, validator: Any) -> None:
    record = json.loads(render([platform], "json"))
    del record["unread"][0]["reason"]
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(record)


def test_the_way_back_gives_the_audits(platform: Platform) -> None:
    for format in ("json", "jsonl"):
        audits = read_audits(render([platform], format), "x")
        assert [audit.document.id for audit in audits] == ["recharge", "terms"]


def test_html_has_a_head_with_links_that_lead_somewhere(platform: Platform) -> None:
    page = render([platform], "html")
    head = page[page.index('class="head') : page.index('class="report')]
    ids = set(re.findall(r'\bid="?([\w-]+)', page))
    links = set(re.findall(r'href="?#([\w-]+)', head))
    assert links and links <= ids
    assert {"r1-top", "r2-top"} <= links
    for said in ("青禾充值协议", "青禾用户协议", UNREAD.title, UNREAD.reason, UNREAD.url, "没有读到的1份", "充值"):
        assert said in head


def test_one_id_is_given_once(platform: Platform) -> None:
    ids = re.findall(r'\sid="?([\w-]+)', render([platform, sample.small(), platform], "html"))
    assert len(ids) == len(set(ids))


def test_markdown_and_terminal_name_what_was_not_read(platform: Platform) -> None:
    for format in ("md", "terminal"):
        text = render([platform], format)
        assert text.index("能退吗") < text.index("没有读到的1份")
        assert UNREAD.title in text and "需要登录才能看" in text
        assert text.count("青禾充值协议") >= 2


def test_markdown_links_lead_to_reports(platform: Platform) -> None:
    text = render([platform], "md")
    links = re.findall(r"\]\(#([\w-]+)\)", text)
    assert len(links) == 2 and all(f'<a id="{link}"></a>' in text for link in links)


def test_the_terminal_lists_only_what_is_grave(platform: Platform) -> None:
    text = render([platform], "terminal")
    assert "可能无效" in text and len(text.splitlines()) < len(render(platform.audits, "terminal").splitlines())
    first, *others = render([platform], "terminal", quiet=True).splitlines()
    assert SITE in first and len(others) == 3 and others[-1].startswith("没读到")


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "pdf"])
def test_every_format_takes_a_platform_among_others(platform: Platform, format: str) -> None:
    assert render_bytes([sample.small(), platform], format)


def test_formats_that_are_lists_hold_every_document(platform: Platform) -> None:
    assert render([platform], "csv") == render(platform.audits, "csv")
    assert render([platform], "sarif") == render(platform.audits, "sarif")
    assert len(audits_of([sample.small(), platform])) == 3


def test_a_platform_of_which_nothing_was_read() -> None:
    empty = join(SITE, [], [UNREAD])
    for format in FORMATS:
        if format not in ("pdf", "sarif", "csv", "xlsx", "docx"):
            assert UNREAD.url.rstrip("/")[-3:] in render([empty], format), format
    assert "没读全" in render([empty], "html")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_head_fits_and_breaks_no_rule_of_accessibility(
    platform: Platform, browser: Any, tmp_path: Path, width: int
) -> None:
    path = tmp_path / "report.html"
    path.write_text(render([platform], "html"), "utf-8")
    # axe is put in from outside, which the page's own policy rightly forbids.
    page = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True).new_page()
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.violations(page) == []
    page.click("text=青禾用户协议")
    assert page.evaluate("location.hash") == "#r2-top"
    page.context.close()


@pytest.mark.browser
def test_a_printed_platform(platform: Platform, browser: Any) -> None:
    assert render_bytes([platform], "pdf").startswith(b"%PDF")


def test_the_headline_speaks_of_what_the_reader_is_about_to_do() -> None:
    member = at(sample.audit_of("会员费不退。\n", []), "m", "membership", "会员协议")
    assert "先别充" not in render([join(SITE, [member], [UNREAD])], "md")
    recharge = at(sample.qinghe(), "r", "recharge", "充值协议")
    assert "先别充" in render([join(SITE, [member, recharge])], "md")


def test_hostile_words_stay_words() -> None:
    address = 'javascript:alert(1)//"><script>alert(2)</script>'
    bad = Unread(address, "<img src=x onerror=alert(3)>\x1b[31m", "<b>|`", "</ul>")
    platform = join("https://x.test/<script>", [hostile.audit()], [bad])
    page = render([platform], "html")
    assert "<script>alert" not in page and "<img" not in page and "</ul>&" not in page
    assert 'href="javascript' not in page and "href=javascript" not in page
    assert "\x1b" not in render([platform], "terminal")
    assert "<img" not in render([platform], "md").replace("\\<img", "")
