"""What a visitor would get to read, however the page hides it."""

from __future__ import annotations

import pytest
from stage import TERMS, Show, text

from clauseaudit.browse.needed import why_render
from clauseaudit.model import Document

pytestmark = pytest.mark.browser


def test_a_page_built_by_script(show: Show) -> None:
    shell = (
        "<title>青石书屋</title><div id=app>加载中…</div><script>setTimeout(() => "
        "fetch('/terms').then(r => r.text()).then(t => { app.innerHTML = t }), 400)</script>"
    )
    visit = show(shell, terms=TERMS)
    assert visit.how == "rendered" and visit.snapshot.media_type == "text/html"
    assert "第八条 充值成功后概不退款" in text(visit) and "加载中" not in text(visit)
    assert b"<script" not in visit.snapshot.content and b"fetch(" not in visit.snapshot.content
    document = Document("x", "", "x", text(visit), "")
    assert why_render(visit.snapshot, document) == ""  # rendered once is enough
