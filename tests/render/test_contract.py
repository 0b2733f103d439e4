"""The JSON contract: keys, order, offsets, bytes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
import sample

from clauseaudit.errors import ClauseauditError
from clauseaudit.render import render
from clauseaudit.render.contract import encode


def test_golden(golden: Callable[[str, str], None]) -> None:
    golden("small.json", render([sample.small()], "json"))


def test_the_keys_of_the_contract_come_first_and_in_order() -> None:
    record = json.loads(render([sample.small()], "json"))
    assert list(record)[:6] == ["schema", "document", "on", "findings", "facts", "verdict"]
    assert list(record["document"])[:6] == ["id", "title", "source", "sha256", "chars", "text"]
    assert list(record["findings"][0])[:15] == [
        "source", "confidence", "rule", "category", "grade", "start", "end", "quote", "clause", "explain",
        "action", "suggest", "counter", "softened", "basis",
    ]  # fmt: skip
    assert list(record["findings"][0]["basis"][0])[:6] == [
        "law", "article", "item", "quote", "effect", "effective",
    ]  # fmt: skip
    assert list(record["facts"][0])[:6] == ["question", "answer", "values", "quote", "start", "end"]
    assert list(record["verdict"])[:2] == ["light", "counts"]
    assert list(record["verdict"]["counts"]) == ["void", "unfair", "notice", "missing", "good"]


def test_every_quote_is_the_text_at_its_offsets() -> None:
    record = json.loads(render([sample.qinghe()], "json"))
    text = record["document"]["text"]
    spans = [f for f in record["findings"] + record["facts"] if f["start"] is not None]
    assert len(spans) == 21
    assert all(text[f["start"] : f["end"]] == f["quote"] for f in spans)


def test_one_object_for_one_audit_an_array_for_several_a_line_each_for_jsonl() -> None:
    one = sample.small()
    assert isinstance(json.loads(render([one], "json")), dict)
    assert [r["schema"] for r in json.loads(render([one, one], "json"))] == ["clauseaudit/1"] * 2
    assert json.loads(render([], "json")) == []
    lines = render([one, one], "jsonl").splitlines()
    assert [json.loads(line)["document"]["id"] for line in lines] == ["qinghe-recharge"] * 2


def test_hostile_text_stays_on_one_line_and_can_be_encoded() -> None:
    text = "甲\u2028乙\x85丙\ud800丁\x1b[31m\x00戊\n"
    audit = sample.audit_of(text, [])
    written = render([audit], "jsonl")
    assert len(written.encode("utf-8").decode("utf-8").splitlines()) == 1
    assert json.loads(written)["document"]["text"] == text
    assert "\x1b" not in written


@pytest.mark.parametrize("first", [0x7F, 0x85, 0x9F, 0x2028, 0x2029, 0xD800, 0xDFFF])
def test_unsafe_characters_are_escaped_wherever_they_stand(first: int) -> None:
    assert encode({"甲": chr(first)}) == f'{{"甲":"\\u{first:04x}"}}'


def test_what_could_be_printed_or_is_a_space_stays() -> None:
    for text in ("退款　。 ", "​零宽", "¥＄€", "😀"):
        assert encode(text) == f'"{text}"'


def test_the_bytes_do_not_change_from_run_to_run() -> None:
    assert render([sample.qinghe()], "json") == render([sample.qinghe()], "json")


def test_an_unknown_format_says_which_there_are() -> None:
    with pytest.raises(ClauseauditError, match="terminal"):
        render([], "yaml")


def test_the_json_path_does_not_import_the_templates() -> None:
    code = (
        "import sys; from clauseaudit.render import render; render([], 'json');"
        "print([m for m in ('jinja2', 'markupsafe', 'dataclasses', 'pathlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
