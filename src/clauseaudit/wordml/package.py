"""The ZIP container of a Word file, opened with limits, and its parts found by their relationships.

Source: ECMA-376 part 2 (Open Packaging Conventions). A hostile file may claim any size, name a part twice or
declare entities that grow without end; whatever is not plain is refused in one line.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple
from xml.parsers import expat

from clauseaudit.errors import ExtractError

MAX_MEMBERS = 2_000
MAX_UNPACKED = 100_000_000  # bytes of all members together
MAX_XML = 40_000_000  # bytes of one part that is parsed; an agreement of 100,000 characters has 2 MB
MAX_RATIO = 150  # unpacked to packed, of members above RATIO_FROM; text of agreements packs about 1 : 10
RATIO_FROM = 2_000_000
MAX_DEPTH = 200  # elements inside elements

_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SAVE_AGAIN = "请用 Word 或 WPS 打开，另存为新的 .docx 再检查"
_ODD = "请复制协议正文，存成 .txt 再检查"

Start = Callable[[str, dict[str, str]], None]


class Relation(NamedTuple):
    """A relationship of a part: its id, the last word of its type ("header") and the path of its target."""

    id: str
    kind: str
    target: str


class Package:
    """An opened container. ``subject`` names the file in errors."""

    def __init__(self, content: bytes, subject: str) -> None:
        self.subject = subject
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeDecodeError) as error:
            raise ExtractError(subject, "Word 文件不完整或已损坏", _SAVE_AGAIN) from error
        self.members = self.archive.infolist()
        self._check()

    def _check(self) -> None:
        names = [member.filename for member in self.members]
        total = sum(member.file_size for member in self.members)
        if len(names) > MAX_MEMBERS or total > MAX_UNPACKED:
            raise ExtractError(self.subject, "解开后大得不像一份协议，没有打开", _ODD)
        if len(set(names)) < len(names):
            raise ExtractError(self.subject, "压缩包里有重名的部分，结构异常", _SAVE_AGAIN)
        for member in self.members:
            if member.flag_bits & 1:
                raise ExtractError(self.subject, "文件加了密码，读不出来", "请先去掉密码再检查")
            if member.compress_type not in _PLAIN_METHODS:
                raise ExtractError(self.subject, "用了少见的压缩方法，没有打开", _SAVE_AGAIN)
            if member.file_size > max(RATIO_FROM, member.compress_size * MAX_RATIO):
                raise ExtractError(self.subject, "压缩得异常紧（可能是压缩炸弹），没有打开", _ODD)

    @property
    def unpacked(self) -> int:
        """Bytes of the XML parts, as the container claims."""
        return sum(member.file_size for member in self.members if member.filename.endswith((".xml", ".rels")))

    def read(self, path: str) -> bytes | None:
        """Content of a member, at most 100 MB; None if there is none of that name."""
        try:
            member = self.archive.getinfo(path)
        except KeyError:
            return None
        try:
            with self.archive.open(member) as stream:
                return stream.read(MAX_UNPACKED)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise ExtractError(self.subject, "Word 文件不完整或已损坏", _SAVE_AGAIN) from error

    def main(self) -> str:
        """Path of the main document part."""
        found = [relation.target for relation in self.relations("") if relation.kind == "officeDocument"]
        path = found[0] if found else "word/document.xml"
        if path not in self.archive.NameToInfo:
            raise ExtractError(self.subject, "压缩包里没有 Word 正文", "请检查是不是 .docx 文件")
        return path

    def relations(self, path: str) -> list[Relation]:
        """Relationships of the part at ``path`` (empty: of the package) to parts inside the package."""
        content = self.read(relations_path(path))
        found: list[Relation] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rsplit("/", 1)[-1]
                target = attributes.get("Target", "")
                base = posixpath.dirname(path)
                inside = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
                found.append(Relation(attributes.get("Id", ""), kind, inside))

        if content is not None:
            parse(content, self.subject, start)
        return found


def relations_path(path: str) -> str:
    """Where the relationships of a part are kept."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def local(name: str) -> str:
    """The name of an element or attribute without namespace and prefix."""
    return name.split(" ")[1] if " " in name else name


def parser(subject: str) -> expat.XMLParserType:
    """A parser that names elements "namespace local prefix" and refuses document types, so there are no entities."""
    machine = expat.ParserCreate(namespace_separator=" ")
    machine.namespace_prefixes = True
    machine.buffer_text = False  # every event has its own place in the bytes

    def refuse(*_: object) -> None:
        raise ExtractError(subject, "文件里有 XML 实体声明，正常的 Word 文件没有，没有打开", _ODD)

    machine.StartDoctypeDeclHandler = refuse
    machine.EntityDeclHandler = refuse
    return machine


def run(machine: expat.XMLParserType, content: bytes, subject: str) -> None:
    """Feed the whole part; damaged or oversized XML is an ExtractError."""
    if len(content) > MAX_XML:
        raise ExtractError(subject, f"正文超过 {MAX_XML // 1_000_000} MB，不像一份协议", _ODD)
    try:
        machine.Parse(content, True)
    except (expat.ExpatError, UnicodeDecodeError, LookupError) as error:
        raise ExtractError(subject, "Word 文件里的 XML 已损坏", _SAVE_AGAIN) from error


def parse(content: bytes, subject: str, start: Start, end: Callable[[str], None] | None = None) -> None:
    """Call ``start(name, attributes)`` and ``end(name)`` for every element."""
    machine = parser(subject)
    guard = Depth(subject)

    def opened(name: str, attributes: dict[str, str]) -> None:
        guard.open()
        start(name, attributes)

    def closed(name: str) -> None:
        guard.close()
        if end:
            end(name)

    machine.StartElementHandler, machine.EndElementHandler = opened, closed
    run(machine, content, subject)


class Depth:
    """Refuses elements nested deeper than any editor writes."""

    def __init__(self, subject: str) -> None:
        self.subject, self.now = subject, 0

    def open(self) -> None:
        self.now += 1
        if self.now > MAX_DEPTH:
            raise ExtractError(self.subject, f"XML 嵌套超过 {MAX_DEPTH} 层，没有打开", _ODD)

    def close(self) -> None:
        self.now -= 1
