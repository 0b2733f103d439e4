"""One hostile audit in the formats that have no parser of their own in another test, and very many findings."""

from __future__ import annotations

import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import hostile
import pytest
from markdown_it import MarkdownIt

from clauseaudit.render import FORMATS, render, render_bytes
from clauseaudit.render.html import _page, _printable
from clauseaudit.render.order import numbered
from clauseaudit.render.room import ROOMS

TEXT = [format for format in FORMATS if format not in ("pdf", "docx", "xlsx")]
# Tags of GitHub-flavoured Markdown that our report uses; a link, an image or HTML would be the document's.
REPORT_TAGS = {"h1", "h2", "h3", "p", "ul", "ol", "li", "blockquote", "strong", "inline", "text", "hr", "softbreak"}
TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("format", TEXT)
def test_every_text_format_can_be_encoded_and_reorders_nothing(format: str) -> None:
    written = render_bytes([hostile.audit()], format).decode("utf-8", "surrogatepass")
    if format in ("json", "jsonl", "sarif"):  # carry the text as it is, in JSON strings
        json.loads(written)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", written)
    else:
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", written)


def tags(markdown: str) -> set[str]:
    tokens: list[Any] = MarkdownIt("gfm-like", {"html": True}).parse(markdown)
    return {token.tag or token.type for block in tokens for token in (block, *(block.children or ()))}


def test_a_markdown_parser_sees_only_our_own_markup() -> None:
    written = render([hostile.audit()], "md")
    assert tags(written) <= REPORT_TAGS | TABLE_TAGS
    assert tags("<b>x</b> [a](http://b.example)") - REPORT_TAGS  # it would have seen others


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_an_html_parser_sees_no_tag_or_handler_of_the_document() -> None:
    parser = _Tags()
    parser.feed(render([hostile.audit()], "html"))
    assert [tag for tag, _ in parser.seen].count("script") == 1
    assert not {"img", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in parser.seen}
    assert not [name for _, attributes in parser.seen for name in attributes if name.startswith("on")]
    links = [str(attributes.get("href")) for tag, attributes in parser.seen if tag == "a"]
    assert links and all(link.startswith("#") for link in links)


@pytest.mark.browser
def test_a_browser_runs_and_fetches_nothing(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(render_bytes([hostile.audit()], "html"))
    page = browser.new_page()
    dialogs: list[str] = []
    requests: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    assert "<script>alert(document.cookie)</script>" in page.inner_text("body")
    assert (dialogs, requests) == ([], [path.as_uri()])
    page.close()


@pytest.mark.browser
def test_what_a_large_page_quotes_by_script_is_only_text(browser: Any, tmp_path: Path) -> None:
    """The script takes the quotes from the text, character by character: emoji, controls and markup among them."""
    path = tmp_path / "report.html"
    path.write_text(_page([hostile.audit()], {}, ROOMS[-1]), encoding="utf-8")
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    shown = page.evaluate("[...document.querySelectorAll('.term blockquote')].map(e => e.firstChild.textContent)")
    risks = [entry.finding for entry in numbered(hostile.audit().findings)[0]]
    assert ["".join(one.split()) for one in shown] == [f"“{''.join(_printable(f.quote).split())}”" for f in risks]
    assert dialogs == [] and page.locator("img, iframe").count() == 0
    page.close()


@pytest.mark.parametrize(
    ("format", "count"),
    [("json", 100_000), ("jsonl", 100_000), ("md", 100_000), ("terminal", 20_000), ("html", 20_000)],
)
def test_very_many_findings_take_time_in_proportion(format: str, count: int) -> None:
    audit = hostile.many(count)
    begin = time.perf_counter()
    written = render([audit], format)
    # Programs get every finding; a report for people may say how many there are besides.
    assert len(written) > (count * 20 if format.startswith("json") else 20_000)
    assert time.perf_counter() - begin < 90
