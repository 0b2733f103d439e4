from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from clauseaudit.evidence import write
from clauseaudit.fetch.transport import Gate
from evidence.bundles import HERE, Authority, audits, service, visits


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An OpenSSL timestamp authority. CI has OpenSSL; elsewhere its absence is said aloud."""
    if shutil.which("openssl") is None:
        pytest.skip("TIMESTAMP TESTS DID NOT RUN: no openssl")
    return Authority(tmp_path_factory.mktemp("authority") / "rsa")


@pytest.fixture(scope="session")
def tsa(authority: Authority) -> Iterator[str]:
    """The address at which the authority answers."""
    with service(lambda query: (200, authority.reply(query))) as address:
        yield address


@pytest.fixture(scope="session")
def stamped(tsa: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with everything in it, timestamp included. Not to be changed."""
    folder = tmp_path_factory.mktemp("bundle") / "证据"
    gate = Gate(allow_private=True)
    written = write(str(folder), visits(), audits(), timestamp=tsa, gate=gate, environment=HERE, wacz=True)
    assert written.notes == ()
    return folder


@pytest.fixture
def bundle(stamped: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(stamped, tmp_path / "证据"))
