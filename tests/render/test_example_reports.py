"""reports/examples: three audits of invented documents in every format, rebuilt and compared.

After rules or words have changed: look at the difference, then
``pytest tests/render/test_example_reports.py --update-golden``.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest

from clauseaudit.audit import audit
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.match import Matcher
from clauseaudit.model import Audit
from clauseaudit.render import BINARY, FORMATS, render_bytes
from clauseaudit.render.letter import compose, to_markdown
from clauseaudit.rules import load_pack

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "reports" / "examples"
SOURCES = {
    "qinghe-recharge": "corpus/examples/qinghe-recharge.html",
    "songtao-membership": "corpus/examples/songtao-membership.txt",
    "fitness-03": "corpus/docs/fitness-03.txt",
}
ON = "2026-11-26"
# Not the PDF, whose bytes are the browser's; not the terminal's text, which is for the screen.
KEPT = [format for format in FORMATS if format not in ("terminal", "jsonl", "pdf")]
LETTERS = {"qinghe-recharge": "merchant", "songtao-membership": "payment", "fitness-03": "12315"}


@lru_cache(maxsize=1)
def matcher() -> Matcher:
    return Matcher(load_pack())


@lru_cache
def audited(name: str) -> Audit:
    document = read_document(snapshot_file(str(ROOT / SOURCES[name])))
    # As if called from the root of the repository: no path of this machine may enter.
    return audit(document._replace(source=SOURCES[name]), matcher(), ON)


def built(name: str, format: str) -> bytes:
    if format == "letter.md":
        return to_markdown(compose(audited(name), LETTERS[name], {})).encode()
    names = {category.id: category.name for category in matcher().pack.categories.values()}
    return render_bytes([audited(name)], format, names=names)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a Word or Excel file: how they are compressed depends on the machine."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


@pytest.mark.parametrize("format", [*KEPT, "letter.md"])
@pytest.mark.parametrize("name", SOURCES)
def test_the_kept_report_is_what_is_written_today(name: str, format: str, request: pytest.FixtureRequest) -> None:
    path, data = EXAMPLES / f"{name}.{format}", built(name, format)
    unpacked = parts if format in BINARY else lambda content: {"": content}
    if request.config.getoption("--update-golden") and not (
        path.exists() and unpacked(path.read_bytes()) == unpacked(data)
    ):
        path.write_bytes(data)
    same = path.exists() and unpacked(path.read_bytes()) == unpacked(data)
    assert same, f"reports/examples/{path.name} differs; look, then run pytest --update-golden"


def test_nothing_else_is_kept() -> None:
    expected = {f"{name}.{format}" for name in SOURCES for format in (*KEPT, "letter.md")} | {"README.md"}
    assert set(os.listdir(EXAMPLES)) == expected


def test_no_report_names_a_path_of_the_machine() -> None:
    for path in EXAMPLES.iterdir():
        texts = parts(path.read_bytes()).values() if path.suffix[1:] in BINARY else [path.read_bytes()]
        for text in texts:
            assert str(ROOT).encode() not in text
            assert not re.search(rb"(?<![\w.])/(?:home|root|Users)/", text), path.name
