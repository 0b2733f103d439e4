"""Timestamps: asked for, read, believed or not. The authority is OpenSSL's."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clauseaudit.errors import ClauseauditError, FetchError
from clauseaudit.evidence import der, signature, token, write
from clauseaudit.evidence import stamped as judging
from clauseaudit.evidence.stamp import stamp
from clauseaudit.evidence.verify import verify
from clauseaudit.fetch.transport import Gate
from evidence.bundles import HERE, Authority, audits, service, visits

DIGEST = hashlib.sha256(b"manifest").digest()
OPEN = Gate(allow_private=True)


@pytest.fixture(scope="module")
def response(authority: Authority) -> bytes:
    return authority.reply(token.request(DIGEST, 0x1234567890ABCDEF))


def test_a_request_is_what_openssl_would_ask(tmp_path: Path) -> None:
    (tmp_path / "q").write_bytes(token.request(DIGEST, (1 << 63) - 1))
    command = ["openssl", "ts", "-query", "-in", str(tmp_path / "q"), "-text"]
    done = subprocess.run(command, capture_output=True, check=True)
    text = done.stdout.decode()
    assert "Hash Algorithm: sha256" in text and "Certificate required: yes" in text
    assert "Nonce: 0x7FFFFFFFFFFFFFFF" in text


def test_what_a_token_says(response: bytes) -> None:
    stamped_at = token.read(response)
    assert (stamped_at.imprint, stamped_at.imprint_digest) == (DIGEST, token.SHA256)
    assert stamped_at.nonce == 0x1234567890ABCDEF and stamped_at.policy == "1.2.3.4.1"
    assert abs(stamped_at.time - datetime.now(UTC)) < timedelta(minutes=10)
    assert signature.signer(stamped_at).subject.rfc4514_string() == "CN=Stamp for tests"


@pytest.mark.parametrize("kind", ["prime256v1", "secp384r1"])
def test_tokens_with_elliptic_curves(tmp_path: Path, kind: str) -> None:
    other = Authority(tmp_path / "tsa", kind)
    bad, remarks = judging.judge(other.reply(token.request(DIGEST, 1)), DIGEST, True, str(other.root))
    assert bad == [] and any("OpenSSL" in remark for remark in remarks), remarks


def test_certificates_that_are_not_in_the_order_of_der(tmp_path: Path) -> None:
    """OpenSSL writes them as it got them; strict readers reject the token, which is none the worse for it."""
    other = Authority(tmp_path / "tsa", chained=True)
    answer = other.reply(token.request(DIGEST, 1))
    certificates = token.read(answer).certificates
    assert len(certificates) == 2
    bad, remarks = judging.judge(answer, DIGEST, True, str(other.root))
    assert bad == [] and any("OpenSSL" in remark for remark in remarks)


def test_a_chain_with_a_link_between(tmp_path: Path) -> None:
    other = Authority(tmp_path / "tsa", linked=True)
    answer = other.reply(token.request(DIGEST, 1))
    bad, remarks = judging.judge(answer, DIGEST, True, str(other.root))
    assert bad == [] and any("OpenSSL" in remark for remark in remarks)
    alone = token.read(answer)._replace(certificates=token.read(answer).certificates[:1])
    roots = signature.authorities(other.root.read_bytes())
    with pytest.raises(ValueError, match="--ca"):
        signature.chain(signature.signer(alone), alone, roots)


def test_the_signature_covers_what_the_token_says(response: bytes) -> None:
    """Each changed byte of the signed content, the attributes, the signature or the certificate is noticed."""
    one = token.read(response)
    covered = [one.signer.signature, one.signer.signed[4:], one.certificates[0], DIGEST]
    tried = 0
    for part in covered:
        start = response.rindex(part)
        for offset in {0, len(part) - 1, *random.Random(3).sample(range(len(part)), 12)}:
            changed = bytearray(response)
            changed[start + offset] ^= 0x04
            bad, _ = judging.judge(bytes(changed), DIGEST, True, "")
            # Losing sight of the signer's certificate is no proof of forgery, but nothing to call signed either.
            said = judging.judge(bytes(changed), DIGEST, True, "")[1]
            assert bad or not any("签名相符" in remark for remark in said), (part[:8], offset)
            tried += 1
    assert tried >= 48


def test_another_authority_is_not_believed(tmp_path: Path, response: bytes) -> None:
    other = Authority(tmp_path / "tsa")
    bad, _ = judging.judge(response, DIGEST, True, str(other.root))
    assert "签名者的证书不是由 --ca 给出的机构签发的" in bad
    assert any(reason.startswith("OpenSSL 核对不通过") for reason in bad)


def test_a_certificate_that_is_no_authority_is_not_believed(
    authority: Authority, tmp_path: Path, response: bytes
) -> None:
    fake = Authority(tmp_path / "tsa")
    both = tmp_path / "both.pem"
    both.write_bytes(fake.root.read_bytes() + authority.root.read_bytes())
    assert judging.judge(response, DIGEST, True, str(both))[0] == []
    assert judging.judge(response, DIGEST, True, str(fake.root))[0]


def test_the_certificate_must_be_valid_when_it_is_used(response: bytes) -> None:
    one = token.read(response)
    later = one._replace(time=one.time + timedelta(days=60))
    with pytest.raises(ValueError, match="有效期"):
        signature.signer(later)
    assert signature.signer(one)


@pytest.mark.parametrize(
    "content", [b"", b"0", b"hello", b"\x30\x03\x02\x01\x00", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff"]
)
def test_what_is_no_token(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"不是|没有盖章|读不懂"):
        token.read(content)
    assert judging.judge(content, DIGEST, True, "")[0]


def test_no_broken_token_breaks_the_reader(response: bytes) -> None:
    chance = random.Random(5)
    for _ in range(3000):
        changed = bytearray(response)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            read = token.read(bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.2 else changed))
        except ValueError:
            continue
        try:
            signature.signer(read)
        except (ValueError, signature.Unchecked):
            continue


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_file_of_authorities_that_is_none(tmp_path: Path, response: bytes, content: bytes) -> None:
    (tmp_path / "ca").write_bytes(content)
    for path in (tmp_path / "ca", tmp_path / "missing"):
        with pytest.raises(ClauseauditError, match=r"没有 PEM|打不开"):
            judging.judge(response, DIGEST, True, str(path))


def test_der_numbers_and_identifiers() -> None:
    for value in (0, 1, 127, 128, 255, 256, 1 << 63):
        assert der.parse(der.write_number(value)).number() == value
    assert der.parse(bytes.fromhex("0609608648016503040201")).oid() == "2.16.840.1.101.3.4.2.1"
    assert len(der.parse(der.write(der.OCTET_STRING, b"x" * 70_000)).content) == 70_000


def opened(node: der.Node) -> bytes:
    """The value in BER: every SEQUENCE and [0] with open length, octet strings in two pieces."""
    if node.tag in (der.SEQUENCE, 0xA0):
        return bytes((node.tag, 0x80)) + b"".join(map(opened, node.children())) + b"\0\0"
    return node.whole


def test_a_token_in_ber(response: bytes, authority: Authority) -> None:
    """Only what is not signed may be written in another way: the attributes and certificates stay as they are."""
    status, content = der.parse(response).children()
    kind, wrapped = content.children()
    version, digests, encapsulated, *rest = wrapped.children()[0].children()
    identifier, holder = encapsulated.children()
    info = holder.children()[0].content
    pieces = der.write(der.OCTET_STRING, info[:50]) + der.write(der.OCTET_STRING, info[50:])
    inner = identifier.whole + b"\xa0\x80" + b"\x24\x80" + pieces + b"\0\0" * 2
    data = version.whole + digests.whole + b"\x30\x80" + inner + b"\0\0" + b"".join(one.whole for one in rest)
    outer = kind.whole + b"\xa0\x80" + b"\x30\x80" + data + b"\0\0" * 2
    loose = der.write(der.SEQUENCE, opened(status), b"\x30\x80" + outer + b"\0\0")
    assert token.read(loose) == token.read(response)
    bad, remarks = judging.judge(loose, DIGEST, True, str(authority.root))
    assert bad == [] and any("OpenSSL 核对时间戳：通过" in remark for remark in remarks)


def test_values_without_end() -> None:
    for content in (b"\x30\x80" * 200_000, b"\x30\x80\x02\x01", b"\x04\x80\0\0"):
        with pytest.raises(ValueError):
            der.parse(content)


def test_the_service_is_asked_through_the_guard(tsa: str) -> None:
    assert token.read(stamp(tsa, DIGEST, OPEN)).imprint == DIGEST
    for address in (tsa, "http://10.0.0.1/tsa", "http://169.254.169.254/", "ftp://a.test/", "not an address"):
        with pytest.raises(FetchError):
            stamp(address, DIGEST, Gate())


def forwarded(authority: Authority, change: int) -> bytes:
    """An answer to another question: other hash (0) or other nonce (1)."""
    return authority.reply(token.request(DIGEST if change else b"\1" * 32, 99))


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (500, b"", "应答 500"),
        (302, b"", "应答 302"),
        (200, b"<html>", "不是 RFC 3161 应答"),
        (200, b"\x30\x05\x30\x03\x02\x01\x02", "没有盖章（状态 2）"),
        (200, b"0" * 300_000, "太长"),
        (200, 0, "盖的不是这份清单"),
        (200, 1, "不是对这次请求的应答"),
    ],
)
def test_answers_that_are_no_timestamp_of_this(
    authority: Authority, status: int, body: bytes | int, reason: str
) -> None:
    answer = forwarded(authority, body) if isinstance(body, int) else body
    with service(lambda _: (status, answer)) as address, pytest.raises(FetchError, match=reason):
        stamp(address, DIGEST, OPEN)


def test_a_service_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clauseaudit.evidence.stamp.TIMEOUT", 0.3)

    def sleep(_: bytes) -> tuple[int, bytes]:
        time.sleep(1)
        return 200, b""

    with service(sleep) as address, pytest.raises(FetchError, match="太慢"):
        stamp(address, DIGEST, OPEN)


def test_a_service_that_fails_costs_the_timestamp_and_not_the_bundle(tmp_path: Path) -> None:
    with service(lambda _: (503, b"")) as address:
        written = write(str(tmp_path / "b"), visits(), audits(), timestamp=address, gate=OPEN, environment=HERE)
    assert len(written.notes) == 1 and "没有盖上时间戳" in written.notes[0]
    folder = tmp_path / "b"
    assert not (folder / "timestamp.tsr").exists()
    assert json.loads((folder / "environment.json").read_bytes())["timestamp"] == ""
    cover = (folder / "封面.md").read_text()
    assert "清单没有盖时间戳" in cover and "应答 503" in cover and "清单盖有时间戳" not in cover
    report = verify(str(folder))
    assert report.damages == () and report.sha256 == written.sha256


def test_openssl_verifies_what_was_written(stamped: Path, authority: Authority) -> None:
    command = [
        "openssl",
        "ts",
        "-verify",
        "-data",
        "manifest.json",
        "-in",
        "timestamp.tsr",
        "-CAfile",
        str(authority.root),
    ]
    assert subprocess.run(command, cwd=stamped, capture_output=True, check=False).returncode == 0
    command[4] = "environment.json"
    assert subprocess.run(command, cwd=stamped, capture_output=True, check=False).returncode != 0
