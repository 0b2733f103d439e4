"""A name for a finding that outlives edits elsewhere in the document: for SARIF, baselines and histories."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from clauseaudit.model import Finding
from clauseaudit.text import fold


def fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with 32 hexadecimal digits, in the order of the document.

    They depend on the rule, the folded words and how many times the rule has met these words before: not on
    the place, the line, the width of characters or the reasons given. Findings on the whole document come first.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for finding in sorted(findings, key=lambda f: (-1 if f.start is None else f.start, f.rule)):
        words = _words(finding.quote)
        nth = seen[finding.rule, words]
        seen[finding.rule, words] += 1
        name = "\0".join((finding.rule, words, str(nth)))
        yield finding, hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@lru_cache(maxsize=4096)  # the files of a shop share many sentences
def _words(quote: str) -> str:
    return "".join(fold(quote).text.split())
