from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from loopback import Read, Site, Visitor, serve

from clauseaudit.fetch import identity
from clauseaudit.fetch.client import Client
from clauseaudit.fetch.pace import Pace
from clauseaudit.fetch.transport import Gate
from clauseaudit.model import Snapshot


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for what another one did to a host's pace."""
    monkeypatch.setenv("CLAUSEAUDIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("CLAUSEAUDIT_CONTACT", raising=False)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def other_site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """Clients that hurry: no pace of their own, no back-off, no patience with Retry-After."""
    opened: list[Client] = []

    def open_client(gate: Gate, **options: Any) -> Client:
        usual = {"agent": identity(), "timeout": 10, "max_bytes": 1_000_000, "backoff": 0.0, "patience": 1.0}
        usual["pace"] = Pace(str(tmp_path / "pace.sqlite"), interval=0.0)
        opened.append(Client(gate, **{**usual, **options}))
        return opened[-1]

    yield open_client
    for client in opened:
        client.__exit__(None, None, None)
        client.pace.close()


@pytest.fixture
def read(site: Site, visitor: Visitor) -> Read:
    """Fetch a path of the site through a gate that trusts this one host and port, and nothing else."""

    def read_path(path: str, **options: Any) -> Snapshot:
        client = visitor(Gate(trusted=frozenset((site.origin,))), **options)
        return client.visit(site.base + path).snapshot

    return read_path
