"""The three ways to the same answer: the product, a bare scan with hyperscan (the floor), a naive loop of ``re``."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from clauseaudit.audit import audit, found, prepare
from clauseaudit.extract import read_document
from clauseaudit.files import cache_folder
from clauseaudit.match import Matcher
from clauseaudit.model import Document, Outline, Parties, Snapshot
from clauseaudit.rules import default_dir, load_pack
from clauseaudit.rules.language import TAIL, Node, Pattern, parse, regex
from clauseaudit.rules.load import read_lexicon, read_toml, rule_files

TODAY = "2026-11-26"
GAP = re.compile(r"…(\d*)")
# What hyperscan does not know: look-around, and an end of the sentence inside an alternative.
UNKNOWN = re.compile(r"\(\?<?!(?:[^()\\]|\\.)*\)|" + re.escape(f"[{TAIL}]*$") + r"(?!\Z)")
LONGEST = 300  # bytes of an expression in the floor: compiling the longest third takes hyperscan many minutes and 5 GB


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


class Product:
    """The matcher, and the whole way from text or page to findings."""

    def __init__(self, directory: str) -> None:
        self.matcher = Matcher(load_pack(directory))
        self.rules = len(self.matcher.pack.rules)
        self.words = self.matcher.pack.plan.words.count("\n") + 1

    def prepare(self, text: str) -> Prepared:
        passages, parties = prepare(Document("", "", "", text, ""))
        return Prepared(passages.folded.text, passages.outline, parties)

    def __call__(self, prepared: Prepared) -> object:
        return self.matcher.find(prepared.text, prepared.outline, prepared.parties)

    def audit(self, text: str) -> object:
        return audit(Document("", "", "", text, ""), self.matcher, TODAY)

    def page(self, content: bytes) -> object:
        return audit(read_document(Snapshot("page.html", content, "text/html")), self.matcher, TODAY)

    def findings(self, content: bytes) -> object:
        """Of a page: without the six answers that an audit gives too."""
        passages, parties = prepare(read_document(Snapshot("page.html", content, "text/html")))
        return found(passages, parties, self.matcher, TODAY)


class Prepared(NamedTuple):
    """A document as the matcher takes it."""

    text: str
    outline: Outline
    parties: Parties

    @property
    def sentences(self) -> list[str]:
        return [self.text[s.start : s.end] for s in self.outline.segments]


class Floor:
    """Decode and scan with hyperscan: the same expressions, nothing done for a hit but counting it.

    Hyperscan refuses look-around and some nested windows as too large; without the former and in its prefilter mode
    it takes them and matches a little more. The longest expressions are left out, which makes the floor lower than
    it is. Compiling still takes a minute or two, so the database is kept, keyed by the expressions.
    """

    def __init__(self, sources: list[str]) -> None:
        import hyperscan as hs

        plain = [e for s in sources if len(e := UNKNOWN.sub("", s).encode()) <= LONGEST]
        self.size = len(plain)
        key = hashlib.sha256(b"\n".join(plain)).hexdigest()[:16]
        path = os.path.join(cache_folder(), f"bench-{key}")
        try:
            with open(path, "rb") as file:
                self.database = hs.loadb(file.read(), mode=hs.HS_MODE_BLOCK)
        except OSError:
            print(f"  compiling {len(plain)} expressions for the floor, a few minutes the first time…", flush=True)
            self.database = hs.Database(mode=hs.HS_MODE_BLOCK)
            flags = hs.HS_FLAG_UTF8 | hs.HS_FLAG_ALLOWEMPTY | hs.HS_FLAG_SINGLEMATCH | hs.HS_FLAG_PREFILTER
            self.database.compile(expressions=plain, ids=list(range(len(plain))), flags=[flags] * len(plain))
            os.makedirs(cache_folder(), exist_ok=True)
            with open(path, "wb") as file:
                file.write(hs.dumpb(self.database))
        self.scratch = hs.Scratch(self.database)
        self.hits = 0

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


@contextmanager
def tripled() -> Iterator[str]:
    """Our pack with each rule three times, the copies with wider windows, in a folder that goes away again."""
    directory = default_dir()
    with tempfile.TemporaryDirectory(prefix="clauseaudit-bench-") as target:
        shutil.copytree(directory, target, dirs_exist_ok=True)
        _triple(directory, target)
        yield target


def _triple(directory: str, target: str) -> None:
    for id_, path in rule_files(directory):
        with open(path, encoding="utf-8") as file:
            source = file.read()
        for copy in (1, 2):
            wider = GAP.sub(lambda m, c=copy: f"…{min(100, int(m[1] or 20) + c)}", source)
            wider = wider.replace(f'"{id_}"', f'"{id_}-{copy}"', 1)
            with open(os.path.join(target, "rules", f"{id_}-{copy}.toml"), "w", encoding="utf-8") as file:
                file.write(wider)
