"""What stands around the button that costs money: boxes ticked beforehand, and how far the renewal words are.

Facts of the page script, weighed here. A page counts as a payment page only if a price or a consent box stands near
a payment button, so that the 充值 of a navigation bar does not make every page one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clauseaudit.visual.align import Part
from clauseaudit.visual.judge import Level, Norm, judge, norm
from clauseaudit.visual.page import Block, Box, Button, Tick, View

_SUM = r"(?:[¥￥]?\s*\d[\d.,]*\s*元?)?\s*"
PAY = re.compile(
    rf"{_SUM}(?:立即|马上|现在|一键|去)?(?:(?:确认|同意|提交)(?:.{{0,6}}协议)?[,，]?并?)?"
    r"(?:支付|付款|开通|充值|购买|订阅|续费|下单|结算|订单|抢购|加入会员|免费试用|试用)"
    rf"(?:会员|VIP|服务|套餐|连续包[月季年]|自动续费|并支付|并付款)?\s*{_SUM}",
    re.IGNORECASE,
)
BUTTON_WORDS = 16  # characters; longer text is a sentence, not a button
RENEWAL = re.compile("自动(?:续费|续期|续订|扣费|扣款|展期)|连续包[月季年周]|免密(?:支付|扣款)|到期自动")
PRICE = re.compile(r"[¥￥]\s*\d|\d(?:\.\d+)?\s*元")
EXTRAS = re.compile("保险|意外险|保障计划|加购|权益包|增值服务|优惠券包|加油包|服务包")
MARKETING = re.compile("营销|推送|短信|广告|促销|优惠信息|资讯|商业信息")
CONSENT = re.compile("同意|已阅|阅读并|知悉|授权|接受|《")
CONVENIENCE = re.compile("记住|保持登录|自动登录|下次")  # a tick that gives nothing away
NAMED = re.compile("《([^《》]{2,30})》")
LABEL = 40  # characters of a label that are shown
# Within half a screen the words are in view together with the button wherever that is scrolled to; further away a
# person can press it without ever having had them on the screen.
NEAR = 0.5
# A price or a consent box belongs to a button if one screen can hold both.
TOGETHER = 1.0


class Notice(NamedTuple):
    """Something about the page, not about one term."""

    category: str
    rule: str
    words: str  # of the page; where the document does not have them, the finding is about the whole of it
    shown: str


def notices(views: list[View]) -> Iterator[Notice]:
    """All that is to be said about the boxes and the button, once for all window sizes."""
    seen: set[tuple[str, str]] = set()
    for view in views:
        for tick in (tick for frame in view.frames for tick in frame.ticks):
            for notice in _of_tick(tick):
                if (key := (notice.rule, notice.words)) not in seen:
                    seen.add(key)
                    yield notice
    yield from _far_renewal(views)


def _of_tick(tick: Tick) -> Iterator[Notice]:
    label = tick.label if len(tick.label) <= LABEL else tick.label[:LABEL] + "…"
    if kind := ticked_for(tick):
        locked = "，而且不能取消" if tick.html and tick.disabled else ""
        yield Notice(kind, f"{kind}/ticked-beforehand", tick.label, f"打开页面时“{label}”已经{_verb(tick)}{locked}")
    names = list(dict.fromkeys(NAMED.findall(tick.label)))
    count = max(len(names), tick.links if not names else 0)
    if count >= 2 and not tick.radio and re.search("同意|已阅|阅读并|知悉|授权|接受", tick.label):
        yield Notice("bundled-consent", "bundled-consent/one-box", tick.label, f"一个框同意 {count} 份：“{label}”")


def ticked_for(tick: Tick) -> str:
    """The category of a box ticked beforehand; empty if it is not ticked or gives nothing away."""
    label = tick.label
    if not tick.ticked:
        return ""
    if RENEWAL.search(label):
        return "autorenew-default"
    if tick.radio or (CONVENIENCE.search(label) and not NAMED.search(label)):
        return ""  # one of several choices has to be marked; only renewal is a choice of its own
    agrees = CONSENT.search(label)
    if EXTRAS.search(label) and not NAMED.search(label):
        return "tie-in"
    if MARKETING.search(label) and not NAMED.search(label):
        return "default-marketing"
    return "preticked-consent" if agrees else ""


def _verb(tick: Tick) -> str:
    return "选中" if tick.radio else "勾上" if tick.kind != "aria" else "打开"


# ---- the button ----


def pay_buttons(view: View) -> list[Button]:
    """Buttons that cost money, and blocks that act as one, outside bars."""
    found = []
    for frame in view.frames:
        drawn = [block for block in frame.blocks if block.pointer]
        made = [Button(b.text.strip(), b.box, not b.hidden and b.seen > 0, b.fixed, b.bar) for b in drawn]
        found += [b for b in (*frame.buttons, *made) if b.seen and not b.bar and frame.placed and _costs(b.text)]
    return found


def _costs(words: str) -> bool:
    return len(words) <= BUTTON_WORDS and PAY.fullmatch(words.strip()) is not None


def distance(box: Box, button: Button, height: float) -> float:
    """Screens to scroll from the button to the box; a fixed button is on the first screen already."""
    if button.fixed:
        return max(0.0, box.bottom - height) / height
    return max(0.0, box.y - button.box.bottom, button.box.y - box.bottom) / height


def payment(view: View) -> list[Button]:
    """The buttons that make this a payment page: with a price on them, or a price or a consent box near them."""
    marks = [block.box for block in view.blocks() if PRICE.search(block.text) and not block.hidden]
    marks += [tick.box for frame in view.frames for tick in frame.ticks if CONSENT.search(tick.label)]
    return [
        button for button in pay_buttons(view)
        if PRICE.search(button.text) or any(distance(box, button, view.height) <= TOGETHER for box in marks)
    ]  # fmt: skip


def _far_renewal(views: list[View]) -> Iterator[Notice]:
    """Renewal words that are on the page but nowhere near a payment button, or near it and hard to see."""
    said, words = [], ""
    for view in views:
        buttons = payment(view)
        blocks = [b for b in view.blocks() if RENEWAL.search(b.text)]
        if not buttons or not blocks or any(RENEWAL.search(button.text) for button in buttons):
            continue
        usual = norm(view)
        reach = [(min(distance(b.box, button, view.height) for button in buttons), b) for b in blocks]
        plain = [screens for screens, block in reach if _to_be_seen(block, view, usual)]
        if plain and min(plain) <= NEAR:
            continue
        words = words or min(reach, key=lambda pair: pair[0])[1].text.strip()
        said.append(f"{view.name}上" + (f"离付款按钮 {min(plain):.1f} 屏" if plain else "付款按钮旁看不到"))
    if said:
        yield Notice("not-conspicuous", "not-conspicuous/renewal-far", words, "自动续费的说明" + "，".join(said))


def _to_be_seen(block: Block, view: View, usual: Norm) -> bool:
    return judge([Part(block, 0, len(block.text))], view, usual).level != Level.OBSCURE
