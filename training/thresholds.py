"""From which probability on to speak: the reader's thresholds, and whether it may drop a rule's finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from clauseaudit.reader import Opinion, Policy, Scores
from clauseaudit.score import Score
from training.data import Agreement
from training.second import FLOOR, Fitted

SHRINK = 30.0  # labels at which a category's own threshold counts as much as the common one
GRID = tuple(round(0.15 + 0.03 * step, 2) for step in range(16))
ANY_FLOORS, NAME_FLOORS = (0.5, 0.6, 0.7, 0.8), (0.1, 0.2)
ALARMS, PRICE = 3.0, 0.01  # false alarms in 10,000 characters that cost nothing; what each further one costs
#: Here a rule fires alone: the first was right every time on unseen agreements, whether money comes back is no place to
#: overrule a sentence that can be read, and of what was dropped under no-return, refund-fee and unilateral-service
#: twelve findings were right and three were wrong. Elsewhere it proposes, and the reader names or drops.
#: On the corpus, when no rule had seen it, dropping raised typed F1 as a whole and in 17 of the 45 categories, though
#: risks are four times denser there than in real agreements, which favours keeping.
FIRES_ALONE = frozenset({"final-interpretation", "no-return", "refund-denial", "refund-fee", "unilateral-service"})
#: A rule's finding is dropped below this share of the probability from which on the model would speak by itself. Rules
#: have become right more often since what they are worth was measured: at half, dropping took about as many right
#: findings as wrong ones; at three tenths agreements that nobody tuned on lose nothing (docs/accuracy.md).
DOUBT = 0.3
NEVER = 2.0
Judged = list[list[tuple[int, Opinion]]]


class Part(NamedTuple):
    """Documents of one kind with the scores of their sentences, and how they are to be judged."""

    documents: list[Agreement]
    scores: list[Scores]
    real: bool
    shift: tuple[float, float]  # added to the biases of the second stage

    def judge(self, policy: Policy, rules: bool) -> Judged:
        """What the policy makes of each document; ``rules`` False: as if there were none."""
        policy = policy._replace(
            category=(policy.category[0] + self.shift[0], *policy.category[1:]),
            any_risk=(policy.any_risk[0] + self.shift[1], *policy.any_risk[1:]),
        )
        result: Judged = []
        place = 0
        for document in self.documents:
            result.append([])
            for index, sentence in enumerate(document.sentences):
                if sentence.readable:
                    found = policy.decide(index, self.scores[place + index], sentence.marks if rules else ())
                    result[-1] += [(index, opinion) for opinion in found]
            place += len(document.sentences)
        return result

    def score(self, judged: Judged) -> Score:
        """Scored as ``clauseaudit score`` does."""
        total = Score()
        for document, found in zip(self.documents, judged, strict=True):
            rows = [
                {"start": (s := document.sentences[i]).start, "end": s.end, "category": o.category, "grade": "unfair"}
                for i, o in found
                if o.keep
            ]
            total.add([r for r in document.rows if not r["category"].startswith("missing")], rows, len(document.text))
        return total


def parts(documents: Sequence[Agreement], scores: Sequence[Scores], fitted: Fitted) -> tuple[Part, Part]:
    """The real agreements, and the corpus."""
    real, corpus = Part([], [], True, (0, 0)), Part([], [], False, (fitted.category_shift, fitted.any_shift))
    place = 0
    for document in documents:
        part = real if document.real else corpus
        part.documents.append(document)
        part.scores.extend(scores[place : place + len(document.sentences)])
        place += len(document.sentences)
    return real, corpus


def policy(real: Part, corpus: Part, fitted: Fitted, categories: tuple[str, ...]) -> Policy:
    """Thresholds chosen as if there were no rules: both sets have been read while rules were mended."""
    flat = Policy(categories, fitted.category, fitted.any_risk, {}, dict.fromkeys(categories, 0.0), FLOOR, NEVER, NEVER)

    def value(trial: Policy) -> float:
        return _worth(real.score(real.judge(trial, False))) + _worth(corpus.score(corpus.judge(trial, False)))

    def common(threshold: float) -> Policy:
        return flat._replace(add=dict.fromkeys(categories, threshold))

    best = max(map(common, GRID), key=value)
    own = _own(real, best)
    best = best._replace(add=own, drop={c: 0.0 if c in FIRES_ALONE else round(DOUBT * own[c], 3) for c in categories})
    trials = [best, *(best._replace(any_floor=a, name_floor=n) for a in ANY_FLOORS for n in NAME_FLOORS)]
    return max(trials, key=value)


def _worth(total: Score) -> float:
    """Place, name and rare categories count alike; many false alarms cost."""
    excess = max(0.0, total.alarm_rate() - ALARMS)
    return total.untyped.rates().f1 + total.typed.rates().f1 + total.macro()[0] - PRICE * excess


def _own(real: Part, common: Policy) -> dict[str, float]:
    """Each category's best threshold on the real agreements, drawn towards the common one where labels are few."""
    everything = real.judge(common._replace(add=dict.fromkeys(common.categories, min(GRID))), False)
    curves: dict[str, dict[float, float]] = defaultdict(dict)
    labels: dict[str, int] = defaultdict(int)
    for threshold in GRID:
        kept = [[(i, o) for i, o in judged if o.probability >= threshold] for judged in everything]
        for category, tally in real.score(kept).per.items():
            curves[category][threshold], labels[category] = tally.rates().f1, tally.labels
    thresholds = {}
    for category, usual in common.add.items():
        curve = curves[category] or {usual: 0.0}
        best = max(curve, key=lambda t: (curve[t], -abs(t - usual)))
        share = labels[category] / (labels[category] + SHRINK) if max(curve.values()) else 0.0
        thresholds[category] = round(share * best + (1 - share) * usual, 3)
    return thresholds
