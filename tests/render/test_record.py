"""Reading the JSON contract back: nothing lost, nothing believed."""

from __future__ import annotations

import copy
import json
from typing import Any

import hostile
import pytest
import sample

from clauseaudit.errors import ClauseauditError
from clauseaudit.model import Audit, Contradiction
from clauseaudit.render import render
from clauseaudit.render.record import read_audits


def contradicting() -> Audit:
    audit = sample.qinghe()
    return audit._replace(contradictions=(Contradiction("refund", audit.facts[0], audit.facts[1], "两处说法不一。"),))


@pytest.mark.parametrize(
    "audit", [sample.small(), contradicting(), hostile.audit()], ids=["small", "contradicting", "hostile"]
)
def test_there_and_back_is_the_same_json(audit: Audit) -> None:
    for format in ("json", "jsonl"):
        written = render([audit], format)
        assert render(read_audits(written, "x.json"), format) == written


def test_arrays_lines_and_platforms() -> None:
    one, two = sample.small(), sample.qinghe()
    closing = '{"schema": "clauseaudit/1", "platform": "https://a.example", "unread": []}\n'
    nested = json.dumps({"schema": "clauseaudit/1", "documents": json.loads(render([one, two], "json"))})
    for text in (render([one, two], "json"), render([one, two], "jsonl") + closing, nested):
        assert [len(audit.findings) for audit in read_audits(text, "x")] == [4, len(two.findings)]


def without(path: str) -> Any:
    record = json.loads(render([sample.small()], "json"))
    *parents, last = path.split(".")
    place = record
    for key in parents:
        place = place[int(key) if key.isdigit() else key]
    del place[last]
    return record


@pytest.mark.parametrize(
    "path",
    ["schema", "document", "on", "verdict", "document.text", "findings.0.quote", "findings.0.grade", "facts.0.answer"],
)
def test_a_missing_key_is_named(path: str) -> None:
    with pytest.raises(ClauseauditError, match=r"^x\.json：") as caught:
        read_audits(json.dumps(without(path)), "x.json")
    assert path.split(".")[-1] in str(caught.value) or path == "schema"


BAD: dict[str, Any] = {
    "grade": lambda r: r["findings"][0].update(grade="fatal"),
    "start": lambda r: r["findings"][0].update(start=3),
    "half a span": lambda r: r["findings"][0].update(end=None),
    "text as number": lambda r: r["document"].update(text=7),
    "boolean offset": lambda r: r["findings"][0].update(start=True, end=True),
    "facts of text": lambda r: r.update(facts=["甲"]),
    "other schema": lambda r: r.update(schema="clauseaudit/2"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_value_is_refused(name: str) -> None:
    record = copy.deepcopy(json.loads(render([sample.small()], "json")))
    BAD[name](record)
    with pytest.raises(ClauseauditError):
        read_audits(json.dumps(record), "x.json")


@pytest.mark.parametrize("text", ["", "概不退款", "[]", "7", "{}", "[" * 100_000, '{"a": 1}\n{"a":', "NaN"])
def test_what_is_no_audit_is_one_line(text: str) -> None:
    with pytest.raises(ClauseauditError, match=r"^x\.json：") as caught:
        read_audits(text, "x.json")
    assert "\n" not in str(caught.value)
