"""The terminal report: content, columns, colour, hostile text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sample

from clauseaudit.model import Grade
from clauseaudit.render import render
from clauseaudit.render.columns import harmless, width_of, wrap


def test_golden(golden: Callable[[str, str], None]) -> None:
    golden("small.txt", render([sample.small()], "terminal", names=sample.NAMES))


def test_the_answer_comes_first_and_the_worst_finding_next() -> None:
    text = render([sample.qinghe()], "terminal")
    order = [
        "先别充",
        "能退吗",
        "14处疑点",
        "1  ◆ 可能无效",
        "4  ▲ 可能不公平",
        "14  □ 缺少说明",
        "甲  ✓ 对你有利",
        "不是法律意见",
    ]
    places = [text.index(word) for word in order]
    assert places == sorted(places)
    assert text.count("不是法律意见") == 1


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_asked(width: int) -> None:
    lines = render([sample.qinghe()], "terminal", width=width).splitlines()
    assert max(map(width_of, lines)) <= width


def test_quiet_is_one_line_a_document() -> None:
    lines = render([sample.qinghe(), sample.small()], "terminal", quiet=True).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("先别充  《青禾币充值服务协议》  可能无效3 可能不公平8")


def test_colour_only_when_asked_and_the_words_are_the_same() -> None:
    plain = render([sample.small()], "terminal")
    coloured = render([sample.small()], "terminal", color=True)
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_escapes_and_direction_marks_of_the_document_do_not_reach_the_terminal() -> None:
    hostile = "充值\x1b]0;title\x07成功\x1b[2J后\u202e概不\x9b31m退\ud800款\r。"
    audit = sample.audit_of(hostile, [sample.finding(hostile, hostile, Grade.VOID, "refund-denial", "题\x1b[1m目")])
    text = render([audit], "terminal")
    assert "“充值成功后概不退\ufffd款 。”" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    text.encode("utf-8")


def test_nothing_found_does_not_claim_that_nothing_is_wrong() -> None:
    text = render([sample.audit_of("协议\n", [], light="green")], "terminal")
    assert "没看到大问题" in text and "没标出不等于没问题" in text
    assert text.count("未写明") == 6


def test_wrapping_keeps_words_whole_and_punctuation_off_the_line_start() -> None:
    lines = wrap("一二三四五六七八，service@example 九十（甲）", 16)
    assert lines == ["一二三四五六七", "八，", "service@example", "九十（甲）"]
    assert "".join(wrap("a" * 50, 16)) == "a" * 50


def test_harmless_keeps_the_letters() -> None:
    assert harmless(" 甲\t\n乙\u200b丙 ") == "甲 乙丙"
