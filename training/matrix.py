"""Training rows to matrices: which n-grams, how weighted, and the labels with their weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray

from clauseaudit.reader import grams
from training.data import Agreement, Labels, Loose

Floats = NDArray[np.float32]
RAREST = 4  # sentences in which an n-gram must occur to be looked at
PIVOT = 0.4  # how far a sentence's length is normalised: 0 not at all, 1 fully


class Space(NamedTuple):
    """The n-grams in use, the square root of their rarity, and the mean length of a sentence in that space."""

    names: tuple[str, ...]
    rarity: Floats
    mean: float


class Table(NamedTuple):
    """Rows by n-grams, rows by categories (the last: any risk): 1/0 and how much that counts."""

    features: sparse.csr_matrix
    labels: Floats
    weights: Floats

    def take(self, rows: NDArray[np.bool_]) -> Table:
        return Table(self.features[rows], self.labels[rows], self.weights[rows])


def space(texts: Sequence[str], wanted: Sequence[str] | None = None) -> Space:
    """The n-grams of ``texts`` (or those wanted of them)."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(grams(text))
    usable = (name for name in (wanted or counts) if counts[name] >= RAREST and not set(name) & {"\0", "\n"})
    names = tuple(sorted(usable))
    rarity = np.array([np.sqrt(np.log((1 + len(texts)) / (1 + counts[n])) + 1) for n in names], np.float32)
    found = Space(names, rarity, 1.0)
    lengths = _lengths(_counts(texts, found))
    return found._replace(mean=float(lengths[lengths > 0].mean()))


def features(texts: Sequence[str], of: Space) -> sparse.csr_matrix:
    """Rows of weighted n-grams, their length partly normalised (as clauseaudit.reader does)."""
    rows = _counts(texts, of)
    lengths = _lengths(rows)
    lengths[lengths == 0] = of.mean
    shrink = 1 / ((lengths / of.mean) ** PIVOT * of.mean)
    return (sparse.diags(shrink.astype(np.float32)) @ rows).tocsr()


def _counts(texts: Sequence[str], of: Space) -> sparse.csr_matrix:
    column = {name: index for index, name in enumerate(of.names)}
    indices: list[int] = []
    ends = [0]
    for text in texts:
        indices += sorted(column[g] for g in grams(text) if g in column)
        ends.append(len(indices))
    values = of.rarity[indices] if indices else np.zeros(0, np.float32)
    return sparse.csr_matrix((values, indices, ends), shape=(len(texts), len(of.names)), dtype=np.float32)


def _lengths(rows: sparse.csr_matrix) -> NDArray[np.float64]:
    return np.sqrt(np.asarray(rows.multiply(rows).sum(1), np.float64).ravel())


def labels(rows: Sequence[tuple[Labels, float]], categories: Sequence[str]) -> tuple[Floats, Floats]:
    """Labels and weights of rows given as (labels, how surely the other categories are absent)."""
    column = {category: index for index, category in enumerate(categories)}
    marks = np.zeros((len(rows), len(categories) + 1), np.float32)
    weights = np.zeros_like(marks)
    for index, (row, others) in enumerate(rows):
        weights[index, :-1] = others
        for category, value in row.items():
            if category in column:
                marks[index, column[category]] = value == 1
                weights[index, column[category]] = value != 0
        risk, doubt = 1 in row.values(), 0 in row.values()
        marks[index, -1] = risk
        weights[index, -1] = 1.0 if risk else float(others == 1.0 and not doubt)
    return marks, weights


def document_rows(documents: Sequence[Agreement]) -> list[tuple[Labels, float]]:
    """One row for each sentence; whatever is not labelled is absent."""
    return [(sentence.labels, 1.0) for document in documents for sentence in document.sentences]


def loose_rows(singles: Sequence[Loose]) -> list[tuple[Labels, float]]:
    return [(row.labels, row.others) for row in singles]
