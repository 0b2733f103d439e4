"""Visits: manners, records, and what is taken for a page."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from loopback import PAGES, Page, Site, Visitor, serve

from clauseaudit import __version__
from clauseaudit.errors import FetchError
from clauseaudit.fetch import guard, identity
from clauseaudit.fetch.client import Client, SlotSpent
from clauseaudit.fetch.ledger import Ledger
from clauseaudit.fetch.pace import Pace
from clauseaudit.fetch.robots import Unreadable
from clauseaudit.fetch.status import SlowDown
from clauseaudit.fetch.transport import Gate

OPEN = Gate(allow_private=True)
TERMS = PAGES["/utf8"]


def robots(text: str, status: int = 200) -> Page:
    return status, {"Content-Type": "text/plain"}, text.encode()


def asked(site: Site) -> list[str]:
    return [path for path, _ in site.asked]


# robots.txt


def test_a_forbidden_page_is_not_asked_for(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /utf8")
    with pytest.raises(FetchError, match=r"robots\.txt 不允许") as refused:
        visitor(OPEN).visit(other_site.base + "/utf8")
    assert "--ignore-robots" in refused.value.remedy
    assert asked(other_site) == ["/robots.txt"]


def test_nor_is_one_that_a_redirect_leads_to(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /utf8")
    with pytest.raises(FetchError, match="不允许"):
        visitor(OPEN).visit(other_site.base + "/hop3")
    assert "/utf8" not in asked(other_site)


def test_ones_own_site_may_be_read_all_the_same(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /")
    assert visitor(OPEN, ignore_robots=True).visit(other_site.base + "/utf8").snapshot.content
    assert asked(other_site) == ["/utf8"]


def test_an_unreachable_robots_txt_stops_everything(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/robots.txt"] = robots("", 500)
    client = visitor(OPEN)
    for _ in range(2):
        with pytest.raises(Unreadable, match=r"读不到网站的 robots\.txt（500）") as stopped:
            client.visit(other_site.base + "/utf8")
    assert "--ignore-robots" in stopped.value.remedy
    assert asked(other_site) == ["/robots.txt"] * 3, "three tries, then the answer stands for a while"


def test_a_robots_txt_that_never_ends_stops_everything_too(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/robots.txt"] = (302, {"Location": "/drip"}, b"")
    with pytest.raises(Unreadable, match="太慢"):
        visitor(OPEN, timeout=0.4).visit(other_site.base + "/utf8")


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_robots_txt_that_is_not_there_forbids_nothing(other_site: Site, visitor: Visitor, status: int) -> None:
    other_site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /", status)
    assert visitor(OPEN).visit(other_site.base + "/utf8").snapshot.content


def test_robots_txt_is_asked_for_once_by_all(other_site: Site, visitor: Visitor) -> None:
    for _ in range(2):
        client = visitor(OPEN)
        client.visit(other_site.base + "/utf8")
        client.visit(other_site.base + "/gbk-undeclared")
    assert asked(other_site).count("/robots.txt") == 1


# Pace


def test_crawl_delay_is_kept(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 0.3")
    client = visitor(OPEN)
    client.visit(other_site.base + "/utf8")
    client.visit(other_site.base + "/gb2312")
    first, second, third = other_site.times
    assert second - first > 0.1 and third - second > 0.1


def test_a_crawl_delay_beyond_patience_is_told(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 300")
    with pytest.raises(SlowDown, match="还要等 300 秒") as told:
        visitor(OPEN).visit(other_site.base + "/utf8")
    assert 299 < told.value.seconds <= 300


def test_two_clients_share_the_pace(other_site: Site, visitor: Visitor, tmp_path: Path) -> None:
    def run() -> None:
        client = visitor(OPEN, pace=Pace(str(tmp_path / "shared.sqlite"), interval=0.15))
        for path in ("/utf8", "/gb2312", "/gbk-undeclared"):
            client.visit(other_site.base + path)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(other_site.times) >= 7
    assert other_site.times[-1] - other_site.times[0] > 0.15 * (len(other_site.times) - 1) - 0.3


def test_a_slot_that_went_to_robots_txt_is_not_used_twice(other_site: Site, visitor: Visitor) -> None:
    client = visitor(OPEN, pace=Pace(interval=30.0))
    with pytest.raises(SlotSpent):
        client.visit(other_site.base + "/utf8", slot=True)
    assert asked(other_site) == ["/robots.txt"]
    assert client.visit(other_site.base + "/utf8", slot=True).snapshot.content


def test_a_browser_has_to_ask_as_well(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /utf8")
    client = visitor(OPEN)
    with pytest.raises(FetchError, match="不允许"):
        client.judge(other_site.base + "/utf8")
    client.judge(other_site.base + "/gb2312")
    assert client.knows(other_site.base + "/gb2312") and not client.knows(other_site.base + "/utf8")
    assert not client.knows("http://unasked.test/") and not client.knows("about:blank")
    assert asked(other_site) == ["/robots.txt"]


def busy_then(page: Page, as_date: bool, status: int) -> object:
    """Turns the first visitor away for at least a second."""
    visitors: list[object] = []

    def answer(headers: object) -> Page:
        visitors.append(headers)
        soon = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True) if as_date else "1"
        return (status, {"Retry-After": soon}, b"") if len(visitors) == 1 else page

    return answer


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_waited_for(other_site: Site, visitor: Visitor, status: int, as_date: bool) -> None:
    other_site.pages["/busy"] = busy_then(TERMS, as_date, status)  # type: ignore[assignment]
    visit = visitor(OPEN, patience=5.0).visit(other_site.base + "/busy")
    assert [e.status for e in visit.exchanges] == [404, status, 200]
    assert other_site.times[2] - other_site.times[1] > 0.9
    assert "稍后再试" in visit.steps[0].outcome


def test_nobody_asks_a_host_that_wants_to_be_left_alone(other_site: Site, visitor: Visitor) -> None:
    with pytest.raises(SlowDown) as told:
        visitor(OPEN).visit(other_site.base + "/busy")
    assert told.value.seconds == 120 and "120 秒" in told.value.remedy
    before = len(other_site.asked)
    for options in ({}, {"ignore_robots": True}):
        with pytest.raises(SlowDown, match="还要等"):
            visitor(OPEN, **options).visit(other_site.base + "/utf8")
    with pytest.raises(SlowDown, match="还要等"):
        visitor(OPEN).visit(other_site.base + "/utf8", slot=True)
    assert len(other_site.asked) == before


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_server_in_trouble_is_asked_three_times(other_site: Site, visitor: Visitor, status: int) -> None:
    other_site.pages["/trouble"] = (status, {}, b"")
    with pytest.raises(FetchError, match=str(status)):
        visitor(OPEN).visit(other_site.base + "/trouble")
    assert asked(other_site).count("/trouble") == 3


def test_a_refusal_is_not_argued_with(other_site: Site, visitor: Visitor) -> None:
    for path in ("/forbidden", "/missing"):
        with pytest.raises(FetchError):
            visitor(OPEN).visit(other_site.base + path)
        assert asked(other_site).count(path) == 1


# Records


def test_every_hop_is_recorded(other_site: Site, visitor: Visitor) -> None:
    packed = gzip.compress("概不退款".encode())
    fields = {"Content-Type": "text/html", "Content-Encoding": "gzip", "Set-Cookie": "id=1"}
    other_site.pages["/gz"] = (200, fields, packed)
    other_site.pages["/start"] = (302, {"Location": "/gz", "Set-Cookie": "id=1"}, b"moved")
    visit = visitor(OPEN).visit(other_site.base + "/start", other_site.base + "/home#x")
    first, second, third = visit.exchanges
    assert [e.url.rpartition("/")[2] for e in visit.exchanges] == ["robots.txt", "start", "gz"]
    assert [e.status for e in visit.exchanges] == [404, 302, 200]
    assert second.body == b"moved"
    assert third.body == packed and visit.snapshot.content.decode() == "概不退款"
    assert {e.address for e in visit.exchanges} == {"127.0.0.1"}
    assert ("Referer", other_site.base + "/home") in second.request
    sent = dict(second.request)
    assert sent["Host"] == other_site.base.removeprefix("http://") and sent["User-Agent"].startswith("clauseaudit/")
    assert ("Content-Encoding", "gzip") in third.response
    assert "Cookie" not in repr(visit.exchanges)
    assert first.tls is None and first.note == "" and first.started[:2] == "20" and 0 <= first.seconds < 10
    assert [step.action for step in visit.steps] == ["get", "get"]
    assert (visit.asked, visit.how) == (other_site.base + "/start", "static")
    assert asked(other_site)[-1] == "/gz" and not other_site.asked[-1][1]["Cookie"]


def test_a_visit_that_fails_leaves_its_exchanges(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/go"] = (302, {"Location": "http://10.0.0.1/secret"}, b"")
    gate = Gate(trusted=frozenset((other_site.origin,)))
    with pytest.raises(FetchError, match=r"10\.0\.0\.1") as refused:
        visitor(gate).visit(other_site.base + "/go")
    last = refused.value.exchanges[-1]
    assert (last.url, last.status, last.address) == ("http://10.0.0.1/robots.txt", 0, "")
    assert "内网" in last.note


def test_another_site_is_not_told_where_the_link_was(other_site: Site, visitor: Visitor) -> None:
    visitor(OPEN).visit(other_site.base + "/utf8", "https://a.example/private")
    assert other_site.asked[-1][1]["Referer"] is None


def test_the_path_of_a_page_in_a_script_outlives_redirects(other_site: Site, visitor: Visitor) -> None:
    client = visitor(OPEN)
    for asked_for, arrived in (("#/terms", "#/terms"), ("#part", ""), ("#!/a/b", "#!/a/b")):
        assert client.visit(f"{other_site.base}/hop3{asked_for}").snapshot.url == f"{other_site.base}/utf8{arrived}"


def test_an_address_in_bare_utf8_is_followed(other_site: Site, visitor: Visitor) -> None:
    other_site.pages["/go"] = (302, {"Location": "/协议".encode().decode("latin-1")}, b"")
    other_site.pages["/%E5%8D%8F%E8%AE%AE"] = TERMS
    assert visitor(OPEN).visit(other_site.base + "/go").snapshot.content


def test_a_page_that_did_not_change_comes_from_the_ledger(other_site: Site, visitor: Visitor, tmp_path: Path) -> None:
    seen: list[tuple[str | None, str | None]] = []
    date = "Thu, 01 Jan 2026 00:00:00 GMT"

    def page(headers: dict[str, str]) -> Page:
        seen.append((headers["If-None-Match"], headers["If-Modified-Since"]))
        if seen[-1] != (None, None):
            return 304, {"ETag": '"v1"'}, b""
        return 200, {"Content-Type": "text/html; charset=utf-8", "ETag": '"v1"', "Last-Modified": date}, TERMS[2]  # type: ignore[index]

    other_site.pages["/terms"] = page  # type: ignore[assignment]
    pace = Pace(str(tmp_path / "p.sqlite"), interval=0.0)
    with Ledger(str(tmp_path / "ledger.sqlite"), pace) as ledger:
        first = visitor(OPEN, ledger=ledger).visit(other_site.base + "/terms")
        second = visitor(OPEN, ledger=ledger).visit(other_site.base + "/terms#part")
    pace.close()
    assert seen == [(None, None), ('"v1"', date)]
    assert second.exchanges[-1].status == 304 and "没有改动" in second.steps[-1].outcome
    assert second.snapshot == first.snapshot._replace(source=other_site.base + "/terms#part")


# Who asks


def test_the_contact_comes_from_the_setting_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEAUDIT_CONTACT", "mailto:crawl@a.example\r\nX: y")
    assert identity() == f"clauseaudit/{__version__} (+mailto:crawl@a.exampleX:y)"
    assert identity("https://a.example/bot") == f"clauseaudit/{__version__} (+https://a.example/bot)"


# Addresses


def test_an_answer_that_changes_between_two_look_ups_leads_nowhere(
    other_site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.1 plays the public address; the second answer of the resolver is one that must not be asked."""
    port, judge = other_site.origin[1], guard.judge
    monkeypatch.setattr(guard, "judge", lambda address: None if address == "127.0.0.1" else judge(address))
    monkeypatch.setattr(guard, "PORTS", frozenset((port,)))
    answers = [["127.0.0.1"], ["127.0.0.66"], ["10.0.0.7"]]
    gate = Gate(resolve=lambda host, port: answers.pop(0))
    client = visitor(gate)
    visit = client.visit(f"http://rebound.example:{port}/hop3")
    assert {e.address for e in visit.exchanges} == {"127.0.0.1"}, "one look-up, one address for all hops"
    assert len(answers) == 2
    for forbidden in ("127.0.0.66", "10.0.0.7"):
        with pytest.raises(FetchError, match=forbidden.replace(".", r"\.")):
            visitor(gate).visit(f"http://rebound.example:{port}/other")
    assert "/other" not in asked(other_site)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate authority of our own (ca.pem) and the site's certificate (site.pem, site.key)."""
    folder = tmp_path_factory.mktemp("authority")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    (folder / "san").write_text("subjectAltName=IP:127.0.0.1,DNS:terms.example\n")
    sign = "x509 -req -in site.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile san -out site.pem"
    commands = [
        ["req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "30"],
        ["req", *curve, "-keyout", "site.key", "-out", "site.csr", "-subj", "/CN=terms.example"],
        sign.split(" "),
    ]
    try:
        for command in commands:
            subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("needs openssl to make a certificate")
    return folder


def test_a_secured_connection_is_recorded_with_its_chain(authority: Path, visitor: Visitor) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(authority / "site.pem", authority / "site.key")
    trust = ssl.create_default_context(cafile=str(authority / "ca.pem"))
    with serve(server) as secure:
        port = secure.origin[1]
        gate = Gate(trusted=frozenset((("terms.example", port),)), resolve=lambda host, port: ["127.0.0.1"])
        visit = visitor(gate, trust=trust).visit(f"https://terms.example:{port}/utf8")
        with pytest.raises(FetchError, match="证书"):
            visitor(gate).visit(f"https://terms.example:{port}/utf8")
        wrong = Gate(trusted=frozenset((("other.example", port),)), resolve=lambda host, port: ["127.0.0.1"])
        with pytest.raises(FetchError, match="证书"):
            visitor(wrong, trust=trust).visit(f"https://other.example:{port}/utf8")
    tls = visit.exchanges[-1].tls
    assert tls and tls.version.startswith("TLSv1.") and tls.cipher
    own = ssl.PEM_cert_to_DER_cert((authority / "site.pem").read_text())
    root = ssl.PEM_cert_to_DER_cert((authority / "ca.pem").read_text())
    assert tls.chain == (own, root)
    assert visit.exchanges[-1].address == "127.0.0.1"


def test_a_client_of_the_usual_kind_keeps_a_second_between_requests(other_site: Site) -> None:
    with Client(OPEN, agent=identity()) as client:
        client.visit(other_site.base + "/utf8")
    assert 0.7 < other_site.times[1] - other_site.times[0] < 5
