"""The frontier's file: what a crawl knows and has done, in SQLite, safe against a crash.

All that happens between two commits becomes durable together or not at all. The file is locked
as long as it is open, and by the operating system, so that a crash leaves no lock behind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from linkspider.frontier.schema import FORMAT, SCHEMA
from linkspider.frontier.url_table import UrlTable

CACHE_KIB = 32 * 1024
_DISK_ERRORS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_LOST = "what was found since the last commit is lost"


class FrontierHeldError(Exception):
    """Another process holds the file."""

    def __str__(self) -> str:
        return "another process is at this crawl"


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


class _Connection(sqlite3.Connection):
    """Writes in a transaction or not at all.

    A full disk may take the open one back; then a statement would be a transaction of its own, and
    be kept without what stood before it.
    """

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not self.in_transaction:
            raise sqlite3.OperationalError(_LOST)
        return super().execute(sql, parameters)


class Store:
    """One crawl's file; its `urls` are a table with a class of its own."""

    def __init__(self, path: Path | str) -> None:
        """Open or make the file; FrontierHeldError or FrontierUnreadableError where it fails, or
        `sqlite3.OperationalError` where its disk does."""
        try:
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None, factory=_Connection)
        except sqlite3.Error as error:
            raise FrontierUnreadableError(str(error)) from None
        self._path = Path(path)
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
                for statement in SCHEMA.split(";\n"):
                    self._db.execute(statement)
                self.set_fact("format", FORMAT)
                self.commit()
            self.urls = UrlTable(self._db)
            self._identity = self._identify()
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

    def _has_tables(self) -> bool:
        [(tables,)] = self._db.execute("SELECT count(*) FROM sqlite_master")
        return bool(tables)

    def check(self) -> None:
        """Raise `sqlite3.OperationalError` where a commit would keep nothing.

        The transaction is gone when a disk was full: SQLite takes all of it back. The file may be
        gone as well: SQLite goes on with it though it has no name any more.
        """
        if not self._db.in_transaction:
            raise sqlite3.OperationalError(_LOST)
        if self._identify() != self._identity:
            raise sqlite3.OperationalError(f"the frontier {self._path} has vanished")

    def _identify(self) -> tuple[int, int] | None:
        """Which file stands under the path; None where there is none, or all is in memory."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

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

    def set_robots_file(self, origin: str, file: RobotsFile, now: float) -> None:
        """Keep the robots.txt of a site, and none that is good no longer."""
        self._db.execute("DELETE FROM robots WHERE expires <= ?", (now,))
        row: tuple[Any, ...] = (origin, file.body, file.is_reachable, file.expires)
        self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", row)
