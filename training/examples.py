"""The examples that explain what the second reader finds: of each category a few dozen unlike each other."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from clauseaudit.score import RISK
from clauseaudit.text import fold
from training.data import clause_bank

MOST = 40  # examples of a category
LONGEST = 80  # characters of an example
RAREST = 2  # sentences in which a word must occur
_WORD = re.compile("[\u4e00-\u9fff]{2,}")


def write(corpus: str) -> bytes:
    """Words with their rarity, and by category the examples with their words. Same corpus, same bytes."""
    sentences = [(row["text"], row["labels"]) for row in clause_bank(corpus)]
    cut = [_words(text) for text, _ in sentences]
    counts = Counter(word for words in cut for word in words)
    vocabulary = sorted(word for word, count in counts.items() if count >= RAREST)
    number = {word: index for index, word in enumerate(vocabulary)}
    rarity = [round(math.log(len(sentences) / counts[word]), 3) for word in vocabulary]
    candidates: dict[str, list[tuple[str, list[int]]]] = defaultdict(list)
    for (text, labels), words in zip(sentences, cut, strict=True):
        known = sorted(number[word] for word in words if word in number)
        if len(labels) == 1 and labels[0][1] in RISK and len(text) <= LONGEST and len(known) > 2:
            candidates[labels[0][0]].append((text, known))
    examples = {category: _unlike(rows, rarity) for category, rows in sorted(candidates.items())}
    content = {"words": vocabulary, "rarity": rarity, "examples": examples}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _words(text: str) -> set[str]:
    import jieba

    jieba.setLogLevel(60)
    return {word for word in jieba.cut(fold(text).text) if _WORD.fullmatch(word)}


def _unlike(rows: Sequence[tuple[str, list[int]]], rarity: Sequence[float]) -> list[tuple[str, list[int]]]:
    """The first row, then each time the one least like those already taken."""
    weight = [sum(rarity[word] for word in words) for _, words in rows]
    closest = [0.0] * len(rows)
    taken: list[int] = []
    while len(taken) < min(MOST, len(rows)):
        new = min((i for i in range(len(rows)) if i not in taken), key=lambda i: (closest[i], i))
        taken.append(new)
        for index, (_, words) in enumerate(rows):
            shared = sum(rarity[word] for word in set(words) & set(rows[new][1]))
            closest[index] = max(closest[index], shared / math.sqrt(weight[index] * weight[new]))
    return [rows[index] for index in taken]
