"""Is a bundle still as it was written? Offline; names what is missing, added, changed, and the first changed byte.

Who is believed when two files contradict each other: the manifest over what it lists, its hash (beside it, in the
seal, in the timestamp) over the manifest. Where the place of a change cannot be known, the block is given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import NamedTuple

from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence import manifest, seal, stamped, warc
from clauseaudit.evidence.copies import Copies
from clauseaudit.evidence.manifest import Entry, Place
from clauseaudit.evidence.source import Source, Unreadable, open_source

_MAX_MANIFEST = 200_000_000


class Damage(NamedTuple):
    """One difference between the bundle and what was written."""

    name: str
    reason: str  # in Chinese
    place: Place | None = None  # of the first difference, where there is one

    def __str__(self) -> str:
        return f"{self.name}：{self.reason}" + (f"，首处不同在{self.place}" if self.place else "")


class Report(NamedTuple):
    """What was found."""

    sha256: str  # of the manifest as it is now
    files: int  # that the manifest lists
    damages: tuple[Damage, ...]
    remarks: tuple[str, ...]  # what was checked and what could not be, in Chinese


def verify(path: str, *, ca: str = "", sha256: str = "") -> Report:
    """Check the bundle at ``path``, a folder or a ZIP.

    ``ca`` is a PEM file with the authorities that a timestamp must lead to; ``sha256`` the hash of the manifest as
    someone kept it elsewhere. Raises ClauseauditError when this is no bundle or ``ca`` cannot be read.
    """
    source = open_source(path)
    try:
        if manifest.NAME not in source.sizes:
            raise ClauseauditError(path, f"不是证据包：没有 {manifest.NAME}", "给出证据包的文件夹或 ZIP")
        return _Check(source).report(ca, sha256.strip().lower())
    finally:
        source.close()


class _Check:
    """One bundle under examination."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._listed = self._read(manifest.NAME)
        self._recorded = manifest.read(self._listed) or {}
        self._written = ""  # SHA-256 of the manifest as written, where it is proven to be another now
        self._broken: dict[str, str] = {}
        self._now = {name: entry for name in source.sizes if (entry := self._describe(name))}

    def report(self, ca: str, sha256: str) -> Report:
        own = hashlib.sha256(self._listed).hexdigest()
        damages = [*self._manifest(), *self._seal(), *self._files()]
        if sha256 and sha256 != own:
            damages.append(Damage(manifest.NAME, f"哈希不是事先另存的那一个（现在是 {own}）"))
        bad, remarks = stamped.judge(self._stamp(), bytes.fromhex(self._written or own), self._wanted(), ca)
        damages += [Damage(seal.TOKEN, reason) for reason in bad]
        wrong, more = Copies(self._source, self._recorded, self._now).judge_archive()
        damages += [Damage(warc.NAME, reason) for reason in wrong]
        remarks = (*remarks, *more)
        if seal.OTS in self._source.sizes:
            remarks += (f"{seal.OTS} 请用 ots verify 核对，这里不检查。",)
        return Report(own, len(self._recorded), tuple(damages), remarks)

    def _read(self, name: str) -> bytes:
        if name not in self._source.sizes:
            return b""
        if self._source.sizes[name] > _MAX_MANIFEST:
            raise ClauseauditError(name, "太大，不像证据包的文件")
        try:
            return b"".join(self._source.blocks(name))
        except Unreadable as error:
            if name == manifest.NAME:
                raise ClauseauditError(name, str(error)) from error
            return b""

    def _describe(self, name: str) -> Entry | None:
        try:
            return manifest.describe(self._source.blocks(name))
        except Unreadable as error:
            self._broken[name] = str(error)
            return None

    def _stamp(self) -> bytes | None:
        return self._read(seal.TOKEN) if seal.TOKEN in self._source.sizes else None

    def _wanted(self) -> bool:
        """Whether the bundle was written with a timestamp."""
        try:
            return bool(json.loads(self._read("environment.json"))["timestamp"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return False

    def _manifest(self) -> Iterator[Damage]:
        """The manifest against its hash, the seal and what it would be if made from the files."""
        entry, text = self._now[manifest.NAME], self._read(seal.TEXT)
        sealed = (manifest.read(self._read(seal.SUMS)) or {}).get(manifest.NAME)
        agrees = text == seal.text(entry.sha256)
        if not agrees and sealed != entry:
            place = self._from_files()
            if place is None and sealed:
                place = manifest.locate(manifest.blocks_of(self._listed), sealed)
            yield Damage(manifest.NAME, "清单被改动，与旁边记下的哈希不符", place)
        elif not self._recorded or manifest.write(self._recorded) != self._listed:
            yield Damage(manifest.NAME, "不是本程序写的清单")
        elif not agrees and seal.TEXT in self._source.sizes:
            place = manifest.first_difference(text, seal.text(entry.sha256))
            yield Damage(seal.TEXT, "被改动，与清单的哈希不符", place)
        yield from (Damage(name, "缺少") for name in (seal.TEXT, seal.SUMS) if name not in self._source.sizes)

    def _from_files(self) -> Place | None:
        """Where the manifest differs from one made of the files, if that has the hash that was noted beside it.

        Then the files are as they were, and are compared with that one.
        """
        inside = {name: entry for name, entry in self._now.items() if name not in seal.OUTSIDE}
        again = manifest.write(inside)
        written = hashlib.sha256(again).hexdigest()
        if self._read(seal.TEXT) != seal.text(written):
            return None
        self._recorded, self._written = inside, written
        return manifest.first_difference(self._listed, again)

    def _seal(self) -> Iterator[Damage]:
        """The seal against manifest and timestamp."""
        if seal.SUMS not in self._source.sizes:
            return
        content = self._read(seal.SUMS)
        sums = manifest.read(content)
        names = [manifest.NAME, *([seal.TOKEN] if seal.TOKEN in (sums or self._now) else [])]
        again = manifest.write({name: self._now[name] for name in names if name in self._now})
        if content == again:
            return
        token, recorded = self._now.get(seal.TOKEN), (sums or {}).get(seal.TOKEN)
        if recorded and not token:
            return  # said of the timestamp itself
        if token and recorded and token.sha256 != recorded.sha256 and token.blocks != recorded.blocks:
            place = manifest.locate(self._source.blocks(seal.TOKEN), recorded)
            yield Damage(seal.TOKEN, "被改动", place)
        elif self._read(seal.TEXT) == seal.text(self._now[manifest.NAME].sha256):
            yield Damage(seal.SUMS, "与清单或时间戳不符", manifest.first_difference(content, again))

    def _files(self) -> Iterator[Damage]:
        """Every file that is listed, and those that are not; nothing when no manifest could be read."""
        if not self._recorded:
            return
        homes = {entry.sha256: name for name, entry in self._recorded.items()}
        extra = [name for name in self._now if name not in self._recorded and name not in seal.OUTSIDE]
        copies = Copies(self._source, self._recorded, self._now)
        for name, entry in self._recorded.items():
            now = self._now.get(name)
            if name in self._source.refused:
                yield Damage(name, self._source.refused[name])
            elif name in self._broken:
                yield Damage(name, self._broken[name])
            elif now is None:
                moved = next((other for other in extra if self._now[other].sha256 == entry.sha256), None)
                yield Damage(name, f"缺少（内容在 {moved} 里，被改了名）" if moved else "缺少")
            elif (now.bytes, now.sha256) != (entry.bytes, entry.sha256):
                other = homes.get(now.sha256) if now.bytes else None
                reason = f"换成了 {other} 的内容" if other else f"被改动（原 {entry.bytes} 字节，现 {now.bytes} 字节）"
                yield Damage(name, reason, copies.place(name))
        yield from (Damage(name, "多出的文件，清单里没有") for name in extra)
        listed = {*self._recorded, *self._now}
        yield from (Damage(name, why) for name, why in self._source.refused.items() if name not in listed)
        yield from (Damage(name, why) for name, why in self._broken.items() if name not in self._recorded)
