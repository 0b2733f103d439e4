"""Reading a file in a process of its own, with limits on memory and time.

A PDF is taken apart by a large native library, and a hostile file may make it loop, eat the memory or crash. In a
child this costs one line of explanation; here it would cost the whole batch or the web service.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, NamedTuple

from clauseaudit.errors import ExtractError
from clauseaudit.extract.reading import Reading
from clauseaudit.model import Block, Scan

MAX_MEMORY = 1_500_000_000  # bytes of address space; the library maps much more than it uses
MAX_SECONDS = 60
MAX_ANSWER = 60_000_000  # bytes of the answer
_SMALLER = "请只保留协议正文，或复制文字存成 .txt 再检查"


class Limits(NamedTuple):
    """What a child may use."""

    memory: int = MAX_MEMORY
    seconds: float = MAX_SECONDS  # on the clock; of processor time, as much for each of ``processors``
    processors: int = 1


# The recogniser alone maps 1.4 GB, and takes about a second for each screen of a long screenshot.
_RECOGNISER = Limits(3_000_000_000, 300, 2)
LIMITS = {"docx": Limits(), "pdf": Limits(), "warc": Limits(), "picture": _RECOGNISER, "scan": _RECOGNISER}


def read_bounded(form: str, content: bytes, subject: str, seconds: float = 0) -> Reading:
    """What the reader of ``form`` ("pdf", "docx", "picture", "scan": a PDF whose pages are pictures) makes of it.

    ``seconds`` replaces the form's own limit. Raises ExtractError, also for the limits.
    """
    answer = run_bounded(form, content, subject, seconds)
    match answer:
        case {"title": str(title), "text": str(text), "blocks": list(blocks), "notes": list(notes),
              "gaps": list(gaps), "scans": list(scans)}:  # fmt: skip
            lines = tuple(Scan(start, end, b64decode(picture)) for start, end, picture in scans)
            return Reading(title, text, tuple(Block(*block) for block in blocks), tuple(notes), tuple(gaps), lines)
    raise ExtractError(subject, "读文件的子进程答非所问", "请稍后再试")


def run_bounded(form: str, content: bytes, subject: str, seconds: float = 0) -> dict[str, Any]:
    """The answer of a child. Raises the child's ExtractError, with ``subject``."""
    # -P: a file named json.py in the current folder must not be imported.
    command = [sys.executable, "-P", "-c", f"from clauseaudit.extract.bounded import child; child({form!r})"]
    environment = {**os.environ, "PYTHONPATH": _import_path(), "PYTHONIOENCODING": "utf-8"}
    seconds = seconds or LIMITS[form].seconds
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, env=environment, timeout=seconds, check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ExtractError(subject, f"读了 {seconds:g} 秒还没有读完，停下了", _SMALLER) from error
    except OSError as error:
        raise ExtractError(subject, f"开不了读文件的子进程：{error.strerror}", "请稍后再试") from error
    if done.returncode or not 0 < len(done.stdout) <= MAX_ANSWER:
        raise ExtractError(subject, "读这份文件用掉的内存或时间太多，或者文件已损坏", _SMALLER)
    answer = json.loads(done.stdout)
    if not isinstance(answer, dict):
        raise ExtractError(subject, "读文件的子进程答非所问", "请稍后再试")
    if "reason" in answer:
        raise ExtractError(subject, str(answer["reason"]), str(answer.get("remedy", "")))
    return answer


def _import_path() -> str:
    """Where this process imports from, but for the current folder."""
    here = os.getcwd()
    return os.pathsep.join(path for path in sys.path if path and os.path.abspath(path) != here)


def child(form: str) -> None:
    """In the child: read standard input, write the answer as JSON to standard output."""
    _limit(LIMITS[form])
    content = sys.stdin.buffer.read()
    try:
        answer = _CHILDREN[form](content)
    except ExtractError as error:
        answer = {"reason": error.reason, "remedy": error.remedy}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # the native library is not given the chance to crash while it cleans up


def _docx(content: bytes) -> dict[str, Any]:
    from clauseaudit.extract.docx import extract_docx

    return _packed(extract_docx(content, ""))


def _pdf(content: bytes) -> dict[str, Any]:
    from clauseaudit.extract.pdf import extract_pdf

    return _packed(extract_pdf(content, ""))


def _scan(content: bytes) -> dict[str, Any]:
    from clauseaudit.extract.pdf import extract_pdf

    return _packed(extract_pdf(content, "", recognise=True))


def _picture(content: bytes) -> dict[str, Any]:
    from clauseaudit.extract.picture import extract_picture

    return _packed(extract_picture(content, ""))


def _warc(content: bytes) -> dict[str, Any]:
    from clauseaudit.extract.warc import pages

    return pages(content, "")


_CHILDREN: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "docx": _docx, "pdf": _pdf, "scan": _scan, "picture": _picture, "warc": _warc,
}  # fmt: skip


def _packed(reading: Reading) -> dict[str, Any]:
    scans = [(start, end, b64encode(picture).decode()) for start, end, picture in reading.scans]
    return {**reading._asdict(), "scans": scans}


def _limit(limits: Limits = LIMITS["pdf"]) -> None:
    """Memory, processor time and no files written. Windows has no such limits; there the parent's clock is left."""
    try:
        import resource
    except ImportError:
        return
    seconds = int(limits.seconds * limits.processors) + 1
    wanted = ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0),
              (resource.RLIMIT_CORE, 0))  # fmt: skip
    for kind, most in wanted:
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # a system that does not let one be set
            continue
