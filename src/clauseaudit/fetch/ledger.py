"""What is to be read and what has been: a queue of leases and the pages themselves, in one SQLite file.

Several processes may work on one ledger. A task is *taken* for a time (its lease) together with the next slot of
its host; its page and the mark "done" are stored in one transaction. What is guaranteed when processes are killed:

- every task is done or failed in the end, its page stored once; what nobody works on any more is taken anew when
  its lease runs out;
- a page is asked for a second time only if the process that had taken it was killed, or lost its lease, before it
  stored the page. (No queue can do better: a server does not say whether an answer arrived.)
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit

from clauseaudit.errors import ClauseauditError
from clauseaudit.fetch.pace import DUE, TAKE, Pace, host_key, transaction
from clauseaudit.model import Snapshot
from clauseaudit.visit import Visit

LEASE = 120.0  # seconds; longer than the slowest page, and renewed while one is being read (``held``)
MOST_TAKES = 5  # a page that kills its process each time is given up

_TABLES = """
CREATE TABLE IF NOT EXISTS tasks (
    place INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, host TEXT NOT NULL, asked_from TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', due REAL NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '',
    takes INTEGER NOT NULL DEFAULT 0, delays INTEGER NOT NULL DEFAULT 0,
    arrived TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', remedy TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS open_tasks ON tasks (due) WHERE state IN ('waiting', 'taken');
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY, content BLOB NOT NULL, media_type TEXT NOT NULL, charset TEXT NOT NULL,
    retrieved TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, stored INTEGER NOT NULL DEFAULT 1);
"""
# ``due`` of a task that is taken is the end of its lease: one rule says what may be taken.
_NEXT = f"""
SELECT place, url, tasks.host, asked_from, takes, delays FROM tasks LEFT JOIN pace.hosts AS hosts USING (host)
WHERE state IN ('waiting', 'taken') AND due <= :now AND (hosts.host IS NULL OR {DUE} <= :now)
ORDER BY place LIMIT 1
"""
_WAIT = f"""
SELECT MIN(MAX(due, COALESCE({DUE}, 0))) FROM tasks LEFT JOIN pace.hosts AS hosts USING (host)
WHERE state IN ('waiting', 'taken')
"""


class Task(NamedTuple):
    """One address, taken by one process until its lease runs out."""

    place: int
    url: str
    host: str
    asked_from: str
    owner: str
    delays: int  # how often it was put off


class Page(NamedTuple):
    """A stored page and what its site calls its state."""

    snapshot: Snapshot
    etag: str
    modified: str


class Ledger:
    """The ledger in the file ``path``, made if it is not there. Its hosts' slots come from ``pace``.

    May be used by several threads; a process that forks opens its own.
    """

    def __init__(self, path: str, pace: Pace | None = None) -> None:
        self.path, self.pace, self._owns_pace = path, pace or Pace(), pace is None
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
            # A kill loses nothing; a power cut may lose the last pages, never the file.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_TABLES)
            self._connection.execute("ATTACH ? AS pace", (self.pace.path,))
            self._connection.execute("PRAGMA pace.synchronous = OFF")
        except sqlite3.DatabaseError as error:
            raise ClauseauditError(os.path.basename(path), "不能用作抓取记录", "请换一个文件，或删去后重来") from error

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        if self._owns_pace:
            self.pace.close()

    def add(self, urls: Iterable[str], asked_from: str = "") -> int:
        """Queue the addresses that are not known yet, in order. How many were new.

        Fragments do not count, except for those that are a path (``#/terms``).
        """
        with self._write() as connection:
            before = connection.total_changes
            connection.executemany(
                "INSERT OR IGNORE INTO tasks (url, host, asked_from) VALUES (?, ?, ?)",
                ((plain, _host(plain), asked_from) for plain in map(_plain, urls)),
            )
            return connection.total_changes - before

    def again(self) -> None:
        """Queue everything that is done or failed once more; unchanged pages will be answered with 304."""
        with self._write() as connection:
            connection.execute(
                "UPDATE tasks SET state = 'waiting', due = 0, owner = '', takes = 0, delays = 0, reason = '',"
                " remedy = '' WHERE state IN ('done', 'failed')"
            )

    def take(self, lease: float = LEASE) -> Task | None:
        """The first task whose host may be asked now, with that host's slot; None if there is none just now."""
        while True:
            now = time.time()
            moment = {"now": now, "interval": self.pace.interval}
            with self._write() as connection:
                row = connection.execute(_NEXT, moment).fetchone()
                if row is None:
                    return None
                place, url, host, asked_from, takes, delays = row
                if takes - delays >= MOST_TAKES:
                    reason, remedy = "读这一页时程序多次中断", "请单独检查这个网址"
                    connection.execute(
                        "UPDATE tasks SET state = 'failed', reason = ?, remedy = ? WHERE place = ?",
                        (reason, remedy, place),
                    )
                    continue
                connection.execute(TAKE.format(schema="pace"), {**moment, "host": host})
                owner = f"{os.getpid()}.{uuid.uuid4().hex}"
                connection.execute(
                    "UPDATE tasks SET state = 'taken', due = ?, owner = ?, takes = takes + 1 WHERE place = ?",
                    (now + lease, owner, place),
                )
                return Task(place, url, host, asked_from, owner, delays)

    def wait(self) -> float | None:
        """Seconds until ``take`` may give something (0 = now); None when nothing is left to do."""
        now = time.time()
        moment = {"now": now, "interval": self.pace.interval}
        with self._lock:
            due = self._connection.execute(_WAIT, moment).fetchone()[0]
        return None if due is None else max(0.0, due - now)

    def renew(self, task: Task, lease: float = LEASE) -> bool:
        """Keep ``task`` for another ``lease`` seconds; False if it has been lost."""
        return self._change(task, "due = ?", (time.time() + lease,))

    @contextmanager
    def held(self, task: Task, lease: float = LEASE) -> Iterator[None]:
        """Renew the lease of ``task`` from a thread for as long as the block lasts."""
        ended = threading.Event()

        def renew() -> None:
            while not ended.wait(lease / 3) and self.renew(task, lease):
                pass

        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def store(self, task: Task, visit: Visit) -> bool:
        """Store the page and mark ``task`` as done, both or neither; False, and nothing stored, if it was lost."""
        with self._write() as connection:
            if not _change(connection, task, "state = 'done', arrived = ?", (visit.snapshot.url,)):
                return False
            _keep(connection, visit)
            return True

    def later(self, task: Task, seconds: float, reason: str = "") -> bool:
        """Put ``task`` off for ``seconds``; False if it had been lost."""
        return self._change(
            task,
            "state = 'waiting', owner = '', delays = delays + 1, due = ?, reason = ?",
            (time.time() + seconds, reason),
        )

    def put_back(self, task: Task) -> bool:
        """Leave ``task`` to whoever takes it next, as if it had not been taken; False if it had been lost."""
        return self._change(task, "state = 'waiting', owner = '', due = 0, takes = takes - 1", ())

    def fail(self, task: Task, reason: str, remedy: str = "") -> bool:
        """Give ``task`` up, saying why in Chinese; False if it had been lost."""
        return self._change(task, "state = 'failed', reason = ?, remedy = ?", (reason, remedy))

    def remember(self, visit: Visit) -> None:
        """Store the page of a visit that was no task, for the next conditional request."""
        with self._write() as connection:
            _keep(connection, visit)

    def page(self, url: str) -> Page | None:
        """The page that ``url`` gave last."""
        query = "SELECT url, content, media_type, charset, retrieved, etag, modified FROM pages WHERE url = ?"
        with self._lock:
            row = self._connection.execute(query, (url,)).fetchone()
        if row is None:
            return None
        place, content, media_type, charset, retrieved, etag, modified = row
        return Page(Snapshot(place, bytes(content), media_type, charset, place, retrieved), etag, modified)

    def outcomes(self) -> list[tuple[str, str, str, str]]:
        """Address, state (waiting | taken | done | failed), reason and remedy of every task, in order."""
        with self._lock:
            return list(self._connection.execute("SELECT url, state, reason, remedy FROM tasks ORDER BY place"))

    def _change(self, task: Task, what: str, values: tuple[object, ...]) -> bool:
        with self._write() as connection:
            return _change(connection, task, what, values)

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock, transaction(self._connection, self.path):
            yield self._connection


def _change(connection: sqlite3.Connection, task: Task, what: str, values: tuple[object, ...]) -> bool:
    """Only who holds a task may change it: one that woke up too late changes nothing."""
    query = f"UPDATE tasks SET {what} WHERE place = ? AND owner = ? AND state = 'taken'"
    return connection.execute(query, (*values, task.place, task.owner)).rowcount == 1


def _keep(connection: sqlite3.Connection, visit: Visit) -> None:
    """Store the page with its validators, unless the site said that it is the one we have (304)."""
    last = visit.exchanges[-1] if visit.exchanges else None
    if last and last.status == 304:
        return
    fields = {name.lower(): value for name, value in last.response} if last else {}
    page = visit.snapshot
    validators = (_validator(fields.get("etag", "")), _validator(fields.get("last-modified", "")))
    connection.execute(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (url) DO UPDATE SET content = excluded.content,"
        " media_type = excluded.media_type, charset = excluded.charset, retrieved = excluded.retrieved,"
        " etag = excluded.etag, modified = excluded.modified, stored = stored + 1",
        (urldefrag(page.url).url, page.content, page.media_type, page.charset, page.retrieved, *validators),
    )


def _validator(value: str) -> str:
    """What the site sent is sent back to it: only what a header may hold."""
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""


def _plain(url: str) -> str:
    address, fragment = urldefrag(url.strip())
    return f"{address}#{fragment}" if fragment.startswith(("/", "!")) else address


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        return host_key(parts.hostname or "", parts.port)
    except ValueError:
        return ""
