"""The URLs that a crawl knows, and which of them to fetch next. Knows no Scrapy.

Hosts take turns within their registrable domain, and the domains among each other, so that a
large site starves no other. A host with a delay, or with all its connections busy, is left out
until it may be asked again.

What the frontier is told stands in its `Store`; handing out writes nothing, so that what was under
way when a crawl was killed is pending again. Memory holds the hosts, the first few URLs of each,
and what was handed out since the last commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from linkspider.frontier.budgets import Budgets, Limits
from linkspider.frontier.entry import DOUBTFUL, Entry, Purpose, sitemap_key
from linkspider.frontier.hosts import Host, Hosts
from linkspider.frontier.outcomes import Counts, Outcome, State
from linkspider.frontier.pace import Pace
from linkspider.frontier.queue import Disk, Queue
from linkspider.frontier.store import Store
from linkspider.frontier.turns import Turns
from linkspider.frontier.url_table import number_of, priority_of
from linkspider.urls import registrable_domain

DOUBTFUL_AT_ONCE = 2
"""URLs under way to a host, from which on nothing doubtful is handed out."""
MAX_LEFT_OUT = 100
"""URLs left out at a time: there may be very many, and downloads must not wait."""


class Frontier:
    """Hands out each URL once, when its host may be asked."""

    def __init__(
        self,
        store: Store,
        limits: Limits,
        *,
        per_host: int = 1,
        at_risk: int | None = None,
        delay: float = 0.0,
        least_back_off: float = 0.0,
    ) -> None:
        """``per_host`` is how many URLs of a host may be under way at a time, ``at_risk`` how many
        of all hosts that are not known to answer; ``delay`` and ``least_back_off`` are the seconds
        that a host is left alone."""
        self.store = store
        self.knows = store.urls.knows
        """Whether the URL with this key was ever added."""
        self._per_host = per_host
        self._budgets = Budgets(limits)
        self._turns = Turns(self._may_be_asked, at_risk)
        self._hosts = Hosts(store, partial(Pace, base=delay, least_back_off=least_back_off))
        self._under_way: dict[str, int] = {}
        """The numbers of the URLs that were handed out and have not turned done, by key."""
        self._numbers_under_way: set[int] = set()
        self._free = self._kept = 0
        """URLs that wait and take from no budget, and such as stand in memory alone."""
        self.judge_again: Callable[[str], str | None] = lambda url: None
        """Why a doubtful URL is left out now that its turn has come; None where it is not."""
        self.counts = Counts.of(store.urls.outcomes())
        self._read_store()

    def _read_store(self) -> None:
        by_number = {host.id: host for host in self._hosts}
        for number, count in self.store.urls.answered():
            by_number[number].pace.answered_urls = count
        for number, count in self.store.urls.tried():
            self._budgets.take(by_number[number].domain, count)
        for number, counted, count in self.store.urls.queued():
            host = by_number[number]
            if counted:
                host.counted = Queue(on_disk=count)
                self._budgets.queue(host.domain, count)
            else:
                host.free = Queue(on_disk=count)
                self._free += count
        for host in self._hosts:
            self._turns.give(host)

    # --- Taking in ---

    def add(self, entry: Entry) -> bool:
        """Take a URL in; False where it is known. Beyond the depth limit it is not queued."""
        limit = self._budgets.limits.max_depth
        host = self.host(entry.host)
        if entry.excluded is None:
            if limit is not None and entry.counted and entry.depth > limit:
                entry.excluded = "max_depth"
            else:
                entry.excluded = host.set_aside
        rank = self.store.urls.add(entry, host.id)
        if rank is None:
            return False
        if entry.purpose is not Purpose.SITEMAP:
            self.counts.known += 1
            if entry.excluded:
                self.counts.add(State.EXCLUDED, entry.excluded)
        if entry.excluded:
            return True
        if entry.counted:
            host.counted.push(rank)
            self._budgets.queue(host.domain)
        else:
            host.free.push(rank)
            self._free += 1
        self._turns.give(host)
        return True

    def put_back(self, entry: Entry) -> None:
        """Hand a URL out again that was handed out before; a robots.txt comes first of all that
        waits for its host, and is not kept on disk."""
        host = self.host(entry.host)
        line = host.rules if entry.purpose is Purpose.ROBOTS else host.again
        line.append(entry)
        self._kept += 1
        self._turns.give(host)

    # --- Handing out ---

    def take(self, now: float, due: Callable[[str], float]) -> Entry | None:
        """The next URL, or None where no host may be asked now.

        ``due`` gives the time from which a host may be asked, on the clock of ``now``
        (`time.monotonic`); the host's own pace counts too.
        """
        for _ in range(MAX_LEFT_OUT):
            host = self._turns.next(now, due)
            if host is None:
                break
            entry = host.unsent = self._next_of(host)
            if entry is not None:
                entry.is_out = True
                self._turns.went_out(host)
            self._turns.give(host)
            if entry is not None:
                return entry
        return None

    def sent(self, entry: Entry, now: float) -> None:
        """Say that a URL is asked for now: its host's delay begins."""
        host = self.host(entry.host)
        host.pace.sent(now)
        self._forget_unsent(host, entry)
        self._turns.give(host)

    def release(self, entry: Entry) -> None:
        """Say that the URL is no longer under way, so that its host may be asked for another."""
        if not entry.is_out:
            return
        entry.is_out = False
        host = self.host(entry.host)
        self._turns.came_back(host)
        self._forget_unsent(host, entry)
        self._turns.give(host)

    def close_host(self, entry: Entry, rules: Entry) -> None:
        """Take a URL back, as a robots.txt goes out in its place; until the host is opened, nothing
        else of it is handed out."""
        host = self.host(entry.host)
        host.is_closed = True
        host.unsent = rules
        entry.is_out, rules.is_out = False, True
        self.put_back(entry)

    def open_host(self, name: str) -> None:
        """Hand out the URLs of a host again."""
        host = self.host(name)
        host.is_closed = False
        self._turns.give(host)

    def set_aside(self, name: str, reason: str) -> None:
        """Exclude all that is pending of a host, now and later."""
        host = self.host(name)
        if not host.set_aside:
            host.set_aside = reason
            self._exclude(host, reason)
            self._turns.hurry(host)  # what was handed out before is refused, and need not wait

    def host(self, name: str) -> Host:
        """The host with this name."""
        return self._hosts[name]

    @property
    def queued(self) -> int:
        """How many URLs wait to be handed out; those beyond a budget never will be."""
        return self._budgets.queued + self._free + self._kept

    @property
    def next_due(self) -> float | None:
        """When the first host may be asked; None where none stands in line or waits."""
        return self._turns.next_due

    # --- What came of it ---

    def commit(
        self, outcomes: Iterable[Outcome] = (), part: tuple[int, dict[str, int]] | None = None
    ) -> None:
        """Make durable what was found and what came of URLs, with the part that holds their rows
        (its number, and its rows by table)."""
        self.store.check_transaction()
        numbers = []
        for outcome in outcomes:
            number = self._under_way[outcome.key]
            self.store.urls.finish(number, outcome.state, outcome.reason)
            numbers.append((number, outcome))
        if part is not None:
            self.store.add_part(*part)
        self._hosts.save()
        self.store.commit()
        for number, outcome in numbers:
            del self._under_way[outcome.key]
            self._numbers_under_way.discard(number)
            if not outcome.key.startswith(sitemap_key("")):
                self.counts.add(outcome.state, outcome.reason)

    def exclude_rest(self) -> None:
        """Exclude what no budget lets through, at the end of a crawl with nothing else to do."""
        for host in self._hosts:
            if host.counted.size:
                spent = self._budgets.is_spent(host.domain)
                self._exclude(host, "pages_per_domain" if spent else "max_pages")

    def limited(self) -> dict[str, str]:
        """Registrable domains of which URLs were left out or left to do, with the reason."""
        return {
            registrable_domain(host): reason
            for host, reason in self.store.urls.excluded_hosts()
            if not reason.startswith("robots")
        }

    def check(self) -> None:
        """Raise ValueError where the counts do not agree with the store."""
        found = Counts.of(self.store.urls.outcomes())
        if found != self.counts:
            raise ValueError(f"URLs were lost: {found} on disk, {self.counts} counted")

    # --- Inside ---

    def _exclude(self, host: Host, reason: str) -> None:
        pages = self.store.urls.exclude_pending(host.id, reason, self._numbers_under_way)
        self.counts.add(State.EXCLUDED, reason, pages)
        self._budgets.queue(host.domain, -host.counted.size)
        self._free -= host.free.size
        host.counted.clear()
        host.free.clear()

    def _may_be_asked(self, host: Host) -> bool:
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

    def _forget_unsent(self, host: Host, entry: Entry) -> None:
        if host.unsent is entry:
            host.unsent = None

    def _next_of(self, host: Host) -> Entry | None:
        """The next URL of a host that has one; None where that belongs to a trap by now."""
        if line := host.rules or host.again:
            self._kept -= 1
            return line.pop(0)
        queue = self._next_queue(host)
        disk = self._disk(host, counted=queue is host.counted)
        number = number_of(queue.pop(disk))
        entry = self.store.urls.read(number, host.name)
        if queue is host.free:
            self._free -= 1
        else:
            self._budgets.queue(host.domain, -1)
        if entry.priority >= DOUBTFUL and (reason := self.judge_again(entry.url)) is not None:
            self.store.urls.finish(number, State.EXCLUDED, reason)
            self.counts.add(State.EXCLUDED, reason)
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
            lambda after, limit: self.store.urls.next_ranks(
                host.id, counted=counted, after=after, limit=limit
            ),
            lambda rank: number_of(rank) in self._numbers_under_way,
        )
