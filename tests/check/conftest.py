"""A shop's folder and the real rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clauseaudit.check.baseline import Baseline
from clauseaudit.check.config import Config
from clauseaudit.check.review import Lens, Review, review
from clauseaudit.match import Matcher
from clauseaudit.rules import load_pack

DAY = "2026-11-26"


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher(load_pack())


@pytest.fixture
def check(matcher: Matcher, tmp_path: Path) -> Callable[..., Review]:
    """``check({"a.txt": "…"}, config=…, today=…)``: write the files and check them, in this order."""

    def run(
        files: dict[str, str | bytes], config: Config | None = None, today: str = DAY, baseline: Baseline | None = None
    ) -> Review:
        paths = []
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            paths.append(str(path))
        return review(paths, Lens(matcher, DAY), today, config or Config(), baseline)

    return run
