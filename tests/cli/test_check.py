"""``check`` as a shop meets it: processes, exit statuses, files written, nothing else touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TERMS = "第一条 退款\n充值成功后，概不退款。\n第二条 其他\n最终解释权归本公司所有。\n"
EXCUSE = '# clauseaudit: ignore refund-denial reason="审过" until=2027-01-01\n'


def run(*arguments: str, cwd: Path, today: str = "1795651200") -> subprocess.CompletedProcess[str]:
    """``today`` is in seconds since 1970; the default is 2026-11-26."""
    command = [sys.executable, "-m", "clauseaudit", "check", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "SOURCE_DATE_EPOCH": today}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=cwd, env=environment)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "terms.txt").write_text(TERMS, "utf-8")
    (tmp_path / ".git").mkdir()
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_lines_and_a_summary(shop: Path) -> None:
    done = run("terms.txt", cwd=shop)
    *lines, last = done.stdout.splitlines()
    assert done.returncode == 0 and done.stderr == "" and last.startswith("共 1 份文件：可能无效 ")
    assert any(line.startswith("terms.txt:2:1: 可能无效 refund-denial/") for line in lines)
    assert "可以改成" not in done.stdout and "可以改成" in run("terms.txt", "--explain", cwd=shop).stdout


@pytest.mark.parametrize("format", ["text", "github", "json", "sarif"])
def test_the_same_bytes_every_time_on_screen_and_in_a_file(shop: Path, format: str) -> None:
    (shop / "page.html").write_text(f"<body><p>{TERMS}</p></body>", "utf-8")
    first, second = (run(".", "--format", format, cwd=shop).stdout for _ in "ab")
    assert first == second != ""
    done = run(".", "--format", format, "-o", "out.list", cwd=shop)
    assert done.stdout == "" and (shop / "out.list").read_text("utf-8") == first
    if format in ("json", "sarif"):
        json.loads(first)


def test_the_threshold_of_the_command_line_goes_before_the_settings(shop: Path) -> None:
    assert run("terms.txt", cwd=shop).returncode == 0
    assert run("terms.txt", "--fail-on", "void", cwd=shop).returncode == 1
    (shop / "clauseaudit.toml").write_text('fail-on = "void"\n', "utf-8")
    assert run("terms.txt", cwd=shop).returncode == 1
    assert run("terms.txt", "--fail-on", "never", cwd=shop).returncode == 0
    (shop / "clauseaudit.toml").write_text('fail-on = "void"\nignore = ["refund-denial"]\n', "utf-8")
    done = run("terms.txt", cwd=shop)
    assert "refund-denial" not in done.stdout and "final-interpretation" in done.stdout
    assert "refund-denial" in run("terms.txt", "--config", os.devnull, cwd=shop).stdout


def test_the_second_reader_speaks_when_asked(shop: Path) -> None:
    example = ROOT / "corpus" / "examples" / "songtao-membership.txt"
    (shop / "terms.txt").write_bytes(example.read_bytes())
    assert " model/" not in run("terms.txt", cwd=shop).stdout
    done = run("terms.txt", "--model", "--explain", cwd=shop)
    assert " model/" in done.stdout and "可靠程度：由模型找出" in done.stdout


def test_settings_choose_files_and_the_day_of_the_law(shop: Path) -> None:
    (shop / "drafts").mkdir()
    (shop / "drafts" / "new.txt").write_text(TERMS, "utf-8")
    (shop / "pyproject.toml").write_text('[tool.clauseaudit]\nexclude = ["drafts"]\non = "1990-01-01"\n', "utf-8")
    done = run(".", "drafts/new.txt", "--format", "sarif", cwd=shop)
    log = json.loads(done.stdout)["runs"][0]
    assert log["properties"]["lawOn"] == ["1990-01-01"] and len(log["artifacts"]) == 1
    assert json.loads(run(".", "--on", "2026-01-01", "--format", "sarif", cwd=shop).stdout)["runs"][0]["properties"][
        "lawOn"
    ] == ["2026-01-01"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [("colour = 1", "不认识的设置 'colour'"), ('ignore = ["refund-denail"]', "没有规则或类别 'refund-denail'"),
     ('baseline = "none.json"', "没有这个基线文件"), ('on = "2026-13-01"', "不是日期")],
)  # fmt: skip
def test_wrong_settings_are_one_line_and_status_2(shop: Path, settings: str, said: str) -> None:
    (shop / "clauseaudit.toml").write_text(settings, "utf-8")
    done = run("terms.txt", cwd=shop)
    assert done.returncode == 2 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert said in line


def test_a_baseline_is_written_then_counted(shop: Path) -> None:
    assert run("terms.txt", "--write-baseline", cwd=shop).returncode == 2
    done = run("terms.txt", "--baseline", "known.json", "--write-baseline", "--fail-on", "void", cwd=shop)
    assert done.returncode == 0 and done.stdout == "" and "已写入 known.json" in done.stderr
    count = len(json.loads((shop / "known.json").read_text("utf-8"))["findings"])
    (shop / "terms.txt").write_text("开头。\n" * 20 + TERMS, "utf-8")
    done = run("terms.txt", "--baseline", "known.json", "--fail-on", "notice", cwd=shop)
    assert done.returncode == 0
    assert done.stdout == f"共 1 份文件：没有新的发现\n基线里已有 {count} 处，没有列出\n"
    (shop / "terms.txt").write_text("余额到期清零。\n", "utf-8")
    done = run("terms.txt", "--baseline", "known.json", "--fail-on", "notice", cwd=shop)
    assert done.returncode == 1 and "terms.txt:1:1: " in done.stdout and "现在没有了：terms.txt" in done.stdout


def test_a_suppression_expires_with_the_clock(shop: Path) -> None:
    (shop / "terms.txt").write_text("第一条 退款\n" + EXCUSE + "充值成功后，概不退款。\n", "utf-8")
    before = run("terms.txt", "--fail-on", "void", cwd=shop)
    assert before.returncode == 0 and "文件里写明例外的" in before.stdout
    after = run("terms.txt", "--fail-on", "void", cwd=shop, today="1830000000")
    assert after.returncode == 1 and "terms.txt:2:1: 请留意 suppression/expired" in after.stdout


def test_proposals_go_into_a_copy(shop: Path) -> None:
    done = run(".", "--suggest", cwd=shop)
    assert (shop / "terms.txt").read_text("utf-8") == TERMS
    copy = (shop / "terms.suggested.txt").read_text("utf-8")
    assert "已写入" in done.stderr and copy.replace("【建议】", "") != copy
    kept = "".join(line for line in copy.splitlines(keepends=True) if not line.startswith("【建议】"))
    assert kept == TERMS
    again = run(".", "--suggest", cwd=shop)  # the copy is not taken for terms
    assert again.stdout == done.stdout and names(shop) == {"terms.txt", "terms.suggested.txt", ".git"}


def test_a_bad_file_is_named_and_the_others_are_listed(shop: Path) -> None:
    (shop / "empty.txt").write_text(" ", "utf-8")
    done = run("empty.txt", "terms.txt", "none.md", "--suggest", cwd=shop)
    assert done.returncode == 2 and "terms.txt:2:1: " in done.stdout
    named = [line.split("：")[1] for line in done.stderr.splitlines() if "已写入" not in line]
    assert named == ["empty.txt", "none.md"]


def test_an_output_that_cannot_be_written_is_said(shop: Path) -> None:
    done = run("terms.txt", "-o", "no/list.txt", cwd=shop)
    assert done.returncode == 2 and "写不了" in done.stderr


def test_checking_text_needs_nothing_heavy(shop: Path) -> None:
    code = "import sys; from clauseaudit.cli import main; main(['check', 'terms.txt']); print(*sys.modules)"
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=shop, env=environment, check=True)
    bare = subprocess.run([sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True)
    loaded = set(done.stdout.splitlines()[-1].split()) - set(bare.stdout.split())
    assert "clauseaudit.check.review" in loaded
    assert not loaded & {"tomllib", "pickle", "selectolax", "dataclasses", "jieba", "multiprocessing", "datetime"}
