"""Bytes from disk or standard input, with limits: snapshots of files, and the documents of a folder."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator

from clauseaudit.errors import ExtractError
from clauseaudit.model import Snapshot

MAX_BYTES = 20_000_000  # a long agreement has 200 kB; twenty megabytes is no agreement
MAX_ARCHIVE = 100_000_000  # a web archive holds a whole site
MAX_DEPTH = 8  # levels of folders below the one that was named
MAX_DOCUMENTS = 10_000
LONG = 100_000  # bytes of a content whose digest takes longer than loading OpenSSL

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".mhtml": "multipart/related",
    ".mht": "multipart/related",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}
_SUFFIXES_SHOWN = ".txt .md .html .htm .mhtml .mht .docx .pdf"


def snapshot_file(path: str) -> Snapshot:
    """The bytes of one regular file of at most 20 MB (web archives: 100 MB).

    Raises ExtractError when there is no such file, when it is a folder, a device or a pipe (reading one could
    wait for ever), when it may not be read, when it is empty or too large.
    """
    try:
        content = _read(path)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        raise ExtractError(path, *_why_unreadable(error)) from error
    _check_size(path, content, _most(path))
    suffix = os.path.splitext(path)[1].lower()
    return Snapshot(path, content, MEDIA_TYPES.get(suffix, ""))


def snapshot_stdin(content: bytes) -> Snapshot:
    """What came through standard input, as a snapshot with the source ``-``. Raises ExtractError as for files."""
    _check_size("-", content)
    return Snapshot("-", content)


def sha256(content: bytes) -> str:
    """SHA-256, in hex digits."""
    # hashlib loads OpenSSL: 2 ms at every start, faster from there on. As in random.py of Python not for a text.
    if len(content) < LONG:
        try:
            if sys.version_info >= (3, 12):
                from _sha2 import sha256 as digest
            else:
                from _sha256 import sha256 as digest  # type: ignore[import-not-found]
            return str(digest(content).hexdigest())
        except ImportError:  # no part of what a Python must have
            pass
    import hashlib

    return hashlib.sha256(content).hexdigest()


def find_documents(folder: str) -> list[str]:
    """Paths of the documents in ``folder`` and below, sorted.

    A document is a regular file with a suffix we read. Pictures and web archives of records count only when they are
    named themselves: a folder's pictures are mostly no agreements, and an archive repeats its pages.
    Hidden files and folders are left out, links to folders
    are not followed (they may lead round in a circle), and nothing deeper than 8 levels is looked at.
    Raises ExtractError when there is no such folder, no document in it, or more than 10,000 of them.
    """
    if not os.path.isdir(folder):
        raise ExtractError(folder, "不是文件夹", "请检查路径")
    found: list[str] = []
    for path in _walk(folder):
        found.append(path)
        if len(found) > MAX_DOCUMENTS:
            raise ExtractError(folder, f"文件夹里的协议超过 {MAX_DOCUMENTS} 份", "请分成几个文件夹分别检查")
    if not found:
        raise ExtractError(folder, "文件夹里没有可检查的协议", f"能读取的文件类型：{_SUFFIXES_SHOWN}")
    return sorted(found)


def _read(path: str) -> bytes:
    # Opened without blocking and only then looked at, so that a pipe put there in between cannot hang the run.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(path)
        if not stat.S_ISREG(mode):
            raise ExtractError(path, "不是普通文件（管道或设备）", "请先把内容存成文件，或用 - 从标准输入读取")
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read(_most(path) + 1)
    finally:
        os.close(descriptor)


def _why_unreadable(error: Exception) -> tuple[str, str]:
    """Reason and remedy, in Chinese."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "文件不存在", "请检查路径和文件名"
        case IsADirectoryError():
            return "这是文件夹，不是文件", "请写出文件夹里的文件，或用批量检查"
        case PermissionError():
            return "没有读取权限", "请检查文件权限，或把文件复制到自己的文件夹"
        case ValueError():
            return "路径里有不能使用的字符", "请检查路径和文件名"
        case OSError():
            return f"读不出来（{error.strerror or '系统错误'}）", "请检查磁盘，或把文件复制到别处再试"
    raise error


def _most(path: str) -> int:
    """How many bytes a file may have."""
    return MAX_ARCHIVE if path.lower().endswith((".warc", ".warc.gz", ".wacz")) else MAX_BYTES


def _check_size(subject: str, content: bytes, most: int = MAX_BYTES) -> None:
    if not content.strip():
        raise ExtractError(subject, "没有内容", "请检查文件是否保存完整")
    if len(content) > most:
        raise ExtractError(subject, f"超过 {most // 1_000_000} MB，不像一份协议", "请只保留协议正文再检查")


def _walk(folder: str) -> Iterator[str]:
    root = folder.rstrip(os.sep) or folder
    for parent, folders, names in os.walk(root):
        depth = parent[len(root) :].count(os.sep)
        folders[:] = [] if depth >= MAX_DEPTH else sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = os.path.join(parent, name)
            known = os.path.splitext(name)[1].lower() in MEDIA_TYPES
            # "~$" is what Word keeps beside a file that is open.
            if known and not name.startswith((".", "~$")) and os.path.isfile(path):
                yield path
