"""The second stage: what scores and rules together are worth.

The rules were written while reading the real agreements, so there their findings look better than they are: what a
rule's finding is worth is learnt from the corpus, which they have not seen. How a score translates into a probability
is learnt from the real agreements, read as if there were no rules; risks are denser in the corpus, so there the
log-odds are shifted by what that is worth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from clauseaudit.reader import Scores
from training.data import Agreement, Sentence

FLOOR = -6.0
Doubles = NDArray[np.float64]


class Fitted(NamedTuple):
    """Coefficients as Policy.category and Policy.any_risk, and what to add to their biases in the corpus."""

    category: tuple[float, ...]
    any_risk: tuple[float, ...]
    category_shift: float
    any_shift: float


def second_stage(documents: Sequence[Agreement], scores: Sequence[Scores], categories: Sequence[str]) -> Fitted:
    """Fitted on scores that no sentence's own document took part in."""
    category, category_shift = _category(documents, scores, categories)
    any_risk, any_shift = _any(documents, scores)
    return Fitted(category, any_risk, category_shift, any_shift)


Coefficients = tuple[tuple[float, ...], float]


def _category(documents: Sequence[Agreement], scores: Sequence[Scores], categories: Sequence[str]) -> Coefficients:
    rows, marks, real = [], [], []
    for document, sentence, (by_category, any_risk) in _read(documents, scores):
        top = max(by_category)
        risky = {m.category for m in sentence.marks if not m.good}
        good = {m.category for m in sentence.marks if m.good}
        for category, score in zip(categories, by_category, strict=True):
            label = sentence.labels.get(category, -1)
            if label != 0 and (score >= FLOOR or category in risky):
                rule, praised = float(category in risky), float(category in good)
                rows.append([score, any_risk, top - score, rule, rule * score, praised])
                marks.append(label == 1)
                real.append(document.real)
    return _coefficients(np.array(rows), np.array(marks), np.array(real), [3, 4, 5])


def _any(documents: Sequence[Agreement], scores: Sequence[Scores]) -> Coefficients:
    rows, marks, real = [], [], []
    for document, sentence, (by_category, any_risk) in _read(documents, scores):
        values = sentence.labels.values()
        if 1 in values or 0 not in values:
            rows.append([any_risk, max(by_category), float(any(not m.good for m in sentence.marks))])
            marks.append(1 in values)
            real.append(document.real)
    return _coefficients(np.array(rows), np.array(marks), np.array(real), [2])


def _coefficients(rows: Doubles, marks: NDArray[np.bool_], real: NDArray[np.bool_], ruled: list[int]) -> Coefficients:
    """Bias and coefficients, and the bias' shift in the corpus; ``ruled``: the columns that come from rules."""
    blind = rows.copy()
    for column in ruled:
        blind[real, column] = 0
    found = LogisticRegression(C=1.0, max_iter=1000).fit(np.column_stack([blind, ~real]), marks)
    *coefficients, shift = map(float, found.coef_[0])
    return (float(found.intercept_[0]), *coefficients), shift


def _read(documents: Sequence[Agreement], scores: Sequence[Scores]) -> Iterator[tuple[Agreement, Sentence, Scores]]:
    """Every sentence that the reader reads, with its document and scores."""
    pairs = ((document, sentence) for document in documents for sentence in document.sentences)
    for (document, sentence), own in zip(pairs, scores, strict=True):
        if sentence.readable:
            yield document, sentence, own
