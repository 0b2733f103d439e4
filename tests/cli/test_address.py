"""Addresses on the command line: options, formats, evidence, exit status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chestnut
import pytest
import terms
from chestnut import html, paragraphs

from clauseaudit import cli
from clauseaudit.cli import address
from clauseaudit.crawl import Crawled
from clauseaudit.crawl.walk import Walk

PAGES = {
    "/": html('<a href="/user">用户协议</a><a href="/recharge">充值协议</a><a href="/login">会员协议</a>', "栗星"),
    "/user": html(paragraphs(terms.USER), "用户协议"),
    "/recharge": html(paragraphs(terms.RECHARGE), "充值协议"),
    "/login": html("<p>请输入手机号和密码登录</p>", "登录"),
    "/wall": html("<p>请输入手机号和密码登录</p><p>登录即同意<a href='javascript:;'>《用户协议》</a></p>", "登录"),
    "/only": html('<a href="/login">会员协议</a>', "栗星"),
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[chestnut.Platform]:
    monkeypatch.setattr("clauseaudit.fetch.pace.default_path", lambda: str(tmp_path / "pace.sqlite"))
    monkeypatch.setattr(address, "INTERVAL", 0.0)
    with chestnut.serve(lambda port: {chestnut.HOME: PAGES}) as running:
        yield running


def audit(*arguments: str) -> int:
    return cli.main(["audit", *arguments, "--allow-private", "--render", "never"])


def test_a_page_that_is_an_agreement_gives_one_audit(site: chestnut.Platform, capfd: Any) -> None:
    assert audit(site.base + "user", "--format", "json") == 0
    record = json.loads(capfd.readouterr().out)
    assert record["document"]["title"] == "用户协议" and "platform" not in record


def test_a_platform_gives_one_object_with_its_documents(site: chestnut.Platform, capfd: Any) -> None:
    assert audit(site.base, "--format", "json") == 0
    record = json.loads(capfd.readouterr().out)
    assert record["platform"] == site.base and len(record["documents"]) == 2
    assert [u["title"] for u in record["unread"]] == ["会员协议"]


@pytest.mark.parametrize("suffix", [".html", ".xlsx"])
def test_a_file(site: chestnut.Platform, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"report{suffix}"
    assert audit(site.base, "-o", str(target)) == 0
    assert target.stat().st_size > 1000


def test_the_exit_status_looks_at_every_document(site: chestnut.Platform) -> None:
    assert audit(site.base, "--quiet", "--fail-on", "void") == 1
    assert audit(site.base, "--quiet", "--fail-on", "void", "--only", "privacy") == 2  # nothing was read


def test_a_platform_of_which_nothing_could_be_read_is_reported_with_status_2(
    site: chestnut.Platform, capfd: Any
) -> None:
    assert audit(site.base + "only") == 2
    out = capfd.readouterr().out
    assert "没读全" in out and "会员协议" in out and "登录" in out


def test_a_wall_is_called_one_whatever_it_names(site: chestnut.Platform, capfd: Any) -> None:
    assert audit(site.base + "wall") == 2
    assert "要求先登录" in capfd.readouterr().err


@pytest.mark.parametrize("suffix", ["csv", "docx", "sarif", "xlsx"])
def test_formats_that_are_lists_say_what_they_leave_out(
    site: chestnut.Platform, tmp_path: Path, capfd: Any, suffix: str
) -> None:
    audit(site.base, "-o", str(tmp_path / f"x.{suffix}"))
    assert ("没读到的1份：《会员协议》" in capfd.readouterr().err) == (suffix != "xlsx")


def test_a_bad_address_is_one_line_and_the_others_go_on(site: chestnut.Platform, capfd: Any) -> None:
    assert audit(site.base + "gone", site.base + "user", "--format", "jsonl", "--quiet") == 2
    out, err = capfd.readouterr()
    assert json.loads(out)["document"]["title"] == "用户协议"
    (line,) = err.splitlines()
    assert "gone" in line and "404" in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "充值"], "没有这种协议"), (["--max", "0"], "不在 1 到 100"), (["--max", "101"], "不在 1 到 100"),
        (["--timestamp", "http://127.0.0.1/"], "--evidence"),
    ],
)  # fmt: skip
def test_bad_options_are_one_line(site: chestnut.Platform, capfd: Any, arguments: list[str], said: str) -> None:
    assert audit(site.base, *arguments) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert said in line and not site.asked()


def test_evidence_is_written_and_can_be_verified(site: chestnut.Platform, tmp_path: Path, capfd: Any) -> None:
    bundle = tmp_path / "bundle"
    assert audit(site.base, "--quiet", "--evidence", str(bundle)) == 0
    assert "SHA-256" in capfd.readouterr().err
    assert json.loads((bundle / "platform.json").read_text("utf-8"))["platform"] == site.base
    assert cli.main(["verify", str(bundle)]) == 0
    asked = len(site.asked())
    assert audit(site.base, "--evidence", str(bundle)) == 2  # never over an older one, and before anything is asked
    assert len(site.asked()) == asked


def test_one_bundle_one_address(site: chestnut.Platform, tmp_path: Path) -> None:
    assert audit(site.base, site.base + "user", "--evidence", str(tmp_path / "x")) == 2
    assert not site.asked()


def test_ctrl_c_writes_what_there_is(site: chestnut.Platform, capfd: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop_at_second(walk: Walk, waiting: Any) -> None:
        if walk.reads:
            raise KeyboardInterrupt
        visit(walk, waiting)

    visit = Walk._visit
    monkeypatch.setattr(Walk, "_visit", stop_at_second)
    assert audit(site.base, "--format", "json") == 130
    out, err = capfd.readouterr()
    assert len(json.loads(out)["documents"]) == 1 and "已停止" in err


def test_who_asks_is_said(site: chestnut.Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(url: str, wanted: Any, say: Any) -> Crawled:
        seen.append(wanted)
        raise address.ClauseauditError(url, "x")

    monkeypatch.setattr(address, "platform", look)
    audit(site.base, "--contact", "a@b.test", "--ignore-robots", "--max", "3", "--only", "recharge，refund")
    (wanted,) = seen
    assert wanted.contact == "a@b.test" and wanted.ignore_robots and wanted.limit == 3
    assert wanted.only == {"recharge", "refund"}
