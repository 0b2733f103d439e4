"""axe-core, the accessibility checker, from npm: kept in a cache outside the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

import pytest

VERSION = "4.10.3"
GRAVE = ("serious", "critical")


def source() -> str:
    """The script of axe-core; the test is skipped, loudly, when npm is missing or cannot fetch it."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = os.path.join(cache, "clauseaudit", f"axe-{VERSION}")
    path = os.path.join(folder, "node_modules", "axe-core", "axe.min.js")
    if not os.path.exists(path):
        _install(folder)
    with open(path, encoding="utf-8") as file:
        return file.read()


def _install(folder: str) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("ACCESSIBILITY NOT TESTED: there is no npm to install axe-core with")
    os.makedirs(folder, exist_ok=True)
    command = [npm, "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", f"axe-core@{VERSION}"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"ACCESSIBILITY NOT TESTED: npm could not install axe-core: {error}")


def violations(page: Any) -> list[str]:
    """What axe calls serious or critical on the page as it is now: rule, place and reason."""
    page.evaluate(source())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
