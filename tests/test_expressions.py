from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauseaudit.expressions import _compiled, _pattern, expression

SOURCES = [
    r"第(?P<nth>[一二三]{1,3}|\d+)(?P<unit>条款?|章)",
    r"(?<![需须])提前(?:[^,]{1,12}|x)?(?:公示|通知)",
    r"[\s#>*_]*",
    "a++b|(?=c)",
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("flags", [0, re.I, re.I | re.S | re.M])
@given(text=st.text("第一3条款章提前公示须,x#ABcab \n", max_size=30))
def test_what_is_kept_matches_as_what_is_compiled(source: str, flags: int, text: str) -> None:
    made, plain = _pattern(source, *_compiled(source, int(flags))), re.compile(source, flags)
    assert (made.flags, made.groups, made.groupindex) == (plain.flags, plain.groups, plain.groupindex)
    found, expected = ([(m.span(), m.groupdict(), m.lastgroup) for m in p.finditer(text)] for p in (made, plain))
    assert found == expected


def test_a_bad_source_is_an_error_as_ever() -> None:
    with pytest.raises(re.error):
        expression("(a")


def run(folder: Path, source: str) -> str:
    code = (
        "import re; compile = re._compiler._code; made = []\n"
        "re._compiler._code = lambda *a: made.append(1) or compile(*a)\n"
        f"from clauseaudit.expressions import expression; print(expression({source!r}).findall('aab'), len(made))"
    )
    environment = {**os.environ, "CLAUSEAUDIT_CACHE": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_second_run_compiles_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "a+") == "['aa'] 1"
    assert run(tmp_path, "a+") == "['aa'] 0"
    assert run(tmp_path, "b") == "['b'] 1"
    assert run(tmp_path, "a+") == "['aa'] 0"


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty"])
def test_a_damaged_file_is_written_anew(tmp_path: Path, damage: str) -> None:
    run(tmp_path, "a+")
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    flipped = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
    file.write_bytes({"cut": content[:20], "flipped": flipped, "empty": b""}[damage])
    assert run(tmp_path, "a+") == "['aa'] 1"
    assert file.read_bytes() == content


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run(tmp_path / "file", "a+") == "['aa'] 1"
