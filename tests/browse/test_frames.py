# ruff: noqa: E501  (pages are easier to read with one element a line)
"""Frames of the same site and of others, and shadow trees."""

from __future__ import annotations

import pytest
from stage import FORBIDDEN, INTRO, TERMS, Show, Site, text

from clauseaudit.browse import Browser

pytestmark = pytest.mark.browser


def test_frames_and_shadow_trees_stand_where_they_are_shown(show: Show) -> None:
    markup = (
        "<h1>甲</h1><iframe src=/one></iframe><h2>乙</h2><my-card>丙</my-card><iframe src=/two></iframe><h2>丁</h2>"
        "<script>customElements.define('my-card', class extends HTMLElement { connectedCallback() {"
        "this.attachShadow({mode: 'open'}).innerHTML = '<h3>影中标题</h3><p>影子里的条款：<slot></slot>，不予退款</p>'}})</script>"
    )
    visit = show(
        markup, one="<p>框一：第一条 概不退款</p>", two=f"<iframe src=/deep></iframe>{INTRO}", deep="<p>框中之框</p>"
    )
    places = [
        text(visit).index(w)
        for w in ("甲", "框一：第一条", "乙", "影中标题", "影子里的条款：丙，不予退款", "框中之框", "欢迎来到", "丁")
    ]
    assert places == sorted(places)


def test_a_frame_of_another_site_in_a_process_of_its_own(show: Show, site: Site) -> None:
    other = f"http://localhost:{site.port}/terms"  # refused: another name than the one that is let through
    assert FORBIDDEN not in text(show(f"{INTRO}<iframe src={other}></iframe>", terms=TERMS))


def test_a_page_that_bends_what_scripts_see(site: Site, chromium: Browser) -> None:
    site.pages["/bent"] = (
        f"{INTRO}<script>Array.prototype.toJSON = () => 'x'; Element.prototype.checkVisibility = () => false;"
        "document.createTreeWalker = null; window.getComputedStyle = () => ({}); JSON.stringify = () => 'x';"
        "Object.prototype.toJSON = () => 1; Node.prototype.__defineGetter__('childNodes', () => [])</script>"
    )
    assert "欢迎来到" in text(chromium.visit(site.url("/bent"), evidence=False))


def test_deep_and_wide_trees(site: Site, chromium: Browser) -> None:
    site.pages["/deep"] = (
        INTRO
        + "<script>let d = document.body; for (let n = 0; n < 2000; n++) { const e = document.createElement('div'); d.append(e); d = e }</script>"
    )
    assert "欢迎来到" in chromium.visit(site.url("/deep"), evidence=False).snapshot.content.decode()
