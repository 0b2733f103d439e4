"""A shop's check of its own files: a new process that reads two hundred policies, as before a commit."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from clauseaudit.extract import find_documents, read_document, snapshot_file

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILES, LENGTH, ROUNDS = 200, 1500, 5


def measure() -> tuple[float, bool]:
    """Median wall seconds of ``check`` on the folder, and whether every run printed the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        policies = os.path.join(folder, "policies")
        os.mkdir(policies)
        write_policies(policies)
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = os.path.join(folder, "bytecode")
        command = [sys.executable, "-m", "clauseaudit", "check", policies, "--on", "2026-11-26"]
        times, outputs = [], set()
        for number in range(ROUNDS + 1):
            before = time.perf_counter()
            outputs.add(subprocess.run(command, capture_output=True, check=True, env=environment).stdout)
            if number:  # the first round fills the caches
                times.append(time.perf_counter() - before)
        return statistics.median(times), len(outputs) == 1


def write_policies(folder: str) -> None:
    """FILES files of LENGTH characters, each beginning at another place of the benchmark's documents."""
    paths = find_documents(os.path.join(ROOT, "corpus", "docs"))
    whole = "\n".join(read_document(snapshot_file(path)).text for path in paths)
    step = (len(whole) - LENGTH) // FILES
    for number in range(FILES):
        suffix = ".md" if number % 4 == 3 else ".txt"
        with open(os.path.join(folder, f"{number:03}{suffix}"), "w", encoding="utf-8") as file:
            file.write(whole[number * step : number * step + LENGTH])
