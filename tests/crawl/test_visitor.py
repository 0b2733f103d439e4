"""One address: without a browser first, in one where that is needed and possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import chestnut
import pytest
import terms
from chestnut import Platform, html, paragraphs

from clauseaudit.crawl.options import Options
from clauseaudit.crawl.visitor import Visitor, is_page, why_rendered
from clauseaudit.errors import ClauseauditError, FetchError
from clauseaudit.fetch.transport import Gate
from pdf_file import pdf

Serve = Callable[..., Platform]
Open = Callable[..., Visitor]
SHELL = """<div id="app">加载中…</div><script>
document.getElementById('app').innerHTML = '<h1>充值协议</h1><p>第一条 充值后概不退款。</p>'</script>"""
SITE = {
    "/terms": html(paragraphs(terms.USER * 3), "用户协议"),
    "/shell": html(SHELL, "充值协议"),
    "/file.pdf": (200, {"Content-Type": "application/pdf"}, pdf([terms.REFUND.split("\n")])),
    "/forbidden": html("<p>不给程序看</p>", "x"),
    "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /forbidden\n"),
}


@pytest.fixture
def visitor() -> Iterator[Open]:
    with ExitStack() as stack:

        def start(**options: Any) -> Visitor:
            chosen = Options(**{"interval": 0.0, "allow_private": True, **options})
            return stack.enter_context(Visitor(Gate(allow_private=True), chosen))

        yield start


def test_a_page_with_its_text_needs_no_browser(serve: Serve, visitor: Open) -> None:
    reader = visitor()
    visit = reader.visit(serve(SITE).base + "terms")
    assert visit.how == "static" and reader.rendered == 0 and not visit.notes
    assert visit.snapshot.content and not any(one.body for one in visit.exchanges)  # kept once


def test_bodies_are_kept_for_evidence(serve: Serve, visitor: Open) -> None:
    visit = visitor(evidence=True).visit(serve(SITE).base + "terms")
    assert visit.exchanges[-1].body == visit.snapshot.content


def test_without_a_browser_the_visit_says_what_it_would_have_needed(
    serve: Serve, visitor: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEAUDIT_BROWSER", str(tmp_path / "none"))
    reader = visitor()
    visit = reader.visit(serve(SITE).base + "shell")
    assert visit.how == "static" and "脚本" in visit.notes[0] and "没有能用的浏览器" in visit.notes[0]
    assert "没有能用的浏览器" in reader.no_browser


def test_a_browser_that_died_for_good_takes_nothing_with_it(
    serve: Serve, visitor: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dead:
        def visit(self, url: str, *, evidence: bool) -> None:
            raise ClauseauditError("浏览器", "启动不了", "再试一次")

    reader = visitor(render="always")
    monkeypatch.setattr(reader, "_ready", Dead)
    visit = reader.visit(serve(SITE).base + "terms")
    assert visit.how == "static" and visit.snapshot.content and "启动不了" in visit.notes[-1]


def test_never_is_never(serve: Serve, visitor: Open) -> None:
    assert "--render never" in visitor(render="never").visit(serve(SITE).base + "shell").notes[0]


def test_robots_is_judged_before_the_browser_is_asked(serve: Serve, visitor: Open) -> None:
    site = serve(SITE)
    with pytest.raises(FetchError, match="robots"):
        visitor(render="always").visit(site.base + "forbidden")
    assert "/forbidden" not in site.asked()
    assert visitor(render="never", ignore_robots=True).visit(site.base + "forbidden").snapshot.content


@pytest.mark.browser
def test_a_shell_is_rendered_and_keeps_both_records(serve: Serve, visitor: Open, browser: Any) -> None:
    reader = visitor()
    visit = reader.visit(serve(SITE).base + "shell")
    assert visit.how == "rendered" and "概不退款" in visit.snapshot.content.decode()
    assert visit.exchanges[-1].url.endswith("/shell") and len(visit.exchanges) >= 2
    assert any("用浏览器打开" in step.outcome for step in visit.steps)


@pytest.mark.browser
def test_the_browser_keeps_the_pace_too(serve: Serve, visitor: Open, browser: Any) -> None:
    site, reader = serve(SITE), visitor()
    static = reader.client.visit(site.base + "shell")
    reader.client.pace.hold(f"{chestnut.HOME}:{site.port}", 300.0)
    assert "放慢" in reader.render(static, "因为").notes[0] and reader.rendered == 0


@pytest.mark.browser
def test_always_renders_pages_but_no_files(serve: Serve, visitor: Open, browser: Any) -> None:
    base, reader = serve(SITE).base, visitor(render="always")
    assert reader.visit(base + "terms").how == "rendered"
    assert reader.visit(base + "file.pdf").how == "static"


def test_a_page_of_an_earlier_run_is_not_asked_for(serve: Serve, visitor: Open, tmp_path: Path) -> None:
    site, file = serve(SITE), str(tmp_path / "x.sqlite")
    first = visitor(resume=file, render="never").visit(site.base + "terms")
    again = visitor(resume=file, render="never").visit(site.base + "terms")
    assert site.asked().count("/terms") == 1
    assert again.snapshot.content == first.snapshot.content and "上次" in again.steps[0].outcome


def test_what_a_browser_would_show(serve: Serve, visitor: Open) -> None:
    base, reader = serve(SITE).base, visitor(render="never")
    assert is_page(reader.visit(base + "terms").snapshot)
    assert not is_page(reader.visit(base + "file.pdf").snapshot)
    assert why_rendered(reader.visit(base + "shell").snapshot) and not why_rendered(
        reader.visit(base + "terms").snapshot
    )
