"""What an RFC 3161 response says, read from its bytes. Whether it is signed by whom it says: ``signature``."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple

from clauseaudit.evidence import der
from clauseaudit.evidence.der import Node

SHA256 = "2.16.840.1.101.3.4.2.1"
DIGESTS = {
    SHA256: "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "1.3.14.3.2.26": "sha1",
}
_SIGNED_DATA, _TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_MESSAGE_DIGEST, _CONTENT_TYPE = "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.3"
_CERTIFICATE_ID, _CERTIFICATE_ID_2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"


class Signer(NamedTuple):
    """How the token is signed."""

    digest: str  # "sha256"
    algorithm: str  # object identifier
    signed: bytes  # what the signature is over
    signature: bytes
    certificate: bytes  # the digest of the signer's certificate as the token names it
    certificate_digest: str


class Token(NamedTuple):
    """A timestamp: this hash existed at that time."""

    imprint: bytes
    imprint_digest: str  # object identifier
    time: datetime
    serial: int
    policy: str
    nonce: int | None
    certificates: tuple[bytes, ...]  # DER, in the order of the token
    signer: Signer


def request(digest: bytes, nonce: int) -> bytes:
    """A request to stamp a SHA-256, asking for the certificates."""
    identifier = der.write(der.OID, bytes.fromhex("608648016503040201"))
    algorithm = der.write(der.SEQUENCE, identifier, der.write(der.NULL))
    imprint = der.write(der.SEQUENCE, algorithm, der.write(der.OCTET_STRING, digest))
    return der.write(der.SEQUENCE, der.write_number(1), imprint, der.write_number(nonce), b"\x01\x01\xff")


def read(response: bytes) -> Token:
    """The token in a response (TimeStampResp). Raises ValueError with what is wrong, in Chinese."""
    try:
        parts = der.parse(response).expect(der.SEQUENCE).children()
        status = parts[0].children()[0].number()
    except (ValueError, IndexError) as error:
        raise ValueError("不是 RFC 3161 应答") from error
    if status not in (0, 1) or len(parts) != 2:
        raise ValueError(f"时间戳服务没有盖章（状态 {status}）")
    try:
        return _token(parts[1])
    except (ValueError, IndexError, KeyError, OverflowError) as error:
        raise ValueError("时间戳的结构读不懂") from error


def _token(content: Node) -> Token:
    kind, wrapped = content.children()
    if kind.oid() != _SIGNED_DATA:
        raise ValueError("not signed data")
    data = wrapped.expect(0xA0).children()[0].children()
    encapsulated = data[2].children()
    if encapsulated[0].oid() != _TST_INFO:
        raise ValueError("no timestamp")
    info = encapsulated[1].expect(0xA0).children()[0].octets()
    certificates = tuple(one.whole for node in data[3:-1] if node.tag == 0xA0 for one in node.children())
    signers = data[-1].expect(der.SET).children()
    if len(signers) != 1:
        raise ValueError("not one signer")
    fields = der.parse(info).children()
    algorithm, imprint = fields[2].children()
    nonce = next((field.number() for field in fields[5:] if field.tag == der.INTEGER), None)
    return Token(
        imprint=imprint.expect(der.OCTET_STRING).content,
        imprint_digest=algorithm.children()[0].oid(),
        time=_time(fields[4].expect(der.GENERALIZED_TIME).content.decode("ascii")),
        serial=fields[3].number(),
        policy=fields[1].oid(),
        nonce=nonce,
        certificates=certificates,
        signer=_signer(signers[0], info),
    )


def _time(text: str) -> datetime:
    """ "20261126024500Z", with or without a fraction of a second; always UTC."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
    return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(microsecond=micro, tzinfo=UTC)


def _signer(node: Node, info: bytes) -> Signer:
    fields = node.children()
    attributes = fields[3].expect(0xA0)
    values = {a.children()[0].oid(): a.children()[1].expect(der.SET).children()[0] for a in attributes.children()}
    digest = DIGESTS[fields[2].children()[0].oid()]
    if values[_CONTENT_TYPE].oid() != _TST_INFO:
        raise ValueError("signed as something else")
    if values[_MESSAGE_DIGEST].content != hashlib.new(digest, info).digest():
        raise ValueError("signed content differs")
    certificate, certificate_digest = _certificate(values)
    return Signer(
        digest=digest,
        algorithm=fields[4].children()[0].oid(),
        # The attributes are signed as a SET; inside the token they carry the tag [0] instead.
        signed=bytes((der.SET,)) + attributes.whole[1:],
        signature=fields[5].expect(der.OCTET_STRING).content,
        certificate=certificate,
        certificate_digest=certificate_digest,
    )


def _certificate(values: dict[str, Node]) -> tuple[bytes, str]:
    """Digest of the signer's certificate and its name (RFC 5035, or RFC 2634 with SHA-1)."""
    if node := values.get(_CERTIFICATE_ID_2):
        fields = node.children()[0].children()[0].children()
        named = fields[0].tag == der.SEQUENCE
        digest = DIGESTS[fields[0].children()[0].oid()] if named else "sha256"
        return fields[1 if named else 0].expect(der.OCTET_STRING).content, digest
    fields = values[_CERTIFICATE_ID].children()[0].children()[0].children()
    return fields[0].expect(der.OCTET_STRING).content, "sha1"
