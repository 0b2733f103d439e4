"""The size and place of things: small modules, a test for each, nothing in git that belongs elsewhere."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "clauseaudit"
MODULES = sorted(PACKAGE.rglob("*.py"))
NATIVE = sorted(PACKAGE.rglob("*.[ch]"))
MODULE_LINES, FUNCTION_LINES, FILE_BYTES = 300, 40, 1_000_000

# Modules without a test module of their own, and where they are tested instead.
TESTED_ELSEWHERE = {
    "__init__.py": "the version, printed by the tests of the command line",
    "__main__.py": "one call, run by the tests of the command line",
    "cli/options.py": "options of several verbs, tested through them",
    "sentences.py": "the first half of outlines, tested through them in native/test_split.py",
    "scene/expressions.py": "what both ways of matching ask, tested through them",
    "render/passage.py": "lays out the text of the HTML report, tested there",
}

# Written in two parts so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)" + r"/[\w.]"),
    "a package index": re.compile("pypi" + r"\.org|python" + r"hosted\.org|registry" + r"\.npmjs"),
}
LOCK_FILES = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "yarn.lock"}
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
GENERATED = {".git", ".venv", "__pycache__", "dist", "node_modules"}


def tracked_files() -> list[Path]:
    """What git tracks; in a copy without git, what lies there but for generated folders."""
    git = ["git", "-C", str(ROOT), "ls-files", "-z"]
    try:
        names = subprocess.run(git, capture_output=True, check=True).stdout.decode().split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    except (OSError, subprocess.CalledProcessError):
        found = []
        for folder, folders, names in os.walk(ROOT):
            folders[:] = [f for f in folders if f not in GENERATED and not f.endswith("_cache")]
            found += [Path(folder, name) for name in names]
        return found


FILES = tracked_files()


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code_lines(source: str) -> set[int]:
    """Numbers of the lines that hold code: no blank lines, comments or docstrings."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=last):
                lines.difference_update(range(first, (last or first) + 1))
    return lines


def long_functions(source: str) -> list[str]:
    lines = code_lines(source)
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = len(lines.intersection(range(node.lineno, (node.end_lineno or 0) + 1)))
            found += [f"{node.name}: {size} lines"] if size > FUNCTION_LINES else []
    return found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_are_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MODULE_LINES
    assert not long_functions(source)


@pytest.mark.parametrize("path", NATIVE, ids=name)
def test_so_is_what_is_written_in_c(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MODULE_LINES
    starts = [number for number, line in enumerate(lines) if line == "{"]
    assert starts or path.suffix == ".h"
    assert all("}" in lines[start : start + FUNCTION_LINES + 2] for start in starts)


def test_docstrings_and_comments_do_not_count() -> None:
    body = "".join(f"    x = {n}\n" for n in range(FUNCTION_LINES - 1))
    prose = '    """What it does.\n\n    More.\n    """\n\n    # why\n'
    assert not long_functions("def f():\n" + prose + body)
    assert long_functions("def f():\n" + prose + body + "    return x\n") == ["f: 41 lines"]


TESTS = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]


def imported_by_tests() -> set[str]:
    """Dotted names that test modules import, with and without the last part (a name or a module)."""
    found: set[str] = set()
    for node in (node for source in TESTS for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


IMPORTED = imported_by_tests()


def is_run_by_tests(verb: str) -> bool:
    """``run("audit", …)`` or ``main(["audit", …])``: a verb is tested as it is used."""
    return any(re.search(rf'[\[(]"(--)?{verb}"', source) for source in TESTS)


def has_test(path: Path) -> bool:
    """``a/b.py`` is tested by ``tests/a/test_b….py`` or by a test that imports it by name or runs it as a verb."""
    relative = path.relative_to(PACKAGE)
    folder, stem = relative.parent, relative.stem
    own = any((ROOT / "tests" / folder).glob("test_*.py" if stem == "__init__" else f"test_{stem}*.py"))
    dotted = ".".join(["clauseaudit", *relative.with_suffix("").parts]).removesuffix(".__init__")
    return own or dotted in IMPORTED or (folder.name == "cli" and is_run_by_tests(stem))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_has_a_test(path: Path) -> None:
    if str(path.relative_to(PACKAGE)) in TESTED_ELSEWHERE:
        assert not has_test(path) or path.stem == "__init__", "has one now: take it off the list"
    else:
        assert has_test(path)


def test_the_list_of_exceptions_is_alive() -> None:
    assert all((PACKAGE / module).exists() for module in TESTED_ELSEWHERE)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    hits = []
    for path in FILES:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        hits += [f"{name(path)}: {m.group()}" for m in FORBIDDEN[what].finditer(text)]
    assert not hits


def test_the_search_finds_what_is_forbidden() -> None:
    assert FORBIDDEN["a path of one machine"].search("open('/ro" + "ot/x')")
    assert FORBIDDEN["a package index"].search("https://py" + "pi.org/simple")
    assert not FORBIDDEN["a path of one machine"].search("https://example.test/home/a/b")


def test_no_lock_files() -> None:
    assert not [name(path) for path in FILES if path.name in LOCK_FILES]


def test_no_large_files() -> None:
    assert not [name(path) for path in FILES if path.stat().st_size > FILE_BYTES]
