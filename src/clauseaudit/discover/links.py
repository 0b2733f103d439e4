"""Where a page leads to agreements: links, buttons, frames, and words that open something by script.

The page is parsed, never run. Elements that only format (``<b>``, ``<font>``) are read as spans: a parser has to
re-open them in every later paragraph, and a hostile page can make that cost gigabytes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from clauseaudit.discover.site import tidy
from clauseaudit.discover.words import LONGEST, Lead, lead_of, lead_of_address
from clauseaudit.errors import ExtractError
from clauseaudit.extract.charset import decode
from clauseaudit.model import Snapshot

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_TAGS = 100_000
MOST = 400  # candidates of one page
PATIENCE = 3.0  # seconds for one page; an honest one takes a hundredth of that
FRAME = 97
CONSENT_BONUS, FOOT_BONUS = 8, 3
SMALL = 120  # pixels: a picture of a text is larger
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazyload")
_DECORATION = re.compile(r"logo|icon|avatar|qr_?code|banner|loading|placeholder|blank|spacer|captcha", re.I)
SENTENCE, CONSENT_BEFORE = 300, 80  # characters
_FORMATTING = re.compile(r"<(/?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.I)
_CONSENT = re.compile("同意|已阅读|阅读并|勾选|点击.{0,8}(?:即|表示)|即(?:表示|代表|视为)|agree", re.I)
_FOOT = re.compile(r"foot|bottom|copyright|底部|页脚", re.I)
_CLICKABLE = re.compile(r"link|btn|button|agree|protocol|xieyi|terms|policy|rule|click", re.I)
# No half of an address that a script puts together.
_QUOTED = re.compile(
    r"""(?<!\+)(?<!\+ )["'`]((?:https?:)?/[^"'`\s<>]{0,1000}"""
    r"""|[\w./-]+\.(?:html?|pdf|php|aspx?|jsp|shtml)(?:\?[^"'`\s<>]{0,500})?)["'`](?!\s*\+)"""
)
_BETWEEN = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_PLACE = re.compile(r"(?:https?:)?/\S{0,1000}|[\w./-]+\.(?:html?|pdf)")
_EMPTY_WORDS = re.compile(
    r"(?:点击)?(?:查看|详情|更多|这里|此处|了解更多|全文|打开|详细|阅读)+(?:详情|全文|更多)?[>»›]*"
)
_BOOKTITLE = re.compile("《([^《》]{2,38})》")
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>\s]+)", re.I)
_NO_ADDRESS = ("", "#", "###", "javascript:;", "javascript:void(0)", "javascript:void(0);")
_SELECTOR = (
    "a,area,button,[onclick],[data-href],[data-url],[data-link],[data-src],[role=button],[role=link],[role=tab],"
    "iframe,frame,embed,object,meta[http-equiv],label,span,li,p,div[class],uni-text,uni-view"
)
_PLAIN = ("label", "span", "li", "p", "div", "uni-text", "uni-view")


class Candidate(NamedTuple):
    """A place that may hold an agreement.

    ``role``: agreement | hub | door (a page that asks for consent) | frame (part of this page) | here (a redirect
    of this page). ``script`` means that it has no address of its own: ``url`` is then the page it opens on.
    """

    url: str
    words: str
    role: str
    kind: str  # document type by the words; "" where they tell none
    score: int
    script: bool = False
    consent: bool = False  # stands by a box to tick


def links(snapshot: Snapshot) -> tuple[Candidate, ...]:
    """The candidates of a page, best first, each address once.

    Raises ExtractError for a page of more than MAX_TAGS tags.
    """
    tree = _parsed(snapshot)
    here = snapshot.url or snapshot.source
    best: dict[tuple[str, str], Candidate] = {}
    for found in _found(tree, here, _base(tree, here)):
        key = (found.url, found.words if found.script else "")
        if key not in best or found.score > best[key].score:
            best[key] = found
    return tuple(sorted(best.values(), key=lambda c: -c.score))[:MOST]


def link_share(snapshot: Snapshot) -> float:
    """How much of a page's text leads elsewhere, 0–1: a list of agreements speaks like one, in the words of links."""
    tree = _parsed(snapshot)
    body = tree.body
    whole = len("".join((body.text(deep=True) if body else "").split()))
    onward = (node for node in tree.css("a[href]") if not (node.attributes.get("href") or "").startswith("#"))
    linked = sum(len("".join(node.text(deep=True).split())) for node in onward)
    return linked / whole if whole else 0.0


def pictures(snapshot: Snapshot) -> tuple[str, ...]:
    """Addresses of the pictures that a page shows, in order; none that its markup says to be small or decoration."""
    tree = _parsed(snapshot)
    here = snapshot.url or snapshot.source
    base, found = _base(tree, here), []
    for node in tree.css("img"):
        attributes = node.attributes
        lazy = next((attributes[name] for name in _LAZY if attributes.get(name)), None)
        url = tidy(lazy or attributes.get("src") or "", base)
        if (
            url
            and not _DECORATION.search(url)
            and not any(_small(attributes.get(side)) for side in ("width", "height"))
        ):
            found.append(url)
    return tuple(dict.fromkeys(found))


def _small(length: str | None) -> bool:
    return bool(length and length.isdecimal() and int(length) < SMALL)


def _parsed(snapshot: Snapshot) -> LexborHTMLParser:
    markup = decode(snapshot.content, snapshot.source, snapshot.charset, markup=True).text
    if markup.count("<") > MAX_TAGS:
        raise ExtractError(snapshot.source, f"网页标签超过 {MAX_TAGS} 个", "请直接给出协议页的网址")
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(_FORMATTING.sub(r"<\1span", markup))


def _base(tree: LexborHTMLParser, here: str) -> str:
    node = tree.css_first("base[href]")
    return (tidy(node.attributes.get("href") or "", here) if node else "") or here


def _found(tree: LexborHTMLParser, here: str, base: str) -> Iterator[Candidate]:
    end = time.monotonic() + PATIENCE
    for node in tree.css(_SELECTOR):
        if time.monotonic() > end:
            return
        if node.tag in ("iframe", "frame", "embed", "object", "meta"):
            yield from _inside(node, here, base)
        elif node.tag in _PLAIN and "role" not in node.attributes:
            yield from _plain(node, here, base)
        else:
            yield from _clickable(node, here, base)


def _inside(node: LexborNode, here: str, base: str) -> Iterator[Candidate]:
    """Frames and embedded files, which are part of the page; a redirect written into it."""
    attributes = node.attributes
    if node.tag == "meta":
        if (attributes.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.search(attributes.get("content") or "")
            url = tidy(match[1], base) if match else ""
            if url and url != here:
                yield Candidate(url, "", "here", "", FRAME)
        return
    url = tidy(attributes.get("src") or attributes.get("data") or attributes.get("data-src") or "", base)
    if url and url != here:
        name = (attributes.get("title") or attributes.get("name") or "").strip()[:LONGEST]
        yield Candidate(url, name, "frame", "", FRAME)


def _clickable(node: LexborNode, here: str, base: str) -> Iterator[Candidate]:
    words = _words(node)
    url = _address(node, base)
    lead = lead_of(words)
    if url and lead is None and not _has_other_words(words):
        lead = lead_of_address(url)
    if lead is None or _leads_within(node):
        return
    yield _candidate(node, url or here, words, lead, script=not url or _same_page(url, here))


def _leads_within(node: LexborNode) -> bool:
    """Whether a link leads to another place of the page that it is on: a tab, a table of contents."""
    href = (node.attributes.get("href") or "").strip()
    if not re.fullmatch(r"#[\w-]{1,60}", href):
        return False
    page = node.parser
    return page is not None and page.css_first(f'[id="{href[1:]}"],[name="{href[1:]}"]') is not None


def _plain(node: LexborNode, here: str, base: str) -> Iterator[Candidate]:
    """Words that no link surrounds but that are made to be clicked, or stand in 《》 by a box to tick."""
    own = "".join(child.text_content or "" for child in node.iter(include_text=True) if child.tag == "-text").strip()
    if not own or len(own) > 120:
        return
    url = _address(node, base)
    inviting = node.tag in ("span", "uni-text") and bool(_CLICKABLE.search(node.attributes.get("class") or ""))
    if (url or inviting or "onclick" in node.attributes) and (lead := lead_of(own)):
        yield _candidate(node, url or here, own, lead, script=not url)
    elif "《" in own and not _in_link(node) and node.css_first("a") is None:
        for title in _BOOKTITLE.findall(own):
            if (lead := lead_of(title)) and _asks(node, title):
                yield _candidate(node, here, title, lead, script=True)


def _candidate(node: LexborNode, url: str, words: str, lead: Lead, *, script: bool) -> Candidate:
    consent = lead.role == "agreement" and _asks(node, words)
    bonus = CONSENT_BONUS * consent + FOOT_BONUS * _in_foot(node) - 2 * script
    score = max(1, min(110, lead.score + bonus))
    return Candidate(url, words.strip("《》 "), lead.role, lead.kind, score, script, consent)


def _words(node: LexborNode) -> str:
    attributes = node.attributes
    text = _BETWEEN.sub("", " ".join(node.text(deep=True).split()))
    if not text:
        picture = node.css_first("img[alt]")
        text = (picture.attributes.get("alt") or "") if picture else ""
    text = text or attributes.get("aria-label") or attributes.get("title") or ""
    if len(text) > LONGEST and (title := _BOOKTITLE.search(text)):
        return title[1] if _CONSENT.search(text) else text
    return text.strip()


def _has_other_words(words: str) -> bool:
    """Whether the link says what it is, so that its address need not be asked. "详情" and "点击查看" say nothing."""
    return bool(words) and not _EMPTY_WORDS.fullmatch(words)


def _address(node: LexborNode, base: str) -> str:
    """The address that a click leads to, as far as the markup tells; "" when only a script knows."""
    attributes = node.attributes
    href = (attributes.get("href") or "").strip()
    if href.lower() not in _NO_ADDRESS and not href.lower().startswith(("javascript:", "#", "mailto:", "tel:")):
        return tidy(href, base)
    if href.startswith(("#/", "#!")):
        return tidy(href, base)
    for name, value in attributes.items():
        if name.startswith("data-") and value and _PLACE.fullmatch(value.strip()):
            return tidy(value, base)
    called = attributes.get("onclick") or attributes.get("@click") or ""
    called += href if href.lower().startswith("javascript:") else ""
    match = _QUOTED.search(called[:3000])
    return tidy(match[1], base) if match else ""


def _same_page(url: str, here: str) -> bool:
    return url == tidy(here, here)


def _asks(node: LexborNode, words: str) -> bool:
    """Whether words of consent stand before ``words`` in the same sentence: the node's text or its surroundings."""
    place: LexborNode | None = node
    for _ in range(4):
        if place is None:
            return False
        text = place.text(deep=True)
        if len(text) > SENTENCE:
            return False
        before = text[: max(0, text.find(words))][-CONSENT_BEFORE:]
        if _CONSENT.search(before):
            return True
        place = place.parent
    return False


def _in_link(node: LexborNode) -> bool:
    return any(parent.tag in ("a", "button") for parent in _above(node, 6))


def _in_foot(node: LexborNode) -> bool:
    return any(
        parent.tag == "footer"
        or _FOOT.search(f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}")
        for parent in _above(node, 8)
    )


def _above(node: LexborNode, most: int) -> Iterator[LexborNode]:
    """What a node stands in, the nearest first."""
    parent = node.parent
    while parent is not None and most:
        yield parent
        parent, most = parent.parent, most - 1
