"""Logistic regression for all categories at once: L-BFGS in single precision, no randomness, no threads needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from training.matrix import Floats, Table

STRENGTH = 0.08  # of the quadratic penalty
ROUNDS, MEMORY, HALVINGS = 80, 4, 12
FIRST_BIAS = -4.0
Objective = Callable[[Floats], tuple[float, Floats]]


def fit(table: Table) -> Floats:
    """Weights, one row for each n-gram and the biases as the last row; one column for each category."""
    rows, columns = table.features.shape[1], table.labels.shape[1]
    start = np.zeros((rows + 1, columns), np.float32)
    start[rows] = FIRST_BIAS
    return minimise(_loss(table), start)


def scores(features: Any, weights: Floats) -> Floats:
    """Log-odds."""
    return np.asarray(features @ weights[:-1] + weights[-1], np.float32)


def _loss(table: Table) -> Objective:
    matrix, marks, worth = table
    transposed = matrix.T.tocsr()

    def value(weights: Floats) -> tuple[float, Floats]:
        odds = scores(matrix, weights)
        tail = np.exp(-np.abs(odds))
        loss = float((worth * (np.maximum(odds, 0) + np.log1p(tail) - marks * odds)).sum(dtype=np.float64))
        loss += 0.5 * STRENGTH * float(np.vdot(weights[:-1], weights[:-1]))
        excess = worth * (np.where(odds >= 0, np.float32(1), tail) / (1 + tail) - marks)
        slope = np.empty_like(weights)
        slope[:-1] = transposed @ excess + np.float32(STRENGTH) * weights[:-1]
        slope[-1] = excess.sum(0)
        return loss, slope

    return value


def minimise(objective: Objective, point: Floats) -> Floats:
    """L-BFGS with backtracking (Nocedal and Wright, Numerical Optimization, algorithm 7.4)."""
    value, slope = objective(point)
    steps: list[tuple[Floats, Floats, float]] = []
    for _ in range(ROUNDS):
        direction = -_preconditioned(slope, steps)
        descent, size = float(np.vdot(slope, direction)), 1.0
        for _ in range(HALVINGS):
            trial = point + np.float32(size) * direction
            trial_value, trial_slope = objective(trial)
            if trial_value <= value + 1e-4 * size * descent:
                break
            size /= 2
        moved, bent = trial - point, trial_slope - slope
        curvature = float(np.vdot(moved, bent))
        if curvature > 1e-10:
            steps = [*steps, (moved, bent, 1 / curvature)][-MEMORY:]
        settled = abs(value - trial_value) < 1e-5 * abs(value)
        point, value, slope = trial, trial_value, trial_slope
        if settled:
            break
    return point


def _preconditioned(slope: Floats, steps: list[tuple[Floats, Floats, float]]) -> Floats:
    result, kept = slope.copy(), []
    for moved, bent, inverse in reversed(steps):
        share = inverse * float(np.vdot(moved, result))
        kept.append(share)
        result -= np.float32(share) * bent
    if not steps:
        return result * np.float32(1 / max(1e-6, float(np.abs(slope).sum()) ** 0.5 + float(np.linalg.norm(slope))))
    _, bent, inverse = steps[-1]
    result *= np.float32(1 / (inverse * float(np.vdot(bent, bent))))
    for (moved, bent, inverse), share in zip(steps, reversed(kept), strict=True):
        result += np.float32(share - inverse * float(np.vdot(bent, result))) * moved
    return result
