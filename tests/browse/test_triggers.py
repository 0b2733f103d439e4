# ruff: noqa: E501  (pages are easier to read with one element a line)
"""Agreements that open on a click."""

from __future__ import annotations

import pytest
from stage import INTRO, TERMS, Show, Site, text

pytestmark = pytest.mark.browser


def test_agreements_in_dialogs(show: Show) -> None:
    markup = INTRO + (
        "<label><input type=checkbox id=agree> 我已阅读并同意</label><span id=one style='cursor: pointer'>《充值服务协议》</span>"
        "<a href='#' id=two>《隐私政策》</a><button type=button id=three>会员服务条款</button>"
        "<form action=/bought method=post><button>同意《充值服务协议》并支付</button></form>"
        "<dialog id=native><h2>隐私政策</h2><p>我们收集您的手机号，用于登录与安全验证，并可能提供给关联公司使用。</p></dialog>"
        f"<div id=box class=modal style='display: none; position: fixed'><b>会员服务条款</b><div>{TERMS}</div><i class=close>×</i></div>"
        "<script>one.onclick = () => fetch('/terms').then(r => r.text()).then(t => { const d = document.createElement('div');"
        "d.setAttribute('role', 'dialog'); d.innerHTML = t; d.style.position = 'fixed'; document.body.append(d) });"
        "two.onclick = e => { e.preventDefault(); native.showModal() }; three.onclick = () => { box.style.display = 'block' };"
        "document.querySelector('.close').onclick = () => { box.style.display = 'none' }</script>"
    )
    visit = show(markup, terms=TERMS, bought="买了")
    opened = {found.trigger: found for found in visit.opened}
    assert {trigger: (found.kind, found.clicks) for trigger, found in opened.items()} == {
        "《充值服务协议》": ("dialog", 1), "《隐私政策》": ("dialog", 1), "会员服务条款": ("dialog", 1)}  # fmt: skip
    assert text(opened["《充值服务协议》"]).startswith("充值服务协议\n第一条 充值成功后概不退款")
    assert "提供给关联公司" in text(opened["《隐私政策》"]) and "欢迎来到" not in text(opened["《隐私政策》"])
    assert text(opened["会员服务条款"]).startswith("会员服务条款\n充值服务协议\n第一条")
    assert "提供给关联公司" not in text(visit)
    assert not [e for e in visit.exchanges if e.url.endswith("/bought")]


def test_agreements_in_frames_popups_files_and_other_pages(show: Show, site: Site) -> None:
    markup = INTRO + (
        "<a href='javascript:;' id=one>《用户协议》</a><a href='javascript:void window.open(\"/popup\")'>《会员协议》</a>"
        "<span style='cursor: pointer' onclick='location = \"/away\"'>《退款规则》</span>"
        "<button type=button onclick='window.open(\"/file.pdf\")'>《充值说明协议》</button><a href=/plain>《隐私政策》</a>"
        "<script>one.onclick = () => { const f = document.createElement('iframe'); f.src = '/frame'; document.body.append(f) }</script>"
    )
    pdf = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4 x")
    visit = show(
        markup,
        frame=TERMS.replace("充值服务", "用户"),
        popup=TERMS,
        away=f"<title>退款规则</title>{TERMS}",
        plain="x",
        **{"file.pdf": pdf},
    )
    opened = {found.trigger: found for found in visit.opened}
    kinds = {trigger: (found.kind, found.snapshot.url.removeprefix(site.url(""))) for trigger, found in opened.items()}
    assert kinds == {"《用户协议》": ("frame", "/frame"), "《会员协议》": ("popup", "/popup"),
                     "《退款规则》": ("popup", "/away"), "《充值说明协议》": ("popup", "/file.pdf")}  # fmt: skip
    assert text(opened["《用户协议》"]).startswith("用户协议\n第一条")
    assert "第八条" in text(opened["《会员协议》"]) and "第八条" in text(opened["《退款规则》"])
    assert opened["《充值说明协议》"].snapshot.content == b""  # a file, for the caller to fetch
    assert opened["《充值说明协议》"].snapshot.media_type == "application/pdf"
    assert not [asked for asked in site.asked if asked[1] == "/plain"]


def test_an_agreement_within_an_agreement_takes_two_clicks(show: Show) -> None:
    markup = INTRO + (
        "<a href='#' onclick='show(1)'>《用户协议》</a><script>const show = n => { const d = document.createElement('dialog');"
        'd.innerHTML = {1: \'<p>用户协议：您使用本服务即受本协议约束，本平台有权随时修改，修改后即时生效，请您定期查看。</p><a href="#" onclick="show(2)">《自动续费规则》</a>\','
        "2: '<p>自动续费规则：到期前一日自动扣费，扣费后不予退还，您可以在设置中关闭，关闭须提前二十四小时。</p>'}[n];"
        "document.body.append(d); d.showModal() }</script>"
    )
    assert [(found.trigger, found.clicks) for found in show(markup).opened] == [
        ("《用户协议》", 1),
        ("《自动续费规则》", 2),
    ]


REGISTER = """<a href='javascript:;' class=login onclick='form.hidden = false'>登录/注册</a>
<form id=form hidden action=/sent method=post><input placeholder=手机号><p>注册即同意<span style='cursor: pointer' onclick='show()'>《社区公约》</span></p>
<button>立即注册</button></form><script>const show = () => { const d = document.createElement('dialog');
d.innerHTML = '<h2>社区公约</h2><p>您不得发布广告；违反的，本平台有权封号且余额不予退还，您对处罚有异议的可以在七日内申诉。</p>';
document.body.append(d); d.showModal() }</script>"""


def test_a_door_is_opened_for_what_stands_behind_it(show: Show) -> None:
    opened = {found.trigger: found for found in show(INTRO + REGISTER, sent="发了").opened}
    assert opened["《社区公约》"].clicks == 2 and "余额不予退还" in text(opened["《社区公约》"])


@pytest.mark.parametrize("other", ["<h1>用户协议</h1>", "<input type=password>"])
def test_on_an_agreement_or_beside_a_form_no_door_is_opened(show: Show, other: str) -> None:
    visit = show(INTRO + other + REGISTER)
    assert not visit.opened and not any(step.action == "click" for step in visit.steps)


def test_the_button_of_a_form_is_no_door(show: Show, site: Site) -> None:
    visit = show(
        INTRO + "<form action=/sent method=post><button>注册</button></form><a href=/login>登录</a>",
        sent="发了",
        login="x",
    )
    assert not [step for step in visit.steps if step.action == "click"]
    assert not [asked for asked in site.asked if asked[1] in ("/sent", "/login")]
