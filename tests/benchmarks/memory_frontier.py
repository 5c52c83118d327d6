"""`scrapy` with a set and a queue in memory in the frontier's place, to see what that costs.

`python -m tests.benchmarks.memory_frontier crawl target …` crawls one host at full speed. Nothing
of it can be gone on with.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from scrapy.cmdline import execute

from linkspider.frontier.entry import Entry, Purpose, sitemap_key
from linkspider.frontier.frontier import Frontier
from linkspider.frontier.outcomes import Outcome
from linkspider.spiders import base


class MemoryFrontier(Frontier):
    """Hands out each URL once, in the order in which they came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: set[str] = set()
        self.knows = self._known.__contains__
        self._line: deque[Entry] = deque()
        self._is_closed = False

    def add(self, entry: Entry) -> bool:
        if entry.key in self._known:
            return False
        self._known.add(entry.key)
        self._line.append(entry)
        if entry.purpose is not Purpose.SITEMAP:
            self.counts.known += 1
        return True

    def put_back(self, entry: Entry) -> None:
        self._line.appendleft(entry)

    def take(self, now: float, due: Callable[[str], float]) -> Entry | None:
        if not self._line or (self._is_closed and self._line[0].purpose is not Purpose.ROBOTS):
            return None
        return self._line.popleft()

    def sent(self, entry: Entry, now: float) -> None:
        """No host has a delay."""

    def release(self, entry: Entry) -> None:
        """Nobody counts what is under way but Scrapy."""

    def close_host(self, entry: Entry, rules: Entry) -> None:
        self._is_closed = True
        self.put_back(entry)

    def open_host(self, name: str) -> None:
        self._is_closed = False

    @property
    def queued(self) -> int:
        return len(self._line)

    @property
    def next_due(self) -> float | None:
        return None

    def commit(
        self, outcomes: Iterable[Outcome] = (), part: tuple[int, dict[str, int]] | None = None
    ) -> None:
        for outcome in outcomes:
            if not outcome.key.startswith(sitemap_key("")):
                self.counts.add(outcome.state, outcome.reason)

    def exclude_rest(self) -> None:
        """Nothing is left."""

    def limited(self) -> dict[str, str]:
        return {}

    def check(self) -> None:
        """There is nothing to compare the counts with."""


if __name__ == "__main__":
    base.Frontier = MemoryFrontier  # type: ignore[misc]
    execute(["scrapy", *sys.argv[1:]])
