"""The words of the letters: careful, complete, and only slots that are filled."""

from __future__ import annotations

import re

import pytest

from clauseaudit.render import letter_kinds as kinds
from clauseaudit.rules import load_pack

OURS = [kinds.MISSING_TERM, kinds.TERM, kinds.MORE, kinds.ORIGIN, kinds.LABEL, kinds.SOFTENED, kinds.PLACE,
        kinds.AGAIN, kinds.BY_REGULATOR, *kinds.CLAIM.values()]  # fmt: skip
TEXTS = [
    *OURS,
    *(text for demand in kinds.DEMANDS for text in (demand.asked, demand.sued)),
    *(text for kind in kinds.KINDS.values() for text in kind.asks.values()),
    *(text for kind in kinds.KINDS.values() for text in (*kind.demands, *(text for _, text in kind.blocks))),
]


def test_no_sentence_says_flatly_that_something_is_illegal_or_void() -> None:
    for text in TEXTS:
        assert "违法" not in text
        assert not re.search("(?<!可能)(?<!“可能)无效", text), text


@pytest.mark.parametrize("name", kinds.KINDS)
def test_each_kind_has_a_title_terms_demands_origin_and_a_name_to_sign(name: str) -> None:
    styles = [style for style, _ in kinds.KINDS[name].blocks]
    assert styles[0] == "title"
    assert [styles.count(style) for style in ("title", "terms", "demands", "origin")] == [1, 1, 1, 1]
    assert "【姓名】" in "".join(text for _, text in kinds.KINDS[name].blocks)
    assert kinds.KINDS[name].demands


def test_slots_are_those_that_a_letter_fills() -> None:
    found = {slot for text in TEXTS for slot in re.findall(r"\{(\w+)\}", text)}
    known = "title me them n clause what left source retrieved sha on law why"
    assert found == set(known.split())


def test_prefixes_name_real_categories() -> None:
    categories = list(load_pack().categories)
    prefixes = {prefix for demand in kinds.DEMANDS for prefix in demand.prefixes} | set(kinds.MONEY)
    unused = [prefix for prefix in prefixes if not any(c.startswith(prefix) for c in categories)]
    assert unused == []


def test_only_a_letter_to_the_shop_says_you() -> None:
    for name, kind in kinds.KINDS.items():
        said = "".join(text for _, text in kind.blocks) + "".join(kind.demands) + kind.them
        if name not in ("merchant", "payment"):  # the payment channel is "you" in its own letter
            assert "贵方" not in said


def test_a_court_is_asked_to_order_and_nobody_else() -> None:
    assert all("请求判令" in demand.sued and "请求判令" not in demand.asked for demand in kinds.DEMANDS)
    assert [name for name, kind in kinds.KINDS.items() if kind.sues] == ["suit-outline"]


def test_what_may_not_have_happened_is_asked_for_on_condition_or_has_a_blank() -> None:
    for demand in kinds.DEMANDS:
        if demand.prefixes[0] in ("refund", "autorenew", "deposit"):
            assert "【" in demand.asked and "【" in demand.sued
    account = next(demand for demand in kinds.DEMANDS if "account-recycle" in demand.prefixes)
    assert account.asked.startswith("账号已被") and account.sued.startswith("账号已被")


def test_the_payment_channel_is_not_asked_to_explain_the_terms() -> None:
    assert kinds.KINDS["payment"].asks == {}
    assert all("请求" not in text for text in kinds.KINDS["payment"].demands)
