# ruff: noqa: E501
"""Nothing that a page does reaches an address that the guard refuses."""

from __future__ import annotations

import pytest
from stage import FORBIDDEN, OPEN, Forbidden, Site, forbidden
from trespass import pages

from clauseaudit.browse import Browser
from clauseaudit.errors import FetchError
from clauseaudit.fetch import guard
from clauseaudit.fetch.transport import Gate
from clauseaudit.visit import Visit

pytestmark = pytest.mark.browser
WAYS = 30  # how many the page must have, or the test says nothing


def ways(bad: Forbidden) -> set[str]:
    return {way.split(" ")[1].strip("/") if way.count(" ") == 2 else way for way in bad.reached}


def test_the_hostile_page_gets_through_where_nothing_is_forbidden(site: Site, chromium: Browser) -> None:
    with forbidden() as bad, Browser(Gate(allow_private=True), agent="x", timeout=8) as careless:
        site.pages |= pages(bad)
        careless.visit(site.url("/http/"), evidence=False)
    assert len(ways(bad)) >= WAYS, sorted(ways(bad))


def test_nothing_gets_through(site: Site, chromium: Browser) -> None:
    with forbidden() as bad:
        site.pages |= pages(bad) | pages(bad, "https")
        visits = chromium.visits([site.url("/http/"), site.url("/https/")])
    assert bad.reached == []
    for visit in visits:
        assert isinstance(visit, Visit)
        assert "第一条 本页说明" in visit.snapshot.content.decode()
        refused = [e for e in visit.exchanges if FORBIDDEN in e.url]
        assert len(refused) >= WAYS / 2
        assert all(e.status == 0 and e.address == "" and not e.body for e in refused)
        assert any("不是网页常用端口" in step.outcome for step in visit.steps)


def test_a_page_that_leads_itself_there_is_an_error_with_the_reason(site: Site, chromium: Browser) -> None:
    with forbidden() as bad:
        site.pages |= pages(bad) | pages(bad, "https")
        urls = [
            place
            for s in ("http", "https")
            for place in (site.url(f"/{s}/away"), site.url(f"/{s}/to-img"), bad.url("", s))
        ]
        results = chromium.visits(urls)
    assert bad.reached == []
    for result in results:
        assert isinstance(result, FetchError) and "端口" in result.reason


class Wavering:
    """A resolver that says something else each time it is asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.count = answers, 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.count += 1
        return self.answers[min(self.count, len(self.answers)) - 1]


@pytest.fixture
def public_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """``site`` under an address that counts as public; every other loopback address stays what it is."""
    judge = guard.judge
    monkeypatch.setattr(guard, "judge", lambda address: None if address == OPEN else judge(address))
    monkeypatch.setattr(guard, "PORTS", guard.PORTS | {site.port})
    return site


def test_a_name_that_changes_between_look_ups_leads_nowhere_else(public_site: Site, chromium: Browser) -> None:
    url = f"http://wavering.test:{public_site.port}"
    public_site.pages["/wavering"] = (
        "<p>第一条 充值后概不退款，余额不予退还，本平台有权修改本协议并即时生效。</p><p id=more></p>"
        "<script>for (let n = 1; n < 6; n++) setTimeout(() => fetch('/more').then(r => r.text()).then(t => more.append(t)), 99 * n)</script>"
    )
    public_site.pages["/more"] = "续"
    first = Wavering([OPEN], [FORBIDDEN])
    with Browser(Gate(resolve=first), agent="x", timeout=10) as browser:
        visit = browser.visit(f"{url}/wavering")  # many connections, all of them to the first answer
        assert len([e for e in visit.exchanges if e.address == OPEN]) >= 3
        assert {e.address for e in visit.exchanges} <= {OPEN, ""}
        assert first.count == 1
        with pytest.raises(FetchError, match=f"{FORBIDDEN} 是本机地址"):  # a new visit, a new look-up
            browser.visit(f"{url}/wavering")

    mixed = Gate(resolve=Wavering([OPEN, FORBIDDEN]))  # one bad answer among good ones is enough
    with Browser(mixed, agent="x", timeout=10) as browser, pytest.raises(FetchError, match=f"{FORBIDDEN} 是本机地址"):
        browser.visit(f"{url}/wavering")
