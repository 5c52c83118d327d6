"""The URLs that wait, host by host, which of them comes next, and those that are under way.

Of a host, its robots.txt comes first, then what was handed out before, then what stands on disk, by
rank; of this, what takes from a budget only while one is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from linkspider.frontier.budgets import Budgets
from linkspider.frontier.entry import DOUBTFUL, Entry, Purpose, sitemap_key
from linkspider.frontier.hosts import Host, Hosts
from linkspider.frontier.outcomes import Counts, Outcome, State
from linkspider.frontier.queue import Disk, Queue
from linkspider.frontier.url_table import UrlTable, number_of, priority_of

DOUBTFUL_AT_ONCE = 2
"""URLs under way to a host, from which on nothing doubtful is handed out."""


class Backlog:
    """What waits for each host, and what is under way."""

    def __init__(
        self, urls: UrlTable, hosts: Hosts, budgets: Budgets, counts: Counts, per_host: int
    ) -> None:
        """``per_host`` is how many URLs of a host may be under way at a time."""
        self._urls = urls
        self._budgets = budgets
        self._counts = counts
        self._per_host = per_host
        self._under_way: dict[str, int] = {}
        """The numbers of the URLs that were handed out and have not turned done, by key."""
        self._numbers_under_way: set[int] = set()
        self._free = self._kept = 0
        """URLs that wait and take from no budget, and such as stand in memory alone."""
        self.judge_again: Callable[[str, str | None], str | None] = lambda url, found_on: None
        """Why a doubtful URL is left out now that its turn has come; None where it is not."""
        self._read_table({host.id: host for host in hosts})

    def _read_table(self, hosts: dict[int, Host]) -> None:
        for number, count in self._urls.tried():
            self._budgets.take(hosts[number].domain, count)
        for number, counted, count in self._urls.queued():
            host = hosts[number]
            if counted:
                host.counted = Queue(on_disk=count)
                self._budgets.queue(host.domain, count)
            else:
                host.free = Queue(on_disk=count)
                self._free += count

    @property
    def size(self) -> int:
        """How many URLs wait to be handed out; those beyond a budget never will be."""
        return self._budgets.queued + self._free + self._kept

    def push(self, host: Host, rank: int, *, counted: bool) -> None:
        """A URL of the host waits, which stands on disk with this rank."""
        if counted:
            host.counted.push(rank)
            self._budgets.queue(host.domain)
        else:
            host.free.push(rank)
            self._free += 1

    def put_back(self, host: Host, entry: Entry) -> None:
        """A URL of the host waits again that was handed out before, or a robots.txt."""
        line = host.rules if entry.purpose is Purpose.ROBOTS else host.again
        line.append(entry)
        self._kept += 1

    def exclude(self, host: Host, reason: str) -> None:
        """Exclude all that waits for a host and was never handed out."""
        pages = self._urls.exclude_pending(host.id, reason, self._numbers_under_way)
        self._counts.add(State.EXCLUDED, reason, pages)
        self._budgets.queue(host.domain, -host.counted.size)
        self._free -= host.free.size
        host.counted.clear()
        host.free.clear()

    def record(self, outcomes: Sequence[Outcome]) -> None:
        """Write down what came of URLs that are under way."""
        for outcome in outcomes:
            self._urls.finish(self._under_way[outcome.key], outcome.state, outcome.reason)

    def forget(self, outcomes: Sequence[Outcome]) -> None:
        """What came of these URLs is durable: count it, and look after them no longer."""
        for outcome in outcomes:
            self._numbers_under_way.discard(self._under_way.pop(outcome.key))
            if not outcome.key.startswith(sitemap_key("")):
                self._counts.add(outcome.state, outcome.reason)

    # --- Which comes next ---

    def may_be_asked(self, host: Host) -> bool:
        """Whether there is something to ask the host for, and room for it; its pace says when."""
        if host.under_way >= self._per_host or (host.unsent is not None and host.pace.delay):
            return False
        if host.rules:
            return True
        if host.is_closed:
            return False
        if host.again:
            return True
        if not (host.free.size or self._may_count(host)):
            return False
        return host.under_way < DOUBTFUL_AT_ONCE or not self._is_next_doubtful(host)

    def _may_count(self, host: Host) -> bool:
        return host.counted.size > 0 and self._budgets.allow(host.domain)

    def next_of(self, host: Host) -> Entry | None:
        """The next URL of a host that has one; None where that belongs to a trap by now."""
        if line := host.rules or host.again:
            self._kept -= 1
            return line.pop(0)
        queue = self._next_queue(host)
        disk = self._disk(host, counted=queue is host.counted)
        number = number_of(queue.pop(disk))
        entry = self._urls.read(number, host.name)
        if queue is host.free:
            self._free -= 1
        else:
            self._budgets.queue(host.domain, -1)
        if entry.priority >= DOUBTFUL:
            reason = self.judge_again(entry.url, entry.discovered_from)
            if reason is not None:
                self._urls.finish(number, State.EXCLUDED, reason)
                self._counts.add(State.EXCLUDED, reason)
                return None
        self._under_way[entry.key] = number
        self._numbers_under_way.add(number)
        if queue is host.free:
            return entry
        self._budgets.take(host.domain)
        return entry

    def _next_queue(self, host: Host) -> Queue:
        if not self._may_count(host):
            return host.free
        if not host.free.size:
            return host.counted
        first_counted = host.counted.first(self._disk(host, counted=True))
        first_free = host.free.first(self._disk(host, counted=False))
        return host.counted if first_counted < first_free else host.free

    def _is_next_doubtful(self, host: Host) -> bool:
        """What is under way of the host may lead to better, and tell more of what is doubtful."""
        queue = self._next_queue(host)
        first = queue.first(self._disk(host, counted=queue is host.counted))
        return priority_of(first) >= DOUBTFUL

    def _disk(self, host: Host, *, counted: bool) -> Disk:
        return Disk(
            lambda after, limit: self._urls.next_ranks(
                host.id, counted=counted, after=after, limit=limit
            ),
            lambda rank: number_of(rank) in self._numbers_under_way,
        )
