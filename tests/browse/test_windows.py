"""What a page opens by itself."""

from __future__ import annotations

import pytest
from stage import INTRO, TERMS, Show, text

pytestmark = pytest.mark.browser


def test_boxes_and_windows_are_closed_and_boxes_are_noted(show: Show) -> None:
    visit = show(f"{INTRO}<script>alert('恭喜中奖'); window.open('/terms')</script>", terms=TERMS)
    assert "欢迎来到" in text(visit) and "概不退款" not in text(visit) and not visit.opened
    assert [step.target for step in visit.steps if "提示框" in step.outcome] == ["恭喜中奖"]
