"""Addresses: what is one site, and one way to write each address."""

from __future__ import annotations

import pytest

from clauseaudit.discover.site import LONGEST, host_of, same_site, site_of, tidy


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.qinghe.com.cn/", "https://pay.qinghe.com.cn/x", True),
        ("https://qinghe.com.cn/", "https://other.com.cn/", False),
        ("https://a.qinghe.test/", "http://qinghe.test:8080/", True),
        ("https://qinghe.test/", "https://notqinghe.test/", False),
        ("https://qinghe.test.evil.com/", "https://qinghe.test/", False),
        ("http://127.0.0.1/", "http://127.0.0.1:99/", True),
        ("http://127.0.0.1/", "http://127.0.0.2/", False),
        ("http://10.20.0.1/", "http://30.40.0.1/", False),  # not "0.1"
        ("http://[::1]/", "http://[::1]:8/", True),
        ("http://localhost/", "http://localhost:81/", True),
        ("https://one.github.io/", "https://two.github.io/", False),
        ("https://商城.青禾.中国/", "https://帮助.青禾.中国/", True),
        ("", "", False),
    ],
)
def test_one_site(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/terms", "https://a.test/terms"),
        ("terms?utm_source=x&id=3", "https://a.test/d/terms?id=3"),
        ("?spm=1.2", "https://a.test/d/page"),
        ("//b.test:443/x", "https://b.test/x"),
        ("HTTPS://A.test", "https://a.test/"),
        ("https://a.test:8443/", "https://a.test:8443/"),
        ("/app#/agreement", "https://a.test/app#/agreement"),
        ("/app#top", "https://a.test/app"),
        ("/协议?名=值", "https://a.test/协议?名=值"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.test", ""),
        ("data:text/html,x", ""),
        ("https://user:pass@a.test/", ""),
        ("https://a.test:99999/", ""),
        ("http://[::1", ""),
        ("/" + "x" * LONGEST, ""),
    ],
)
def test_one_way_to_write_an_address(address: str, expected: str) -> None:
    assert tidy(address, "https://a.test/d/page") == expected


def test_parts_of_an_address() -> None:
    assert host_of("https://A.test:1/x") == "a.test"
    assert host_of("http://[::1") == ""
    assert site_of("https://x.y.gov.cn/") == "y.gov.cn"
