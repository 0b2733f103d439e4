"""How often a host is asked: one pace for all processes of this machine, kept in the user's cache folder.

A *slot* is the right to send one request to one host now. It is given only when it is due, so nothing is lost with
a process that dies while it waits, and a host that asked to be left alone is left alone by everybody at once.
The file also keeps what robots.txt said, so that many processes do not ask for it many times.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from clauseaudit.errors import ClauseauditError

INTERVAL = 1.0  # seconds between two requests to one host
LONGEST_HOLD = 3600.0  # seconds; more than that no host is believed
_LONGEST_DELAY = 86_400.0
_ROBOTS_KEPT = 3600.0  # seconds
_FORGOTTEN = 7 * 86_400.0  # seconds after which a host that is not asked any more leaves the file

_TABLES = """
CREATE TABLE IF NOT EXISTS hosts (
    host TEXT PRIMARY KEY, asked REAL NOT NULL DEFAULT 0, delay REAL NOT NULL DEFAULT 0, held REAL NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS robots (origin TEXT PRIMARY KEY, status INTEGER, body BLOB, at REAL);
"""

# When a host's next slot is due. A clock that was set back must not stop a host for ever: no moment lies further
# ahead than it can have been set.
DUE = f"MAX(MIN(hosts.asked, :now) + MAX(hosts.delay, :interval), MIN(hosts.held, :now + {LONGEST_HOLD}))"
TAKE = (
    "INSERT INTO {schema}.hosts (host, asked) VALUES (:host, :now)"
    f" ON CONFLICT (host) DO UPDATE SET asked = :now WHERE {DUE} <= :now"
)


def host_key(host: str, port: int | None) -> str:
    """The name under which a host's pace is kept: http and https share it, other ports are other servers."""
    return host.lower() if port in (None, 80, 443) else f"{host.lower()}:{port}"


def default_path() -> str:
    """The file that all processes of this user share."""
    from clauseaudit.files import cache_folder

    return os.path.join(cache_folder(), "pace.sqlite")


class Pace:
    """Slots for hosts. May be used by several threads; a process that forks makes its own.

    ``interval`` is the least time between two requests to one host, in seconds. Without a writable cache folder
    the pace is kept for this process alone.
    """

    def __init__(self, path: str = "", *, interval: float = INTERVAL) -> None:
        self.path, self.interval = path or default_path(), interval
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()
        try:
            os.makedirs(os.path.dirname(os.path.abspath(self.path)), mode=0o700, exist_ok=True)
            self._connection = _open_or_replace(self.path)
        except (OSError, sqlite3.OperationalError):
            self._temporary = tempfile.TemporaryDirectory(prefix="clauseaudit-")
            self.path = os.path.join(self._temporary.name, "pace.sqlite")
            self._connection = _open(self.path)

    def take(self, host: str) -> float:
        """0 if the host may be asked now, and its slot is taken; else the seconds until its next slot."""
        with self._write() as connection:
            now = time.time()
            moment = {"host": host, "now": now, "interval": self.interval}
            if connection.execute(TAKE.format(schema="main"), moment).rowcount:
                return 0.0
            due = connection.execute(f"SELECT {DUE} FROM hosts WHERE host = :host", moment).fetchone()[0]
            return max(0.001, float(due) - now)

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask ``host`` for so long; a longer hold that it already has stays."""
        until = time.time() + min(max(seconds, 0.0), LONGEST_HOLD)
        with self._write() as connection:
            connection.execute(
                "INSERT INTO hosts (host, held) VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET held = MAX(held, ?)",
                (host, until, until),
            )

    def is_held(self, host: str) -> bool:
        """True while ``host`` is to be left alone."""
        now = time.time()
        query = "SELECT 1 FROM hosts WHERE host = ? AND MIN(held, ?) > ?"
        with self._lock:
            return self._connection.execute(query, (host, now + LONGEST_HOLD, now)).fetchone() is not None

    def slow(self, host: str, seconds: float) -> None:
        """Remember the delay that the host's robots.txt asks for; 0 takes it back."""
        delay = min(max(seconds, 0.0), _LONGEST_DELAY)
        with self._write() as connection:
            connection.execute(
                "INSERT INTO hosts (host, delay) VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET delay = ?",
                (host, delay, delay),
            )

    def robots(self, origin: str) -> tuple[int, bytes] | None:
        """Status and body of the origin's robots.txt, if it was read within the last hour."""
        now = time.time()
        query = "SELECT status, body FROM robots WHERE origin = ? AND at BETWEEN ? AND ?"
        with self._lock:
            row = self._connection.execute(query, (origin, now - _ROBOTS_KEPT, now)).fetchone()
        return (int(row[0]), bytes(row[1])) if row else None

    def keep_robots(self, origin: str, status: int, body: bytes) -> None:
        """Share what the origin's robots.txt said, and drop what is old."""
        now = time.time()
        with self._write() as connection:
            connection.execute("REPLACE INTO robots VALUES (?, ?, ?, ?)", (origin, status, body, now))
            connection.execute("DELETE FROM robots WHERE at < ?", (now - _ROBOTS_KEPT,))
            connection.execute("DELETE FROM hosts WHERE MAX(asked, held) BETWEEN 1 AND ?", (now - _FORGOTTEN,))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        if self._temporary:
            self._temporary.cleanup()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock, transaction(self._connection, self.path):
            yield self._connection


@contextmanager
def transaction(connection: sqlite3.Connection, path: str) -> Iterator[None]:
    """All or nothing, and nobody else writes meanwhile. Raises ClauseauditError where ``path`` cannot be written."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        reason = f"写不进去（{error}）"
        raise ClauseauditError(os.path.basename(path), reason, "请检查磁盘空间，或结束占用它的程序再试") from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _open(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    # A killed process loses nothing without fsync; after a power cut a new pace may begin.
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(_TABLES)
    return connection


def _open_or_replace(path: str) -> sqlite3.Connection:
    try:
        return _open(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:  # damaged
        os.remove(path)
        return _open(path)
