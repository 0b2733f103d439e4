"""Quotations of a document, found in the blocks of a page."""

from __future__ import annotations

import time

from clauseaudit.visual.align import MOST_PLACES, Aligner, squeeze
from clauseaudit.visual.page import Block, Box, Frame, Run, Style, View

STYLE = Style(16, 400, False, False, "#000000", "#ffffff", 21.0, "", True)


def block(text: str, *hidden: str) -> Block:
    runs = (Run(0, len(text), STYLE),)
    return Block(text, runs, Box(0, 0, 9, 9), hidden, 1, 1, None, "", None, False, False, False)


def aligner(*blocks: Block) -> Aligner:
    return Aligner(View("手机", 844, (Frame(0, True, (), True, blocks, (), ()),)))


def found(quote: str, *texts: str) -> list[list[str]]:
    places = aligner(*map(block, texts)).places(quote)
    return [[part.block.text[part.start : part.end] for part in place] for place in places]


def test_a_quotation_inside_a_block() -> None:
    assert found("充值后概不退款。", "第一条 充值后概不退款。其他。") == [["充值后概不退款。"]]


def test_white_space_and_width_do_not_matter() -> None:
    assert found("充值后 概不\n退款，请知悉", "说明：充值后概 不退款,请知悉。") == [["充值后概 不退款,请知悉"]]
    assert found("余额(含赠送)不退", "余额（含　赠送）不退") == [["余额（含　赠送）不退"]]
    assert found("餘額概不退還", "余额概不退还。") == [["余额概不退还"]]


def test_a_quotation_over_several_blocks() -> None:
    assert found("下列情形不予退款：已使用；已过期", "下列情形不予退款：", "已使用；", "已过期；", "其他") == [
        ["下列情形不予退款：", "已使用；", "已过期"]
    ]


def test_every_place_up_to_a_limit() -> None:
    assert len(found("概不退款", "概不退款。", "说明", "概不退款。")) == 2
    assert len(found("概不退款", *["概不退款。"] * 500)) == MOST_PLACES


def test_what_the_page_does_not_say() -> None:
    assert found("概不退款", "可以退款。") == []
    assert found("退款", "可以退款。") == []  # too short to mean one place
    assert found("", "可以退款。") == [] and found("概不退款") == []


def test_noise_that_is_not_displayed_does_not_break_a_sentence() -> None:
    blocks = (block("充值后概"), block("乱码", "display"), block("不退款"))
    assert len(aligner(*blocks).places("充值后概不退款")) == 1


def test_frames_are_searched_apart() -> None:
    frames = tuple(Frame(0, True, (), True, (block(text),), (), ()) for text in ("充值后概", "不退款"))
    assert Aligner(View("手机", 844, frames)).places("充值后概不退款") == []


def test_squeeze_keeps_what_is_read() -> None:
    assert squeeze("★ 余 额\u200b 不·退 ") == "余额不退"


def test_cost_of_a_long_page() -> None:
    texts = [block(f"第{n}条 充值后概不退款，到期自动续费，余额过期清零。") for n in range(4000)]
    before = time.process_time()
    made = aligner(*texts)
    assert all(len(made.places(f"第{n}条充值后概不退款")) >= 1 for n in range(3000, 3050))
    assert time.process_time() - before < 5


def test_cost_of_one_long_block() -> None:
    made = aligner(block("".join(f"第{n}条 充值后概不退款，余额过期清零。" for n in range(20_000))))
    before = time.process_time()
    assert all(len(made.places(f"第{n}条充值后概不退款")) == 1 for n in range(19_000, 19_100))
    assert time.process_time() - before < 5
