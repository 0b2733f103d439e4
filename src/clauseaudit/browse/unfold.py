"""What a page holds back until it is scrolled or clicked: lazy parts, closed sections, tabs, 展开全文.

Only what stays on the page; agreements that open beside it are the matter of ``triggers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clauseaudit.browse.compose import compose
from clauseaudit.browse.still import Rest

if TYPE_CHECKING:
    from clauseaudit.browse.rendering import Rendering

SCREENS, ROUNDS = 60, 6  # an endless page is left after so many
_SCROLLING = 3.0  # seconds a round
_SETTLING = 2.0  # seconds after a click
_LEAST = 15  # characters that make a click worth keeping


async def scroll(rendering: Rendering, rest: Rest, *, pictures: bool = False) -> None:
    """To the end of the page, so that what loads on sight does; ``pictures`` too, if they are wanted, and then back up.

    ``rest`` says how far the page was scrolled while it came to rest.
    """
    screens = rest.screens
    for _ in range(0 if rest.at_end else ROUNDS):
        seconds = min(_SCROLLING, rendering.left)
        answers = await rendering.frames.run(
            f"clauseaudit.scroll({SCREENS - screens}, {seconds * 1000:.0f}, {str(pictures).lower()})"
        )
        moves = [answer.value for answer in answers if answer.value]
        screens += sum(move["screens"] for move in moves)
        if not any(move["changed"] for move in moves) and not rendering.record.traffic.busy:
            break
        await rendering.still(_SETTLING)
        if screens >= SCREENS:
            break
    if screens:
        rendering.step("scroll", rendering.page.url, f"向下滚动，停了 {screens} 处")
    if screens >= SCREENS:
        rendering.notes.append(f"网页长得没有尽头，只看了前面一部分（滚动 {screens} 次）")
    if screens and pictures:
        await rendering.frames.run("clauseaudit.up()")


async def unfold(rendering: Rendering) -> None:
    """Open closed sections and look behind tabs; what each click shows is kept in ``rendering.pieces``."""
    done: set[tuple[str, str]] = set()
    while rendering.clicks_left and rendering.left > 1:
        answers = await rendering.frames.run("clauseaudit.folded()")
        if opened := sum(answer.value["opened"] for answer in answers if answer.value):
            rendering.step("expand", rendering.page.url, f"展开了 {opened} 处收起的内容")
        waiting = [
            (answer.frame, fold)
            for answer in answers
            if answer.value
            for fold in answer.value["list"]
            if (answer.frame, fold["words"]) not in done
        ]
        if not waiting:
            return
        frame, fold = waiting[0]
        done.add((frame, fold["words"]))
        if not rendering.earlier:  # a tab may put its own text in the place of the first one's
            rendering.earlier = compose([answer.value for answer in await rendering.frames.run("clauseaudit.read()")])
        await _press(rendering, frame, fold)


async def _press(rendering: Rendering, frame: str, fold: dict[str, Any]) -> None:
    await rendering.frames.run("clauseaudit.remember()", only=frame)
    address = rendering.place
    if not await rendering.press(frame, fold["index"]):
        return
    await rendering.still(_SETTLING)
    found = await rendering.frames.run("clauseaudit.appeared()", only=frame)
    piece = found[0].value if found else None
    length = piece["length"] if piece else 0
    rendering.step("expand", fold["words"], f"多出 {length} 个字" if length else "没有出现新的文字")
    if rendering.place != address:
        await rendering.back()
    elif piece and length >= _LEAST:
        rendering.pieces.append(piece)
