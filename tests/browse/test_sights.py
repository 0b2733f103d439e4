# ruff: noqa: E501  (pages are easier to read with one element a line)
"""How a page looks, and what is kept of it, before anything on it is touched."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from stage import INTRO, OPEN, Site

from clauseaudit.browse import Browser
from clauseaudit.extract.html import extract_html
from clauseaudit.fetch.transport import Gate
from clauseaudit.visit import Visit
from clauseaudit.visual import SCRIPT
from clauseaudit.visual.page import read as read_sight

pytestmark = pytest.mark.browser

PAGE = (
    "<link rel=stylesheet href=/style.css><input type=checkbox checked><input type=checkbox><h1>会员协议</h1>"
    "<p style='height: 2000px'>第一条 会员费用一经支付，概不退还，本平台有权随时修改本协议。</p><details><summary>续费</summary>自动续费</details>"
    "<iframe src=/inner></iframe><a href='#' onclick='box.checked = true; window.open(\"/terms\")'>《用户协议》</a><input id=box type=checkbox>"
    "<script>document.cookie = 'secret=1'; window.getComputedStyle = () => 0; fetch('/data')</script>"
)


@pytest.fixture(scope="module")
def visit(site: Site, chromium: Browser) -> Visit:
    site.pages |= {"/seen": PAGE, "/inner": "<p>框中</p>", "/style.css": (200, {"Content-Type": "text/css"}, b"h1 { color: red }"),
                   "/terms": "<p>用户协议：您使用本服务即受本协议约束，本平台有权随时修改，修改后即时生效，请您定期查看并遵守各项规则。</p>",
                   "/data": (200, {"Set-Cookie": "secret=2", "X-Twice": "1"}, b"[1]")}  # fmt: skip
    return chromium.visit(site.url("/seen"))


def test_both_sizes_are_measured_in_every_frame_before_any_click(visit: Visit, site: Site) -> None:
    assert [sight.viewport for sight in visit.sights] == [(390, 844), (1280, 800)]
    for sight in visit.sights:
        main, inner = sight.facts
        assert main["address"] == site.url("/seen") and inner["address"] == site.url("/inner")
        assert main["width"] == sight.viewport[0]
        assert main["ticked"] == [True, False, False] and main["open"] == 0
        assert main["native"]  # what the page bends is not what we use
    clicks = [n for n, step in enumerate(visit.steps) if step.action in ("click", "expand")]
    assert clicks and min(clicks) > max(n for n, step in enumerate(visit.steps) if step.action == "measure")


def test_the_pictures_show_the_whole_page(visit: Visit) -> None:
    for sight in visit.sights:
        assert sight.screenshot.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", sight.screenshot[16:24])
        assert width == sight.viewport[0] and height > 2000


def test_the_archive_and_the_exchanges_hold_what_came(visit: Visit, site: Site) -> None:
    assert visit.mhtml.startswith(b"From:") and b"multipart/related" in visit.mhtml[:500]
    exchanges = {e.url.removeprefix(site.url("")): e for e in visit.exchanges}
    assert {"/seen", "/inner", "/style.css", "/data", "/terms"} <= set(exchanges)
    assert exchanges["/seen"].body == PAGE.encode() and exchanges["/data"].body == b"[1]"
    assert {e.address for e in visit.exchanges} == {OPEN}
    fields = [name.lower() for e in visit.exchanges for name, _ in (*e.request, *e.response)]
    assert "x-twice" in fields and not {"cookie", "set-cookie", "authorization"} & set(fields)
    agents = {value for e in visit.exchanges for name, value in e.request if name.lower() == "user-agent"}
    assert len(agents) == 1 and agents.pop().endswith("clauseaudit/test")


def test_a_plain_reading_reads_the_same_and_keeps_nothing(visit: Visit, site: Site, chromium: Browser) -> None:
    plain = chromium.visit(site.url("/seen"), evidence=False)
    assert not plain.sights and not plain.mhtml and not any(e.body for e in plain.exchanges)
    texts = [extract_html(v.snapshot.content.decode(), "x").text for v in (plain, visit)]
    assert texts[0] == texts[1]
    assert [o.trigger for o in plain.opened] == [o.trigger for o in visit.opened] == ["《用户协议》"]


def test_without_fonts_nothing_is_measured_and_a_note_says_so(
    site: Site, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/fontless"] = f"<h1>会员协议</h1>{INTRO}"
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    with Browser(Gate(allow_private=True), agent="x", measure="({a: 1})") as browser:
        bare = browser.visit(site.url("/fontless"))
    assert bare.sights == () and any("没有字体" in note for note in bare.notes)
    assert "欢迎来到" in bare.snapshot.content.decode()


VIEWPORTS = {"width=750, user-scalable=no": True, "width=device-width": False, "": False}


def test_a_page_laid_out_for_one_width_is_shrunk_like_on_a_phone(site: Site) -> None:
    gate = Gate(trusted=frozenset({(site.host, site.port)}))
    with Browser(gate, agent="x", timeout=15, measure=SCRIPT) as browser:
        for viewport, shrunk in VIEWPORTS.items():
            meta = f"<meta name=viewport content='{viewport}'>" if viewport else ""
            site.pages["/wide"] = (
                f"{meta}<p style='font-size: 20px; width: 700px'>第一条 充值成功后概不退款，余额不予退还。</p>{INTRO}"
            )
            visit = browser.visit(site.url("/wide"))
            phone, desk = [view for sight in visit.sights if (view := read_sight(sight))]
            sizes = [next(run.style.px for block in view.blocks() for run in block.runs) for view in (phone, desk)]
            assert sizes == [pytest.approx(20 * 390 / 750, abs=0.1) if shrunk else 20, 20]
            assert phone.height == pytest.approx(
                844 * 750 / 390 if shrunk else 844, rel=0.01
            )  # of the page, on one screen
            assert [struct.unpack(">I", sight.screenshot[16:20])[0] for sight in visit.sights] == [390, 1280]
            assert any("缩小" in step.outcome for step in visit.steps) == shrunk
