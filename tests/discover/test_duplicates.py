"""The same text twice, nearly the same, and another version of it."""

from __future__ import annotations

import terms

from clauseaudit.discover import Shelf


def shelf(*texts: str) -> Shelf:
    made = Shelf()
    for text in texts:
        made.keep(text)
    return made


def test_other_layout_and_punctuation_is_the_same_text() -> None:
    copy = terms.USER.replace("\n", "\n\n　　").replace("，", ", ").replace("。", " 。")
    assert shelf(terms.PRIVACY, terms.USER).find(copy) == 1


def test_a_frame_around_it_and_another_date_is_the_same_text() -> None:
    framed = "返回首页\n" + terms.USER * 3 + "\n更新日期：2026年11月1日\n© 2026"
    assert shelf(terms.USER * 3).find(framed) == 0


def test_another_document_is_new() -> None:
    assert shelf(terms.USER, terms.PRIVACY, terms.RECHARGE).find(terms.MEMBER) is None


def test_a_version_with_other_terms_is_new() -> None:
    other = terms.USER.split("第四条")[0] + "第四条 退款\n用户可以随时申请退款，平台在七个工作日内原路退还全部余额。"
    assert shelf(terms.USER).find(other) is None


def test_nothing_is_like_nothing() -> None:
    assert shelf().find("") is None
    assert shelf(terms.USER).find("") is None
