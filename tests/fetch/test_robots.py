from __future__ import annotations

import time

import pytest

from clauseaudit.errors import FetchError
from clauseaudit.fetch.robots import Rules

TERMS = "https://a.example/terms/pay?id=1"


def allows(text: str, url: str = TERMS, status: int = 200) -> bool:
    try:
        Rules(status, text.encode()).judge(url, url)
    except FetchError as refused:
        assert "robots.txt 不允许" in refused.reason and "浏览器" in refused.remedy
        return False
    return True


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /terms", False),
        ("User-agent: *\nDisallow: /help", True),
        ("User-agent: *\nDisallow: /\nAllow: /terms/", True),
        ("User-agent: ClauseAudit\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: otherbot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /*?id=", False),
        ("<html><body>页面不存在</body></html>", True),
        ("\0\xff\n: : :", True),
    ],
)
def test_rules(text: str, allowed: bool) -> None:
    assert allows(text) is allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_an_answer_of_4xx_means_no_rules(status: int) -> None:
    assert allows("User-agent: *\nDisallow: /", status=status)


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nRequest-rate: 1/5", 5.0),
        ("User-agent: *\nCrawl-delay: 1\nRequest-rate: 1/5", 5.0),
        ("User-agent: clauseaudit\nCrawl-delay: 7\n\nUser-agent: *\nCrawl-delay: 1", 7.0),
        ("User-agent: *\nCrawl-delay: inf", 0.0),
        ("User-agent: *\nCrawl-delay: nan", 0.0),
        ("User-agent: *\nCrawl-delay: -3", 0.0),
        ("User-agent: *\nCrawl-delay: 快", 0.0),
        ("", 0.0),
    ],
)
def test_delays(text: str, delay: float) -> None:
    assert Rules(200, text.encode()).delay == delay


def test_hostile_patterns_cost_little_and_forbid_rather_than_allow() -> None:
    stars = "/" + "*a" * 400 + "$"
    began = time.process_time()
    url = "https://a.example/" + "a" * 1500
    assert not allows(f"User-agent: *\nDisallow: {stars}", url)
    assert not allows(f"User-agent: *\nDisallow: /aaa\nAllow: {stars}", url)
    assert time.process_time() - began < 1
    assert allows("User-agent: *\n" + "Disallow: /x\n" * 100_000)
