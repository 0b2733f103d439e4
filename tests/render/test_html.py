"""The page as text: self-contained, hostile text inert, limits."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from functools import lru_cache
from html.parser import HTMLParser

import pytest
import sample

from clauseaudit.audit import audit
from clauseaudit.extract import find_documents, read_document, snapshot_file
from clauseaudit.match import Matcher
from clauseaudit.model import Audit, Contradiction, Fact, Grade
from clauseaudit.render import render, words
from clauseaudit.render.html import _DECLARED, _script, _source, limit
from clauseaudit.render.order import LISTED
from clauseaudit.rules import load_pack

CORPUS = os.path.join(os.path.dirname(__file__), "..", "..", "corpus")

ALLOWED_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "script", "header", "main", "footer", "nav", "section"),
    *("article", "div", "figure", "figcaption", "svg", "circle", "path", "h1", "h2", "h3", "h4", "p", "a", "b", "i"),
    *("span", "small", "em", "q", "blockquote", "cite", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption"),
    *("tbody", "tr", "td", "fieldset", "legend", "input", "label", "details", "summary", "button", "br"),
}
VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """Tags, attributes and text of a page, and whether its tags are balanced."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.text[self.open[-1]] = self.text.get(self.open[-1], "") + data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


HOSTILE = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "]]><!-- --><![CDATA[",
    "javascript:alert(1)//{{ 7*7 }}{% raw %}",
    "甲\u202e乙\u2066丙\x00丁\ud800戊",
    "';}</style>@import url(http://a.example/x.css);",
]


def hostile_page(payload: str) -> str:
    text = f"{payload}\n第一条 {payload}\n{payload}概不退款。{payload}\n"
    finding = sample.finding(text, f"{payload}概不退款。", Grade.VOID, "refund-denial", payload)
    made = sample.audit_of(text, [finding], (sample.fact(text, "refund", "no", payload, "概不退款。", payload),))
    document = made.document._replace(title=payload, source=payload, url=payload, retrieved=payload, notes=(payload,))
    fact = made.facts[0]
    return render(
        [made._replace(document=document, contradictions=(Contradiction("refund", fact, fact, payload),))],
        "html",
        names={"refund-denial": payload},
    )


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_is_only_text(payload: str) -> None:
    written = hostile_page(payload)
    written.encode("utf-8")
    page = Page(written)
    assert page.open == []
    assert {tag for tag, _ in page.tags} <= ALLOWED_TAGS
    assert page.count("script") == page.count("style") == page.count("title") == 1
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("href") or "#").startswith("#")
        assert "src" not in attributes
    assert not re.search("[\x00\u202a-\u202e\u2066-\u2069\ud800-\udfff]", written)
    assert "49" not in page.text["title"]
    assert "@import" not in page.text["style"]


def test_the_script_is_allowed_by_its_hash_and_nothing_else_is() -> None:
    page = Page(render([sample.qinghe()], "html"))
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy") or ""
    digest = base64.b64encode(hashlib.sha256(page.text["script"].encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy
    assert "http" not in policy


def test_nothing_is_loaded_from_elsewhere() -> None:
    written = render([sample.qinghe()], "html")
    assert not re.search(r"url\(|@import|<link|<img|<iframe|src=", written)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_ids_are_unique_and_every_link_leads_somewhere(count: int) -> None:
    page = Page(render([sample.qinghe()] * count, "html", names=sample.NAMES))
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {(a["href"] or "")[1:] for tag, a in page.tags if tag == "a"}
    assert targets <= {*ids, "findings"}
    assert {a["for"] for tag, a in page.tags if tag == "label"} <= set(ids)


def test_several_reports_have_an_index() -> None:
    page = Page(render([sample.qinghe(), sample.small()], "html"))
    assert page.count("h1") == 2
    assert {"#r1-top", "#r2-top"} <= {a.get("href") for _, a in page.tags}


def test_every_kind_of_finding_has_its_law_its_date_and_the_other_side() -> None:
    written = render([sample.qinghe()], "html", names=sample.NAMES)
    articles = re.findall(r"<article.*?</article>", written, re.S)
    assert len(articles) == 13  # two of the fourteen are of one kind
    assert articles[0].index("商家可能这样说") < articles[0].find("<details")
    assert articles[0].count("《消费者权益保护法》第二十六条第三款") == 1
    assert "2014-03-15起施行" in articles[0] and "管效力" in articles[0]
    for article in articles[:-1]:  # the last is a missing statement without law
        assert "class=law" in article or "法条见第" in article
    assert "管义务" in written and "互联网平台价格行为规则" in written
    assert written.count("不是法律意见") == 1
    assert written.count("格式条款、通知、声明、店堂告示") == 1


def test_a_contradiction_is_told_with_both_quotes_and_in_the_answer() -> None:
    torn = sample.torn()
    for format in ("html", "md", "terminal"):
        written = render([torn], format).replace("\n", "")
        assert "前后不一" in written and "一处说“不能”，一处说“能退，7天内”" in written
        assert "购买后七日内可以全额退款" in written
    assert words.SPLIT in render([torn], "html")


@pytest.mark.parametrize("format", ["html", "md", "terminal"])
def test_what_else_an_answer_knows_stands_below_it(format: str) -> None:
    torn = sample.torn()
    operator = Fact("operator", "named", {"phone": "400-100-2000", "email": "a@b.example"}, text="云州某公司")
    written = render([torn._replace(facts=(*torn.facts[:1], operator))], format).replace("\\", "")
    assert "电话：400-100-2000；邮箱：a@b.example；地址：未写明" in written


def test_the_page_is_lean_only_when_it_would_be_too_large() -> None:
    made = sample.dense(100)
    lean, full = Page(render([made], "html")), Page(render([made], "html", scripted=False))
    for page, count in ((lean, 0), (full, 100)):
        ids = {a["id"] for _, a in page.tags if "id" in a}
        assert len([i for i in ids if re.fullmatch(r"nf\d+", i or "")]) == count
        hits = {a["href"] for _, a in page.tags if (a.get("class") or "").startswith("hit")}
        assert len(hits) == 100 and {(h or "")[1:] for h in hits} <= ids
    assert "nf1" in {a.get("id") for _, a in Page(render([sample.qinghe()], "html")).tags}


def test_no_record_of_the_script_shares_a_name_with_a_variable() -> None:
    """The script is served with short names for its variables; a property must keep its own."""
    source = _source("report.js")
    declared = {name for found in _DECLARED.findall(source) for part in found for name in re.findall(r"\w+", part)}
    properties = set(re.findall(r"[{,] ?(\w+): ", source))
    assert len(declared) > 50 and len(properties) > 5
    assert not declared & properties
    assert "markOf" in declared and "markOf" not in _script()


def test_nothing_found_and_nothing_stated() -> None:
    written = render([sample.audit_of("协议\n正文。\n", [], light="green")], "html")
    assert "没看到大问题" in written and "不等于没有问题" in written
    assert written.count("未写明") == 6 and "<article" not in written


def test_the_page_is_not_much_larger_than_the_text() -> None:
    """At most 2.5 times the text plus 60 kB, for an agreement of usual length and for a very long one."""
    text = "\n".join(f"第{i}条 条款\n" + "本协议的内容由双方共同确认，未尽事宜另行约定。" * 12 for i in range(360))
    text = text[:100_000]
    base = sample.finding(text, "本协议的内容由双方共同确认，未尽事宜另行约定。", Grade.UNFAIR, "a", "题目是一句人话")
    every = [base._replace(start=s, end=s + 23) for s in range(100, 99_000, 300)]
    for one in (sample.qinghe(), sample.audit_of(text, every)):
        assert len(render([one], "html").encode()) <= 2.5 * len(one.document.text.encode()) + 60_000


@lru_cache(maxsize=1)
def audited(folder: str) -> tuple[Audit, ...]:
    matcher = Matcher(load_pack())
    documents = (read_document(snapshot_file(path)) for path in find_documents(folder))
    return tuple(audit(document, matcher, "2026-11-26") for document in documents)


@pytest.mark.parametrize("folder", ["corpus/docs", "corpus/examples", "../shared/real/docs", "../shared/train/docs"])
def test_no_page_is_larger_than_it_may_be(folder: str) -> None:
    """For every agreement we have: 2.5 times its text and 60 kB."""
    path = os.path.join(CORPUS, "..", folder)
    if not os.path.isdir(path):
        pytest.skip(f"PAGE SIZES NOT MEASURED: {folder} is not beside the repository")
    names = {key: category.name for key, category in load_pack().categories.items()}
    audits = audited(path)
    assert audits
    for made in audits:
        size, most = len(render([made], "html", names=names).encode()), limit([made])
        assert size <= most, f"{made.document.id}: {size} bytes, at most {most:.0f}"


def test_a_page_says_what_it_has_no_room_for_and_tells_the_gravest_in_full() -> None:
    made = next(made for made in audited(os.path.join(CORPUS, "docs")) if made.document.id == "travel-03")
    small, whole = render([made], "html"), render([made], "html", scripted=False)
    assert "这一页没有写给商家的改法、排在后面的法条、看什么定、第" in small and "这一页没有写" not in whole
    first, *_, last = re.findall(r"<article.*?</article>", small, re.S)
    assert "你可以" in first and "商家可能这样说" in first and "管效力" in first
    assert "你可以" not in last and "<h3>" in last and "href=#m" in last and "class=laws>《" in last
    assert len(re.findall(r"<section id=f\d", small)) == len(re.findall(r"<section id=f\d", whole))


@pytest.mark.parametrize("path", ["examples/qinghe-recharge.html", "docs/fitness-03.txt", "docs/video-03.txt"])
def test_a_finding_adds_little_to_the_page(path: str) -> None:
    """Our invented agreements have a finding every 50 characters, far more than real ones: a bound for each finding."""
    pack = load_pack()
    document = read_document(snapshot_file(os.path.join(CORPUS, path)))
    found = audit(document, Matcher(pack), "2026-11-26")
    written = render([found], "html", names={key: category.name for key, category in pack.categories.items()})
    assert len(found.findings) > 15
    text = len(document.text.encode())
    assert len(written.encode()) <= 40_000 + 2.5 * text + 1_500 * len(found.findings)


def test_a_hundred_thousand_findings_make_a_page_that_can_be_read() -> None:
    text = "已付款项概不退还。\n" * 100_000
    base = sample.finding(text[:10], "已付款项概不退还。", Grade.UNFAIR, "refund-denial", "充了就不退")
    found = [base._replace(start=10 * i, end=10 * i + 9) for i in range(100_000)]
    written = render([sample.audit_of(text, found)], "html")
    assert written.count("<blockquote>") == LISTED
    assert words.unlisted(100_000 - LISTED) in written
    assert len(written.encode()) <= 2.5 * len(text.encode()) + 60_000


def test_very_many_findings_are_summed_up_by_kind_for_paper() -> None:
    made = sample.dense(60)
    table = re.search(r"<table class=list>.*?</table>", render([made], "html", scripted=False), re.S)
    assert table is not None
    lines = re.findall(r"<tr.*?</tr>", table[0], re.S)
    assert len(lines) == 14 and "第0条、第14条" in lines[0] and "1–5" in lines[0]
    few = re.search(r"<table class=list>.*?</table>", render([sample.dense(30)], "html", scripted=False), re.S)
    assert few is not None and few[0].count("<tr") == 30
