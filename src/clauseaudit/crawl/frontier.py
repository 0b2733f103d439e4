"""What is still to be visited, the most telling first, and which addresses are none of our business."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from itertools import count
from typing import NamedTuple

from clauseaudit.discover import Candidate
from clauseaudit.discover.site import host_of, same_site

LEVELS = 2  # links of links of the page that was given
MOST_DOORS = 4  # pages that ask for consent (registration, payment)
STEP_DOWN = 10  # points that a candidate loses with each level


class Waiting(NamedTuple):
    """A candidate with the page that named it."""

    candidate: Candidate
    level: int  # 1 for links of the page that was given
    asked_from: str


class Frontier:
    """A queue of candidates; each address once."""

    def __init__(self, home: Iterable[str], only: frozenset[str]) -> None:
        self._home, self._only = tuple(home), only
        self._heap: list[tuple[int, int, Waiting]] = []
        self._order = count()
        self._seen: set[str] = set()
        self._doors = 0
        self.hosts: set[str] = set()  # other hosts that an agreement of the platform has been read on

    def __len__(self) -> int:
        return len(self._heap)

    def see(self, *urls: str) -> None:
        """These have been visited."""
        self._seen.update(urls)

    def add(self, candidates: Iterable[Candidate], level: int, asked_from: str, *, declares: bool) -> None:
        """Queue what has not been seen. ``declares``: the page may name other hosts as those of its agreements.

        An agreement may not: there the links to others' hosts are those of its partners.
        """
        for candidate in candidates:
            if candidate.script or candidate.url in self._seen or not self._wanted(candidate):
                continue
            named = declares and candidate.role == "agreement" and candidate.words
            if not named and not self.is_home(candidate.url):
                continue
            if candidate.role == "door":
                self._doors += 1
                if self._doors > MOST_DOORS:
                    continue
            self._seen.add(candidate.url)
            entry = (STEP_DOWN * level - candidate.score, next(self._order), Waiting(candidate, level, asked_from))
            heapq.heappush(self._heap, entry)

    def is_home(self, url: str) -> bool:
        """Whether an address is the platform's own or on a host of its agreements."""
        return any(same_site(url, own) for own in self._home) or host_of(url) in self.hosts

    def confirm(self, url: str) -> None:
        """An agreement of the platform was read at ``url``: its host is one of the platform's."""
        self.hosts.add(host_of(url))

    def is_own(self, url: str) -> bool:
        """Whether an address is on the platform's own site."""
        return any(same_site(url, own) for own in self._home)

    def take(self) -> Waiting | None:
        """The next one; None when there is none."""
        return heapq.heappop(self._heap)[2] if self._heap else None

    def left(self) -> list[Waiting]:
        """What was never visited, best first."""
        return [entry[2] for entry in sorted(self._heap)]

    def _wanted(self, candidate: Candidate) -> bool:
        """Not of a type that nobody asked for, as far as the words tell."""
        return not (self._only and candidate.role == "agreement" and candidate.kind) or candidate.kind in self._only
