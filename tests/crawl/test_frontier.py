"""The queue of what is still to be visited."""

from __future__ import annotations

from clauseaudit.crawl.frontier import MOST_DOORS, Frontier
from clauseaudit.discover import Candidate

HOME = "https://www.a.test/"


def candidate(url: str, score: int = 80, role: str = "agreement", kind: str = "", words: str = "用户协议") -> Candidate:
    return Candidate(url, words, role, kind, score)


def order(frontier: Frontier) -> list[str]:
    return [waiting.candidate.url for waiting in iter(frontier.take, None)]


def test_best_first_and_near_before_far() -> None:
    frontier = Frontier([HOME], frozenset())
    frontier.add([candidate(HOME + "1", 80)], 2, HOME, declares=True)
    frontier.add([candidate(HOME + "2", 75), candidate(HOME + "3", 90)], 1, HOME, declares=True)
    assert order(frontier) == [HOME + "3", HOME + "2", HOME + "1"]


def test_each_address_once() -> None:
    frontier = Frontier([HOME], frozenset())
    frontier.see(HOME + "seen")
    for _ in range(2):
        frontier.add([candidate(HOME + "x"), candidate(HOME + "seen")], 1, HOME, declares=True)
    assert len(frontier) == 1


def test_other_hosts_only_where_the_site_names_them_as_agreements() -> None:
    there = "https://terms.b.test/1"
    frontier = Frontier([HOME], frozenset())
    frontier.add([candidate(there)], 2, HOME, declares=False)
    frontier.add([candidate(there, role="hub"), candidate(there, words="")], 1, HOME, declares=True)
    assert not len(frontier) and not frontier.is_home(there)
    frontier.add([candidate(there)], 1, HOME, declares=True)
    assert len(frontier) == 1 and not frontier.is_home(there)
    frontier.confirm(there)
    assert frontier.is_home("https://terms.b.test/other") and not frontier.is_own(there)
    frontier.add([candidate("https://terms.b.test/2")], 2, there, declares=False)
    assert len(frontier) == 2


def test_types_that_nobody_asked_for() -> None:
    frontier = Frontier([HOME], frozenset({"recharge"}))
    frontier.add([candidate(HOME + "1", kind="privacy"), candidate(HOME + "2", kind="recharge"), candidate(HOME + "3"),
                  candidate(HOME + "4", role="hub", kind="privacy")], 1, HOME, declares=True)  # fmt: skip
    assert sorted(order(frontier)) == [HOME + "2", HOME + "3", HOME + "4"]


def test_few_pages_that_ask_for_consent() -> None:
    frontier = Frontier([HOME], frozenset())
    frontier.add([candidate(f"{HOME}{n}", role="door") for n in range(20)], 1, HOME, declares=True)
    assert len(frontier) == MOST_DOORS


def test_what_opens_by_script_is_not_visited() -> None:
    frontier = Frontier([HOME], frozenset())
    frontier.add([candidate(HOME)._replace(script=True)], 1, HOME, declares=True)
    assert frontier.take() is None and frontier.left() == []
