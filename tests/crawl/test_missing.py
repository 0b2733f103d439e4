"""What a platform names and nobody could read."""

from __future__ import annotations

import pytest

from clauseaudit.crawl.missing import Missing
from clauseaudit.crawl.texts import Read
from clauseaudit.discover import Candidate
from clauseaudit.model import Document, Snapshot
from clauseaudit.visit import Visit

HERE = "https://a.test/"
VISIT = Visit(HERE, Snapshot(HERE, b"x", "text/html", "utf-8", HERE), "rendered")


@pytest.mark.parametrize(
    ("read", "named", "missed"),
    [
        ("栗星用户服务协议", "用户协议", False),
        ("栗星用户协议", "《用户服务协议》", False),
        ("会员服务条款", "会员使用条款", False),
        ("栗星用户协议", "服务协议", True),
        ("会员自动续费协议", "会员协议", True),
        ("栗星充值协议", "退款协议", True),
    ],
)
def test_one_document_under_two_names(read: str, named: str, missed: bool) -> None:
    missing = Missing(lambda line: None)
    document = Document("x", read, HERE, "第一条", "")
    trigger = Candidate(HERE, named, "agreement", "", 90, script=True)
    missing.add_unopened([(trigger, VISIT)], [Read(document, VISIT)], "")
    assert [one.title for one in missing.all()] == ([named] if missed else [])
