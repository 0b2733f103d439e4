"""Comments put into a copy of the user's own Word file; nothing else in it changes.

The XML is not parsed and written out again but cut at the places of the findings and the marks put in between, so
every byte of the original is still there, in order. A run is divided where a finding begins or ends inside it, and
its second half repeats its properties. Source: ECMA-376 part 1, 17.13.4 (comments); part 2 (relationships).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clauseaudit.errors import ClauseauditError
from clauseaudit.render.word import Comment, comment_row
from clauseaudit.wordml import Reading, read_word
from clauseaudit.wordml.package import Package, local, parse, relations_path

_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "[Content_Types].xml"
_ATTRIBUTES = rb"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*"
_RUN_TAG = re.compile(rb"<((?:[\w.-]+:)?)r(?:\s" + _ATTRIBUTES + rb")?>")
_LAST_TAG = re.compile(rb"</[\w.:-]+\s*>\s*\Z")
_ONLY_TAG = re.compile(rb"<([\w.:-]+)(" + _ATTRIBUTES + rb")/>\s*\Z")
_ENCODING = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.-]+)")


class Remark(NamedTuple):
    """A comment on ``text[start:end]`` of the document; ``start == end`` for one on the whole document."""

    start: int
    end: int
    comment: Comment


def annotate(content: bytes, subject: str, text: str, remarks: Sequence[Remark], date: str) -> bytes:
    """The copy. ``text`` is the text the remarks were made on, ``date`` (ISO) that of the comments.

    Raises ClauseauditError when the file is not the one that was audited, or is written in a way that cannot be cut.
    """
    package = Package(content, subject)
    reading = read_word(package)
    if reading.text != text:
        raise ClauseauditError(subject, "和检查时的内容不一样", "再运行一次")
    if not reading.places or not reading.runs:
        raise ClauseauditError(subject, "正文里没有文字，批注没有地方放", "请检查是不是协议正文")
    changed = _Copy(package, reading).changed(remarks, date)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in package.members:
            content = changed.pop(member.filename, b"") or package.read(member.filename) or b""
            _write(archive, member, content)
        for path, added in changed.items():
            entry = zipfile.ZipInfo(path)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, added)
    return buffer.getvalue()


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, content: bytes) -> None:
    entry = zipfile.ZipInfo(member.filename, member.date_time)
    entry.compress_type, entry.external_attr = member.compress_type, member.external_attr
    entry.create_system, entry.comment = member.create_system, member.comment
    archive.writestr(entry, content)


class _Copy:
    """The parts of one file that change."""

    def __init__(self, package: Package, reading: Reading) -> None:
        self.package, self.reading = package, reading
        self.main = self._part(reading.main)
        self.office = _STRICT if _STRICT.encode() in self.main[:8000] else _TRANSITIONAL
        self.space = f"{self.office}wordprocessingml/" + ("main" if self.office == _STRICT else "2006/main")
        self.starts = [place.start for place in reading.places]

    def changed(self, remarks: Sequence[Remark], date: str) -> dict[str, bytes]:
        """New content by path."""
        relations = self.package.relations(self.reading.main)
        path = next((relation.target for relation in relations if relation.kind == "comments"), "")
        changed: dict[str, bytes] = {}
        if path:
            comments = self._part(path)
        else:
            path = self._new_path()
            comments = f'<?xml version="1.0" encoding="UTF-8"?><w:comments xmlns:w="{self.space}"/>'.encode()
            changed |= self._registered(path, {relation.id for relation in relations})
        first = self._free_id(comments)
        declared = "" if re.search(rb"xmlns:w\s*=", comments[:8000]) else f' xmlns:w="{self.space}"'
        rows = (
            comment_row(first + i, self._said(remark), date, styled=False, head=declared)
            for i, remark in enumerate(remarks)
        )
        changed[path] = _appended(comments, "".join(rows))
        changed[self.reading.main] = self._marked(remarks, first)
        return changed

    def _part(self, path: str) -> bytes:
        """A part in UTF-8: in anything else, byte offsets of characters are not what we take them for."""
        content = self.package.read(path) or b""
        label = _ENCODING.match(content)
        if content.startswith((b"\xff\xfe", b"\xfe\xff")) or (
            label and label[1].lower() not in (b"utf-8", b"us-ascii")
        ):
            raise ClauseauditError(self.package.subject, "正文不是 UTF-8 编码，加不了批注", "用 Word 另存一份再试")
        return content

    def _new_path(self) -> str:
        folder = posixpath.dirname(self.reading.main)
        names = (posixpath.join(folder, name) for name in ("comments.xml", *(f"comments{i}.xml" for i in range(1, 99))))
        return next(name for name in names if name not in self.package.archive.NameToInfo)

    def _registered(self, path: str, ids: set[str]) -> dict[str, bytes]:
        """Content types and relationships with the comments part in them."""
        id = next(name for name in ("rIdComments", *(f"rIdComments{i}" for i in range(999))) if name not in ids)
        kind = f"{self.office}officeDocument/" + ("" if self.office == _STRICT else "2006/") + "relationships/comments"
        namespace = "http://schemas.openxmlformats.org/package/2006/"
        place = relations_path(self.reading.main)
        relations = self._part(place) or (f'<Relationships xmlns="{namespace}relationships"/>').encode()
        relation = f'<Relationship xmlns="{namespace}relationships" Id="{id}" Type="{kind}" Target="/{path}"/>'
        override = f'<Override xmlns="{namespace}content-types" PartName="/{path}" ContentType="{_TYPE}"/>'
        return {_TYPES: _appended(self._part(_TYPES), override), place: _appended(relations, relation)}

    def _free_id(self, comments: bytes) -> int:
        """Above every comment id in use."""
        used = [-1]

        def start(name: str, attributes: dict[str, str]) -> None:
            if local(name) in ("comment", "commentRangeStart", "commentReference"):
                id = next((value for key, value in attributes.items() if local(key) == "id"), "")
                if re.fullmatch("[0-9]{1,9}", id, re.A):
                    used.append(int(id))

        parse(comments, self.package.subject, start)
        parse(self.main, self.package.subject, start)
        return max(used) + 1

    def _said(self, remark: Remark) -> Comment:
        """With the words it is about, if it cannot stand on them: in headers, notes and text boxes Word has none."""
        place = self.reading.places[self._index(remark.start)]
        runs = self.reading.runs
        if remark.start >= remark.end or (place.byte >= 0 and runs[place.run].host == place.run):
            return remark.comment
        quote = self.reading.text[remark.start : remark.end]
        head, *rest = remark.comment.paragraphs
        return Comment((head, (("原文：", True), (quote, False)), *rest))

    # the marks in the body

    def _index(self, offset: int) -> int:
        """The place that holds the character at ``offset``, or the next one."""
        at = max(0, bisect_right(self.starts, offset) - 1)
        place = self.reading.places[at]
        return at + 1 if offset >= place.start + place.size and at + 1 < len(self.starts) else at

    def _marked(self, remarks: Iterable[Remark], first: int) -> bytes:
        cuts: dict[int, _Cut] = {}
        for id, remark in enumerate(remarks, first):
            if remark.start < remark.end:
                left, right = self._left(remark.start), self._right(remark.end)
            else:
                left, right = self._head()
            cuts.setdefault(left[0], _Cut(left[1])).opens.append(id)
            cuts.setdefault(right[0], _Cut(right[1])).closes.append(id)
        declared = "" if self.reading.prefix == "w" else f' xmlns:w="{self.space}"'
        parts, position = [], 0
        for byte in sorted(cuts):
            parts += [self.main[position:byte], self._cut(cuts[byte], declared)]
            position = byte
        return b"".join([*parts, self.main[position:]])

    def _head(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Around the run that begins the title, or else the body."""
        reading = self.reading
        title = reading.text.find(reading.title, reading.body) if reading.title else -1
        place = reading.places[self._index(title if title >= 0 else reading.body)]
        run = reading.runs[reading.runs[place.run].host]
        return (run.start, -1), (run.end, -1)

    def _left(self, offset: int) -> tuple[int, int]:
        """Byte before which a comment on ``offset`` opens, and the run to divide there (-1: none)."""
        index = self._index(offset)
        place = self.reading.places[index]
        text, within = self.reading.text, max(0, offset - place.start)
        # The first half keeps its tag, which may let white space at its end go: leave it to the second half.
        while within and text[place.start + within - 1].isspace():
            within -= 1
        is_first = index == 0 or self.reading.places[index - 1].run != place.run
        run = self.reading.runs[place.run]
        if place.byte < 0 or run.host != place.run or (within == 0 and is_first):
            return self.reading.runs[run.host].start, -1
        return self._byte(index, within), place.run

    def _right(self, end: int) -> tuple[int, int]:
        """Byte at which a comment that ends before the character ``end`` closes, and the run to divide there."""
        index = self._index(end - 1)
        places = self.reading.places
        place = places[index]
        within = min(end - place.start, place.size)
        is_last = index + 1 == len(places) or places[index + 1].run != place.run
        run = self.reading.runs[place.run]
        if place.byte < 0 or run.host != place.run or (within == place.size and is_last):
            return self.reading.runs[run.host].end, -1
        return self._byte(index, within), place.run

    def _byte(self, index: int, within: int) -> int:
        """Where the character ``within`` a place begins; its size is the end. References are places of their own."""
        place = self.reading.places[index]
        if within == 0:
            return place.byte
        if place.size == 1 and self.main[place.byte : place.byte + 1] == b"&":
            return self.main.index(b";", place.byte) + 1
        if place.size == 1 and self.main[place.byte : place.byte + 2] == b"\r\n":
            return place.byte + 2
        return place.byte + len(self.reading.text[place.start : place.start + within].encode())

    def _cut(self, cut: _Cut, declared: str) -> bytes:
        marks = "".join(
            f'<w:commentRangeEnd{declared} w:id="{id}"/><w:r{declared}><w:commentReference w:id="{id}"/></w:r>'
            for id in cut.closes
        ) + "".join(f'<w:commentRangeStart{declared} w:id="{id}"/>' for id in cut.opens)
        if cut.run < 0:
            return marks.encode()
        run = self.reading.runs[cut.run]
        tag = _RUN_TAG.match(self.main, run.start)
        if tag is None:
            raise ClauseauditError(self.package.subject, "正文的写法不常见，加不了批注", "用 Word 另存一份再试")
        again = tag[0] + self.main[slice(*run.props)] + b"<" + tag[1] + b't xml:space="preserve">'
        return b"</" + tag[1] + b"t></" + tag[1] + b"r>" + marks.encode() + again


class _Cut:
    """What opens and closes at a byte; ``run`` is the run to divide there, -1 between runs."""

    __slots__ = ("closes", "opens", "run")

    def __init__(self, run: int) -> None:
        self.run = run
        self.opens: list[int] = []
        self.closes: list[int] = []


def _appended(xml: bytes, rows: str) -> bytes:
    """``rows`` put in as the last children of the root."""
    if end := _LAST_TAG.search(xml):
        return xml[: end.start()] + rows.encode() + xml[end.start() :]
    if only := _ONLY_TAG.search(xml):
        tag = b"<" + only[1] + only[2] + b">"
        return xml[: only.start()] + tag + rows.encode() + b"</" + only[1] + b">"
    raise ClauseauditError("Word 文件", "部件的写法不常见，加不了批注", "用 Word 另存一份再试")
