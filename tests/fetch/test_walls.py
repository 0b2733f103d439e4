from __future__ import annotations

import time
from contextlib import suppress

import pytest

from clauseaudit.errors import BlockedError
from clauseaudit.fetch.blocked import check_page
from clauseaudit.fetch.walls import WALLS, Wall
from clauseaudit.model import Document, Snapshot


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.reason)
def test_every_wall_says_what_to_do_and_no_empty_line_is_one(wall: Wall) -> None:
    assert wall.remedy.startswith("请") and not wall.reason.endswith("。")
    assert not wall.title.search("") and not wall.exact.search("") and not wall.signs.search(" ")


PIECES = ["域名", "请", "访问被", "不", "。", "！ ", "第一", " ", "请登录", '{"a', "404 ", "本网站", "登录\n"]


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_texts_cost_little(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    document = Document("a", "a", "https://a.example/", text, "")
    began = time.process_time()
    with suppress(BlockedError):
        check_page(document, Snapshot("https://a.example/", b"<p>", "text/html", "", "https://a.example/"))
    assert time.process_time() - began < 1.5
