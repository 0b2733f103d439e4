"""The WARC in a reader that is not ours, and the WACZ around it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from clauseaudit.evidence import wacz, warc
from clauseaudit.evidence.addresses import split
from evidence.bundles import PAGE, visits

ANSWERED = [one for visit in visits() for one in visit.exchanges if one.status]


def replay(content: bytes, raw: bool = True) -> list[tuple[Any, bytes]]:
    """Records with their bodies, every digest checked."""
    found = []
    for record in ArchiveIterator(io.BytesIO(content), check_digests="raise"):
        body = record.raw_stream.read() if raw else record.content_stream().read()
        assert record.digest_checker.passed is True, record.rec_type
        found.append((record, body))
    return found


def test_every_answer_replays_with_its_bytes(stamped: Path) -> None:
    records = replay((stamped / warc.NAME).read_bytes())
    answers = [(record, body) for record, body in records if record.rec_type == "response"]
    assert [body for _, body in answers] == [one.body for one in ANSWERED]
    for (record, body), one in zip(answers, ANSWERED, strict=True):
        assert record.rec_headers.get_header("WARC-Target-URI") == one.url
        assert record.rec_headers.get_header("WARC-IP-Address") == one.address
        assert record.rec_headers.get_header("WARC-Date") == "2026-11-26T02:45:00.250000Z"
        assert record.rec_headers.get_header("WARC-Payload-Digest") == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert record.http_headers.get_statuscode() == str(one.status)
        assert record.http_headers.get_header("Content-Length") == str(len(body))
    asked = [record for record, _ in records if record.rec_type == "request"]
    assert asked[1].http_headers.protocol == "GET" and asked[1].http_headers.statusline == "/terms?v=1 HTTP/1.1"
    identities = [record.rec_headers.get_header("WARC-Record-ID") for record, _ in records]
    assert len(set(identities)) == len(records) == 1 + 2 * len(ANSWERED)


def test_a_compressed_answer_is_kept_compressed_and_replays_as_the_page(stamped: Path) -> None:
    content = (stamped / warc.NAME).read_bytes()
    bodies = [body for record, body in replay(content, raw=False) if record.rec_type == "response"]
    assert bodies[1] == PAGE != ANSWERED[1].body


def test_a_changed_byte_fails_in_the_other_reader(stamped: Path) -> None:
    import gzip

    plain = gzip.decompress((stamped / warc.NAME).read_bytes())
    at = plain.index("概不退款".encode())
    with pytest.raises(Exception, match="digest failed"):
        replay(plain[:at] + b"\xe5" + plain[at + 1 :])


def test_chunks_are_gone_and_so_is_what_spoke_of_them() -> None:
    visit = visits()[0]
    chunked = visit.exchanges[1]._replace(response=(("Transfer-Encoding", "chunked"), ("X-\u7bc0", "a")), body=b"ab")
    records = replay(warc.write([visit._replace(exchanges=(chunked,))]).content)
    (answer,) = [record for record, _ in records if record.rec_type == "response"]
    assert answer.http_headers.headers == [("Content-Length", "2")]


def test_nothing_answered_is_an_archive_too() -> None:
    assert [record.rec_type for record, _ in replay(warc.write([visits()[2]]).content)] == ["warcinfo"]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-26T10:45:00+08:00", "2026-11-26T02:45:00Z"),
        ("2026-11-26T02:45:00.5Z", "2026-11-26T02:45:00.500000Z"),
        ("yesterday", "1970-01-01T00:00:00Z"),
    ],
)
def test_times_are_in_utc(moment: str, expected: str) -> None:
    assert warc.utc(moment) == expected


def test_the_wacz_holds_the_archive_an_index_that_fits_and_hashes(stamped: Path) -> None:
    with zipfile.ZipFile(stamped / wacz.NAME) as packed:
        assert packed.testzip() is None
        assert all(item.compress_type == zipfile.ZIP_STORED for item in packed.infolist())
        package = json.loads(packed.read("datapackage.json"))
        digest = json.loads(packed.read("datapackage-digest.json"))
        assert digest["hash"] == "sha256:" + hashlib.sha256(packed.read("datapackage.json")).hexdigest()
        for resource in package["resources"]:
            content = packed.read(resource["path"])
            assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
            assert resource["bytes"] == len(content)
        archive = packed.read("archive/data.warc.gz")
        lines = packed.read("indexes/index.cdx").decode().splitlines()
        pages = packed.read("pages/pages.jsonl").decode().splitlines()
    assert archive == (stamped / warc.NAME).read_bytes()
    assert lines == sorted(lines) and len(lines) == len(ANSWERED)
    for line in lines:
        key, stamp, fields = line.split(" ", 2)
        entry = json.loads(fields)
        part = archive[int(entry["offset"]) : int(entry["offset"]) + int(entry["length"])]
        ((record, _),) = replay(part)
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        assert key.startswith("test,example,play)/") and stamp == "20261126024500"
    assert json.loads(pages[0])["format"] == "json-pages-1.0" and len(pages) == 1 + len(visits())


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Example.test/A?b=2&a=1", "test,example)/a?a=1&b=2"),
        ("http://a.example.test:8080", "test,example,a:8080)/"),
        ("http://127.0.0.1:80/x", "127.0.0.1)/x"),
        ("http://[::1", ")/"),
    ],
)
def test_index_keys(url: str, key: str) -> None:
    assert wacz.key(url) == key


def test_addresses_that_make_no_sense_have_empty_parts() -> None:
    assert split("http://[bad") == split("http://a:99999/") == ("", "", "", "", "")
    assert split("https://a.test/b").netloc == "a.test"
