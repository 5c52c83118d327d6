"""The URLs in the frontier's file: each once, with its rank and what came of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from linkspider.frontier.entry import Entry, Purpose, sitemap_key
from linkspider.frontier.outcomes import State

CACHED_KEYS = 65_536
"""Known URLs that are kept in memory, and as many again that were asked for before those."""
_MAX_DEPTH = 0xFFFF
_ID_BITS = 40
_DEPTH_BITS = 16
_ENTRY_COLUMNS = (
    "key, purpose, depth, priority, discovered_from, redirects, counted, site, falls_back"
)


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


class UrlTable:
    """The table `urls` of a `Store`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        [(last,)] = db.execute("SELECT max(id) FROM urls")
        self._next_number = (last or 0) + 1
        self._young: set[str] = set()
        self._old: set[str] = set()

    def add(self, entry: Entry, host: int) -> int | None:
        """Take a URL in, pending or excluded; its rank, or None where it is known."""
        number, key = self._next_number, entry.key
        place = rank(entry, number)
        state = State.EXCLUDED if entry.excluded else State.PENDING
        added = self._db.execute(
            "INSERT INTO urls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            (
                number,
                key,
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
        self._remember(key)
        return place

    def knows(self, key: str) -> bool:
        """Whether the URL was ever added (as page or for its status)."""
        if key in self._young:
            return True
        if key not in self._old:
            known = self._db.execute("SELECT 1 FROM urls WHERE key = ?", (key,)).fetchone()
            if known is None:
                return False
        self._remember(key)
        return True

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

    def _remember(self, key: str) -> None:
        self._young.add(key)
        if len(self._young) >= CACHED_KEYS:
            self._old, self._young = self._young, set()
