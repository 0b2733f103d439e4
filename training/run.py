"""Cross-validation, the choice of n-grams, and the final fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]

from clauseaudit.reader import Policy, Scores
from clauseaudit.score import Score
from training.data import Agreement, Loose
from training.fit import fit, scores
from training.folds import FOLDS, folds
from training.matrix import Floats, Space, Table, document_rows, features, labels, loose_rows, space
from training.second import second_stage
from training.thresholds import NEVER, Part, parts, policy

NGRAMS = 24_000
OWN = 0.6  # weight of the real agreements' own copy of the n-grams


class Trained(NamedTuple):
    """Everything the model file and its card need."""

    space: Space
    weights: Floats  # one row an n-gram, the last the biases; the last column is any risk
    policy: Policy
    report: tuple[str, ...]  # the cross-validated figures, one line each


def train(documents: Sequence[Agreement], singles: Sequence[Loose], categories: tuple[str, ...]) -> Trained:
    """Deterministic: same rows, same bytes."""
    texts = [s.text for d in documents for s in d.sentences] + [row.text for row in singles]
    first = _table(documents, singles, categories, texts, everything := space(texts))
    usable = _usable(documents, singles)
    chosen = space(texts, _strongest(everything, fit(first.take(usable)), first))
    table = _doubled(_table(documents, singles, categories, texts, chosen), documents)
    held_out = cross_validate(documents, table, usable)
    fitted = second_stage(documents, held_out, categories)
    real, corpus = parts(documents, held_out, fitted)
    chosen_policy = policy(real, corpus, fitted, categories)
    report = [line for part in (real, corpus) for line in figures(part, chosen_policy)]
    return Trained(chosen, _for_real(fit(table.take(usable))), chosen_policy, tuple(report))


def _table(
    documents: Sequence[Agreement], singles: Sequence[Loose], categories: tuple[str, ...], texts: list[str], of: Space
) -> Table:
    marks, worth = labels(document_rows(documents) + loose_rows(singles), categories)
    return Table(features(texts, of), marks, worth)


def _doubled(table: Table, documents: Sequence[Agreement]) -> Table:
    """Real agreements get a second copy of every n-gram, so that they may differ from invented text where they must.

    Daumé, Frustratingly Easy Domain Adaptation, 2007.
    """
    own = np.zeros(table.features.shape[0], np.float32)
    flags = [d.real for d in documents for _ in d.sentences]
    own[: len(flags)] = flags
    return table._replace(features=sparse.hstack([table.features, sparse.diags(own * OWN) @ table.features]).tocsr())


def _for_real(weights: Floats) -> Floats:
    """Weights of the doubled n-grams as one, as a real agreement meets them."""
    half = len(weights) // 2
    return np.vstack([weights[:half] + np.float32(OWN) * weights[half : 2 * half], weights[-1:]])


def _usable(documents: Sequence[Agreement], singles: Sequence[Loose]) -> np.ndarray:
    return np.array([s.readable for d in documents for s in d.sentences] + [True] * len(singles))


def _strongest(of: Space, weights: Floats, table: Table) -> list[str]:
    """The n-grams whose weights move the scores most over the training rows."""
    seen = np.asarray((table.features != 0).sum(0)).ravel()
    power = (weights[:-1] ** 2).sum(1) * of.rarity**2 * np.sqrt(seen)
    order = sorted(range(len(of.names)), key=lambda i: (-float(power[i]), of.names[i]))
    return [of.names[i] for i in order[:NGRAMS]]


def cross_validate(documents: Sequence[Agreement], table: Table, usable: np.ndarray) -> list[Scores]:
    """Scores of every document sentence from a model that has not seen its document."""
    fold = folds(documents)
    of_row = np.array([fold[i] for i, d in enumerate(documents) for _ in d.sentences])
    width = table.labels.shape[1]
    found = np.zeros((len(of_row), width), np.float32)
    singles = table.features.shape[0] - len(of_row)
    for number in range(FOLDS):
        inside = np.concatenate([of_row != number, np.ones(singles, bool)]) & usable
        weights = fit(table.take(inside))
        held = np.flatnonzero(of_row == number)
        found[held] = scores(sparse.csr_matrix(table.features)[held], weights)
        print(f"fold {number + 1} of {FOLDS}", flush=True)
    return [Scores(tuple(map(float, row[:-1])), float(row[-1])) for row in found]


def figures(part: Part, chosen: Policy) -> list[str]:
    """Rules alone, model alone, both."""
    never = dict.fromkeys(chosen.categories, 0.0)
    silent = chosen._replace(add=dict.fromkeys(chosen.categories, NEVER), drop=never, any_floor=NEVER)
    name = "real" if part.real else "corpus"
    ways = (("rules alone", silent, True), ("model alone", chosen, False), ("both", chosen, True))
    return [_line(f"{name:6} {title}", part.score(part.judge(which, rules))) for title, which, rules in ways]


def _line(title: str, total: Score) -> str:
    place, name = total.untyped.rates(), total.typed.rates()
    return (
        f"{title:20} untyped {place.precision:.3f} / {place.recall:.3f} / {place.f1:.3f}"
        f"  typed {name.precision:.3f} / {name.recall:.3f} / {name.f1:.3f}"
        f"  macro {total.macro()[0]:.3f}  alarms {total.alarm_rate():.1f}"
    )
