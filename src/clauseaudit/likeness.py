"""Which labelled sentence of our own a sentence is most like: how the second reader's findings are explained.

Sentences are compared by the words they share, rare ones counting more. The words were cut by jieba when the file was
made (`python -m training`); to compare, the known words are looked up, longest first, so no tokeniser is loaded.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from clauseaudit.errors import ClauseauditError

LEAST = 0.2  # cosine; below that two sentences have little but particles in common
FILE_LIMIT = 1 << 20  # bytes


class Likeness:
    """The examples made ready. The file is read when first asked."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._examples: _Examples | None = None

    def nearest(self, sentence: str, category: str) -> str:
        """The example of ``category`` that a folded sentence is most like; empty if none is like it.

        Raises ClauseauditError if the file cannot be read.
        """
        if self._examples is None:
            self._examples = _load(self.path)
        return self._examples.nearest(sentence, category)


class _Examples:
    def __init__(self, content: dict[str, Any]) -> None:
        self.rarity: list[float] = content["rarity"]
        self.of: dict[str, list[tuple[str, list[int]]]] = content["examples"]
        self.words = AhoCorasick(content["words"], matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def nearest(self, sentence: str, category: str) -> str:
        own = {word for word, _, _ in self.words.find_matches_as_indexes(sentence)}
        best, like = LEAST, ""
        for text, words in self.of.get(category, ()):
            shared = self._weight(own.intersection(words))
            likeness = shared and shared / math.sqrt(self._weight(own) * self._weight(words))
            if likeness > best:
                best, like = likeness, text
        return like

    def _weight(self, words: Iterable[int]) -> float:
        return sum(self.rarity[word] for word in words)


def _load(path: str) -> _Examples:
    try:
        with open(path, "rb") as file:
            content = file.read(FILE_LIMIT + 1)
        if len(content) > FILE_LIMIT:
            raise ValueError("too large")
        return _Examples(json.loads(content))
    except OSError as error:
        raise ClauseauditError(path, f"读不了：{error.strerror}", "重新安装，或用 --no-model 只看规则") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ClauseauditError(path, "不是示例文件，或已损坏", "重新安装，或用 --no-model 只看规则") from error
