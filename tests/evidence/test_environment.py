"""The clock against what servers say, and the browser's name."""

from __future__ import annotations

import pytest

from clauseaudit.evidence.environment import Clock, browser_of, clock_sentence, clocks
from evidence.bundles import exchange, visits


def clock(middle: float, host: str = "a.test") -> Clock:
    return Clock(host, "", "", middle - 0.6, middle + 0.6)


def test_each_host_is_compared_once() -> None:
    assert [one.host for one in clocks(visits())] == ["play.example.test"]


def test_a_clock_that_is_ahead() -> None:
    late = exchange("https://a.test:8443/", started="2026-11-26T02:46:00.250+00:00")
    (found,) = clocks([visits()[0]._replace(exchanges=(late,))])
    assert found == Clock("a.test:8443", "2026-11-26T02:46:00.250+00:00", "Thu, 26 Nov 2026 02:45:00 GMT", 59.25, 60.75)
    assert clock_sentence([found]) == "本机时钟比服务器应答里的时间（Date）快 59.2 至 60.8 秒（取中间值）。"


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 99 Nov 2026 02:45:00 GMT", "0" * 5000])
def test_a_date_that_is_none_is_not_compared(date: str) -> None:
    asked = exchange("https://a.test/")._replace(response=(("Date", date),))
    assert clocks([visits()[0]._replace(exchanges=(asked,))]) == ()


def test_an_answer_out_of_a_cache_tells_no_time() -> None:
    asked = exchange("https://a.test/", response=(("Age", "3600"),))
    assert clocks([visits()[0]._replace(exchanges=(asked,))]) == ()


def test_sentences() -> None:
    assert "没有可以对照的" in clock_sentence([])
    assert "慢 9.4 至 10.6 秒" in clock_sentence([clock(-10)])
    assert "3 台服务器" in clock_sentence([clock(0), clock(900, "b"), clock(0.1, "c")])
    assert "一致，差别在 0.7 秒以内" in clock_sentence([clock(0), clock(900, "b"), clock(0.1, "c")])


def test_the_browser_is_known_from_its_requests() -> None:
    agent = ("User-Agent", "Mozilla/5.0 (X11) HeadlessChrome/156.0.1.2 Safari/537.36 clauseaudit/0.1.0")
    rendered = visits()[1]
    shown = rendered._replace(exchanges=(rendered.exchanges[0]._replace(request=(agent,)),))
    assert browser_of([visits()[0], shown]) == "HeadlessChrome 156.0.1.2"
    assert browser_of([shown._replace(how="static")]) == "" == browser_of(visits())
