"""Imports go down only, and the way from a text file to JSON stays light."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src"
PACKAGE = SRC / "clauseaudit"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Top first. A module may import its own package and what stands on lower lines. A new module needs a place.
LAYERS = [
    {"__main__"},
    {"cli", "web"},
    {"check"},
    {"benchmark", "pages", "phrases"},
    {"crawl"},
    {"batch", "browse", "discover", "evidence", "visual"},
    {"disguise", "examples", "extract", "fetch", "render", "score"},
    {"platform"},
    {"audit"},
    {"findings"},
    {"facts", "match", "reader"},
    {"likeness", "scene"},
    {"clauses", "jurisdiction", "parties"},
    {"outlining"},
    {"leads", "sentences"},
    {"numbering"},
    {"rules"},
    {"laws"},
    {"text"},
    {"folding", "words"},
    {"expressions", "structure", "variants"},
    {"browsers", "files", "wordml"},
    {"numerals", "visit"},
    {"model", "errors", "native"},
    {"__init__"},  # the version
]
RANK = {unit: rank for rank, units in enumerate(LAYERS) for unit in units}

# Each costs more than the whole budget of reading a text file, or does so with what it pulls in.
HEAVY = {
    "asyncio",
    "bs4",
    "dataclasses",
    "hashlib",
    "httpcore",
    "httpx",
    "jieba",
    "jinja2",
    "lxml",
    "multiprocessing",
    "numpy",
    "playwright",
    "protego",
    "regex",
    "selectolax",
    "sqlite3",
    "ssl",
    "tomllib",
    "urllib.request",
}


def unit(path: Path) -> str:
    """The top-level module or package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_units(source: str, package: list[str]) -> Iterator[tuple[int, str]]:
    """Line and unit of every import of our own, those inside functions included."""
    for node in ast.walk(ast.parse(source)):
        names: list[list[str]] = []
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            names = [[*base, alias.name] for alias in node.names]
        for name in names:
            if name[0] == "clauseaudit":
                yield node.lineno, name[1] if len(name) > 1 and name[1] in RANK else unit_of(name)


def unit_of(name: list[str]) -> str:
    """An unknown second part is either a name of the package itself or a module that has no layer yet."""
    known = len(name) > 1 and ((PACKAGE / name[1]).is_dir() or (PACKAGE / f"{name[1]}.py").exists())
    return name[1] if known else "__init__"


def package_of(path: Path) -> list[str]:
    return list(path.parent.relative_to(SRC).parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    own = unit(path)
    assert own in RANK, f"give {own} a line in LAYERS"
    up = [
        f"line {line}: {own} imports {other}"
        for line, other in imported_units(path.read_text(encoding="utf-8"), package_of(path))
        if other != own and RANK.get(other, -1) <= RANK[own]
    ]
    assert not up, "\n".join(up)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from clauseaudit.render import words", "render"),
        ("from clauseaudit import cli", "cli"),
        ("import clauseaudit.web.app", "web"),
        ("from ..audit import audit", "audit"),
        ("def f():\n    from .. import fetch", "fetch"),
        ("from clauseaudit import __version__", "__init__"),
    ],
)
def test_every_way_to_import_is_seen(source: str, expected: str) -> None:
    assert [name for _, name in imported_units(source, ["clauseaudit", "rules"])] == [expected]


def run_and_list_modules(arguments: list[str], cache: Path) -> set[str]:
    """Modules in memory after the command has run in a process of its own."""
    code = (
        "import sys\n"
        "from clauseaudit.cli import main\n"
        "try: status = main(sys.argv[1:])\n"
        "except SystemExit as stop: status = stop.code\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
        "sys.exit(status)"
    )
    environment = {**os.environ, "PYTHONPATH": str(SRC), "CLAUSEAUDIT_CACHE": str(cache)}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert done.stdout.startswith("{"), done.stdout[:200]
    return set(done.stderr.split())


def modules_at_start() -> set[str]:
    """What Python and the packages installed beside ours load before our first line."""
    command = [sys.executable, "-c", "import sys; print(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_a_text_file_needs_nothing_heavy(tmp_path: Path) -> None:
    agreement = tmp_path / "agreement.txt"
    agreement.write_text("第一条 退款\n充值成功后，概不退款。\n", encoding="utf-8")
    command = ["audit", str(agreement), "--format", "json"]
    run_and_list_modules(command, tmp_path / "cache")  # the first run reads the rules and keeps them compiled
    loaded = run_and_list_modules(command, tmp_path / "cache")
    assert "clauseaudit.match" in loaded  # it did the work
    bare = subprocess.run([sys.executable, "-c", "import sys; print('\\n'.join(sys.modules))"],
                          capture_output=True, text=True, check=True).stdout.split()  # fmt: skip
    assert not (loaded - set(bare)) & HEAVY
