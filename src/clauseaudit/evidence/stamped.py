"""Judging the timestamp of a bundle: what it is of, by whom it is signed, and whether others agree."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile

from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence import signature, token
from clauseaudit.evidence.token import Token

_SECONDS = 20.0  # for OpenSSL
NONE = "清单没有时间戳：只能看出文件之间是否一致，看不出什么时候取得。"


def judge(response: bytes | None, digest: bytes, wanted: bool, ca: str) -> tuple[list[str], tuple[str, ...]]:
    """What is wrong with the timestamp, and what is to be said of it, in Chinese.

    ``response`` is the service's answer, None where the bundle has none although it may be ``wanted``; ``digest`` the
    SHA-256 that it must be of; ``ca`` a file with trusted authorities, or empty. Raises ClauseauditError for that file.
    """
    pem = _pem(ca) if ca else b""
    if response is None:
        return (["缺少：写入时盖过时间戳"], ()) if wanted else ([], (NONE,))
    try:
        stamped = token.read(response)
    except ValueError as error:
        return [str(error)], ()
    if (stamped.imprint_digest, stamped.imprint) != (token.SHA256, digest):
        return ["盖的不是这份清单"], ()
    remarks = [f"时间戳写明的时间：{stamped.time:%Y-%m-%d %H:%M:%S} UTC，序号 {stamped.serial:x}。"]
    bad: list[str] = []
    _own(stamped, pem, bad, remarks)
    if pem and (said := _openssl(response, digest, stamped, pem)) is not None:
        bad += [f"OpenSSL 核对不通过：{said}"] if said else []
        remarks += [] if said else ["OpenSSL 核对时间戳：通过。"]
    if not pem:
        remarks.append("没有用 --ca 给出机构的根证书：没有核对是谁盖的。")
    return bad, tuple(remarks)


def _pem(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            content = file.read(10_000_000)
        signature.authorities(content)
    except OSError as error:
        raise ClauseauditError(path, f"打不开：{error.strerror}", "核对 --ca 的路径") from error
    except ValueError as error:
        raise ClauseauditError(path, "里面没有 PEM 格式的证书", "向时间戳服务要它的根证书") from error
    except signature.Unchecked:
        pass
    return content


def _own(stamped: Token, pem: bytes, bad: list[str], remarks: list[str]) -> None:
    """Our own check of signature and chain."""
    try:
        certificate = signature.signer(stamped, signature.authorities(pem) if pem else ())
        remarks.append(f"时间戳的签名相符，签名者：{certificate.subject.rfc4514_string()}。")
        if pem:
            signature.chain(certificate, stamped, signature.authorities(pem))
            remarks.append("签名者的证书由 --ca 给出的机构签发。")
    except signature.Unchecked as error:
        remarks.append(f"时间戳的签名没有核对：{error}。")
    except ValueError as error:
        bad.append(str(error))


def _openssl(response: bytes, digest: bytes, stamped: Token, pem: bytes) -> str | None:
    """What OpenSSL has against the timestamp; empty when nothing, None when it is not there to be asked."""
    program = shutil.which("openssl")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        answer, authorities = os.path.join(folder, "timestamp.tsr"), os.path.join(folder, "ca.pem")
        for path, content in ((answer, response), (authorities, pem)):
            with open(path, "wb") as file:
                file.write(content)
        command = [program, "ts", "-verify", "-digest", digest.hex(), "-in", answer, "-CAfile", authorities]
        command += ["-attime", str(int(stamped.time.timestamp()))]  # certificates expire, timestamps do not
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
    if done.returncode == 0:
        return ""
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    return next((line.strip() for line in lines if "error" in line.lower()), "没有说明原因")
