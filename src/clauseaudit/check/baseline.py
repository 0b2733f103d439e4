"""The baseline: findings a shop already knows. They are counted, not listed; those that are gone are reported.

A finding is recognised by the fingerprint of its rule and words (``render.fingerprint``), so it stays known when
lines move. The file is JSON, sorted, one finding a line, made to be kept in a repository.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from clauseaudit.errors import ClauseauditError
from clauseaudit.files import replace_file
from clauseaudit.render.columns import harmless

SCHEMA = "clauseaudit/baseline/1"
MAX_BYTES = 50_000_000
QUOTE = 60  # characters of a quote that are written down, for people who read the file
_KEYS = ("path", "rule", "fingerprint", "quote")
_REMEDY = "用 --write-baseline 重新生成"


class Entry(NamedTuple):
    """A known finding; ``path`` is relative to the baseline's folder, with ``/``."""

    path: str
    rule: str
    fingerprint: str
    quote: str


class Baseline(NamedTuple):
    """The known findings of every file."""

    file: str
    entries: tuple[Entry, ...] = ()

    def known(self) -> dict[str, set[str]]:
        """Fingerprints known in each file, by ``relative`` path."""
        files: dict[str, set[str]] = {}
        for entry in self.entries:
            files.setdefault(entry.path, set()).add(entry.fingerprint)
        return files

    def relative(self, path: str) -> str:
        """How the baseline names a file."""
        folder = os.path.dirname(os.path.abspath(self.file))
        return os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")

    def exists(self, entry: Entry) -> bool:
        """Whether the file of an entry is still there."""
        return os.path.isfile(os.path.join(os.path.dirname(os.path.abspath(self.file)), entry.path))


def read(path: str) -> Baseline:
    """Read a baseline. Raises ClauseauditError when it is not there or is none."""
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ValueError("超过 50 MB")
        return Baseline(path, tuple(_entries(json.loads(content))))
    except FileNotFoundError as error:
        raise ClauseauditError(path, "没有这个基线文件", "先用 --write-baseline 生成") from error
    except OSError as error:
        raise ClauseauditError(path, f"读不了：{error.strerror}", "检查路径和权限") from error
    except (ValueError, RecursionError) as error:
        raise ClauseauditError(path, f"不是基线文件：{error}", _REMEDY) from error


def _entries(value: Any) -> Iterable[Entry]:
    if not isinstance(value, dict) or value.get("schema") != SCHEMA or not isinstance(value.get("findings"), list):
        raise ValueError(f"schema 不是 {SCHEMA}")
    for row in value["findings"]:
        if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in _KEYS):
            raise ValueError("有一条缺少 " + "、".join(_KEYS))
        yield Entry(*(row[key] for key in _KEYS))


def entry(baseline: Baseline, path: str, rule: str, fingerprint: str, quote: str) -> Entry:
    """A finding as the baseline writes it down."""
    return Entry(baseline.relative(path), rule, fingerprint, harmless(quote)[:QUOTE])


def gone(baseline: Baseline, checked: Mapping[str, set[str]]) -> list[Entry]:
    """Entries that no longer hold: of the checked files (path -> fingerprints found), and of files that are away."""
    found = {baseline.relative(path): names for path, names in checked.items()}
    return [e for e in baseline.entries if not _holds(baseline, e, found)]


def _holds(baseline: Baseline, entry: Entry, found: Mapping[str, set[str]]) -> bool:
    if entry.path in found:
        return entry.fingerprint in found[entry.path]
    return baseline.exists(entry)  # not checked this time


def write(baseline: Baseline, checked: Iterable[str], entries: Iterable[Entry]) -> int:
    """Write down the findings of the checked files, keeping those of other files that are still there.

    Returns how many findings the file holds. The file changes as a whole or not at all.
    """
    own = {baseline.relative(path) for path in checked}
    kept = [e for e in baseline.entries if e.path not in own and baseline.exists(e)]
    rows = sorted({*kept, *entries})
    lines = ",\n".join("  " + json.dumps(dict(zip(_KEYS, row, strict=True)), ensure_ascii=False) for row in rows)
    text = f'{{\n "schema": "{SCHEMA}",\n "findings": [\n{lines}\n ]\n}}\n'
    replace_file(baseline.file, text.encode("utf-8", "backslashreplace"))
    return len(rows)
