"""From a measured page to an audit: what each finding says it looked like, and what is found besides."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from clauseaudit import browsers
from clauseaudit.audit import audit as audit_of
from clauseaudit.extract import read_document as read
from clauseaudit.match import Matcher
from clauseaudit.model import Audit, Finding, Grade, Snapshot
from clauseaudit.rules import load_pack
from clauseaudit.visit import Opened, Sight, Visit
from clauseaudit.visual import SCRIPT, observe
from clauseaudit.visual.observe import NO_FONTS, NOT_READ, needs_notice
from visual.planted import PAGE, PLAIN, TERM, framed, inside, shadow, term

PACK = load_pack()
MATCHER = Matcher(PACK)
ON = "2026-11-26"
URL = "http://shop.example/agreement"
TERMS = f"{PLAIN}{{}}<p>第七条 平台对本协议享有最终解释权。</p>"


def page(body: str) -> Snapshot:
    return Snapshot(URL, (PAGE % body).encode(), "text/html", "utf-8", URL)


def visit_of(body: str, sights: tuple[Sight, ...], opened: tuple[Opened, ...] = ()) -> Visit:
    return Visit(URL, page(body), "rendered", opened=opened, sights=sights)


def observed(body: str, measured: Any, on: str = ON) -> Audit:
    visit = visit_of(body, measured(body))
    document = read(visit.snapshot)
    seen = observe(audit_of(document, MATCHER, on), visit, PACK, on)
    for finding in seen.findings:  # the contract
        if finding.start is None:
            assert (finding.end, finding.quote) == (None, "")
        else:
            assert document.text[finding.start : finding.end] == finding.quote
    return seen


def of(audit: Audit, category: str) -> list[Finding]:
    return [finding for finding in audit.findings if finding.category == category]


@pytest.mark.browser
def test_a_term_in_small_grey_type(measured: Any) -> None:
    audit = observed(TERMS.format(term("font-size:9px;color:#ccc")), measured)
    (refund,) = of(audit, "refund-denial")
    assert refund.shown.startswith("9 px（正文 16 px），对比度 1.6:1")
    (found,) = of(audit, "not-conspicuous")
    assert (found.start, found.end, found.quote) == (refund.start, refund.end, refund.quote)
    assert (found.grade, found.shown, found.rule) == (Grade.UNFAIR, refund.shown, "not-conspicuous/as-shown")
    cited = [(b.article.short, b.article.number, b.article.paragraph) for b in found.basis[:3]]
    assert cited == [
        ("民法典", "第四百九十六条", "二"),
        ("合同编通则解释", "第十条", "一"),
        ("消费者权益保护法", "第二十六条", "一"),
    ]
    assert audit.verdict.counts["unfair"] == sum(f.grade == Grade.UNFAIR for f in audit.findings)
    assert [f.grade.rank for f in audit.findings] == sorted(f.grade.rank for f in audit.findings)


@pytest.mark.browser
def test_only_terms_that_must_be_brought_to_attention(measured: Any) -> None:
    body = TERMS.format("").replace("<p>第七条", "<p style='font-size:9px'>第七条")
    audit = observed(body, measured)
    assert of(audit, "final-interpretation")[0].shown.startswith("9 px")
    assert of(audit, "not-conspicuous") == []


@pytest.mark.browser
def test_a_term_that_is_conspicuous_speaks_for_the_shop(measured: Any) -> None:
    plain = of(observed(TERMS.format(term("")), measured), "refund-denial")[0]
    bold = observed(TERMS.format(term("", f"<b>{TERM}</b>")), measured)
    (refund,) = of(bold, "refund-denial")
    assert "粗体" in refund.shown
    assert refund.counter == plain.counter + "页面上这一条显示得醒目，商家可以据此说已经提示过你。"
    assert of(bold, "not-conspicuous") == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "planted", [shadow(f"<p style=font-size:10px>{TERM}</p>"), framed(f"<p style='font-size:10px'>{TERM}")]
)
def test_terms_in_shadow_roots_and_frames(planted: str, measured: Any) -> None:
    """The rendered text that is audited has them in line; the page has them elsewhere."""
    visit = visit_of(TERMS.format(term("")), measured(TERMS.format(planted)))
    audit = observe(audit_of(read(visit.snapshot), MATCHER, ON), visit, PACK, ON)
    assert of(audit, "refund-denial")[0].shown.startswith("10 px")
    assert len(of(audit, "not-conspicuous")) == 1


@pytest.mark.browser
def test_facts_that_differ_between_the_windows_are_told_apart(measured: Any) -> None:
    style = "<style>@media(max-width:600px){.x{font-size:10px}}</style>"
    audit = observed(TERMS.format(f"{style}<p class=x>{TERM}"), measured)
    assert of(audit, "refund-denial")[0].shown.startswith("手机上10 px（正文 16 px）、电脑上16 px，对比度")
    assert len(of(audit, "not-conspicuous")) == 1  # most people read it on a phone


@pytest.mark.browser
def test_said_twice_and_shown_well_once(measured: Any) -> None:
    twice = inside("display:none") + term("")
    audit = observed(TERMS.format(twice), measured)
    assert of(audit, "not-conspicuous") == []


@pytest.mark.browser
def test_boxes_and_the_button(measured: Any) -> None:
    label = "我已阅读并同意《会员服务协议》《隐私政策》"
    body = TERMS.format("") + (
        f"<label><input type=checkbox checked>{label}</label><p>会员 ¥9.9</p><button>立即开通</button>"
        "<div style='height:300vh'></div><p>到期后自动续费，按25元/月扣款。</p>"
    )
    audit = observed(body, measured)
    (ticked,) = of(audit, "preticked-consent")
    assert ticked.quote == label and ticked.shown == f"打开页面时“{label}”已经勾上"
    (bundled,) = of(audit, "bundled-consent")
    assert bundled.grade == Grade.NOTICE
    (far,) = of(audit, "not-conspicuous")
    assert far.quote == "到期后自动续费，按25元/月扣款。" and "离付款按钮" in far.shown


@pytest.mark.browser
def test_how_far_a_term_is_from_the_payment_button(measured: Any) -> None:
    button = "<p>会员 ¥9.9</p><button>立即开通</button>"
    far = observed(TERMS.format(f"{button}<div style='height:250vh'></div>{term('')}"), measured)
    assert "离付款按钮 2.5 屏" in of(far, "refund-denial")[0].shown
    assert of(far, "not-conspicuous") == []  # a fact, no fault
    near = observed(TERMS.format(button + term("")), measured)
    assert "付款按钮" not in of(near, "refund-denial")[0].shown
    other = observed(TERMS.format(f"<div style='height:250vh'></div>{term('')}"), measured)
    assert "付款按钮" not in of(other, "refund-denial")[0].shown


@pytest.mark.browser
def test_words_that_the_document_lacks_make_a_finding_on_the_whole(measured: Any) -> None:
    audit = observed(TERMS.format("<div role=switch aria-checked=true aria-label='开启免密支付'></div>"), measured)
    (found,) = [f for f in of(audit, "autorenew-default") if f.rule == "autorenew-default/ticked-beforehand"]
    assert (found.start, found.quote) == (None, "")
    assert "“开启免密支付”已经打开" in found.shown


@pytest.mark.browser
def test_a_text_that_was_clicked_open_is_not_blamed_for_having_been_closed(measured: Any) -> None:
    body = TERMS.format(f"<dialog>{PLAIN}<p style='font-size:9px'>{TERM}</dialog>")
    opened = Opened("dialog", "用户协议", 1, page(PLAIN + term("")))
    visit = visit_of(body, measured(body), (opened,))
    document = read(opened.snapshot)
    assert document.sha256 == hashlib.sha256(opened.snapshot.content).hexdigest()
    audit = observe(audit_of(document, MATCHER, ON), visit, PACK, ON)
    assert of(audit, "refund-denial")[0].shown.startswith("点 1 次才出现（“用户协议”），9 px")
    assert "弹窗" not in of(audit, "refund-denial")[0].shown
    well = body.replace("font-size:9px", "")
    seen = observe(audit_of(document, MATCHER, ON), visit_of(well, measured(well), (opened,)), PACK, ON)
    assert of(seen, "not-conspicuous") == []


@pytest.mark.browser
def test_a_day_before_the_laws(measured: Any) -> None:
    audit = observed(TERMS.format(term("font-size:9px")), measured, "2013-01-01")
    assert of(audit, "not-conspicuous") == []


@pytest.mark.browser
def test_a_machine_without_fonts_says_so(browser: Any, tmp_path: Any) -> None:
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<?xml version='1.0'?><fontconfig><dir>{tmp_path}</dir></fontconfig>", encoding="utf-8")
    body = TERMS.format(term(""))
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(settings)}

    def measure() -> Any:
        with browsers.browser(env=environment) as bare:
            opened = bare.new_page()
            opened.set_content(PAGE % body)
            return opened.evaluate(SCRIPT)

    with ThreadPoolExecutor() as other:  # Playwright runs one loop a thread, and this one has it
        facts = other.submit(measure).result()
    visit = visit_of(body, (Sight(URL, (390, 844), (facts,)),))
    before = audit_of(read(visit.snapshot), MATCHER, ON)
    after = observe(before, visit, PACK, ON)
    assert after.document.notes[-1] == NO_FONTS
    assert after.findings == before.findings


def test_without_sights_nothing_changes() -> None:
    visit = visit_of(TERMS.format(term("")), ())
    audit = audit_of(read(visit.snapshot), MATCHER, ON)
    assert observe(audit, visit, PACK, ON) == audit
    assert observe(audit, visit._replace(sights=(Sight(URL, (390, 844), ()),)), PACK, ON) == audit


@pytest.mark.parametrize("facts", [{}, {"version": 1, "json": "{"}, {"version": 1, "json": "[]"}, {"json": 7}])
def test_facts_that_cannot_be_read_are_a_note(facts: Any) -> None:
    visit = visit_of(TERMS.format(term("")), (Sight(URL, (390, 844), (facts,)),))
    audit = audit_of(read(visit.snapshot), MATCHER, ON)
    assert observe(audit, visit, PACK, ON).document.notes == (*audit.document.notes, NOT_READ)


@pytest.mark.browser
def test_another_law_asks_for_other_things(measured: Any) -> None:
    body = TERMS.format(term("font-size:9px"))
    visit = visit_of(body, measured(body))
    audit = audit_of(read(visit.snapshot), MATCHER, ON)
    elsewhere = audit._replace(verdict=audit.verdict._replace(light="elsewhere"))
    assert observe(elsewhere, visit, PACK, ON) == elsewhere


def test_which_terms_need_notice() -> None:
    audit = audit_of(read(page(TERMS.format(term("")))), MATCHER, ON)
    needs = {f.category: needs_notice(f, PACK) for f in audit.findings if f.grade.is_risk}
    assert needs["refund-denial"] and not needs["final-interpretation"]
    assert not needs_notice(audit.findings[0]._replace(grade=Grade.GOOD), PACK)
