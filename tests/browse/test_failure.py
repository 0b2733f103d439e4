"""What is said when there is no page to read."""

from __future__ import annotations

import pytest
from stage import TERMS, Show, Site

from clauseaudit.browse import Browser, DownloadError
from clauseaudit.errors import BlockedError, FetchError

pytestmark = pytest.mark.browser


def test_a_page_reached_by_redirects_and_a_file(show: Show, site: Site, chromium: Browser) -> None:
    visit = show((302, {"Location": "/there"}, b""), there=TERMS)
    assert visit.asked == site.url() and visit.snapshot.url == site.url("/there")
    assert [(e.status, e.url) for e in visit.exchanges][:2] == [(302, site.url()), (200, site.url("/there"))]
    with pytest.raises(DownloadError):
        show((200, {"Content-Type": "application/pdf"}, b"%PDF-1.4"))
    with pytest.raises(DownloadError):
        show((200, {"Content-Disposition": "attachment", "Content-Type": "text/html"}, b"x"))


@pytest.mark.parametrize(("status", "error"), [(403, BlockedError), (404, FetchError), (503, FetchError)])
def test_a_page_that_is_refused_is_an_error(show: Show, status: int, error: type[FetchError]) -> None:
    with pytest.raises(error, match=str(status)):
        show((status, {}, TERMS.encode()))
