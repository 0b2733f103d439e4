from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback import Read, Site, serve

from clauseaudit.fetch import identity
from clauseaudit.fetch.http import get
from clauseaudit.fetch.transport import Gate
from clauseaudit.model import Snapshot


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def other_site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def read(site: Site) -> Read:
    """Fetch a path of the site through a gate that trusts this one host and port, and nothing else."""

    def read_path(path: str, *, timeout: float = 10, max_bytes: int = 1_000_000) -> Snapshot:
        gate = Gate(trusted=frozenset((site.origin,)))
        return get(site.base + path, gate, user_agent=identity(), timeout=timeout, max_bytes=max_bytes)

    return read_path
