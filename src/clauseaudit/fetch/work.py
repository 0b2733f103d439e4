"""Work off a ledger: take, visit, store, until nothing is left that anybody could do."""

from __future__ import annotations

import time
from collections.abc import Callable

from clauseaudit.errors import FetchError
from clauseaudit.fetch.client import Client, SlotSpent
from clauseaudit.fetch.http import Dropped, TooSlow
from clauseaudit.fetch.ledger import LEASE, Ledger, Task
from clauseaudit.fetch.status import SlowDown
from clauseaudit.visit import Visit

MOST_DELAYS = 3
_BACKOFF = 30.0  # seconds before a page that broke off is taken again
_LONGEST_NAP = 1.0  # seconds; another process may put something into the queue at any time

Seen = Callable[[Task, Visit], None]


def work_off(ledger: Ledger, client: Client, *, lease: float = LEASE, seen: Seen | None = None) -> int:
    """Visit what ``ledger`` holds and store it, together with other processes; the number of pages stored here.

    ``seen`` gets each visit before its page is stored. Returns when every task is done or failed, those of other
    processes included. ``client`` should be given the same ledger.
    """
    stored = 0
    while (wait := ledger.wait()) is not None:
        task = ledger.take(lease)
        if task is None:
            time.sleep(min(max(wait, 0.005), _LONGEST_NAP))
            continue
        with ledger.held(task, lease):
            stored += _visit(ledger, client, task, seen)
    return stored


def _visit(ledger: Ledger, client: Client, task: Task, seen: Seen | None) -> bool:
    try:
        visit = client.visit(task.url, task.asked_from, slot=True)
    except SlotSpent:
        ledger.put_back(task)  # other hosts need not wait for this one
        return False
    except (SlowDown, Dropped, TooSlow) as error:
        if task.delays >= MOST_DELAYS:
            ledger.fail(task, error.reason, error.remedy)
        else:
            seconds = error.seconds if isinstance(error, SlowDown) else 0.0
            ledger.later(task, max(seconds, _BACKOFF), error.reason)
        return False
    except FetchError as error:
        ledger.fail(task, error.reason, error.remedy)
        return False
    if seen:
        seen(task, visit)
    return ledger.store(task, visit)
