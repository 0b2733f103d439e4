"""What a regular expression cannot do without: letters of which one must stand wherever it matches."""

from __future__ import annotations

from typing import Any

MOST = 100  # letters of one set; with more it hardly tells anything


def needed(source: str) -> list[frozenset[str]]:
    r"""Sets of letters; from each of them one is in every match. Nothing is known of classes like ``\d``."""
    from re import _parser  # type: ignore[attr-defined]

    return _of_all(_parser.parse(source))


def _of_all(parts: Any) -> list[frozenset[str]]:
    found = [letters for kind, value in parts for letters in _of(str(kind), value)]
    return list(dict.fromkeys(found))


def _of(kind: str, value: Any) -> list[frozenset[str]]:
    if kind == "LITERAL":
        return [frozenset(chr(value))]
    if kind == "IN":
        letters = _of_class(value)
        return [letters] if letters else []
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, parts = value
        return _of_all(parts) if least else []
    if kind in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _of_all(value[-1] if kind == "SUBPATTERN" else value)
    if kind == "BRANCH":
        fewest = [min(_of_all(parts), key=len, default=frozenset()) for parts in value[1]]
        return [frozenset().union(*fewest)] if all(fewest) else []
    return []


def _of_class(members: Any) -> frozenset[str]:
    """The letters of a class; none where it is open-ended."""
    letters: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            letters.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < MOST:
            letters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return frozenset()
    return frozenset(letters)
