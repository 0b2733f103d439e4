"""The C is built wherever a test run must not do without it, and C of another form is left alone."""

from __future__ import annotations

import importlib
import os

import pytest

from clauseaudit import native


def test_it_is_built() -> None:
    if native.core is None and os.environ.get("CI") != "true":
        pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler")
    assert native.core is not None
    assert native.core.FORM == native.FORM


def test_c_of_another_form_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    if native.core is None:
        pytest.skip("NOT BUILT: the C of src/clauseaudit/native needs a compiler")
    monkeypatch.setattr(native.core, "FORM", -1)
    try:
        assert importlib.reload(native).core is None
    finally:
        monkeypatch.undo()
        importlib.reload(native)
