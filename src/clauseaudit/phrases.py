"""What the rules do not see yet: frequent phrases near known concepts in sentences that no rule covers."""

from __future__ import annotations

import logging
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from clauseaudit.clauses import core, split
from clauseaudit.match import Matcher
from clauseaudit.model import Document
from clauseaudit.parties import resolve
from clauseaudit.rules.load import read_toml
from clauseaudit.text import fold

LONGEST_PHRASE = 4  # words
SHORTEST = 3  # characters
LONGEST_SENTENCE = 400  # characters that are cut into words
REACH = 2  # words between a phrase and the concept it is near to
_HAN = re.compile("[\u4e00-\u9fff]+")
# No phrase begins or ends with one of these.
_EMPTY = frozenset("的了和与及或在对为是将于其该并等以上下中之也而由从向则者所本你我有")

Cut = Callable[[str], Sequence[str]]


class Phrase(NamedTuple):
    """Words that keep coming up: in how many sentences and documents, beside which concepts, and one of them."""

    text: str
    sentences: int
    documents: int
    concepts: tuple[str, ...]
    example: str


def concept_words(lexicon: str) -> dict[str, str]:
    """Word to concept, for the words of a lexicon file that say something: members of common concepts do not."""
    words: dict[str, str] = {}
    for name, entry in read_toml(lexicon)["concept"].items():
        for word in () if entry.get("common") else entry.get("words", ()):
            if len(word) > 1 and _HAN.fullmatch(word):
                words.setdefault(word, name)
    return words


def cutter(words: Iterable[str], folder: str) -> Cut:
    """Cuts sentences into words, keeping ``words`` whole. The dictionary is kept ready in ``folder``."""
    import jieba  # type: ignore[import-untyped]

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()  # its own: the words must not reach other users of jieba in this process
    os.makedirs(folder, exist_ok=True)
    tokenizer.tmp_dir = folder
    for word in words:
        tokenizer.add_word(word)
    cut: Cut = tokenizer.lcut
    return cut


def sentences(document: Document, matcher: Matcher) -> Iterator[tuple[str, bool]]:
    """The sentences of a document, folded, names masked, and whether a rule holds in them; headings are none."""
    folded = fold(document.text)
    outline = split(document, folded)
    parties = resolve(folded.text)
    report = matcher.find(folded.text, outline, parties)
    masked = matcher.mask(folded.text, parties)  # a name comes up often and says nothing
    covered = {hit.segment for hit in report.hits}
    for number, segment in enumerate(outline.segments):
        if segment.kind != "heading":
            start, end = core(folded.text, segment)
            yield masked[start : min(end, start + LONGEST_SENTENCE)], number in covered


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Spans of tokens that could be a phrase."""
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + LONGEST_PHRASE) + 1):
            if not _HAN.fullmatch(tokens[end - 1]):
                break
            long = sum(map(len, tokens[start:end])) >= SHORTEST
            if long and end - start > 1 and tokens[start] not in _EMPTY and tokens[end - 1] not in _EMPTY:
                yield start, end


class Survey:
    """Counts over documents: which concepts stand in covered sentences, which phrases in uncovered ones."""

    def __init__(self, matcher: Matcher, cut: Cut, words: dict[str, str]) -> None:
        self.matcher, self.cut, self.words = matcher, cut, words
        self.covered: Counter[str] = Counter()  # sentences by concept; "" counts all of them
        self.total: Counter[str] = Counter()
        self.sentences: Counter[str] = Counter()  # by phrase
        self.documents: dict[str, set[str]] = defaultdict(set)
        self.near: dict[str, Counter[str]] = defaultdict(Counter)
        self.example: dict[str, str] = {}

    def add(self, document: Document) -> None:
        """One document."""
        for sentence, covered in sentences(document, self.matcher):
            tokens = self.cut(sentence)
            concepts = [self.words.get(token, "") for token in tokens]
            self.total.update({"", *concepts})
            self.covered.update({"", *concepts} if covered else ())
            if not covered:
                self.phrases(document.sha256 or document.id, sentence, tokens, concepts)

    def phrases(self, document: str, sentence: str, tokens: Sequence[str], concepts: Sequence[str]) -> None:
        """The phrases of an uncovered sentence that have a concept in or beside them, each once."""
        seen = set()
        for start, end in _runs(tokens):
            around = set(concepts[max(0, start - REACH) : end + REACH]) - {""}
            phrase = "".join(tokens[start:end])
            if around and phrase not in seen:
                seen.add(phrase)
                self.sentences[phrase] += 1
                self.documents[phrase].add(document)
                self.near[phrase].update(around)
                self.example.setdefault(phrase, sentence)

    def promise(self, phrase: str) -> float:
        """Documents beyond what boilerplate would give: a concept that rules often cover weighs more.

        The lift of a concept is the share of its sentences that are covered over the share of all that are.
        """
        usual = max(1, self.covered[""]) / max(1, self.total[""])
        near = self.near[phrase]
        share = sum(n * self.covered[c] / self.total[c] for c, n in near.items()) / sum(near.values())
        return len(self.documents[phrase]) * (share / usual - 1)

    def found(self, least: int) -> list[Phrase]:
        """Phrases in at least ``least`` uncovered sentences, most promising first."""
        frequent = _longest({phrase: count for phrase, count in self.sentences.items() if count >= least})
        ranked = sorted((-self.promise(phrase), phrase) for phrase in frequent)
        return [
            Phrase(p, self.sentences[p], len(self.documents[p]), tuple(c for c, _ in self.near[p].most_common(3)),
                   self.example[p])
            for promise, p in ranked if promise < 0
        ]  # fmt: skip


def _longest(counts: dict[str, int]) -> Iterator[str]:
    """Without the phrases that only occur as part of a longer one."""
    whole: set[tuple[str, int]] = set()
    for phrase, count in counts.items():
        parts = (phrase[a:b] for a in range(len(phrase)) for b in range(a + SHORTEST, len(phrase) + 1))
        whole.update((part, count) for part in parts if part != phrase)
    return (phrase for phrase, count in counts.items() if (phrase, count) not in whole)
