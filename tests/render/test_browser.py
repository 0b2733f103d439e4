"""The page in a real browser: layout on a phone and on a desk, keyboard, no script, no request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sample

from clauseaudit.model import Grade
from clauseaudit.render import render
from clauseaudit.render.view import report_view

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "desk": (1280, 800)}
LINE = 17 * 1.8  # pixels of one line of the agreement

BOXES = """selector => [...document.querySelectorAll(selector)].map(e => {
  const b = e.getBoundingClientRect();
  return {id: e.id, x: b.x, y: b.y + scrollY, w: b.width, h: b.height};
}).filter(b => b.h > 0)"""


class Viewer:
    """Opens reports and remembers what the browser complained about or asked for."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.contexts: list[Any] = []

    def open(self, audits: list[Any], size: str, script: bool = True, scheme: str = "light", at: str = "") -> Any:
        path = self.folder / "report.html"
        path.write_text(render(audits, "html", names=sample.NAMES), encoding="utf-8")
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, color_scheme=scheme
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(path.as_uri() + at)
        return page


@pytest.fixture
def viewer(browser: Any, tmp_path: Path) -> Iterator[Viewer]:
    viewer = Viewer(browser, tmp_path)
    yield viewer
    for context in viewer.contexts:
        context.close()
    assert viewer.complaints == []
    assert [url for url in viewer.requests if not url.startswith("file:")] == []
    assert len(viewer.requests) == len(viewer.contexts)


def crowded() -> Any:
    """Every sentence of a clause is marked, so that notes must push one another down."""
    text = "协议\n第一条 退款\n" + "已付款项概不退还。" * 8 + "\n第二条 其他\n其余从略。\n"
    base = sample.finding(text, "已付款项概不退还。", Grade.UNFAIR, "refund-denial", "充了就不退，什么原因都不行")
    first = text.index("已付")
    found = [base._replace(start=first + 9 * i, end=first + 9 * i + 9) for i in range(8)]
    return sample.audit_of(text, found)


def overlaps(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (a["id"], b["id"])
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a["x"] < b["x"] + b["w"] - 0.5
        and b["x"] < a["x"] + a["w"] - 0.5
        and a["y"] < b["y"] + b["h"] - 0.5
        and b["y"] < a["y"] + a["h"] - 0.5
    ]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", SIZES)
def test_no_horizontal_scroll(viewer: Viewer, size: str, script: bool) -> None:
    viewer.open([sample.qinghe()], size, script)
    # A page without script can still be asked from outside.
    page = viewer.open([sample.qinghe(), crowded()], size, script)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("audit", [sample.qinghe, crowded], ids=["qinghe", "crowded"])
def test_notes_on_the_desk_never_overlap(viewer: Viewer, audit: Any, script: bool) -> None:
    boxes = viewer.open([audit()], "desk", script).evaluate(BOXES, ".note")
    assert len(boxes) == len(audit().findings)
    assert overlaps(boxes) == []


@pytest.mark.parametrize("audit", [sample.qinghe, crowded], ids=["qinghe", "crowded"])
def test_a_note_starts_level_with_its_mark_unless_the_note_before_pushes_it(viewer: Viewer, audit: Any) -> None:
    page = viewer.open([audit()], "desk")
    notes = page.evaluate(BOXES, ".notes .note")
    tops = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('[id^=mf],[id^=mg]')].map(
             e => [e.id, e.getClientRects()[0].y + scrollY]))"""
    )
    bottom = 0.0
    level = 0
    for note in notes:
        if abs(note["y"] - tops[note["id"].replace("n", "m", 1)]) <= LINE:
            level += 1
        else:
            assert note["y"] == pytest.approx(bottom + 14, abs=1), note["id"]
        bottom = note["y"] + note["h"]
    assert level >= 1
    text = page.evaluate(BOXES, ".text")[0]
    assert bottom <= text["y"] + text["h"] + 1


@pytest.mark.parametrize("size", SIZES)
def test_every_mark_can_be_reached_with_the_tab_key(viewer: Viewer, size: str) -> None:
    page = viewer.open([sample.qinghe()], size)
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.hash || ''"))
        if page.evaluate("document.activeElement === document.body"):
            break
    assert {f"#nf{i}" for i in range(1, 14)} | {"#ng1", "#ng2"} <= reached


def test_on_a_phone_a_mark_opens_its_note_and_escape_gives_the_focus_back(viewer: Viewer) -> None:
    page = viewer.open([sample.qinghe()], "phone")
    assert page.evaluate(BOXES, ".notes .note") == []
    page.locator("#mf6").focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    (sheet,) = page.evaluate(BOXES, ".notes .note")
    assert sheet["id"] == "nf6"
    assert page.locator("#nf6").bounding_box()["height"] <= 0.7 * 844
    assert page.locator("#mf6").bounding_box()["y"] < page.locator("#nf6").bounding_box()["y"]
    page.keyboard.press("Escape")
    assert page.evaluate(BOXES, ".notes .note") == []
    assert page.evaluate("document.activeElement.id") == "mf6"
    assert page.evaluate("location.hash") == "" and before >= 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_on_a_phone_the_address_of_a_note_opens_one_sheet(viewer: Viewer, script: bool) -> None:
    page = viewer.open([sample.qinghe()], "phone", script, at="#nf3")
    assert [box["id"] for box in page.evaluate(BOXES, ".notes .note")] == ["nf3"]
    if script:
        page.locator("#mf14, #mf2").first.click(force=True)
        assert len(page.evaluate(BOXES, ".notes .note")) == 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", SIZES)
def test_filters_hide_a_grade_with_and_without_script(viewer: Viewer, size: str, script: bool) -> None:
    page = viewer.open([sample.qinghe()], size, script)
    assert len(page.evaluate(BOXES, ".term section")) == 14
    page.locator("#show-unfair").focus()
    page.keyboard.press("Space")
    assert len(page.evaluate(BOXES, ".term section")) == 6
    assert page.evaluate(BOXES, ".note.g-unfair") == []
    assert page.locator("#mf4").is_visible()
    if script:
        assert page.locator(".live").text_content() == "现在显示6处"
        assert overlaps(page.evaluate(BOXES, ".note")) == []


@pytest.mark.parametrize("size", SIZES)
def test_without_script_the_whole_text_can_be_read(viewer: Viewer, size: str) -> None:
    page = viewer.open([sample.qinghe()], size, script=False)
    shown = page.locator(".agreement .body").all_inner_texts()
    letters = "".join("".join(shown).split())
    for line in sample.agreement().split("\n"):
        assert "".join(line.split())[:12] in letters


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(viewer: Viewer, scheme: str) -> None:
    """WCAG AA (4.5:1) for every grade word, the marked text and the quiet text."""
    page = viewer.open([sample.qinghe()], "desk", scheme=scheme)
    pairs = page.evaluate(
        """() => [...document.querySelectorAll('.grade, .hit, .chip label, .quiet, .law small, .hit b, .ask, ' +
             '.contents i, .cite, .more')].map(e => {
             let back = e;
             const clear = e => getComputedStyle(e).backgroundColor === 'rgba(0, 0, 0, 0)';
             while (clear(back) && back.parentElement) back = back.parentElement;
             return [getComputedStyle(e).color, getComputedStyle(back).backgroundColor, e.className];
           })"""
    )
    assert len(pairs) > 50
    for color, back, name in pairs:
        assert contrast(color, back) >= 4.5, (name, color, back)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two ``rgb(…)`` colours."""

    def luminance(color: str) -> float:
        channels = [int(c) / 255 for c in color[color.index("(") + 1 : -1].split(",")[:3]]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_everything_is_open_on_paper(viewer: Viewer) -> None:
    page = viewer.open([sample.qinghe()], "desk", script=False)
    page.emulate_media(media="print")
    cards = report_view(sample.qinghe(), {})["cards"]
    assert len(page.evaluate(BOXES, ".laws .law")) == sum(len(card["laws"]) for card in cards) > 20
    assert len(page.evaluate(BOXES, ".better p")) == sum(len(card["suggests"]) for card in cards) > 10
    assert page.evaluate(BOXES, ".filters, .jump, .rail, .contents") == []
    assert overlaps(page.evaluate(BOXES, ".note")) == []
    assert len(page.evaluate(BOXES, ".list tr")) == 14


@pytest.mark.parametrize("size", SIZES)
def test_hostile_text_does_nothing(viewer: Viewer, size: str) -> None:
    payload = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\u202e</style>"
    text = f"{payload}\n第一条 {payload}\n{payload}概不退款。{'长' * 400}\n{'a' * 900}\n"
    finding = sample.finding(text, f"{payload}概不退款。", Grade.VOID, "refund-denial", payload)
    audit = sample.audit_of(text, [finding], (sample.fact(text, "refund", "no", payload, "概不退款。", payload),))
    page = viewer.open([audit._replace(document=audit.document._replace(title=payload))], size)
    assert page.title() != "owned"
    assert page.locator("img").count() == 0 and page.locator("script").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
