"""Writing a bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

from clauseaudit import evidence
from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence.environment import here


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    with pytest.raises(ClauseauditError, match="已经存在"):
        evidence.write(str(tmp_path), [], [])
    assert list(tmp_path.iterdir()) == []


def test_the_environment_names_no_person_and_no_machine() -> None:
    import getpass
    import socket

    text = " ".join(here("HeadlessChrome 1"))
    assert "clauseaudit" in text and "HeadlessChrome 1" in text
    assert socket.gethostname() not in text and getpass.getuser() not in text.split()
