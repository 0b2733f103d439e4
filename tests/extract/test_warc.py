"""Web archives: every agreement in them with its address and date; what is damaged, huge or a bomb ends quietly."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Sequence

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import pdf_file
from clauseaudit.errors import ExtractError
from clauseaudit.extract import read_document, read_documents, snapshot_file, warc
from clauseaudit.model import Document, Snapshot

SITE = "https://qinghe.example"
TERMS = [
    "青禾币充值服务协议", "第一条 充值", "您应当使用本人的账户充值，用户不得转让账号。", "第二条 退款",
    "充值成功后，无论因何种原因，已支付的款项概不退还。", "第三条 责任", "因系统故障造成的损失，青禾不承担责任。",
    "第四条 变更", "青禾有权随时修改本协议，您继续使用视为同意。", "第五条 争议",
    "争议由青禾所在地法院管辖，双方应当先行协商。",
]  # fmt: skip
PAGE = "<!doctype html><title>青禾币充值服务协议</title>" + "".join(f"<p>{line}</p>" for line in TERMS)
HOME = "<title>青禾游戏</title><nav>首页 充值 用户协议 隐私政策 退款 客服</nav><p>最新活动：登录送礼包。</p>" * 3


def archive(
    answers: Sequence[tuple[str, str, bytes]], *, status: str = "200 OK", more: Sequence[tuple[str, str]] = ()
) -> bytes:
    """A packed WARC of (address, media type, body)."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    for url, kind, body in answers:
        headers = StatusAndHeaders(status, [("Content-Type", kind), *more], protocol="HTTP/1.1")
        dated = {"WARC-Date": "2026-11-20T08:00:00Z"}
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=dated
        )
        writer.write_record(record)
    return file.getvalue()


def read(content: bytes, name: str = "站.warc.gz") -> list[Document]:
    return read_documents(Snapshot(name, content))


def refusal(content: bytes) -> ExtractError:
    with pytest.raises(ExtractError) as refused:
        read(content)
    assert refused.value.subject == "站.warc.gz" and refused.value.remedy
    return refused.value


def page(body: str = PAGE, path: str = "/terms", kind: str = "text/html; charset=utf-8") -> tuple[str, str, bytes]:
    return SITE + path, kind, body.encode()


def test_each_agreement_once_with_address_and_date() -> None:
    printed = pdf_file.pdf([[*TERMS, "第六条 附则"]])
    found = read(archive([
        page(HOME, "/"), page(), page(PAGE, "/terms?again"), (SITE + "/rules.pdf", "application/pdf", printed),
        (SITE + "/logo.png", "image/png", b"\x89PNG\r\n\x1a\n"),
        (SITE + "/gbk", "text/html; charset=gb2312", PAGE.replace("青禾", "松涛").encode("gbk")),
    ]))  # fmt: skip
    assert [document.url.removeprefix(SITE) for document in found] == ["/terms", "/rules.pdf", "/gbk"]
    assert {document.retrieved for document in found} == {"2026-11-20T08:00:00Z"}
    assert found[0].text.split("\n") == TERMS and "松涛" in found[2].text and found[0].type == "recharge"
    assert all("来自网页存档" in document.notes[0] for document in found)
    assert {document.source for document in found} == {"站.warc.gz"}


def test_bodies_as_they_travelled() -> None:
    packed = archive([(SITE, "text/html", gzip.compress(PAGE.encode()))], more=[("Content-Encoding", "gzip")])
    assert read(packed)[0].text.split("\n") == TERMS
    half = PAGE.encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (half[:100], half[100:], b""))
    assert (
        read(archive([(SITE, "text/html", chunks)], more=[("Transfer-Encoding", "chunked")]))[0].text.split("\n")
        == TERMS
    )


def test_plain_records_and_wacz() -> None:
    plain = zlib.decompressobj(31).decompress(archive([page()]))
    assert plain.startswith(b"WARC/") and read(plain)[0].title == TERMS[0]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("archive/data.warc.gz", archive([page()]))
        package.writestr("datapackage.json", "{}")
        package.writestr("pages/pages.jsonl", "{}")
    assert read(file.getvalue())[0].url == SITE + "/terms"


def test_no_agreement_in_it() -> None:
    assert "不像协议" in refusal(archive([page(HOME, "/")])).reason
    assert "没有网页" in refusal(archive([(SITE, "image/png", b"x")])).reason
    assert "没有网页" in refusal(archive([page()], status="404 Not Found")).reason
    with pytest.raises(ExtractError, match="多个网页"):
        read_document(Snapshot("a", archive([page()])))


@pytest.mark.parametrize("cut", [30, 200, 900])
def test_a_damaged_end_keeps_what_came_before(cut: int) -> None:
    whole = archive([page()])
    found = read(whole + archive([page(PAGE.replace("青禾", "松涛"), "/b")])[:cut])
    assert found[0].text.split("\n") == TERMS


def test_nothing_but_damage() -> None:
    whole = archive([page(PAGE * 3)])
    assert "不完整" in refusal(whole[: len(whole) * 9 // 10]).reason
    assert refusal(gzip.compress(b"WARC/1.0\r\nnonsense\r\n\r\n"))
    assert refusal(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nx")
    assert refusal(b"PK\x03\x04archive/x.warc datapackage.json")


def test_a_page_that_unpacks_to_gigabytes_is_left_out() -> None:
    """100 kB that say to be 100 MB: in the record, and again inside its body."""
    body = gzip.compress(bytes(100_000_000), 9)
    bomb = (SITE + "/bomb", "text/html", body)
    found = read(archive([bomb, page()], more=[("Content-Encoding", "gzip")]) + archive([page()]))
    assert [document.url for document in found] == [SITE + "/terms"]
    assert any("太大" in note for note in found[0].notes)


def test_limits_of_number_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_PAGES", 2)
    many = archive([page(PAGE.replace("青禾", name), "/" + name) for name in ("松涛", "云州", "望江", "临海")])
    answer = warc.pages(many, "a")
    assert len(answer["pages"]) == 2 and "太大" in answer["notes"][0]


def test_large_archives_may_be_named(tmp_path: object) -> None:
    path = f"{tmp_path}/a.warc"
    with open(path, "wb") as file:
        file.write(b"WARC/1.0\r\n")
        file.truncate(21_000_000)
    assert len(snapshot_file(path).content) == 21_000_000
