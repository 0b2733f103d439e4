"""Weights to one small file, and the card that says where it comes from."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence

import numpy as np

from clauseaudit.reader import EXTRA, FILE_LIMIT, MAGIC, OFFSET
from training.data import Agreement, Loose
from training.matrix import PIVOT
from training.run import Trained

LARGEST = 127
CLIP = 99.95  # percentile of a category's weights that the largest step stands for
ROUND = 5  # decimals kept of what is not quantised


def write(trained: Trained, digest: str) -> bytes:
    """The model file. Same training, same bytes."""
    names, rarity, mean = trained.space
    weights = trained.weights[:-1] * rarity[:, None]
    scale = np.maximum(np.percentile(np.abs(weights), CLIP, axis=0) * 1.25 / LARGEST, 1e-9)
    steps = np.clip(np.rint(weights / scale), -LARGEST, LARGEST).astype(int) + OFFSET
    square = float((rarity**2).max()) / 255
    squares = np.rint(rarity**2 / square).astype(int)
    table = np.zeros((len(names), steps.shape[1] + EXTRA - 1), np.uint8)
    table[:, : steps.shape[1]], table[:, -2], table[:, -1] = steps, squares, 1
    categories, category, any_risk, *rest = trained.policy
    rounded = [[round(value, ROUND) for value in part] for part in (category, any_risk)]
    head = {
        "digest": digest,
        "policy": [categories, *rounded, *rest],
        "scale": [float(f"{value:.6g}") for value in scale],
        "bias": [round(float(value), ROUND) for value in trained.weights[-1]],
        "length": [float(f"{square:.8g}"), round(mean, ROUND), PIVOT],
    }
    body = b"\n".join([json.dumps(head, separators=(",", ":")).encode(), "\0".join(names).encode(), table.tobytes()])
    content = MAGIC + zlib.compress(body, 9)
    if len(content) > FILE_LIMIT:
        raise SystemExit(f"{len(content)} bytes: lower NGRAMS")
    return content


def card(trained: Trained, content: bytes, documents: Sequence[Agreement], singles: Sequence[Loose], pack: str) -> str:
    """What the model is, what it learnt from, how well it reads."""
    real = [d for d in documents if d.real]
    invented = [d for d in documents if not d.real]

    def risks(group: Sequence[Agreement]) -> int:
        return sum(row["start"] is not None and row["grade"] not in ("maybe", "good") for d in group for row in d.rows)

    alone = [c for c, value in trained.policy.drop.items() if not value]
    lines = [
        "# reader.bin",
        "",
        "Written by `python -m training`; do not edit. One logistic regression a category over distinct character",
        "1–3-grams of a folded sentence, weights of eight bits, and a second stage that weighs the rules' findings.",
        "",
        "| what | |",
        "|---|---|",
        f"| file | {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()[:16]} |",
        f"| n-grams, categories | {len(trained.space.names):,}, {len(trained.policy.categories)} |",
        f"| real agreements (not part of the project) | {len(real)}, {risks(real):,} risk labels |",
        f"| invented agreements (corpus/) | {len(invented)}, {risks(invented):,} risk labels |",
        f"| single sentences (corpus/, rule examples, clauses named by authorities) | {len(singles):,} |",
        f"| data digest | {json.loads(_head(content))['digest']} |",
        f"| rule pack | {pack} |",
        "",
        "Six-fold cross-validation by document, kin together; precision / recall / F1. Rules were written or mended",
        "while reading both sets, so every line with rules flatters: see docs/accuracy.md for unseen agreements.",
        "Single sentences and the choice of n-grams saw all folds, which flatters a little too.",
        "",
        "```",
        *trained.report,
        "```",
        "",
        "A rule's finding whose probability is below its category's threshold is dropped, save in "
        + (", ".join(sorted(alone)) or "no category")
        + ".",
        "",
        "What a rule's finding is worth was measured on the corpus when no rule had seen it.",
        "",
    ]
    return "\n".join(lines)


def _head(content: bytes) -> bytes:
    return zlib.decompress(content[len(MAGIC) :]).split(b"\n", 1)[0]
