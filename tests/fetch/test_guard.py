import pytest

from clauseaudit.errors import FetchError
from clauseaudit.fetch.guard import judge, judge_answers, judge_url

REFUSED = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "192.88.99.1",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:198.18.0.1",
    "::7f00:1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "2001:db8::1",
    "fec0::1",
    "no-address",
    "127.1",
]
ALLOWED = [
    "8.8.8.8",
    "1.1.1.1",
    "223.5.5.5",
    "114.114.114.114",
    "2400:3200::1",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
]


@pytest.mark.parametrize("address", REFUSED)
def test_refuses_addresses_that_are_not_the_open_internet(address: str) -> None:
    assert judge(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_allows_global_addresses(address: str) -> None:
    assert judge(address) is None


def test_one_private_answer_refuses_the_host() -> None:
    judge_answers("u", "a.example", ["8.8.8.8", "1.1.1.1"])
    with pytest.raises(FetchError, match="内网"):
        judge_answers("u", "a.example", ["8.8.8.8", "10.0.0.1"])


def test_names_the_cause_of_fake_addresses() -> None:
    with pytest.raises(FetchError) as refused:
        judge_answers("u", "a.example", ["198.18.3.4"])
    assert "fake-ip" in refused.value.remedy


@pytest.mark.parametrize(
    ("scheme", "host", "port", "userinfo", "reason"),
    [
        ("ftp", "a.example", None, False, "http"),
        ("file", "", None, False, "http"),
        ("", "", None, False, "http"),
        ("http", "", None, False, "域名"),
        ("https", "a.example", None, True, "用户名"),
        ("http", "a.example", 22, False, "端口"),
    ],
)
def test_refuses_addresses_by_form(scheme: str, host: str, port: int | None, userinfo: bool, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        judge_url("u", scheme, host, port, userinfo)


def test_ordinary_ports_are_open_and_others_only_on_request() -> None:
    for port in (None, 80, 443):
        judge_url("u", "https", "a.example", port, False)
    judge_url("u", "http", "a.example", 8080, False, any_port=True)
