"""Frames, hidden documents and pieces put together."""

from __future__ import annotations

from typing import Any

from clauseaudit.browse.compose import compose, compose_piece, without_opened


def reading(html: str, *place: int, title: str = "") -> dict[str, Any]:
    return {"title": title, "html": html, "place": list(place)}


def hole(number: int) -> str:
    return f'<div data-frame="{number}"></div>'


def test_a_frame_stands_in_its_place_and_a_lost_one_at_the_end() -> None:
    frames = [reading(f"a{hole(0)}b", title="<题>"), reading(f"c{hole(1)}", 0), reading("d", 0, 1), reading("e", -1)]
    markup = compose(frames)
    assert "<title>&lt;题&gt;</title>" in markup
    assert "<body>a<section>c<section>d</section></section>be</body>" in markup


def test_frames_that_hold_each_other_end() -> None:
    deep = [reading(f"x{hole(0)}", *[0] * depth) for depth in range(30)]
    assert compose(deep).count("x") == 30  # those too deep to nest follow at the end


def test_without_a_main_frame_there_is_no_page() -> None:
    assert compose([None, reading("x", 0)]) == ""


def test_pieces_and_earlier_text_are_added_once() -> None:
    page, gone = (
        reading("<p>标签二的文字在这里。</p>"),
        "<html><body><p>标签一的文字在这里。</p><p>短</p></body></html>",
    )
    pieces = [
        reading("<p>标签二的<b>文字</b>在这里。</p>"),
        reading("<p>标签三的文字。</p>"),
        reading("<p>标签三的文字。</p>"),
    ]
    markup = compose([page], pieces, gone)
    assert [markup.count(word) for word in ("标签二", "标签三", "标签一", "短")] == [1, 1, 1, 0]


def test_hidden_parts_leave_the_page_only_if_they_were_opened() -> None:
    page = (
        "<p>页</p><!--hidden--><div hidden>隐私 政策</div><!--/hidden--><!--hidden--><b hidden>菜单</b><!--/hidden-->"
    )
    assert without_opened(page, ["<html><h1>隐私政策</h1>全文</html>"]) == "<p>页</p><b hidden>菜单</b>"


def test_a_dialog_holds_the_text_of_its_frame() -> None:
    piece = reading(f"<b>协议</b>{hole(0)}", title="协议")
    assert "<b>协议</b><section>正文</section>" in compose_piece(piece, [reading("页"), reading("正文", 0)])
