"""Which documents are held out together: agreements that share much of their text stay on one side of a split."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from training.data import Agreement

FOLDS = 6
GRAM, SHARED = 8, 0.2  # characters of a gram; share of the shorter document's grams that makes two documents kin
COMMON = 40  # documents in which a gram may occur and still say something


def folds(documents: Sequence[Agreement], shared: float = SHARED) -> list[int]:
    """A fold for each document; kin share one, real and invented ones are spread evenly, large families first."""
    family = _families(documents, shared)
    members: dict[int, list[int]] = defaultdict(list)
    for index, head in enumerate(family):
        members[head].append(index)
    sizes = {real: [0] * FOLDS for real in (True, False)}
    found = [0] * len(documents)
    for group in sorted(members.values(), key=lambda g: (-len(g), documents[g[0]].id)):
        filled = sizes[documents[group[0]].real]
        fold = filled.index(min(filled))
        filled[fold] += len(group)
        for index in group:
            found[index] = fold
    return found


def _families(documents: Sequence[Agreement], shared: float) -> list[int]:
    """For each document the smallest number of its kin, itself and kin of kin included."""
    grams = [{d.text[i : i + GRAM] for i in range(len(d.text) - GRAM + 1)} for d in documents]
    holders: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(grams):
        for gram in own:
            holders[gram].append(index)
    common: Counter[tuple[int, int]] = Counter()
    for found in holders.values():
        if 1 < len(found) <= COMMON:
            common.update(combinations(found, 2))
    family = list(range(len(documents)))
    for (a, b), count in sorted(common.items()):
        if count >= shared * min(len(grams[a]), len(grams[b])):
            low, high = sorted((family[a], family[b]))
            family = [low if head == high else head for head in family]
    return family
