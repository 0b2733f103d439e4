"""The page by axe-core: no serious or critical violation, on a phone and a desk, light and dark, lean and full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sample

import axe
from clauseaudit.model import Audit
from clauseaudit.render import render

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "tablet": (768, 1024), "desk": (1280, 800)}


def opened(browser: Any, folder: Path, audits: list[Audit], size: str, scheme: str, at: str = "") -> Any:
    path = folder / "report.html"
    path.write_text(render(audits, "html", names=sample.NAMES), encoding="utf-8")
    width, height = SIZES[size]
    # axe is put in from outside, which the page's own policy rightly forbids.
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(path.as_uri() + at)
    return page


def test_the_checker_sees_what_is_wrong(browser: Any) -> None:
    page = browser.new_page()
    page.set_content("<p style='color:#ccc;background:#fff'>看不清</p><button></button>")
    assert {"color-contrast", "button-name"} <= {found.split(" ")[0] for found in axe.violations(page)}
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_a_report_has_no_serious_violation(browser: Any, tmp_path: Path, size: str, scheme: str) -> None:
    page = opened(browser, tmp_path, [sample.qinghe()], size, scheme)
    assert axe.violations(page) == []
    page.context.close()


def test_an_open_sheet_has_no_serious_violation(browser: Any, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, [sample.qinghe()], "phone", "light", at="#nf3")
    assert page.locator(".note.open").count() == 1
    assert axe.violations(page) == []
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_several_reports_on_a_page_have_no_serious_violation(browser: Any, tmp_path: Path, size: str) -> None:
    page = opened(browser, tmp_path, [sample.torn(), sample.small(), sample.audit_of("", [])], size, "light")
    assert axe.violations(page) == []
    page.context.close()


def test_a_lean_page_has_no_serious_violation(browser: Any, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, [sample.dense(200)], "desk", "light")
    assert page.locator(".notes .note").count() == 200
    assert axe.violations(page) == []
    page.context.close()
