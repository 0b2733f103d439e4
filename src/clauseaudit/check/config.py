"""The shop's settings: ``clauseaudit.toml``, or ``[tool.clauseaudit]`` in pyproject.toml."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from clauseaudit.errors import ClauseauditError
from clauseaudit.findings import FAIL_ON
from clauseaudit.laws import is_date
from clauseaudit.rules import Pack

OWN_NAME, SHARED_NAME = "clauseaudit.toml", "pyproject.toml"
LISTS = ("exclude", "select", "ignore")
KEYS = ("fail-on", "patterns", "on", "baseline", *LISTS)
OWN_CATEGORIES = ("contradiction", "suppression")  # findings of the check itself, beside those of the rules
MAX_BYTES = 1_000_000
_SUGGESTED = "*.suggested.*"  # the copies that --suggest writes


class Config(NamedTuple):
    """Settings with paths made absolute. Empty: not set."""

    file: str = ""
    fail_on: str = ""
    patterns: str = ""
    on: str = ""
    baseline: str = ""
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def keeps(self, path: str) -> bool:
        """Whether no ``exclude`` pattern covers the file. Patterns are relative to the settings file's folder."""
        from fnmatch import fnmatchcase

        name = os.path.basename(path)
        if fnmatchcase(name, _SUGGESTED):
            return False
        if not self.exclude:
            return True
        base = os.path.dirname(self.file) if self.file else os.getcwd()
        place = os.path.relpath(os.path.abspath(path), base).replace(os.sep, "/")
        folders = place.split("/")
        for pattern in (p.rstrip("/") for p in self.exclude):
            covered = ("/".join(folders[: depth + 1]) for depth in range(len(folders)))
            if fnmatchcase(name, pattern) or any(fnmatchcase(part, pattern) for part in covered):
                return False
        return True

    def wants(self, rule: str) -> bool:
        """Whether findings of this rule are listed: selected (all are, by default) and not ignored."""
        return (not self.select or names(rule, self.select)) and not names(rule, self.ignore)


def names(rule: str, chosen: Iterable[str]) -> bool:
    """Whether the rule or its category is among ``chosen``; ``model/refund-denial`` is of that category too."""
    category = rule.removeprefix("model/").split("/")[0]
    return any(name in (rule, category) for name in chosen)


def is_known(name: str, pack: Pack) -> bool:
    """Whether there is such a rule or category."""
    head = name.removeprefix("model/").split("/")[0]
    if head in OWN_CATEGORIES or name.startswith("model/"):
        return head in OWN_CATEGORIES or head in pack.categories
    return name in pack.categories or any(rule.id == name for rule in pack.rules)


def find(start: str) -> Config:
    """The settings nearest above ``start`` (a file or folder), as far up as the repository reaches.

    In one folder clauseaudit.toml goes before pyproject.toml. Raises ClauseauditError for settings that are wrong.
    """
    folder = os.path.abspath(start if os.path.isdir(start) else os.path.dirname(start) or ".")
    while True:
        for name in (OWN_NAME, SHARED_NAME):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (table := _table(path)) is not None:
                return read(path, table)
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return Config()
        folder = parent


def load(path: str) -> Config:
    """The settings in this file. Raises ClauseauditError if there are none."""
    table = _table(path)
    if table is None:
        raise ClauseauditError(path, "没有 [tool.clauseaudit] 这一节", f"加上这一节，或改用 {OWN_NAME}")
    return read(path, table)


def read(path: str, table: dict[str, Any]) -> Config:
    """Check the settings of ``path``; every mistake is one clear line."""
    for key, value in table.items():
        if key not in KEYS:
            raise ClauseauditError(path, f"不认识的设置 {key!r}", "可用：" + "、".join(KEYS))
        expected = "一组文字，如 [\"a\", \"b\"]" if key in LISTS else "一段文字"
        good = isinstance(value, list) and all(isinstance(v, str) and v for v in value)
        if not (good if key in LISTS else _is_text(key, value)):
            raise ClauseauditError(path, f"{key} 的值不对", f"要写成{expected}")
    fail_on, on = table.get("fail-on", ""), str(table.get("on", ""))
    if fail_on and fail_on not in FAIL_ON:
        raise ClauseauditError(path, f"fail-on 没有 {fail_on!r} 这一级", "可用：" + "、".join(FAIL_ON))
    if on and not is_date(on):
        raise ClauseauditError(path, f"on 的值 {on!r} 不是日期", "写成 2025-05-01 这样")
    folder = os.path.dirname(os.path.abspath(path))
    patterns, baseline = (os.path.join(folder, table[key]) if key in table else "" for key in ("patterns", "baseline"))
    return Config(os.path.abspath(path), fail_on, patterns, on, baseline, *(tuple(table.get(key, ())) for key in LISTS))


def _is_text(key: str, value: Any) -> bool:
    """A non-empty string; a date may be written without quotes."""
    return (isinstance(value, str) and bool(value)) or (key == "on" and type(value).__name__ == "date")


def _table(path: str) -> dict[str, Any] | None:
    """The settings of a file; None if it is a pyproject.toml without any."""
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ClauseauditError(path, f"读不了：{error.strerror}", "检查路径和权限") from error
    shared = os.path.basename(path) == SHARED_NAME
    # Reading TOML takes longer than auditing a page; most projects' pyproject.toml does not mention us.
    if shared and b"clauseaudit" not in content:
        return None
    if len(content) > MAX_BYTES:
        raise ClauseauditError(path, "超过 1 MB，不像一份设置", "检查文件")
    return _own_part(path, content) if shared else _parsed(path, content)


def _own_part(path: str, content: bytes) -> dict[str, Any] | None:
    tools = _parsed(path, content).get("tool", {})
    table = tools.get("clauseaudit") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ClauseauditError(path, "tool.clauseaudit 不是一节设置", "写成 [tool.clauseaudit]")
    return table


def _parsed(path: str, content: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ClauseauditError(path, f"不是正确的 TOML：{error}", "改正后再运行") from error
