"""The second stage: what scores and rules together are worth.

How a score translates into a probability is learnt from labelled agreements read as if there were no rules; risks are
denser in the corpus, so there the log-odds are shifted by what that is worth. What a rule's finding adds cannot be
learnt anew: by now the rules have been mended while reading both the real agreements and the corpus, so there they look
better than elsewhere. It was measured once on the corpus, when no rule had seen it (pack 245db35a606c), and is kept.
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
RULE, RULE_BY_SCORE, PRAISED, RULE_ANY = 1.37, -0.19, -0.36, 1.10  # log-odds, see above
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
        for category, score in zip(categories, by_category, strict=True):
            label = sentence.labels.get(category, -1)
            if label != 0 and score >= FLOOR:
                rows.append([score, any_risk, top - score])
                marks.append(label == 1)
                real.append(document.real)
    coefficients, shift = _coefficients(np.array(rows), np.array(marks), np.array(real))
    return (*coefficients, RULE, RULE_BY_SCORE, PRAISED), shift


def _any(documents: Sequence[Agreement], scores: Sequence[Scores]) -> Coefficients:
    rows, marks, real = [], [], []
    for document, sentence, (by_category, any_risk) in _read(documents, scores):
        values = sentence.labels.values()
        if 1 in values or 0 not in values:
            rows.append([any_risk, max(by_category)])
            marks.append(1 in values)
            real.append(document.real)
    coefficients, shift = _coefficients(np.array(rows), np.array(marks), np.array(real))
    return (*coefficients, RULE_ANY), shift


def _coefficients(rows: Doubles, marks: NDArray[np.bool_], real: NDArray[np.bool_]) -> Coefficients:
    """Bias and coefficients, and the bias' shift in the corpus."""
    found = LogisticRegression(C=1.0, max_iter=1000).fit(np.column_stack([rows, ~real]), marks)
    *coefficients, shift = map(float, found.coef_[0])
    return (float(found.intercept_[0]), *coefficients), shift


def _read(documents: Sequence[Agreement], scores: Sequence[Scores]) -> Iterator[tuple[Agreement, Sentence, Scores]]:
    """Every sentence that the reader reads, with its document and scores."""
    pairs = ((document, sentence) for document in documents for sentence in document.sentences)
    for (document, sentence), own in zip(pairs, scores, strict=True):
        if sentence.readable:
            yield document, sentence, own
