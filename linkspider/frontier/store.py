"""The frontier's file: what a crawl knows and has done, in SQLite, safe against a crash.

All that happens between two commits becomes durable together or not at all. The file is locked
as long as it is open, and by the operating system, so that a crash leaves no lock behind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

from linkspider.frontier.entry import Entry, Purpose, sitemap_key

FORMAT = "1"
CACHE_KIB = 32 * 1024
_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE hosts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    set_aside TEXT,
    crawl_delay REAL NOT NULL DEFAULT 0,
    back_off REAL NOT NULL DEFAULT 0,
    hold_until REAL NOT NULL DEFAULT 0  -- by the clock on the wall
);
CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    host INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    state INTEGER NOT NULL,
    reason TEXT,
    purpose TEXT NOT NULL,
    depth INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    discovered_from TEXT,
    redirects INTEGER NOT NULL,
    site TEXT,
    falls_back INTEGER NOT NULL
);
CREATE INDEX queue ON urls (host, counted, rank) WHERE state = 0;
CREATE TABLE parts (
    number INTEGER NOT NULL, name TEXT NOT NULL, row_count INTEGER NOT NULL,
    PRIMARY KEY (number, name)
) WITHOUT ROWID;
CREATE TABLE robots (
    origin TEXT PRIMARY KEY, body BLOB, is_reachable INTEGER NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
"""
_DISK_ERRORS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_MAX_DEPTH = 0xFFFF
_ID_BITS = 40
_DEPTH_BITS = 16
_ENTRY_COLUMNS = (
    "key, purpose, depth, priority, discovered_from, redirects, counted, site, falls_back"
)


class State(IntEnum):
    """What has come of a URL; where it is pending, nothing yet."""

    PENDING = 0
    DONE = 1
    FAILED = 2
    EXCLUDED = 3


class FrontierHeldError(Exception):
    """Another process holds the file."""


class FrontierUnreadableError(Exception):
    """The file is not one of ours, or of another version."""


class HostRow(NamedTuple):
    """A host as it stands in the file."""

    id: int
    name: str
    set_aside: str | None
    crawl_delay: float
    back_off: float
    hold_until: float


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """A robots.txt as it was found: None is no file, all is allowed."""

    body: bytes | None
    is_reachable: bool
    expires: float
    """By the clock on the wall."""

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return 512 + len(self.body or b"")


def rank(entry: Entry, number: int) -> int:
    """Where a URL stands among those of its host: by priority, depth, and when it was found."""
    depth = min(entry.depth, _MAX_DEPTH)
    return ((entry.priority << _DEPTH_BITS | depth) << _ID_BITS) | number


def number_of(rank: int) -> int:
    """The number of the URL with this rank."""
    return rank & ((1 << _ID_BITS) - 1)


def priority_of(rank: int) -> int:
    """The priority of the URL with this rank."""
    return rank >> (_ID_BITS + _DEPTH_BITS)


class Store:
    """One crawl's file."""

    def __init__(self, path: Path | str) -> None:
        """Open or make the file; FrontierHeldError or FrontierUnreadableError where it fails, or
        `sqlite3.OperationalError` where its disk does."""
        try:
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise FrontierUnreadableError(str(error)) from None
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            is_new = not self._has_tables()
            if not is_new and self.fact("format") != FORMAT:
                raise FrontierUnreadableError("it was written by another version")
            # Only now: this writes to the file, which had to be one of ours.
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            self._db.execute("BEGIN IMMEDIATE")
            if is_new:
                for statement in _SCHEMA.split(";\n"):
                    self._db.execute(statement)
                self.set_fact("format", FORMAT)
                self.commit()
            [(last,)] = self._db.execute("SELECT max(id) FROM urls")
        except sqlite3.DatabaseError as error:
            self._db.close()
            if "locked" in str(error):
                raise FrontierHeldError from None
            if error.sqlite_errorcode & 0xFF in _DISK_ERRORS:
                raise
            raise FrontierUnreadableError(str(error)) from None
        except FrontierUnreadableError:
            self._db.close()
            raise
        self._next_number = (last or 0) + 1

    def _has_tables(self) -> bool:
        [(tables,)] = self._db.execute("SELECT count(*) FROM sqlite_master")
        return bool(tables)

    def check_transaction(self) -> None:
        """Raise `sqlite3.OperationalError` where the transaction is gone: SQLite takes all of it
        back when a disk is full, and each later statement would be a transaction of its own."""
        if not self._db.in_transaction:
            raise sqlite3.OperationalError("what was found since the last commit is lost")

    def commit(self) -> None:
        """Make all that was told since the last commit durable."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Leave the file to others; what was not committed is forgotten."""
        self._db.close()

    # --- Facts ---

    def fact(self, name: str) -> str | None:
        """A fact about the crawl."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_fact(self, name: str, value: str) -> None:
        """Keep a fact about the crawl."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    # --- URLs ---

    def add(self, entry: Entry, host: int) -> int | None:
        """Take a URL in, pending or excluded; its rank, or None where it is known."""
        number = self._next_number
        place = rank(entry, number)
        state = State.EXCLUDED if entry.excluded else State.PENDING
        added = self._db.execute(
            "INSERT INTO urls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            (
                number,
                entry.key,
                host,
                place,
                entry.counted,
                state,
                entry.excluded,
                entry.purpose,
                entry.depth,
                entry.priority,
                entry.discovered_from,
                entry.redirects,
                entry.site,
                entry.falls_back,
            ),
        ).rowcount
        if not added:
            return None
        self._next_number += 1
        return place

    def knows(self, key: str) -> bool:
        """Whether a URL was ever added."""
        return self._db.execute("SELECT 1 FROM urls WHERE key = ?", (key,)).fetchone() is not None

    def read(self, number: int, host: str) -> Entry:
        """The URL with this number, which is on ``host``."""
        row = self._db.execute(
            f"SELECT {_ENTRY_COLUMNS} FROM urls WHERE id = ?",  # noqa: S608 - our own columns
            (number,),
        ).fetchone()
        key, purpose, depth, priority, found_on, redirects, counted, site, falls_back = row
        purpose = Purpose(purpose)
        return Entry(
            url=key.removeprefix(sitemap_key("")) if purpose is Purpose.SITEMAP else key,
            host=host,
            purpose=purpose,
            depth=depth,
            priority=priority,
            discovered_from=found_on,
            redirects=redirects,
            counted=bool(counted),
            site=site,
            falls_back=bool(falls_back),
        )

    def next_ranks(self, host: int, *, counted: bool, after: int, limit: int) -> list[int]:
        """The ranks of a host's pending URLs behind ``after``, in order."""
        rows = self._db.execute(
            "SELECT rank FROM urls WHERE state = 0 AND host = ? AND counted = ? AND rank > ?"
            " ORDER BY rank LIMIT ?",
            (host, counted, after, limit),
        )
        return [place for (place,) in rows]

    def finish(self, number: int, state: State, reason: str | None) -> None:
        """Say what came of a URL."""
        self._db.execute(
            "UPDATE urls SET state = ?, reason = ? WHERE id = ?", (state, reason, number)
        )

    def exclude_pending(self, host: int, reason: str, under_way: Iterable[int]) -> int:
        """Exclude what is pending of a host, but for the numbers under way; how many URLs."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS under_way (id INTEGER PRIMARY KEY)")
        self._db.execute("DELETE FROM under_way")
        self._db.executemany("INSERT INTO under_way VALUES (?)", ((n,) for n in under_way))
        where = "state = 0 AND host = ? AND id NOT IN (SELECT id FROM under_way)"
        pages = self._db.execute(
            f"SELECT count(*) FROM urls WHERE {where} AND purpose != 'sitemap'",  # noqa: S608
            (host,),
        ).fetchone()
        self._db.execute(
            f"UPDATE urls SET state = 3, reason = ? WHERE {where}",  # noqa: S608
            (reason, host),
        )
        return int(pages[0])

    def reopen(self, reason: str) -> None:
        """Make URLs pending again that were excluded for this reason."""
        self._db.execute(
            "UPDATE urls SET state = 0, reason = NULL WHERE state = 3 AND reason = ?", (reason,)
        )

    def outcomes(self) -> list[tuple[State, str | None, int]]:
        """How many URLs, sitemaps left out, are in which state for which reason."""
        rows = self._db.execute(
            "SELECT state, reason, count(*) FROM urls WHERE purpose != 'sitemap' GROUP BY 1, 2"
        )
        return [(State(state), reason, count) for state, reason, count in rows]

    def excluded_hosts(self) -> Iterator[tuple[str, str]]:
        """Hosts of which URLs were left out or left to do, each with the reason."""
        yield from self._db.execute(
            "SELECT DISTINCT hosts.name, ifnull(reason, 'stopped') FROM urls"
            " JOIN hosts ON hosts.id = host WHERE state IN (0, 3)"
        )

    # --- Hosts ---

    def add_host(self, name: str) -> int:
        """Take a host in; its number."""
        return int(self._db.execute("INSERT INTO hosts (name) VALUES (?)", (name,)).lastrowid or 0)

    def hosts(self) -> Iterator[HostRow]:
        """All hosts."""
        yield from map(HostRow._make, self._db.execute("SELECT * FROM hosts"))

    def save_host(self, row: HostRow) -> None:
        """Keep what is known of a host."""
        self._db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?, ?, ?, ?)", row)

    def queued(self) -> list[tuple[int, bool, int]]:
        """How many URLs of which host are pending, counted ones and others apart."""
        rows = self._db.execute(
            "SELECT host, counted, count(*) FROM urls WHERE state = 0 GROUP BY host, counted"
        )
        return [(host, bool(counted), count) for host, counted, count in rows]

    def tried(self) -> list[tuple[int, int]]:
        """How many URLs of which host have taken from the budgets."""
        return self._db.execute(
            "SELECT host, count(*) FROM urls WHERE counted AND purpose != 'sitemap'"
            " AND (state IN (1, 2) OR state = 3 AND reason LIKE 'robots%') GROUP BY host"
        ).fetchall()

    def answered(self) -> list[tuple[int, int]]:
        """How many URLs of which host were answered."""
        return self._db.execute(
            "SELECT host, count(*) FROM urls WHERE state = 1 GROUP BY host"
        ).fetchall()

    # --- Parts ---

    def add_part(self, number: int, rows: dict[str, int]) -> None:
        """Record that a part stands in the tables, with its rows in each."""
        self._db.executemany(
            "INSERT INTO parts VALUES (?, ?, ?)",
            [(number, name, count) for name, count in rows.items()],
        )

    def parts(self) -> dict[tuple[str, int], int]:
        """The rows of each part, by table and number."""
        return {
            (name, number): count for number, name, count in self._db.execute("SELECT * FROM parts")
        }

    # --- robots.txt ---

    def robots_file(self, origin: str, now: float) -> RobotsFile | None:
        """The robots.txt of a site, as long as it is good."""
        row = self._db.execute(
            "SELECT body, is_reachable, expires FROM robots WHERE origin = ? AND expires > ?",
            (origin, now),
        ).fetchone()
        return RobotsFile(row[0], bool(row[1]), row[2]) if row else None

    def set_robots_file(self, origin: str, file: RobotsFile) -> None:
        """Keep the robots.txt of a site."""
        row: tuple[Any, ...] = (origin, file.body, file.is_reachable, file.expires)
        self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", row)
