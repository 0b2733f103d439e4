"""Whether a timestamp is signed with the certificate it carries, and whether that leads to a given authority."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from clauseaudit.evidence.token import Token

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_RSA = {
    "1.2.840.113549.1.1.1": "",  # plain RSA: the digest is the signer's
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
_ECDSA = {"1.2.840.10045.4.3.2": "sha256", "1.2.840.10045.4.3.3": "sha384", "1.2.840.10045.4.3.4": "sha512"}
_MAX_CHAIN = 8


class Unchecked(Exception):
    """The signature could not be judged either way; says why, in Chinese."""


def signer(token: Token, more: Sequence[Certificate] = ()) -> Certificate:
    """The certificate with which ``token`` is signed: one that it carries, or one of ``more``.

    Raises ValueError (in Chinese) when the signature does not hold, Unchecked when that cannot be told here.
    """
    try:
        from cryptography.hazmat.primitives.serialization import Encoding
        from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound, load_der_x509_certificate
        from cryptography.x509.oid import ExtendedKeyUsageOID
    except ImportError as error:
        raise Unchecked("没有装 cryptography（pip install 'clauseaudit[evidence]'）") from error
    named, digest = token.signer.certificate, token.signer.certificate_digest
    candidates = [*token.certificates, *(one.public_bytes(Encoding.DER) for one in more)]
    own = next((one for one in candidates if hashlib.new(digest, one).digest() == named), None)
    if own is None:
        raise Unchecked("时间戳里没有带签名者的证书")
    try:
        certificate = load_der_x509_certificate(own)
        usage = certificate.extensions.get_extension_for_class(ExtendedKeyUsage)
    except (ValueError, ExtensionNotFound) as error:
        raise ValueError("签名者的证书不能用来盖时间戳") from error
    if not usage.critical or ExtendedKeyUsageOID.TIME_STAMPING not in usage.value:
        raise ValueError("签名者的证书不能用来盖时间戳")
    _verify(certificate, token)
    if not certificate.not_valid_before_utc <= token.time <= certificate.not_valid_after_utc:
        raise ValueError("盖章时签名者的证书不在有效期内")
    return certificate


def _verify(certificate: Certificate, token: Token) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    one = token.signer
    try:
        key: Any = certificate.public_key()
        if one.algorithm in _RSA and isinstance(key, rsa.RSAPublicKey):
            name = _RSA[one.algorithm] or one.digest
            key.verify(one.signature, one.signed, padding.PKCS1v15(), getattr(hashes, name.upper())())
        elif one.algorithm in _ECDSA and isinstance(key, ec.EllipticCurvePublicKey):
            name = _ECDSA[one.algorithm]
            key.verify(one.signature, one.signed, ec.ECDSA(getattr(hashes, name.upper())()))
        else:
            raise Unchecked(f"不认识的签名算法 {one.algorithm}，请用 openssl 核对")
    except InvalidSignature as error:
        raise ValueError("时间戳的签名不对") from error
    except UnsupportedAlgorithm as error:
        raise Unchecked("签名者的密钥种类不认识，请用 openssl 核对") from error


def chain(certificate: Certificate, token: Token, authorities: Sequence[Certificate]) -> None:
    """Raise ValueError (in Chinese) unless ``certificate`` leads to one of ``authorities`` at the token's time."""
    from cryptography.x509 import load_der_x509_certificate

    known = [*authorities]
    for one in token.certificates:
        try:
            known.append(load_der_x509_certificate(one))
        except ValueError:  # a certificate beside the path may be anything
            continue
    here, trusted = certificate, set(authorities)
    for _ in range(_MAX_CHAIN):
        if here in trusted:
            return
        step = _issuer(here, known, token)
        if step is None or step == here:
            break
        here = step
    raise ValueError("签名者的证书不是由 --ca 给出的机构签发的")


def _issuer(certificate: Certificate, known: Iterable[Certificate], token: Token) -> Certificate | None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.x509 import BasicConstraints, ExtensionNotFound

    for one in known:
        if one.subject != certificate.issuer:
            continue
        try:
            certificate.verify_directly_issued_by(one)
            authority = one.extensions.get_extension_for_class(BasicConstraints).value.ca
        except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, ExtensionNotFound):
            continue
        if authority and one.not_valid_before_utc <= token.time <= one.not_valid_after_utc:
            return one
    return None


def authorities(pem: bytes) -> list[Certificate]:
    """The certificates of a PEM file. Raises ValueError when it holds none, Unchecked without the library."""
    try:
        from cryptography.x509 import load_pem_x509_certificates
    except ImportError as error:
        raise Unchecked("没有装 cryptography（pip install 'clauseaudit[evidence]'）") from error
    found: list[Certificate] = load_pem_x509_certificates(pem)
    return found
