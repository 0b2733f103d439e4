"""The style of a page: smaller than the sheet, and not another one."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sample

from clauseaudit.render.html import _page, _script, _style
from clauseaudit.render.style import fitted, short

SHEET = ".a,.b .c{x:1}.d{y:2}p{z:3}@media print{.d{y:4}.a{x:5}}.e:has(.d){v:6}.a.f>i{w:7}"


def test_rules_for_what_is_not_there_are_left_out() -> None:
    assert fitted(SHEET, "<p class=a>", "") == ".a{x:1}p{z:3}@media print{.a{x:5}}.e:has(.d){v:6}"
    assert fitted(SHEET, '<p class="b c">', "") == ".b .c{x:1}p{z:3}@media print{}.e:has(.d){v:6}"


def test_what_the_script_may_give_stays() -> None:
    assert ".d{y:2}" in fitted(SHEET, "<p>", "toggle(e,'on d',1)") and ".d{" not in fitted(SHEET, "<p>", "var d=1")


def test_names_are_short_and_used_alike() -> None:
    assert short(".a { color: var(--ink); }\n:root { --ink: #111; --edge: 2px }") == (
        ".a{color: var(--a)}:root{--a: #111;--b: 2px}"
    )


def test_a_page_has_the_rules_of_all_its_classes() -> None:
    sheet, page = str(_style()), _page([sample.qinghe()], sample.NAMES)
    style = page[page.index("<style>") : page.index("</style>")]
    given = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="?([^">]*)', page.split("<body>")[1]))))
    for name in given:
        assert len(re.findall(rf"\.{name}(?![\w-])", style)) >= bool(re.search(rf"\.{name}(?![\w-])[^{{}}]*\{{", sheet))
    assert len(style) < 0.95 * len(sheet)
    assert ".lawtip{" in style and ".several" not in style


@pytest.mark.browser
def test_every_element_looks_as_with_the_whole_sheet(browser: Any) -> None:
    written = _page([sample.qinghe()], sample.NAMES)
    fit = fitted(str(_style()), written, str(_script()))
    assert fit in written
    looks = []
    for page in (written, written.replace(fit, str(_style()), 1)):
        tab = browser.new_page(viewport={"width": 1280, "height": 800}, java_script_enabled=True)
        tab.set_content(page)
        looks.append(tab.evaluate(LOOK))
        tab.close()
    assert len(looks[0]) > 300 and looks[0] == looks[1]


LOOK = """() => [...document.querySelectorAll('body *')].map(e => {
  const s = getComputedStyle(e), b = e.getBoundingClientRect();
  return [e.tagName, s.color, s.font, s.display, s.backgroundColor, s.border, b.x, b.y, b.width, b.height].join(' ');
})"""
