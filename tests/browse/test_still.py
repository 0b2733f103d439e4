"""When a page has come to rest."""

from __future__ import annotations

import time
from typing import Any

import pytest
from stage import INTRO, Site, text

from clauseaudit.browse import Browser, still
from clauseaudit.browse.frames import Frames

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules with shorter waits."""
    monkeypatch.setattr(still, "_PATIENCE", 0.8)
    monkeypatch.setattr(still, "_RESTLESS", 1.5)


def test_a_page_that_changes_all_the_time(site: Site, chromium: Browser) -> None:
    site.pages["/restless"] = (
        f"{INTRO}<p id=more></p><script>setInterval(() => {{ more.textContent += '字' }}, 30)</script>"
    )
    visit = chromium.visit(site.url("/restless"), evidence=False)
    assert "欢迎来到" in text(visit) and "网页的文字一直在变，读的是其中一刻" in visit.notes


def test_a_clock_is_no_restlessness(site: Site, chromium: Browser) -> None:
    site.pages["/clock"] = (
        f"{INTRO}<p id=c></p><script>setInterval(() => {{ c.textContent = Date.now() }}, 20)</script>"
    )
    started = time.monotonic()
    assert not chromium.visit(site.url("/clock"), evidence=False).notes
    assert time.monotonic() - started < 3


def test_a_page_that_waits_long_for_its_text_is_waited_for(site: Site, chromium: Browser) -> None:
    def slow(_: str) -> str:
        site.stopped.wait(2)  # longer than a page that has text would be given
        return "<p>第一条 充值成功后概不退款，余额不予退还，本平台有权随时修改本协议，修改后即时生效。</p>"

    site.pages["/slow"] = slow
    site.pages["/waits"] = (
        "<p id=a>加载中</p><script>fetch('/slow').then(r => r.text()).then(t => { a.innerHTML = t })</script>"
    )
    assert "概不退款" in text(chromium.visit(site.url("/waits"), evidence=False))


def test_a_page_with_text_does_not_wait_for_what_hangs(site: Site, chromium: Browser) -> None:
    site.endless["/hangs"] = b""
    site.pages["/chat"] = f"{INTRO}<script>fetch('/hangs').then(r => r.text()).catch(() => 0)</script>"
    started = time.monotonic()
    visit = chromium.visit(site.url("/chat"), evidence=False)
    assert "欢迎来到" in text(visit) and not visit.notes
    assert time.monotonic() - started < 5


def test_what_comes_after_the_last_answer_is_waited_for(site: Site, chromium: Browser) -> None:
    def slow(_: str) -> str:
        site.stopped.wait(0.3)  # longer than the page has to be quiet
        return "x"

    # The text is there at once and does not change; what the answer brings, it brings a little later.
    site.pages["/slow-answer"] = slow
    site.pages["/later"] = (
        f"{INTRO}<p id=a></p><script>fetch('/slow-answer').then(r => r.text())"
        ".then(() => setTimeout(() => { a.textContent = '第一条 概不退款' }, 30))</script>"
    )
    assert "第一条 概不退款" in text(chromium.visit(site.url("/later"), evidence=False))


def test_a_frame_that_is_still_being_sent_is_waited_for(site: Site, chromium: Browser) -> None:
    def slow(_: str) -> str:
        site.stopped.wait(0.3)
        return "<p id=a>条款</p><script>setTimeout(() => { a.textContent = '第二条 不予退还' }, 30)</script>"

    site.pages |= {"/slow-frame": slow, "/around": f"{INTRO}<iframe src=/slow-frame></iframe>"}
    assert "第二条 不予退还" in text(chromium.visit(site.url("/around"), evidence=False))


def test_what_changes_unobserved_is_seen(site: Site, chromium: Browser) -> None:
    site.pages["/styled"] = (  # every 80 ms a paragraph is shown by a rule of style alone: the document stays as it is
        f"{INTRO}<style>.a, .b, .c {{ display: none }}</style>"
        "<p class=a>第一条</p><p class=b>第二条</p><p class=c>第三条</p>"
        "<script>const shown = ['.a', '.b', '.c'], sheet = document.styleSheets[0]; const show = () => {"
        "sheet.insertRule(shown.shift() + ' { display: block }', 1); if (shown.length) setTimeout(show, 80) };"
        "setTimeout(show, 80)</script>"
    )
    assert text(chromium.visit(site.url("/styled"), evidence=False)).endswith("第一条\n第二条\n第三条")


def test_a_page_that_hides_nothing_takes_two_calls(
    site: Site, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    run = Frames.run

    async def counted(frames: Frames, expression: str, **options: Any) -> list[Any]:
        calls.append(expression.partition("(")[0])
        return await run(frames, expression, **options)

    monkeypatch.setattr(Frames, "run", counted)
    site.pages["/simple"] = f"{INTRO}<p style='height: 3000px'>间隔</p>"
    visit = chromium.visit(site.url("/simple"), evidence=False)
    assert calls == ["clauseaudit.rest", "clauseaudit.survey"]
    assert any(step.action == "scroll" for step in visit.steps)  # during the wait
