"""Bodies in the character set that they came in."""

from __future__ import annotations

import gzip

import pytest
from stage import Site

from clauseaudit.browse import Browser
from clauseaudit.browse.received import as_received

PAGE = '<meta charset="gb2312"><title>点券使用规则</title><p>逾期清零，不予补偿。</p>' + "请您知悉。" * 20
PLAIN = "<title>点券使用规则</title><p>逾期清零，不予补偿。</p>"


@pytest.mark.parametrize(
    ("text", "codec", "content_type"),
    [
        (PAGE, "gbk", "text/html"),
        (PLAIN, "gbk", "text/html; charset=GBK"),
        (PLAIN, "gbk", "text/html"),  # nobody says so
        ("<p>點券，不予退還</p>", "big5", "text/html; charset=big5"),
        (PLAIN, "utf-8-sig", "text/html"),
        (PLAIN, "utf-8", "text/html; charset=utf-8"),
    ],
)
def test_the_length_tells_the_set(text: str, codec: str, content_type: str) -> None:
    sent = text.encode(codec)
    assert as_received(text.encode(), content_type, len(sent)) == sent


def test_without_a_length_only_what_is_declared_counts() -> None:
    assert as_received(PAGE.encode(), "text/html", None) == PAGE.encode("gbk")
    assert as_received(PLAIN.encode(), "text/html", None) == PLAIN.encode()


@pytest.mark.parametrize("body", [b"\x89PNG\xff\xfe", PLAIN.encode(), "𠮷野家🙂".encode()])
def test_what_cannot_be_told_stays(body: bytes) -> None:
    assert as_received(body, "text/html; charset=no-such-set", 7) == body
    assert as_received(body, "image/png", None) == body


@pytest.mark.browser
def test_an_old_page_is_kept_as_it_was_sent(site: Site, chromium: Browser) -> None:
    sent = PAGE.encode("gbk")
    kind = {"Content-Type": "text/html"}
    site.pages |= {
        "/old": (200, kind, sent),
        "/packed": (200, {**kind, "Content-Encoding": "gzip"}, gzip.compress(sent)),
    }
    for name in ("old", "packed"):
        visit = chromium.visit(site.url(f"/{name}"))
        (kept,) = [e for e in visit.exchanges if e.url.endswith(name)]
        assert kept.body == sent and "逾期清零" in visit.snapshot.content.decode()
