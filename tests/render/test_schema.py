"""The published JSON Schema describes what is written, and refuses what is not."""

from __future__ import annotations

import json
import os
from typing import Any

import hostile
import jsonschema
import pytest
import sample

from clauseaudit import render as package
from clauseaudit.audit import audit
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.match import Matcher
from clauseaudit.model import SCHEMA, Audit, Contradiction, Grade
from clauseaudit.render import render
from clauseaudit.render.words import QUESTION
from clauseaudit.rules import load_pack

CORPUS = os.path.join(os.path.dirname(__file__), "..", "..", "corpus")


@pytest.fixture(scope="module")
def schema() -> Any:
    with open(os.path.join(os.path.dirname(package.__file__), "audit.schema.json"), encoding="utf-8") as file:
        return json.load(file)


@pytest.fixture(scope="module")
def validator(schema: Any) -> Any:
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def record(audit: Audit) -> Any:
    return json.loads(render([audit], "json"))


def test_its_lists_are_those_of_the_code(schema: Any) -> None:
    defs = schema["$defs"]
    assert schema["title"] == SCHEMA == defs["audit"]["properties"]["schema"]["const"]
    assert defs["grade"]["enum"] == list(map(str, Grade))
    assert defs["fact"]["properties"]["question"]["enum"] == list(QUESTION)


def test_every_key_that_is_written_is_described_and_required(schema: Any) -> None:
    audit = sample.qinghe()
    written = record(audit._replace(contradictions=(Contradiction("refund", audit.facts[0], audit.facts[1], "话"),)))
    defs = schema["$defs"]
    for kind, value in (
        ("audit", written), ("document", written["document"]), ("finding", written["findings"][0]),
        ("basis", written["findings"][0]["basis"][0]), ("fact", written["facts"][0]),
        ("contradiction", written["contradictions"][0]), ("verdict", written["verdict"]),
    ):  # fmt: skip
        assert defs[kind]["required"] == list(value), kind
        assert set(value) <= set(defs[kind]["properties"])


def test_real_audits_are_valid(validator: Any) -> None:
    matcher = Matcher(load_pack())
    for name in ("examples/qinghe-recharge.html", "examples/songtao-membership.txt", "docs/game-01.txt"):
        document = read_document(snapshot_file(os.path.join(CORPUS, name)))
        validator.validate(record(audit(document, matcher, "2026-11-26")))


def test_made_audits_are_valid(validator: Any) -> None:
    for made in (sample.qinghe(), sample.small(), sample.audit_of("文\n", [])):
        validator.validate(record(made))


def test_hostile_text_changes_no_type(validator: Any) -> None:
    effect = "/properties/effect/enum"  # the hostile audit fills even the effect, which no law file can
    errors = list(validator.iter_errors(record(hostile.audit())))
    assert {"/" + "/".join(map(str, e.schema_path)).split("/basis/items/")[-1] for e in errors} == {effect}


BROKEN: dict[str, Any] = {
    "grade": lambda r: r["findings"][0].update(grade="fatal"),
    "quote without place": lambda r: r["findings"][-2].update(quote="话"),
    "start without end": lambda r: r["findings"][0].update(end=None),
    "negative offset": lambda r: r["findings"][0].update(start=-1),
    "confidence": lambda r: r["findings"][0].update(confidence=95),
    "date": lambda r: r.update(on="today"),
    "light": lambda r: r["verdict"].update(light="blue"),
    "missing key": lambda r: r["document"].pop("sha256"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_is_refused(validator: Any, name: str) -> None:
    broken = record(sample.small())
    BROKEN[name](broken)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(broken)
