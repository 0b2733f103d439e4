"""The report's style in as few bytes as a page needs: short names, and no rule for what the page does not have."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_SPACED = re.compile(r" ?([{};,>]) ?")
_PROPERTY = re.compile(r"--[a-z][\w-]*")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_RULE = re.compile(r"([^{}@;]+)(\{[^{}]*\})")
_GIVEN = re.compile(r"\bclass=(?:\"([^\"]*)\"|([\w-]+))")
_STRING = re.compile(r"'([^'\n]*)'")
_WORD = re.compile(r"[\w-]+")


def letters(index: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa, …"""
    return (letters(index // 26 - 1) if index >= 26 else "") + chr(97 + index % 26)


def short(source: str) -> str:
    """A sheet (without comments) without spare spaces, and custom properties by short names."""
    sheet = _SPACED.sub(r"\1", source.replace("\n", "")).replace(";}", "}")
    used = Counter(_PROPERTY.findall(sheet)).most_common()
    names = {name: f"--{letters(i)}" for i, (name, _) in enumerate(used)}
    return _PROPERTY.sub(lambda match: names[match[0]], sheet)


def fitted(sheet: str, page: str, script: str) -> str:
    """The rules of ``sheet`` that can reach an element of ``page``, with every class that ``script`` may give.

    Text of a document that looks like a class only keeps more.
    """
    given = {name for match in _GIVEN.finditer(page) for name in (match[1] or match[2]).split()}
    given |= {word for text in _STRING.findall(script) for word in _WORD.findall(text)}
    return _fitted(sheet, frozenset(given.intersection(_CLASS.findall(sheet))))


@lru_cache(maxsize=16)
def _fitted(sheet: str, given: frozenset[str]) -> str:
    def kept(rule: re.Match[str]) -> str:
        if "(" in rule[1]:  # :has(), :is(): what they name need not be there
            return rule[0]
        selectors = [one for one in rule[1].split(",") if given.issuperset(_CLASS.findall(one))]
        return ",".join(selectors) + rule[2] if selectors else ""

    return _RULE.sub(kept, sheet)
