"""Agreements shown as pictures: recognised where that is possible, in order, with what is missing named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import terms
from chestnut import Platform, html
from ocr import needs_recogniser, page_of, screenshot

from clauseaudit.crawl import Crawled

Serve = Callable[..., Platform]
Crawl = Callable[..., Crawled]
FRONT = html('<a href="/p">充值协议</a>', "栗星")
HALVES = ("\n".join(terms.RECHARGE.split("\n")[:5]), "\n".join(terms.RECHARGE.split("\n")[5:]))


def as_text(text: str) -> Any:
    """Stands in for a picture: what recognition would have given."""
    return 200, {"Content-Type": "text/plain; charset=utf-8"}, text.encode()


def pages(*pictures: str) -> dict[str, Any]:
    shown = "".join(f'<img src="/{name}" width="360">' for name in pictures)
    return {"/": FRONT, "/p": html(shown, "栗星"), "/1.png": as_text(HALVES[0]), "/2.png": as_text(HALVES[1])}


def test_nothing_is_fetched_that_cannot_be_recognised(
    serve: Serve, crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clauseaudit.crawl.pictures.installed", lambda: False)
    site = serve(pages("1.png"))
    (missed,) = crawl(site.base).unread
    assert "图片" in missed.reason and "ocr" in missed.remedy and "/1.png" not in site.asked()


def test_several_pictures_are_one_document(serve: Serve, crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clauseaudit.crawl.pictures.installed", lambda: True)
    site = serve(pages("1.png", "2.png"))
    crawled = crawl(site.base)
    (one,) = crawled.reads
    assert one.document.text == terms.RECHARGE and one.document.url == site.base + "p"
    assert one.document.type == "recharge" and not crawled.unread
    assert len(crawled.visits) == 4  # home, page, both pictures: all of it is evidence


def test_a_picture_that_is_missing_is_a_gap(serve: Serve, crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clauseaudit.crawl.pictures.installed", lambda: True)
    (one,) = crawl(serve(pages("1.png", "gone.png")).base).reads
    assert one.document.gaps == ("第2张图片",) and "没有读到：第2张图片" in one.document.notes


@needs_recogniser
@pytest.mark.browser
def test_a_real_picture(serve: Serve, crawl: Crawl, browser: Any) -> None:
    png = screenshot(browser, page_of(terms.RECHARGE.split("\n")), 750)
    site = serve({**pages("1.png"), "/1.png": (200, {"Content-Type": "image/png"}, png)})
    (one,) = crawl(site.base).reads
    assert "概不退款" in one.document.text and one.document.scans and "图片识别" in one.document.notes[0]
