from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clauseaudit.fetch.pace import LONGEST_HOLD, Pace, default_path, host_key

SRC = Path(__file__).parents[2] / "src"


def open_pace(tmp_path: Path, interval: float = 30.0) -> Pace:
    return Pace(str(tmp_path / "pace.sqlite"), interval=interval)


def test_a_slot_is_given_once_an_interval(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pace = open_pace(tmp_path)
    assert pace.take("a") == 0
    assert 20 < pace.take("a") <= 30
    assert pace.take("b") == 0
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 31)
    assert pace.take("a") == 0


def test_all_processes_share_it(tmp_path: Path) -> None:
    """Four processes together get no more slots than one would."""
    code = (
        "import sys, time\nfrom clauseaudit.fetch.pace import Pace\npace = Pace(sys.argv[1], interval=0.05)\n"
        "end, slots = time.monotonic() + 0.6, 0\n"
        "while time.monotonic() < end:\n    slots += pace.take('a') == 0\n    time.sleep(0.002)\nprint(slots)"
    )
    open_pace(tmp_path).close()
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    command = [sys.executable, "-c", code, str(tmp_path / "pace.sqlite")]
    crew = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(4)]
    slots = [int(worker.communicate(timeout=30)[0]) for worker in crew]
    assert 3 <= sum(slots) <= (time.monotonic() - began) / 0.05 + 1


def test_a_host_on_hold_is_left_alone_by_everybody(tmp_path: Path) -> None:
    pace, other = open_pace(tmp_path, 0.0), open_pace(tmp_path, 0.0)
    pace.hold("a", 50)
    pace.hold("a", 1)
    assert other.is_held("a") and not other.is_held("b")
    assert 49 < other.take("a") <= 50
    assert other.take("b") == 0


@pytest.mark.parametrize("seconds", [1e9, float("inf")])
def test_no_host_is_believed_for_ever(tmp_path: Path, seconds: float) -> None:
    pace = open_pace(tmp_path, 0.0)
    pace.hold("a", seconds)
    assert 0 < pace.take("a") <= LONGEST_HOLD


def test_crawl_delay_counts_where_it_is_longer(tmp_path: Path) -> None:
    pace = open_pace(tmp_path, 1.0)
    pace.slow("a", 20)
    assert pace.take("a") == 0
    assert 19 < pace.take("a") <= 20
    pace.slow("a", 0)
    assert pace.take("a") <= 1


def test_a_clock_that_was_set_back_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pace = open_pace(tmp_path, 1.0)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 10_000_000)
    pace.take("a")
    monkeypatch.setattr(time, "time", lambda: now)
    assert 0 < pace.take("a") <= 1


def test_robots_are_shared_for_an_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_pace(tmp_path).keep_robots("https://a.example", 200, b"User-agent: *")
    other = open_pace(tmp_path)
    assert other.robots("https://a.example") == (200, b"User-agent: *")
    assert other.robots("http://a.example") is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3700)
    assert other.robots("https://a.example") is None


def test_without_a_cache_folder_the_process_keeps_its_own_pace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    pace = Pace(str(tmp_path / "file" / "pace.sqlite"), interval=30.0)
    assert pace.take("a") == 0 and pace.take("a") > 0
    kept = pace.path
    pace.close()
    assert not os.path.exists(kept)


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "pace.sqlite").write_bytes(b"not a database" * 500)
    assert open_pace(tmp_path).take("a") == 0


def test_http_and_https_share_a_pace_and_other_ports_do_not() -> None:
    assert host_key("A.example", None) == host_key("a.example", 443) == host_key("a.example", 80) == "a.example"
    assert host_key("a.example", 8080) == "a.example:8080"


def test_it_lies_in_the_cache_folder(tmp_path: Path) -> None:
    assert default_path() == str(tmp_path / "cache" / "pace.sqlite")
