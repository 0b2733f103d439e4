"""Which header fields are kept."""

from __future__ import annotations

import pytest

from clauseaudit.evidence import headers


@pytest.mark.parametrize(
    "name",
    [
        "Cookie",
        "cookie2",
        "SET-COOKIE",
        "Authorization",
        "Proxy-Authorization",
        "Proxy-Authenticate",
        "Proxy-Connection",
        "Authentication-Info",
        "X-Auth-Token",
        "X-Amz-Security-Token",
        "X-CSRF",
        "X-Session-Id",
        "Api-Key",
        "X-ApiKey",
    ],
)
def test_secrets_are_left_out(name: str) -> None:
    assert headers.keep([(name, "1"), ("Date", "2")]) == (("Date", "2"),)


@pytest.mark.parametrize("name", ["Date", "Content-Type", "ETag", "Location", "Server", "Via", "X-Cache", "User-Agent"])
def test_the_rest_is_kept(name: str) -> None:
    assert headers.keep([(name, "值 a")]) == ((name, "值 a"),)


@pytest.mark.parametrize("name", ["", "A B", "A:", "A\r\nCookie", "名"])
def test_what_is_no_name_is_left_out(name: str) -> None:
    assert headers.keep([(name, "1")]) == ()


def test_a_value_stays_on_one_line() -> None:
    assert headers.keep([("A", "1\r\nSet-Cookie: x\0\ud800")]) == (("A", "1 Set-Cookie: x "),)


def test_the_value_of_a_field() -> None:
    fields = (("A", "1"), ("a", "2"))
    assert headers.value_of(fields, "a") == "1" and headers.value_of(fields, "b") == ""
