"""What others plug in: the pre-commit hook and the GitHub Action, checked against the command line they call."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from clauseaudit.cli import check
from clauseaudit.findings import FAIL_ON

ROOT = Path(__file__).parent.parent.parent
TERMS = "充值成功后，概不退款。\n最终解释权归本公司所有。\n"
BASH = shutil.which("bash")


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def test_the_hook_names_a_command_that_exists() -> None:
    (hook,) = loaded(".pre-commit-hooks.yaml")
    assert {"id", "name", "entry", "language", "types_or", "require_serial"} <= set(hook)
    program, verb = hook["entry"].split()
    assert f'{program} = "clauseaudit.cli:command"' in (ROOT / "pyproject.toml").read_text("utf-8") and verb == "check"
    parser = argparse.ArgumentParser()
    check.options(parser)
    parsed = parser.parse_args([*hook["args"], "terms.md"])
    assert parsed.fail_on == "void" and hook["language"] == "python" and hook["require_serial"] is True


def step(name: str) -> Any:
    return next(s for s in loaded("action.yml")["runs"]["steps"] if s.get("name") == name)


def test_the_action_is_composite_and_documented() -> None:
    action = loaded("action.yml")
    assert action["runs"]["using"] == "composite" and action["name"] and action["description"]
    for value in action["inputs"].values():
        assert value["description"] and (value.get("required") or "default" in value)
    for level in FAIL_ON:
        assert level in action["inputs"]["fail-on"]["description"]


def test_no_input_is_pasted_into_a_script() -> None:
    for one in loaded("action.yml")["runs"]["steps"]:
        if "run" in one:
            assert "${{" not in one["run"] and one["shell"] == "bash"
    used = {name for value in step("检查")["env"].values() for name in re.findall(r"inputs\.([\w-]+)", value)}
    assert used == set(loaded("action.yml")["inputs"]) - {"python-version"}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with terms, and a ``clauseaudit`` on the way to programs that is this one."""
    (tmp_path / "服务 协议.txt").write_text(TERMS, "utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "clauseaudit"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m clauseaudit "$@"\n', "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return tmp_path


def run_action(shop: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The script of the step as the runner starts it: ``bash -eo pipefail``, inputs as variables."""
    assert BASH
    given = {"PATHS": "", "FAIL_ON": "", "BASELINE": "", "CONFIG": "", "SARIF": "", **inputs}
    environment = {**os.environ, **given, "PYTHONPATH": str(ROOT / "src")}
    environment["PATH"] = f"{shop / 'bin'}{os.pathsep}{environment['PATH']}"
    command = [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", step("检查")["run"]]
    return subprocess.run(command, cwd=shop, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(BASH is None, reason="the action's scripts are bash")
def test_the_step_annotates_and_fails_by_the_threshold(shop: Path) -> None:
    done = run_action(shop, PATHS="服务 协议.txt\n")
    assert done.returncode == 0 and done.stdout.startswith("::error file=服务 协议.txt,line=1,"), done.stderr
    assert run_action(shop, PATHS="服务 协议.txt", FAIL_ON="void").returncode == 1
    assert run_action(shop, PATHS="没有.txt").returncode == 2
    hostile = run_action(shop, PATHS="$(touch hacked)\n`touch hacked`\n; touch hacked\n--output=hacked")
    assert hostile.returncode == 2 and not (shop / "hacked").exists()


@pytest.mark.skipif(BASH is None, reason="the action's scripts are bash")
def test_the_step_writes_sarif_even_when_it_fails(shop: Path) -> None:
    (shop / "clauseaudit.toml").write_text('fail-on = "notice"\n', "utf-8")
    done = run_action(shop, PATHS=".", SARIF="out.sarif")
    assert done.returncode == 1, done.stderr
    assert json.loads((shop / "out.sarif").read_text("utf-8"))["runs"][0]["results"]


def test_the_guide_shows_what_works(shop: Path) -> None:
    guide = (ROOT / "docs" / "self-check.md").read_text("utf-8")
    settings, markdown = (re.search(rf"```{kind}\n(.*?)```", guide, re.S) for kind in ("toml", "md"))
    assert settings and markdown
    kept = [line for line in settings[1].splitlines() if not line.startswith(("baseline", "patterns"))]
    (shop / "clauseaudit.toml").write_text("\n".join(kept), "utf-8")
    (shop / "tickets.md").write_text(markdown[1], "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "SOURCE_DATE_EPOCH": "1795651200"}
    command = [sys.executable, "-m", "clauseaudit", "check", "tickets.md"]
    done = subprocess.run(command, cwd=shop, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "文件里写明例外的 1 处" in done.stdout and "suppression" not in done.stdout
    for option in re.findall(r"(?<![-<!])(--[a-z][a-z-]+)", guide):
        parser = argparse.ArgumentParser()
        check.options(parser)
        assert option in parser.format_help()
