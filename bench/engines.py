"""The three ways to the same answer: the product, a bare scan with hyperscan (the floor), a naive loop of ``re``."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

from clauseaudit.rules import load_pack
from clauseaudit.rules.language import Node, Pattern, parse, regex
from clauseaudit.rules.load import read_lexicon, read_toml, rule_files
from clauseaudit.rules.pack import Pack

GAP = re.compile(r"…(\d*)")
LOOK_AROUND = re.compile(r"\(\?<?!(?:[^()\\]|\\.)*\)")
WINDOW = re.compile(r"\.\{0,\d+\}\??")


def patterns(directory: str) -> Iterator[Pattern]:
    """Every pattern that can start a finding or take it back, in file order."""
    for _, path in rule_files(directory):
        match = read_toml(path).get("match", {})
        for key in ("any", "lead", "item", "unless", "near", "when"):
            yield from map(parse, match.get(key, []))


def expressions(directory: str) -> list[str]:
    """The distinct regular expressions of all patterns, concepts written out."""
    concepts, _, _ = read_lexicon(os.path.join(directory, "lexicon.toml"))
    written = written_out(concepts)
    seen: dict[str, None] = {}
    for pattern in patterns(directory):
        for node in (*pattern.every, *pattern.none):
            seen[regex(node, written)] = None
    return list(seen)


def written_out(concepts: dict[str, Node]) -> dict[str, str]:
    """Each concept as one expression, the concepts inside it included."""
    written: dict[str, str] = {}

    def write(name: str) -> str:
        if name not in written:
            node = concepts[name]
            written[name] = node[1] if node[0] == "regex" else regex(node, _Lazy(write))
        return written[name]

    for name in concepts:
        write(name)
    return written


class _Lazy(dict[str, str]):
    def __init__(self, write: Any) -> None:
        super().__init__()
        self.write = write

    def __missing__(self, name: str) -> str:
        return str(self.write(name))


class Floor:
    """Decode and scan with hyperscan: the same expressions, nothing done for a hit but counting it."""

    def __init__(self, sources: list[str]) -> None:
        import hyperscan as hs

        flags = hs.HS_FLAG_UTF8 | hs.HS_FLAG_UCP | hs.HS_FLAG_ALLOWEMPTY | hs.HS_FLAG_SINGLEMATCH
        plain = [self._accepted(LOOK_AROUND.sub("", s), hs, flags) for s in sources]
        self.database = hs.Database(mode=hs.HS_MODE_BLOCK)
        self.database.compile(expressions=plain, ids=list(range(len(plain))), flags=[flags] * len(plain))
        self.scratch = hs.Scratch(self.database)
        self.hits = 0

    @staticmethod
    def _accepted(source: str, hs: Any, flags: int) -> bytes:
        """The expression, or with unbounded windows where hyperscan finds it too large.

        It knows no look-around either; without one, and with wider windows, an expression matches a little more,
        which costs only the floor.
        """
        try:
            hs.Database(mode=hs.HS_MODE_BLOCK).compile(expressions=[source.encode()], ids=[0], flags=[flags])
            return source.encode()
        except hs.error:
            return WINDOW.sub(".*", source).encode()

    def __call__(self, data: bytes) -> str:
        text = data.decode()
        self.database.scan(data, match_event_handler=self._count, scratch=self.scratch)
        return text

    def _count(self, *_: Any) -> None:
        self.hits += 1


class Naive:
    """Every expression on every sentence."""

    def __init__(self, sources: list[str]) -> None:
        self.compiled = [re.compile(s) for s in sources]

    def __call__(self, sentences: list[str]) -> int:
        return sum(1 for s in sentences for c in self.compiled if c.search(s))


def tripled(directory: str) -> str:
    """A pack with each rule three times, the copies with wider windows, in a temporary folder."""
    target = tempfile.mkdtemp(prefix="clauseaudit-bench-")
    shutil.copytree(directory, target, dirs_exist_ok=True)
    for id_, path in rule_files(directory):
        with open(path, encoding="utf-8") as file:
            source = file.read()
        for copy in (1, 2):
            wider = GAP.sub(lambda m, c=copy: f"…{min(100, int(m[1] or 20) + c)}", source)
            wider = wider.replace(f'"{id_}"', f'"{id_}-{copy}"', 1)
            with open(os.path.join(target, "rules", f"{id_}-{copy}.toml"), "w", encoding="utf-8") as file:
                file.write(wider)
    return target


def load(directory: str) -> Pack:
    return load_pack(directory)
