"""出事去哪告."""

from __future__ import annotations

import pytest

from facts.asked import answer, finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("争议由我们所在地人民法院管辖。", "operator-court"),
        ("争议提交海州市青云区人民法院诉讼解决。", "operator-court"),
        ("争议提交海州仲裁委员会仲裁。", "arbitration"),
        ("可以向您住所地人民法院起诉。", "user-court"),
        ("任何一方可向被告住所地人民法院起诉。", "by-law"),
        ("协商不成的，向有管辖权的人民法院提起诉讼。", "by-law"),
        ("协商不成的，可以申请仲裁，也可以向人民法院起诉。", "by-law"),
        ("如果双方同意，争议可以通过仲裁解决。", "by-law"),
        ("我们会按法院的要求披露信息。", "unstated"),
        ("依据生效的法院判决处理。", "unstated"),
        ("适用中华人民共和国法律。", "unstated"),
    ],
)
def test_answers(text: str, expected: str) -> None:
    assert answer(text, "dispute").answer == expected


def test_places() -> None:
    assert answer("双方同意由海州市青云区人民法院管辖。", "dispute").values["court"] == "海州市青云区人民法院"
    fact = answer("应提请海州仲裁委员会仲裁。", "dispute")
    assert (fact.values["commission"], fact.text) == ("海州仲裁委员会", "仲裁：海州仲裁委员会")


def test_所在地区_is_no_court_of_that_name() -> None:
    fact = answer("争议向我们住所地的大陆地区法院提起诉讼。", "dispute")
    assert (fact.answer, "court" in fact.values) == ("operator-court", False)


def test_a_finding_tells_whose_court_it_is() -> None:
    text = "争议由青云阁住所地法院管辖。"
    assert answer(text, "dispute", [finding(text, text, "jurisdiction")]).text == "平台所在地的法院"


def test_where_to_complain_first() -> None:
    text = "投诉电话：400-812-3456，邮箱：help@qingyun.example。\n协商不成的，向有管辖权的人民法院起诉。"
    values = answer(text, "dispute").values
    assert (values["complaint_phone"], values["complaint_email"]) == ("400-812-3456", "help@qingyun.example")


def test_a_named_court_is_told_by_its_name() -> None:
    fact = answer("协商不成时，任何一方均应向云州市青山区人民法院提起诉讼。", "dispute")
    assert (fact.answer, fact.text) == ("operator-court", "云州市青山区人民法院")


def test_what_leads_to_a_commission_is_no_part_of_its_name() -> None:
    fact = answer("争议提交仲裁解决，选择的仲裁机构为云州贸易仲裁委员会江城分会。", "dispute")
    assert fact.values["commission"] == "云州贸易仲裁委员会"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("协商不成的，可以去您收货地或者我们公司所在地的法院起诉。", "by-law"),
        ("协商不成的，您可以向青禾住所地或者您租车地的人民法院起诉。", "by-law"),
        ("争议由合同签订地或者我们所在地的人民法院管辖。", "operator-court"),
        ("协商不成时，任何一方可在海州提起仲裁，仲裁结果具有终局性。", "arbitration"),
    ],
)
def test_a_choice_of_places(text: str, expected: str) -> None:
    assert answer(text, "dispute").answer == expected


def test_the_place_of_signing_is_resolved() -> None:
    text = "本协议签订地为中华人民共和国云州市青山区。\n协商不成的，提交本协议签订地有管辖权的人民法院管辖。"
    fact = answer(text, "dispute", [finding(text, "提交本协议签订地有管辖权的人民法院管辖", "jurisdiction")])
    assert (fact.answer, fact.text, fact.values["place"]) == ("operator-court", "云州市青山区的法院", "云州市青山区")


def test_a_place_of_signing_that_is_not_named_is_nobodys_seat() -> None:
    text = "协商不成的，提交本协议签订地有管辖权的人民法院管辖。"
    fact = answer(text, "dispute", [finding(text, text, "jurisdiction")])
    assert fact.text == "签订地的法院，没写在哪" and "seat" not in fact.values


@pytest.mark.parametrize(
    ("said", "costs"),
    [
        ("律师费、仲裁费用由败诉方承担", "loser"),
        ("由此产生的律师费、诉讼费均由您承担", "user"),
        ("仲裁裁决是终局的", None),
    ],
)
def test_who_bears_the_costs(said: str, costs: str | None) -> None:
    fact = answer(f"争议提交海州仲裁委员会仲裁，{said}。", "dispute")
    assert fact.values.get("costs") == costs


def test_what_leads_to_a_court_is_no_part_of_its_name() -> None:
    fact = answer("发生争议的，您同意接受海州市青云区人民法院的管辖。", "dispute")
    assert fact.values["court"] == "海州市青云区人民法院"


def test_a_choice_that_only_the_operator_has_is_none() -> None:
    text = "争议交由仲裁解决，但是我们有权选择采取诉讼方式，并有权选择受理的法院。"
    assert answer(text, "dispute").answer == "arbitration"
