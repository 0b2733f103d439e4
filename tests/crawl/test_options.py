"""What is not chosen is polite."""

from __future__ import annotations

from clauseaudit.crawl.options import INTERVAL, LIMIT, Options


def test_the_usual_choice_asks_slowly_obeys_and_stays_outside() -> None:
    usual = Options()
    assert usual.interval == INTERVAL >= 1.0 and usual.limit == LIMIT == 20
    assert not usual.ignore_robots and not usual.allow_private and usual.discover and usual.render == "auto"
