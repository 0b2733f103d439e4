"""Cold starts: a new process each time, byte code and rule cache warm, as on a user's second run."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 15


def measure(text: str) -> dict[str, float]:
    """Median CPU milliseconds of ``python -c pass``, and of an audit to JSON by rules alone and with the reader."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "terms.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment.setdefault("PYTHONPYCACHEPREFIX", os.path.join(folder, "bytecode"))
        program = os.path.join(os.path.dirname(sys.executable), "clauseaudit")  # what a user calls
        called = [program] if os.path.exists(program) else [sys.executable, "-m", "clauseaudit"]
        audit = [*called, "audit", path, "--format", "json"]
        commands = {"bare": [sys.executable, "-c", "pass"], "rules": [*audit, "--no-model"], "both": audit}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(ROUNDS + 1):
            for name, command in commands.items():
                taken = child_time(command, environment)
                if number:  # the first round fills the caches
                    times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


def child_time(command: list[str], environment: dict[str, str]) -> float:
    """CPU milliseconds, user and system, of one child."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
