"""How conspicuous a stretch of text is, from what was measured: every threshold stands here with its reason.

The law asks for marks that usually catch the eye (文字、符号、字体等明显标识) and names bold type, separate notice
and dialogs as examples; it has no numbers. Ours are yardsticks: they grade, they do not prove a breach. Contrast
ratios are those of WCAG 2, an accessibility standard and not Chinese law.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from clauseaudit.visual.align import Part
from clauseaudit.visual.page import Block, Run, Style, View

# Chinese strokes run together below this; browsers long refused to draw Chinese smaller unless told to.
SMALL_PX = 12.0
# A term set a sixth smaller than the text around it was made less visible than it. 14 px beside 16 px is ordinary.
SMALL_SHARE = 0.85
# WCAG asks 4.5:1 of text and 3:1 of large text. Below 3:1 no size of type passes.
FAINT = 3.0
# Less than the yardstick for its size cannot be called conspicuous, bold or not.
READABLE, READABLE_LARGE = 4.5, 3.0
LARGE_PX, LARGE_BOLD_PX = 24.0, 18.66  # 18 pt, 14 pt bold: what WCAG calls large
# Below this a text is there for programs only.
INVISIBLE_OPACITY = 0.05
# With more than half of a line cut off it cannot be read.
CUT_OFF = 0.5
# A scroll box that shows a quarter of what it holds hides the rest; text in its first view is shown.
SCROLL_SHARE = 0.25
# Shorter runs (numbers, a mark, a unit) do not make a sentence unreadable.
RUN_CHARACTERS = 4
# Bold from here on: 600 is what browsers draw bold when a face has no step between.
BOLD = 600
# A fifth larger than the text around it is seen as larger; less is taken for the same.
LARGER_SHARE = 1.2
# Above this share of a document an emphasis no longer sets anything apart: all bold = nothing bold.
EMPHASIS_SHARE = 0.3
# Red among black stands out, dark grey among black does not: the spread between the colour's channels.
COLOURFUL, PLAIN = 90, 60


FLOATING = "floating"


class Level(StrEnum):
    """How a term is shown, compared with the rest of the page."""

    CONSPICUOUS = "conspicuous"
    ORDINARY = "ordinary"
    OBSCURE = "obscure"  # not conspicuous
    UNKNOWN = "unknown"  # cannot say: a picture behind the text


class Judgement(NamedTuple):
    """A level and the facts behind it, in Chinese, by kind: size, contrast, emphasis, hidden, scroll, place."""

    level: Level
    facts: dict[str, str]


class Norm(NamedTuple):
    """What is usual on the page: the text that most characters are set in."""

    px: float
    colourful: bool
    shares: dict[str, float]  # of all visible characters, by kind of emphasis


def norm(view: View) -> Norm:
    """The page's usual text and how much of it each kind of emphasis takes."""
    runs = [run for block in view.blocks() if not _hidden(block, False) for run in block.runs]
    sizes, colours = Counter[float](), Counter[str]()
    for run in runs:
        sizes[run.style.px] += run.end - run.start
        colours[run.style.color] += run.end - run.start
    px = sizes.most_common(1)[0][0] if sizes else 16.0
    usual = Norm(px, _spread(colours.most_common(1)[0][0] if colours else "#000000") >= PLAIN, {})
    amounts = Counter[str]()
    for run in runs:
        for kind in _kinds(run.style, usual):
            amounts[kind] += run.end - run.start
    total = sizes.total() or 1
    return usual._replace(shares={kind: amount / total for kind, amount in amounts.items()})


def judge(place: Sequence[Part], view: View, usual: Norm, opened: bool = False) -> Judgement:
    """One place of a quotation. ``opened``: the text was read after a click, so being closed before is no fault."""
    runs = [run for part in place for run in part.runs()]
    if not runs:
        return Judgement(Level.UNKNOWN, {})
    facts: dict[str, str] = {}
    bad = [_size(runs, usual, facts), _contrast(runs, facts)]
    emphasised = _emphasis(runs, usual, facts)
    for part in place:
        bad.append(_out_of_sight(part.block, facts, opened))
        bad.append(_scrolled(part.block, facts))
    _position(place[0].block, view, facts)
    if any(bad):
        return Judgement(Level.OBSCURE, facts)
    if any(run.style.contrast is None for run in _weighty(runs)):
        return Judgement(Level.UNKNOWN, facts)
    clear = all(_readable(run.style) for run in _weighty(runs))
    return Judgement(Level.CONSPICUOUS if emphasised and clear else Level.ORDINARY, facts)


def _weighty(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs long enough to matter; all of them if none is."""
    return [run for run in runs if run.end - run.start >= RUN_CHARACTERS] or runs


def _size(runs: Sequence[Run], usual: Norm, facts: dict[str, str]) -> bool:
    amounts = Counter[float]()
    for run in runs:
        amounts[run.style.px] += run.end - run.start
    main, least = amounts.most_common(1)[0][0], min(run.style.px for run in _weighty(runs))
    facts["size"] = f"{_px(main)} px"
    if least < main * SMALL_SHARE:
        facts["size"] += f"，其中 {amounts[least]} 字只有 {_px(least)} px"
    bad = least < SMALL_PX or least < usual.px * SMALL_SHARE
    if bad and least < usual.px:
        facts["size"] += f"（正文 {_px(usual.px)} px）"
    return bad


def _contrast(runs: Sequence[Run], facts: dict[str, str]) -> bool:
    known = [run.style.contrast for run in _weighty(runs) if run.style.contrast is not None]
    unsure = {run.style.unsure for run in _weighty(runs) if run.style.contrast is None}
    if unsure:
        facts["contrast"] = "对比度测不出（" + ("文字背后是图片" if "image" in unsure else "页面用了滤镜") + "）"
    if known and (not unsure or min(known) < FAINT):
        facts["contrast"] = f"对比度 {min(known):.1f}:1"
    return bool(known) and min(known) < FAINT


def _readable(style: Style) -> bool:
    large = style.px >= LARGE_PX or (style.px >= LARGE_BOLD_PX and style.weight >= BOLD)
    return style.contrast is not None and style.contrast >= (READABLE_LARGE if large else READABLE)


EMPHASIS = {"bold": "粗体", "larger": "字号大于正文", "underline": "下划线", "colour": "颜色醒目"}


def _kinds(style: Style, usual: Norm) -> Iterable[str]:
    """The ways in which a style could set text apart. Slanted Chinese is no emphasis: it is drawn by tilting."""
    if style.weight >= BOLD:
        yield "bold"
    if style.px >= usual.px * LARGER_SHARE:
        yield "larger"
    if style.underline:
        yield "underline"
    if not usual.colourful and _spread(style.color) >= COLOURFUL:
        yield "colour"


def _emphasis(runs: Sequence[Run], usual: Norm, facts: dict[str, str]) -> bool:
    """True if at least half of the characters are set apart in a way that most of the page is not."""
    amounts = Counter[str]()
    for run in runs:
        for kind in _kinds(run.style, usual):
            amounts[kind] += run.end - run.start
    half = sum(run.end - run.start for run in runs) / 2
    used = [kind for kind in EMPHASIS if amounts[kind] >= half]
    telling = [kind for kind in used if usual.shares.get(kind, 0.0) <= EMPHASIS_SHARE]
    said = [EMPHASIS[kind] for kind in telling]
    said += [f"{EMPHASIS[k]}（全页 {usual.shares[k]:.0%} 都是，等于没有突出）" for k in used if k not in telling]
    if said:
        facts["emphasis"] = "、".join(said)
    return bool(telling)


HIDDEN = {
    "details": "需点开折叠",
    "dialog": "在没打开的弹窗里",
    "display": "打开时不显示",
    "content-visibility": "打开时不显示",
    "unslotted": "打开时不显示",
    "visibility": "被设为不可见",
    "off-screen": "移到了屏幕外",
    "folded": "收起到 0 高度，看不见",
    "clipped": "被裁掉，看不见",
    "no box": "没有高度，看不见",
}


def _hidden(block: Block, opened: bool) -> str:
    """Why a block cannot be seen when the page has opened; empty if it can."""
    for reason, words in HIDDEN.items():
        if reason in block.hidden and (not opened or reason == "details"):
            name = block.inside.name if block.inside and reason == "details" else ""
            return f"{words}“{name}”" if name else words
    if opened:
        return ""
    if block.opacity < INVISIBLE_OPACITY:
        return f"不透明度只有 {block.opacity:.0%}"
    if not any(run.style.visible for run in block.runs):
        return HIDDEN["visibility"]
    if block.seen < INVISIBLE_OPACITY:
        return HIDDEN["clipped"]
    return f"只露出 {block.seen:.0%}" if block.seen < CUT_OFF else ""


def _out_of_sight(block: Block, facts: dict[str, str], opened: bool) -> bool:
    why = _hidden(block, opened)
    if not why and block.covered and not opened:
        if block.covered == FLOATING:  # a dialog that is closed, a bar that the text scrolls from under: no fault
            facts["cover"] = "打开时在浮层下面"
        else:
            why = "被别的内容盖住"
    if why:
        facts["hidden"] = why
    return bool(why)


def _scrolled(block: Block, facts: dict[str, str]) -> bool:
    scroll = block.scroll
    if not scroll:
        return False
    share = scroll.seen / scroll.content if scroll.content else 1.0
    below = scroll.at >= scroll.seen
    facts["scroll"] = f"在只有 {scroll.seen:.0f} px 高的滚动框里，框内全长 {scroll.content:.0f} px"
    return below and share < SCROLL_SHARE


def _position(block: Block, view: View, facts: dict[str, str]) -> None:
    """Far down is a fact and no fault: an agreement is long, and bold type on its tenth screen is still bold."""
    screen = int(max(0.0, block.box.y) / view.height) + 1 if view.height else 1
    unseen = "hidden" in facts or "scroll" in facts  # where it would stand is not where the eye meets it
    if screen > 1 and not block.fixed and not unseen:
        facts["place"] = f"在第 {screen} 屏"


def _spread(color: str) -> int:
    channels = [int(color[i : i + 2], 16) for i in (1, 3, 5)] if len(color) == 7 else [0]
    return max(channels) - min(channels)


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
