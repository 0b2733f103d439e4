# ruff: noqa: E501  (pages are easier to read with one element a line)
"""Sections, tabs and what loads on sight."""

from __future__ import annotations

import pytest
from stage import INTRO, Show, text

pytestmark = pytest.mark.browser


def test_sections_tabs_and_more(show: Show) -> None:
    markup = INTRO + (
        "<style>.tabs span, .head, .more { cursor: pointer }</style>"
        "<details><summary>退款</summary><p>折叠一：不予退款，请您谅解并知悉。</p></details>"
        "<div class=head onclick='this.nextElementSibling.hidden = false'>规则</div>"
        "<div hidden><p>折叠二：余额过期作废，过期后不予恢复，请留意。</p></div>"
        "<div class=tabs><span class=active onclick='go(1)'>会员</span><span onclick='go(2)'>充值</span><span onclick='go(3)'>退订</span></div>"
        "<div id=panel>标签一：会员自动续费，到期前一日扣费。</div>"
        "<a class=more href='javascript:' onclick='rest.innerHTML = \"全文：本协议最终解释权归本平台所有。\"'>展开全文</a><div id=rest></div>"
        "<button aria-expanded=false onclick='fetch(\"/late\").then(r => r.text()).then(t => { late.innerHTML = t })'>更多说明</button><div id=late></div>"
        "<script>const go = n => { panel.textContent = {1: '标签一：会员自动续费，到期前一日扣费。', 2: '标签二：充值后概不退款，也不折现。', 3: '标签三：退订须提前七日书面通知。'}[n] }</script>"
    )
    seen = text(show(markup, late="<p>迟到：争议由本公司所在地法院管辖。</p>"))
    for part in ("折叠一", "折叠二", "标签一", "标签二", "标签三", "全文：", "迟到："):
        assert seen.count(part) == 1, part


def test_what_loads_on_sight(show: Show) -> None:
    markup = INTRO + (
        "<div id=hole style='height: 900px'></div><p style='height: 3000px'>间隔</p><div id=list></div><div id=mark>末尾</div>"
        "<script>let n = 0; new IntersectionObserver(e => { if (e.at(-1).isIntersecting && n++ < 3) fetch('/part').then(r => r.text())"
        ".then(t => { list.insertAdjacentHTML('beforeend', `<p style='height: 900px'>懒加载第${n}段${t}</p>`) }) }).observe(mark);"
        "hole.style.marginTop = '2000px'; new IntersectionObserver(e => { if (e.at(-1).isIntersecting) hole.textContent = '中间的条款：概不负责' }).observe(hole)"
        "</script>"
    )
    visit = show(markup, part="：不予退款")
    for part in ("懒加载第1段：不予退款", "懒加载第2段", "懒加载第3段", "中间的条款：概不负责"):
        assert part in text(visit), part
    assert any(step.action == "scroll" for step in visit.steps)
