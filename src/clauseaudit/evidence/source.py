"""Reading a bundle that strangers may have made: a folder or a ZIP, never unpacked, within limits.

Links and special files are not followed, names that lead out of the bundle are refused.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterator
from typing import Protocol

from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence.manifest import BLOCK

MAX_FILES = 50_000
MAX_BYTES = 4_000_000_000  # all files together, unpacked
MAX_DEPTH = 12
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1


class Unreadable(Exception):
    """One file of a bundle cannot be read; says why, in Chinese."""


class Source(Protocol):
    """Files by name, with ``/`` between folders. Opened, read, closed."""

    sizes: dict[str, int]
    refused: dict[str, str]  # names of what is no plain file, and what it is, in Chinese

    def blocks(self, name: str) -> Iterator[bytes]:
        """The content in blocks, all but the last of ``BLOCK`` bytes. Raises Unreadable."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def open_source(path: str) -> Source:
    """The bundle at ``path``. Raises ClauseauditError when there is neither a folder nor a ZIP to read."""
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        raise ClauseauditError(path, f"打不开：{error.strerror}", "核对路径") from error
    if stat.S_ISDIR(mode):
        return Folder(path)
    if stat.S_ISREG(mode):
        return Zip(path)
    raise ClauseauditError(path, "不是文件夹，也不是文件", "给出证据包的文件夹或 ZIP")


class Folder:
    """A bundle as it was written."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.sizes: dict[str, int] = {}
        self.refused: dict[str, str] = {}
        self._list(path, "", 0)
        if sum(self.sizes.values()) > MAX_BYTES:
            raise ClauseauditError(path, f"超过 {MAX_BYTES / 1e9:g} GB，不像一个证据包")

    def _list(self, path: str, prefix: str, depth: int) -> None:
        try:
            with os.scandir(path) as found:
                for item in found:
                    name, mode = prefix + item.name, item.stat(follow_symlinks=False).st_mode
                    if stat.S_ISDIR(mode) and depth < MAX_DEPTH:
                        self._list(item.path, f"{name}/", depth + 1)
                    elif stat.S_ISREG(mode):
                        self.sizes[name] = item.stat(follow_symlinks=False).st_size
                    else:
                        self.refused[name] = "是链接，不跟随" if stat.S_ISLNK(mode) else "不是普通文件"
                    if len(self.sizes) + len(self.refused) > MAX_FILES:
                        raise ClauseauditError(self._path, f"超过 {MAX_FILES} 个文件，不像一个证据包")
        except OSError as error:
            raise ClauseauditError(path, f"读不了：{error.strerror}", "核对文件夹的权限") from error

    def blocks(self, name: str) -> Iterator[bytes]:
        """See ``Source``."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(os.path.join(self._path, *name.split("/")), flags), "rb") as file:
                while block := file.read(BLOCK):
                    yield block
        except OSError as error:
            raise Unreadable(f"读不了（{error.strerror}）") from error

    def close(self) -> None:
        """Nothing is held."""


class Zip:
    """A bundle packed by whatever program, with or without its folder around it."""

    def __init__(self, path: str) -> None:
        self._file, self._items = None, dict[str, zipfile.ZipInfo]()
        self.refused: dict[str, str] = {}
        try:
            self._file = zipfile.ZipFile(path)
        except Exception as error:  # zipfile meets broken input in many ways, and names few of them
            raise ClauseauditError(
                path, "不是证据包：既不是文件夹，也不是完好的 ZIP", "给出证据包的文件夹或 ZIP"
            ) from error
        try:
            self._list(path, self._file.infolist())
        except ClauseauditError:
            self.close()
            raise
        self.sizes = {name: item.file_size for name, item in self._items.items()}

    def _list(self, path: str, items: list[zipfile.ZipInfo]) -> None:
        if len(items) > MAX_FILES:
            raise ClauseauditError(path, f"超过 {MAX_FILES} 个文件，不像一个证据包")
        if sum(item.file_size for item in items) > MAX_BYTES:
            raise ClauseauditError(path, f"解开后超过 {MAX_BYTES / 1e9:g} GB，不像一个证据包")
        names = [(_name(item), item) for item in items if item.file_size or not item.filename.endswith("/")]
        around = _common_folder([name for name, _ in names])
        for name, item in names:
            if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
                raise ClauseauditError(path, "里面有指向压缩包以外的文件名", "这不是本程序写的证据包，不要解开它")
            name = name.removeprefix(around)
            if name in self._items:
                raise ClauseauditError(path, f"里面有两个 {name}", "这不是本程序写的证据包")
            if item.flag_bits & _ENCRYPTED:
                raise ClauseauditError(path, "压缩包加了密码", "解开后核对文件夹")
            if stat.S_ISLNK(item.external_attr >> 16):
                self.refused[name] = "是链接，不跟随"
            else:
                self._items[name] = item

    def blocks(self, name: str) -> Iterator[bytes]:
        """See ``Source``. No more than the declared size is unpacked."""
        assert self._file is not None
        try:
            with self._file.open(self._items[name]) as file:
                while block := file.read(BLOCK):
                    yield block
        except Exception as error:  # zipfile meets broken input in many ways, and names few of them
            raise Unreadable("压缩数据损坏，解不开") from error

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def _name(item: zipfile.ZipInfo) -> str:
    """The name; programs that do not say its encoding write UTF-8 (macOS) or GBK (Chinese Windows)."""
    if item.flag_bits & _UTF8_NAME:
        return item.filename
    raw = item.filename.encode("cp437", "replace")
    for codec in ("utf-8", "gbk"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return item.filename


def _common_folder(names: list[str]) -> str:
    """``bundle/`` when all files lie in that one folder and the manifest directly in it."""
    first = names[0].split("/")[0] + "/" if names and "/" in names[0] else ""
    return first if first + "manifest.json" in names and all(name.startswith(first) for name in names) else ""
