"""Why a page fetched without a browser has to be rendered to be read. Rules, each with its reason.

Cautious: a browser costs a hundred times what a fetch costs, and a page whose text is already a whole agreement is
never rendered, whatever scripts it carries.
"""

from __future__ import annotations

import re

from clauseaudit.model import Document, Snapshot

_WHOLE = 600  # characters; with the words of an agreement, the text is there
_LITTLE = 200  # characters; fewer are no page that a person would be shown
_TERMS_OF_AN_AGREEMENT = 4
_LONGEST = 2_000_000  # bytes of markup looked at

_TERM = re.compile(
    r"第\s*[一二三四五六七八九十百\d]+\s*[条章]|概不|不予|不得|有权|无权|应当|承担|视为|退款|退还|免责|违约|解除|终止|争议|管辖|本协议|本条款|甲方|乙方"
)
_WAITING = re.compile(
    r"加载中|正在加载|载入中|请稍[候后等]|\bloading\b|(?:启用|开启|打开|支持)\s*java\s*script|enable java\s*script"
    r"|java\s*script.{0,12}(?:enabled|required|disabled)",
    re.I,
)
_SCRIPT = re.compile(rb"<script\b", re.I)
_ROOT = re.compile(
    rb"<(div|main|section|body)\b[^<>]{0,200}\bid\s*=\s*[\"']?(?:app|root|__next|__nuxt|main-app|container|q-app)\b[^<>]{0,200}>"
    rb"(?:\s|<!--.{0,200}?-->|<noscript\b.{0,2000}?</noscript>|&nbsp;)*</\1>",
    re.I | re.S,
)
_FRAME = re.compile(rb"<i?frame\b[^<>]{0,1000}\bsrc\s*=\s*[\"']?\s*(?!about:|javascript:|data:)[^\s\"'>]", re.I)
# A link or button that carries the name of an agreement and leads nowhere without a script.
_NAME = r"(?:协议|条款|政策|规则|须知|声明|公约|守则|Terms|Policy)"
_BY_SCRIPT = re.compile(
    r"<(a|button|span|div|em|i|b|u|label|p)\b(?P<attributes>[^<>]{0,500})>(?P<words>[^<]{0,40}"
    + _NAME
    + r"[^<]{0,10})</\1>",
    re.I,
)
_NOWHERE = re.compile(
    r"\bhref\s*=\s*(?:[\"']\s*(?:#[^\"'/!]{0,40}|javascript:[^\"']{0,200})?\s*[\"']|#(?=\s|$)|javascript:)", re.I
)
_HREF, _HANDLER = (
    re.compile(r"\bhref\s*=", re.I),
    re.compile(r"\bon(?:click|tap|touchstart)\s*=|@click|v-on:click|ng-click", re.I),
)
_TARGET = re.compile(r"\bhref\s*=\s*[\"']?#([^\"'\s>]+)", re.I)


def why_render(snapshot: Snapshot, document: Document) -> str:
    """The reason, in Chinese, for rendering the page of ``snapshot`` whose text is ``document``; "" if it is read."""
    if snapshot.media_type not in ("", "text/html", "application/xhtml+xml"):
        return ""
    if is_whole(document.text):
        return ""
    markup = snapshot.content[:_LONGEST]
    length = len("".join(document.text.split()))
    if _ROOT.search(markup):
        return "网页的正文由脚本填入，读到的是空壳"
    if length < _WHOLE and (found := _WAITING.search(document.text)):
        return f"网页还在等脚本（“{found[0]}”）"
    if length < _LITTLE and _SCRIPT.search(markup):
        return f"网页上只有 {length} 个字，其余可能由脚本显示"
    if length < _WHOLE and _FRAME.search(markup):
        return "正文可能在网页里嵌的另一个网页（iframe）中"
    if words := _opened_by_script(markup.decode("utf-8", "replace")):
        return f"“{words}”要点开才显示"
    return ""


def is_whole(text: str) -> bool:
    """True if ``text`` is long enough, and speaks enough like one, to be an agreement in full."""
    length = len("".join(text.split()))
    return length >= _WHOLE and len(set(_TERM.findall(text))) >= _TERMS_OF_AN_AGREEMENT


def _opened_by_script(markup: str) -> str:
    """The words of the first agreement that only a script opens; "" if there is none."""
    for found in _BY_SCRIPT.finditer(markup):
        attributes = found["attributes"]
        if _HREF.search(attributes):
            if _NOWHERE.search(attributes) and not _leads_within(attributes, markup):
                return found["words"].strip()
        elif _HANDLER.search(attributes) or found[1].lower() in ("a", "button"):
            return found["words"].strip()
    return ""


def _leads_within(attributes: str, markup: str) -> bool:
    """A plain jump to a heading of the same page."""
    target = _TARGET.search(attributes)
    return target is not None and re.search(rf"\b(?:id|name)\s*=\s*[\"']?{re.escape(target[1])}\b", markup) is not None
