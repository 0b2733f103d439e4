"""The second reader: a small learned model that reads every sentence beside the rules. Pure but for loading its file.

One linear model for each category of term, over the distinct character 1–3-grams of a sentence. The weights of an
n-gram for all categories are packed as lanes of one integer, so a sentence is scored for every category by one sum
of integers and unpacked once; no numeric library is needed to read. A second, tiny stage turns the score of a
category, of its rivals and what the rules found into a calibrated probability. `python -m training` makes the file.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from clauseaudit.clauses import core
from clauseaudit.errors import ClauseauditError
from clauseaudit.likeness import Likeness
from clauseaudit.model import Outline

MAGIC = b"clauseaudit-reader/1\n"
FILE_LIMIT = 1 << 20  # bytes of a model file, packed
BODY_LIMIT = 1 << 25  # and unpacked
SHORTEST, LONGEST = 4, 1500  # characters of a sentence that is read; of a longer one the beginning is
OFFSET = 128  # added to every signed weight: lanes of a sum must not borrow from each other
LANE = 4  # bytes; 3 × LONGEST n-grams of at most 255 each fit many times over
EXTRA = 3  # lanes after the categories': any risk at all, squared length, number of n-grams
ANY = "any"
LEAST = 0.5  # additions less likely than this cost more than they found, on agreements never seen (docs/accuracy.md)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Mark(NamedTuple):
    """What the rules say of a sentence: the category they found, and whether as a good term."""

    segment: int
    category: str
    good: bool = False


class Opinion(NamedTuple):
    """What the reader makes of one category in one sentence."""

    segment: int
    category: str
    probability: float  # calibrated: of 100 opinions at 0.7 about 70 are right
    by_rule: bool  # a rule found it: the reader only says how sure that is
    keep: bool  # False: a rule's finding that is better dropped


class Scores(NamedTuple):
    """Raw scores of one sentence: log-odds by category, and of any risk at all."""

    by_category: tuple[float, ...]
    any_risk: float


def plain(sentence: str) -> str:
    """The sentence as n-grams see it: every number is 0, and both ends are marked."""
    return f"^{_NUMBER.sub('0', sentence[:LONGEST])}$"


def grams(sentence: str) -> set[str]:
    """The distinct character 1–3-grams of a folded sentence: what training counts and the automaton finds."""
    text = plain(sentence)
    found = set(text)
    found.update(map("".join, pairwise(text)))
    found.update(map("".join, zip(text, text[1:], text[2:], strict=False)))
    return found


class Policy(NamedTuple):
    """The second stage: from raw scores and the rules' marks to probabilities, and what is done with them."""

    categories: tuple[str, ...]
    category: tuple[float, ...]  # bias, own score, any risk, lead of the best rival, rule, rule × own score, praised
    any_risk: tuple[float, ...]  # bias, any risk, best score, rule
    add: dict[str, float]  # from which probability a category that no rule found is added
    drop: dict[str, float]  # below which a rule's finding is dropped; 0 where dropping never paid
    floor: float  # raw score below which a category is not looked at
    any_floor: float  # if any risk is likelier than this and nothing was named, the likeliest category is named
    name_floor: float  # unless its probability is below this

    def probability(self, score: float, any_risk: float, top: float, ruled: bool, good: bool) -> float:
        """Of a category, from its score, its best rival's and the rules."""
        bias, own, whole, rival, rule, both, praised = self.category
        odds = bias + own * score + whole * any_risk + rival * (top - score)
        return _logistic(odds + (rule + both * score if ruled else 0.0) + (praised if good else 0.0))

    def any_probability(self, scores: Scores, ruled: bool) -> float:
        """Of any risk in the sentence."""
        bias, whole, best, rule = self.any_risk
        return _logistic(bias + whole * scores.any_risk + best * max(scores.by_category) + rule * ruled)

    def decide(self, segment: int, scores: Scores, marks: Sequence[Mark]) -> list[Opinion]:
        """Combine both readers for one sentence: an opinion for each risk the rules found and each that is added."""
        risky = {mark.category for mark in marks if not mark.good}
        good = {mark.category for mark in marks if mark.good}
        opinions: list[Opinion] = []
        best, likeliest = 0.0, ""
        top = max(scores.by_category)
        for category, score in zip(self.categories, scores.by_category, strict=True):
            ruled = category in risky
            if not ruled and score < self.floor:
                continue
            probability = self.probability(score, scores.any_risk, top, ruled, category in good)
            if ruled:
                opinions.append(Opinion(segment, category, probability, True, probability >= self.drop[category]))
            elif probability >= max(self.add[category], LEAST):
                opinions.append(Opinion(segment, category, probability, False, True))
            elif probability > best:
                best, likeliest = probability, category
        named = any(opinion.keep for opinion in opinions)
        likely = best >= max(self.name_floor, LEAST)
        if not named and likely and self.any_probability(scores, bool(risky)) >= self.any_floor:
            opinions.append(Opinion(segment, likeliest, best, False, True))
        return opinions


class Reader:
    """A model made ready, with the examples that explain it. Files are read when needed: unused they cost nothing."""

    def __init__(self, path: str, examples: str = "") -> None:
        self.path = path
        self._likeness = Likeness(examples) if examples else None
        self._model: _Model | None = None

    @property
    def model(self) -> _Model:
        """Loaded at first use. Raises ClauseauditError if the file cannot be read or is no model."""
        if self._model is None:
            self._model = _load(self.path)
        return self._model

    def example(self, sentence: str, category: str) -> str:
        """The labelled example of ``category`` that a folded sentence is most like; empty if there is none."""
        return self._likeness.nearest(sentence, category) if self._likeness else ""

    def judge(self, folded_text: str, outline: Outline, marks: Iterable[Mark]) -> tuple[Opinion, ...]:
        """One opinion for each risk that a rule found and one for each that the reader adds, by place.

        ``marks``: the rules' hits. Sentences that are headings or too short are not read.
        """
        found: dict[int, list[Mark]] = {}
        for mark in marks:
            found.setdefault(mark.segment, []).append(mark)
        opinions: list[Opinion] = []
        for index, segment in enumerate(outline.segments):
            start, end = core(folded_text, segment)
            if segment.kind != "heading" and end - start >= SHORTEST:
                scores = self.model.scores(folded_text[start:end])
                opinions += self.model.policy.decide(index, scores, found.get(index, ()))
        return tuple(opinions)


class _Model:
    """The content of a model file."""

    def __init__(self, head: dict[str, Any], names: Sequence[str], weights: bytes) -> None:
        categories, category, any_risk, *rest = head["policy"]
        self.policy = Policy(tuple(categories), tuple(category), tuple(any_risk), *rest)
        self.lanes = len(self.policy.categories) + EXTRA
        self.scale: list[float] = head["scale"]  # of each category's weights, then of any risk's
        self.bias: list[float] = head["bias"]
        self.square, self.mean, self.pivot = map(float, head["length"])
        self.digest: str = head["digest"]  # of the data it was trained on
        if len(weights) != len(names) * self.lanes:
            raise ValueError("as many rows as n-grams")
        self.rows = _Rows(weights, self.lanes)
        self.automaton = AhoCorasick(names, store_patterns=False)

    def scores(self, sentence: str) -> Scores:
        """Log-odds of a folded sentence for every category."""
        places = self.automaton.find_matches_as_indexes(plain(sentence), overlapping=True)
        total = sum(map(self.rows.__getitem__, {place[0] for place in places}))
        sums = memoryview(total.to_bytes(LANE * self.lanes, "little")).cast("I").tolist()
        count, square = sums[-1], sums[-2]
        length = math.sqrt(square * self.square) or self.mean
        shrink = 1 / ((length / self.mean) ** self.pivot * self.mean)
        lift = OFFSET * count
        odds = [(lane - lift) * scale * shrink + bias for lane, scale, bias in zip(sums, self.scale, self.bias)]  # noqa: B905
        return Scores(tuple(odds[:-1]), odds[-1])


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


class _Rows(dict[int, int]):
    """Each row of ``lanes`` bytes as one integer with a lane of LANE bytes for each, made when first asked for.

    A document has a few thousand of the n-grams.
    """

    def __init__(self, weights: bytes, lanes: int) -> None:
        super().__init__()
        self.weights, self.lanes = weights, lanes

    def __missing__(self, number: int) -> int:
        spread = bytearray(LANE * self.lanes)
        spread[::LANE] = self.weights[number * self.lanes : (number + 1) * self.lanes]
        row = self[number] = int.from_bytes(spread, "little")
        return row


def _load(path: str) -> _Model:
    try:
        with open(path, "rb") as file:
            content = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise ClauseauditError(path, f"读不了：{error.strerror}", "重新安装，或用 --no-model 只看规则") from error
    damaged = ClauseauditError(path, "不是第二读者的模型文件，或已损坏", "重新安装，或用 --no-model 只看规则")
    if not content.startswith(MAGIC) or len(content) > FILE_LIMIT:
        raise damaged
    try:
        stream = zlib.decompressobj()
        body = stream.decompress(content[len(MAGIC) :], BODY_LIMIT)
        if not stream.eof:
            raise damaged
        head, names, weights = body.split(b"\n", 2)
        return _Model(json.loads(head), names.decode().split("\0"), weights)
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise damaged from error
