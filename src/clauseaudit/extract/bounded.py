"""Reading a file in a process of its own, with limits on memory and time.

A PDF is taken apart by a large native library, and a hostile file may make it loop, eat the memory or crash. In a
child this costs one line of explanation; here it would cost the whole batch or the web service.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from clauseaudit.errors import ExtractError
from clauseaudit.model import Block

MAX_MEMORY = 1_500_000_000  # bytes of address space; the library maps much more than it uses
MAX_SECONDS = 60
MAX_ANSWER = 40_000_000  # bytes of the answer
_SMALLER = "请只保留协议正文，或复制文字存成 .txt 再检查"

Reading = tuple[str, str, tuple[Block, ...], tuple[str, ...]]  # title, text, blocks, notes


def read_bounded(form: str, content: bytes, subject: str, seconds: float = MAX_SECONDS) -> Reading:
    """What the reader of ``form`` ("pdf", "docx") makes of ``content``. Raises ExtractError, also for the limits."""
    # -P: a file named json.py in the current folder must not be imported.
    command = [sys.executable, "-P", "-c", f"from clauseaudit.extract.bounded import child; child({form!r})"]
    environment = {**os.environ, "PYTHONPATH": _import_path(), "PYTHONIOENCODING": "utf-8"}
    environment["CLAUSEAUDIT_SECONDS"] = str(int(seconds) + 1)
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
    return _unpacked(json.loads(done.stdout), subject)


def _import_path() -> str:
    """Where this process imports from, but for the current folder."""
    here = os.getcwd()
    return os.pathsep.join(path for path in sys.path if path and os.path.abspath(path) != here)


def _unpacked(answer: dict[str, object], subject: str) -> Reading:
    match answer:
        case {"reason": str(reason), "remedy": str(remedy)}:
            raise ExtractError(subject, reason, remedy)
        case {"title": str(title), "text": str(text), "blocks": list(blocks), "notes": list(notes)}:
            return title, text, tuple(Block(*block) for block in blocks), tuple(notes)
    raise ExtractError(subject, "读文件的子进程答非所问", "请稍后再试")


def child(form: str) -> None:
    """In the child: read standard input, write the answer as JSON to standard output."""
    _limit()
    content = sys.stdin.buffer.read()
    try:
        title, text, blocks, notes = _reader(form, content)
        answer: dict[str, object] = {"title": title, "text": text, "blocks": blocks, "notes": notes}
    except ExtractError as error:
        answer = {"reason": error.reason, "remedy": error.remedy}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # the native library is not given the chance to crash while it cleans up


def _reader(form: str, content: bytes) -> Reading:
    if form == "docx":
        from clauseaudit.extract.docx import extract_docx

        return extract_docx(content, "")
    from clauseaudit.extract.pdf import extract_pdf

    return extract_pdf(content, "")


def _limit() -> None:
    """Memory, processor time and no files written. Windows has no such limits; there the parent's clock is left."""
    try:
        import resource
    except ImportError:
        return
    seconds = int(os.environ.get("CLAUSEAUDIT_SECONDS", MAX_SECONDS))
    wanted = ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0),
              (resource.RLIMIT_CORE, 0))  # fmt: skip
    for kind, most in wanted:
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # a system that does not let one be set
            continue
