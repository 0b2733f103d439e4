"""Planted pages in a real browser: what the script measures, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clauseaudit.visual import SCRIPT
from clauseaudit.visual.align import Aligner
from clauseaudit.visual.judge import Judgement, Level, judge, norm
from clauseaudit.visual.page import View
from visual.planted import CASES, PAGE, PLAIN, TERM, framed

pytestmark = pytest.mark.browser


def judged(view: View, quote: str = TERM) -> Judgement:
    places = Aligner(view).places(quote)
    assert places, "the quotation was not found on the page"
    return judge(places[0], view, norm(view))


@pytest.mark.parametrize("name", CASES)
def test_planted(name: str, views: Callable[[str], list[View]]) -> None:
    case = CASES[name]
    phone, desk = views(case.plain + case.body)
    assert (phone.name, desk.name) == ("手机", "电脑")
    for view in (phone, desk):
        judgement = judged(view)
        assert judgement.level == case.level, judgement
        assert case.facts.items() <= judgement.facts.items(), judgement


def test_places_in_a_frame_count_from_the_page(views: Callable[[str], list[View]]) -> None:
    for view in views(f"<div style='height:250vh'></div>{framed(f'<p>{TERM}')}"):
        assert judged(view).facts["place"] == "在第 3 屏"


def test_characters_beyond_the_first_plane_do_not_shift_runs(views: Callable[[str], list[View]]) -> None:
    view = views(f"{PLAIN}<p>𠮷𠮷𠮷𠮷<b>{TERM}</b>")[0]
    assert judged(view).level == Level.CONSPICUOUS
    assert {run.style.weight for part in Aligner(view).places(TERM)[0] for run in part.runs()} == {700}


def test_nothing_of_the_page_is_changed(browser: Any) -> None:
    page = browser.new_page()
    page.set_content(PAGE % (PLAIN + CASES["closed details"].body + CASES["scroll box of 60 px"].body))
    page.evaluate("document.querySelector('div').scrollTop = 40")
    page.evaluate("window.changes = 0; new MutationObserver(c => changes += c.length).observe(document,"
                  "{subtree: true, childList: true, attributes: true, characterData: true})")  # fmt: skip
    before = page.content()
    page.evaluate(SCRIPT)
    assert page.content() == before and page.evaluate("window.changes") == 0
    assert page.evaluate("document.querySelector('div').scrollTop") == 40
    page.close()


def rows(count: int) -> str:
    one = "<h3>第{0}条</h3><p>虚拟币概不退还。平台享有解释权。<b>到期前自动续费。</b></p>"
    return PAGE % "".join(one.format(n) for n in range(count // 2))


def seconds(browser: Any, content: str) -> float:
    """CPU seconds of the page's thread (the machine may be busy), the best of three."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(content)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

    times = []
    for _ in range(3):
        before = spent()
        page.evaluate(SCRIPT)
        times.append(spent() - before)
    page.close()
    assert min(times) > 0
    return min(times)


def test_cost_grows_with_the_page_and_no_faster(browser: Any) -> None:
    small, large = seconds(browser, rows(2000)), seconds(browser, rows(4000))
    assert small < 0.5
    assert large < 3 * small


@pytest.mark.parametrize(
    "content",
    ["<div>" * 3000 + TERM, "<span>字" * 3000, "<p>" + f"<b>{TERM}</b>" * 3000, "<label class=checkbox>同意" * 300],
    ids=["deep", "deep inline", "wide", "nested boxes"],
)
def test_hostile_shapes_cost_no_more(content: str, browser: Any) -> None:
    assert seconds(browser, PAGE % content) < 2
