# ruff: noqa: E501  (pages are easier to read with one element a line)
"""What a visitor would get to read, however the page hides it."""

from __future__ import annotations

import pytest
from stage import FORBIDDEN, Answer, Site

from clauseaudit.browse import Browser, DownloadError
from clauseaudit.browse.needed import why_render
from clauseaudit.errors import BlockedError, FetchError
from clauseaudit.extract.html import extract_html
from clauseaudit.model import Document
from clauseaudit.visit import Opened, Visit

pytestmark = pytest.mark.browser

TERMS = "<h1>充值服务协议</h1>" + "".join(
    f"<p>第{n}条 充值成功后概不退款，余额不予退还，本平台有权随时修改本协议。</p>" for n in "一二三四五六七八"
)
INTRO = "<p>欢迎来到青石书屋，这里有各种有声读物与课程，每天更新，陪伴您的通勤与睡前时光。</p>" * 4


def text(visit: Visit | Opened) -> str:
    return extract_html(visit.snapshot.content.decode(), "page").text


@pytest.fixture
def show(site: Site, chromium: Browser):  # type: ignore[no-untyped-def]
    """``show(markup, **more)``: the visit of a page with this markup; ``more`` are further pages, by name."""

    def visit(markup: Answer, *, evidence: bool = False, **more: Answer) -> Visit:
        site.pages |= {"/": markup, **{f"/{name}": page for name, page in more.items()}}
        return chromium.visit(site.url(), evidence=evidence)

    return visit


def test_a_page_built_by_script(show) -> None:  # type: ignore[no-untyped-def]
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


def test_frames_and_shadow_trees_stand_where_they_are_shown(show) -> None:  # type: ignore[no-untyped-def]
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


def test_a_frame_of_another_site_in_a_process_of_its_own(show, site: Site) -> None:  # type: ignore[no-untyped-def]
    other = f"http://localhost:{site.port}/terms"  # refused: another name than the one that is let through
    assert FORBIDDEN not in text(show(f"{INTRO}<iframe src={other}></iframe>", terms=TERMS))


def test_sections_tabs_and_more(show) -> None:  # type: ignore[no-untyped-def]
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


def test_what_loads_on_sight(show) -> None:  # type: ignore[no-untyped-def]
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


def test_agreements_in_dialogs(show) -> None:  # type: ignore[no-untyped-def]
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


def test_agreements_in_frames_popups_files_and_other_pages(show, site: Site) -> None:  # type: ignore[no-untyped-def]
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


def test_an_agreement_within_an_agreement_takes_two_clicks(show) -> None:  # type: ignore[no-untyped-def]
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


def test_a_page_reached_by_redirects_and_a_file(show, site: Site, chromium: Browser) -> None:  # type: ignore[no-untyped-def]
    visit = show((302, {"Location": "/there"}, b""), there=TERMS)
    assert visit.asked == site.url() and visit.snapshot.url == site.url("/there")
    assert [(e.status, e.url) for e in visit.exchanges][:2] == [(302, site.url()), (200, site.url("/there"))]
    with pytest.raises(DownloadError):
        show((200, {"Content-Type": "application/pdf"}, b"%PDF-1.4"))
    with pytest.raises(DownloadError):
        show((200, {"Content-Disposition": "attachment", "Content-Type": "text/html"}, b"x"))


@pytest.mark.parametrize(("status", "error"), [(403, BlockedError), (404, FetchError), (503, FetchError)])
def test_a_page_that_is_refused_is_an_error(show, status: int, error: type[FetchError]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(error, match=str(status)):
        show((status, {}, TERMS.encode()))


def test_several_at_once_in_the_order_asked(site: Site, chromium: Browser) -> None:
    site.pages |= {f"/{n}": f"{INTRO}<p>第{n}页</p>" for n in range(6)} | {"/3": (500, {}, b"")}
    results = chromium.visits([site.url(f"/{n}") for n in range(6)], evidence=False)
    assert isinstance(results.pop(3), FetchError)
    assert [text(v)[-3:] for v in results if isinstance(v, Visit)] == ["第0页", "第1页", "第2页", "第4页", "第5页"]
