"""Pages on which one term is planted, and how it must be judged at every window size."""

from __future__ import annotations

from typing import NamedTuple

from clauseaudit.visual.judge import Level

PAGE = (
    "<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>协议</title><style>body{font:16px/1.6 sans-serif;margin:24px;color:#222;background:#fff}</style><body>%s"
)
# Ordinary text, so that what is planted is compared with something.
PLAIN = "".join(f"<p>第{n}条 欢迎使用本服务，请您在使用前仔细阅读以下内容，并按说明操作。</p>" for n in "一二三四五六")
SHORT = "<p>说明。</p>" * 3
TERM = "账户余额一经充值概不退还，未使用的也不退款。"
OBSCURE, ORDINARY, CONSPICUOUS, UNKNOWN = Level.OBSCURE, Level.ORDINARY, Level.CONSPICUOUS, Level.UNKNOWN
PICTURE = "对比度测不出（文字背后是图片）"
GRADIENT = "background:linear-gradient(#fff,#ccc)"


class Case(NamedTuple):
    """A planted term: the page around it, how it must be judged, and the facts that must be said."""

    body: str
    level: Level
    facts: dict[str, str]
    plain: str = PLAIN


def term(style: str, text: str = TERM) -> str:
    """The term as a paragraph."""
    return f"<p style='{style}'>{text}</p>"


def inside(style: str, inner: str = f"<p>{TERM}</p>") -> str:
    """The term in a box."""
    return f"<div style='{style}'>{inner}</div>"


def shadow(inner: str, outside: str = "") -> str:
    """A shadow root holding ``inner``; ``outside`` stands in its host."""
    script = f"document.querySelector('x-terms').attachShadow({{mode:'open'}}).innerHTML=`{inner}`"
    return f"<x-terms>{outside}</x-terms><script>{script}</script>"


def framed(inner: str, height: int = 200) -> str:
    """An inner frame."""
    return f'<iframe srcdoc="<meta charset=utf-8><body>{inner}" width=300 height={height}></iframe>'


SMALL_RUN = (
    "会员可享受多项权益。账户余额一经充值<span style='font-size:8px;color:#ddd'>概不退还，未使用</span>的也不退款。"
)
COVER = "<div style='position:{};inset:0;height:500px;background:#fff;z-index:9'>盖在上面</div>"
CLIPPED_TEXT = "background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent"
ALL_BOLD = f"<style>p{{font-weight:700}}</style>{PLAIN}"
DARK = f"<style>body{{background:#111!important;color:#eee!important}}</style>{PLAIN}"
TABLE = f"<table style='width:2000px'><tr><td>{'项目' * 40}<td>{TERM}</table>"

SIZE_AND_COLOUR = {
    "tiny grey": Case(
        term("font-size:9px;color:#ccc"), OBSCURE, {"size": "9 px（正文 16 px）", "contrast": "对比度 1.6:1"}
    ),
    "layers of rgba": Case(
        inside("background:#222", inside("background:#ffffff1a", term("color:rgba(255,255,255,.35)"))),
        OBSCURE,
        {"contrast": "对比度 2.9:1"},
    ),
    "opacity": Case(term("opacity:.3;color:#000"), OBSCURE, {"contrast": "对比度 2.1:1"}),
    "opacity of an ancestor with a background of its own": Case(
        inside("opacity:.5;background:#000", term("color:#fff")), ORDINARY, {"contrast": "对比度 4.0:1"}
    ),
    "oklch": Case(term("color:oklch(0.8 0.02 250)"), OBSCURE, {"contrast": "对比度 1.9:1"}),
    "small run inside a sentence": Case(
        term("", SMALL_RUN), OBSCURE, {"size": "16 px，其中 8 字只有 8 px（正文 16 px）", "contrast": "对比度 1.4:1"}
    ),
    "gradient": Case(term(GRADIENT), UNKNOWN, {"contrast": PICTURE}),
    "gradient and bold": Case(term(GRADIENT, f"<b>{TERM}</b>"), UNKNOWN, {"emphasis": "粗体"}),
    "gradient and tiny": Case(term(f"font-size:9px;{GRADIENT}"), OBSCURE, {"contrast": PICTURE}),
    "text drawn by a gradient": Case(term(CLIPPED_TEXT), UNKNOWN, {"contrast": PICTURE}),
    "picture under an opaque layer": Case(
        inside(GRADIENT, term("background:#fff")), ORDINARY, {"contrast": "对比度 15.9:1"}
    ),
    "scaled down": Case(term("transform:scale(.6);transform-origin:0 0"), OBSCURE, {"size": "9.6 px（正文 16 px）"}),
    "zoomed down": Case(term("zoom:.5"), OBSCURE, {"size": "8 px（正文 16 px）"}),
    "plain": Case(term(""), ORDINARY, {"size": "16 px", "contrast": "对比度 15.9:1"}),
    "dark page": Case(term(""), ORDINARY, {"contrast": "对比度 16.3:1"}, DARK),
}
HIDDEN = {
    "closed details": Case(
        f"<details><summary>服务条款</summary><p>{TERM}</details>", OBSCURE, {"hidden": "需点开折叠“服务条款”"}
    ),
    "closed details, bare text": Case(
        f"<details><summary>更多</summary>{TERM}</details>", OBSCURE, {"hidden": "需点开折叠“更多”"}
    ),
    "open details": Case(f"<details open><summary>服务条款</summary><p>{TERM}</details>", ORDINARY, {"size": "16 px"}),
    "scroll box of 60 px": Case(
        inside("height:60px;overflow-y:scroll", inside("height:980px", f"总则。<p style='margin-top:800px'>{TERM}")),
        OBSCURE,
        {"scroll": "在只有 60 px 高的滚动框里，框内全长 980 px"},
    ),
    "first lines of a scroll box": Case(
        inside("height:200px;overflow-y:scroll", f"<p>{TERM}<p style='margin-top:900px'>总则。"), ORDINARY, {}
    ),
    "height 0": Case(inside("height:0;overflow:hidden"), OBSCURE, {"hidden": "收起到 0 高度，看不见"}),
    "below the edge of a cut box": Case(
        inside("height:40px;overflow:hidden", f"<p>总则。<p>总则。<p>{TERM}"), OBSCURE, {"hidden": "被裁掉，看不见"}
    ),
    "closed dialog": Case(f"<dialog><p>{TERM}</dialog>", OBSCURE, {"hidden": "在没打开的弹窗里"}),
    "display none": Case(inside("display:none"), OBSCURE, {"hidden": "打开时不显示"}),
    "off-screen": Case(term("position:absolute;left:-9999px"), OBSCURE, {"hidden": "移到了屏幕外"}),
    "text-indent": Case(
        term("text-indent:-9999px;white-space:nowrap;overflow:hidden"), OBSCURE, {"hidden": "移到了屏幕外"}
    ),
    "visibility": Case(term("visibility:hidden"), OBSCURE, {"hidden": "被设为不可见"}),
    "opacity 0": Case(inside("opacity:0"), OBSCURE, {"hidden": "不透明度只有 0%"}),
    "covered": Case(COVER.format("absolute") + term(""), OBSCURE, {"hidden": "被别的内容盖住"}, ""),
    "under a dialog": Case(COVER.format("fixed") + term(""), ORDINARY, {"cover": "打开时在浮层下面"}, ""),
    "under a pane of glass": Case("<div style='position:fixed;inset:0'></div>" + term(""), ORDINARY, {}, SHORT),
    "scrolls sideways": Case(inside("overflow-x:auto;width:200px", TABLE), ORDINARY, {}),
    "shadow root": Case(shadow(f"<p style=color:#bbb>{TERM}</p>"), OBSCURE, {"contrast": "对比度 1.9:1"}),
    "not in a slot": Case(shadow("<p>空</p>", f"<p>{TERM}</p>"), OBSCURE, {"hidden": "打开时不显示"}),
    "iframe": Case(framed(f"<p style='font-size:10px'>{TERM}"), OBSCURE, {"size": "10 px（正文 16 px）"}),
    "iframe without height": Case(framed(f"<p>{TERM}", 0), OBSCURE, {"hidden": "没有高度，看不见"}),
    "iframe in closed details": Case(
        f"<details><summary>更多</summary>{framed(f'<p>{TERM}')}</details>", OBSCURE, {"hidden": "打开时不显示"}
    ),
    "4 screens down": Case(
        "<div style='height:400vh'></div>" + term(""), ORDINARY, {"place": "在第 5 屏", "size": "16 px"}, SHORT
    ),
}
EMPHASIS = {
    "all bold": Case(term(""), ORDINARY, {"emphasis": "粗体（全页 100% 都是，等于没有突出）"}, ALL_BOLD),
    "one bold sentence": Case(term("", f"请注意：<b>{TERM}</b>"), CONSPICUOUS, {"emphasis": "粗体"}),
    "one underlined sentence": Case(term("", f"<u>{TERM}</u>"), CONSPICUOUS, {"emphasis": "下划线"}),
    "red among black": Case(term("color:#c00"), CONSPICUOUS, {"emphasis": "颜色醒目"}),
    "larger": Case(term("font-size:20px"), CONSPICUOUS, {"emphasis": "字号大于正文", "size": "20 px"}),
    "bold and grey": Case(
        term("color:#888", f"<b>{TERM}</b>"), ORDINARY, {"contrast": "对比度 3.5:1", "emphasis": "粗体"}
    ),
    "slanted": Case(term("", f"<i>{TERM}</i>"), ORDINARY, {"size": "16 px"}),
}
CASES = SIZE_AND_COLOUR | HIDDEN | EMPHASIS
