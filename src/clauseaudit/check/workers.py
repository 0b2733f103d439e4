"""Many files on all processors: a check of two hundred files should not take twice as long as it must."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from clauseaudit.errors import ClauseauditError

Result = TypeVar("Result")
ENOUGH = 40  # files; with fewer, a second process costs more than it saves
MOST = 8


def each(paths: Sequence[str], work: Callable[[str], Result]) -> list[Result | ClauseauditError]:
    """``work(path)`` for every path, in order; what it raises as ClauseauditError stands in the result's place."""
    count = min(MOST, processors(), len(paths) * 2 // ENOUGH)
    if count < 2 or not hasattr(os, "fork") or sys.platform == "darwin":  # forking is unsafe there once threads ran
        return [_one(path, work) for path in paths]
    return _forked(paths, work, count)


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _one(path: str, work: Callable[[str], Result]) -> Result | ClauseauditError:
    try:
        return work(path)
    except ClauseauditError as error:
        return error


def _forked(paths: Sequence[str], work: Callable[[str], Result], count: int) -> list[Result | ClauseauditError]:
    """A run of neighbours in each child; the parent does the first and redoes that of a child that died.

    Neighbours share wording, which the matcher remembers.
    """
    bounds = [len(paths) * number // count for number in range(count + 1)]
    shares = [paths[first:last] for first, last in pairwise(bounds)]
    children = [_child(share, work) for share in shares[1:]]
    results = [_one(path, work) for path in shares[0]]
    for (pid, pipe), share in zip(children, shares[1:], strict=True):
        received = _received(pipe)
        os.waitpid(pid, 0)
        results += received or [_one(path, work) for path in share]
    return results


def _child(paths: Sequence[str], work: Callable[[str], Result]) -> tuple[int, int]:
    """Start a process; its id and the pipe that its results come through."""
    import pickle

    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            # Errors travel as their arguments: an exception with a message of its own is not rebuilt by pickle.
            pipe.write(pickle.dumps([_packed(_one(path, work)) for path in paths], pickle.HIGHEST_PROTOCOL))
        status = 0
    finally:
        os._exit(status)  # no flush of what the parent has buffered, no clean-up of what it still uses


def _packed(result: Result | ClauseauditError) -> tuple[Result | None, tuple[str, str, str]]:
    if isinstance(result, ClauseauditError):
        return None, (result.subject, result.reason, result.remedy)
    return result, ("", "", "")


def _received(pipe: int) -> list[Result | ClauseauditError]:
    """A child's results; empty if it died."""
    import pickle

    with os.fdopen(pipe, "rb") as stream:
        content = stream.read()
    try:
        packed = pickle.loads(content)  # from our own child, through a pipe that nobody else holds
    except (EOFError, pickle.UnpicklingError):
        return []
    return [ClauseauditError(*error) if result is None else result for result, error in packed]
