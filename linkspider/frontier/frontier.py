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

from linkspider.frontier.backlog import Backlog
from linkspider.frontier.budgets import Budgets, Limits
from linkspider.frontier.entry import Entry, Purpose
from linkspider.frontier.hosts import Host, Hosts
from linkspider.frontier.outcomes import Counts, Outcome, State
from linkspider.frontier.pace import Pace
from linkspider.frontier.store import Store
from linkspider.frontier.turns import Turns
from linkspider.urls import registrable_domain

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
        self.counts = Counts.of(store.urls.outcomes())
        self._budgets = Budgets(limits)
        self._hosts = Hosts(store, partial(Pace, base=delay, least_back_off=least_back_off))
        self.backlog = Backlog(store.urls, self._hosts, self._budgets, self.counts, per_host)
        self._turns = Turns(self.backlog.may_be_asked, at_risk)
        self._put_off: dict[str, Entry] = {}
        for host in self._hosts:
            self._turns.give(host)

    # --- Taking in ---

    def add(self, entry: Entry) -> bool:
        """Take a URL in; False where it is known. Beyond the depth limit it is not queued."""
        limit = self._budgets.limits.max_depth
        host = self._hosts[entry.host]
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
        self.backlog.push(host, rank, counted=entry.counted)
        self._turns.give(host)
        return True

    def put_back(self, entry: Entry) -> None:
        """Hand a URL out again that was handed out before; a robots.txt comes first of all that
        waits for its host, and is not kept on disk."""
        host = self.host(entry.host)
        self.backlog.put_back(host, entry)
        self._turns.give(host)

    def put_off(self, entry: Entry) -> None:
        """Hand a URL out again once there is nothing else to do, unless it is recalled before."""
        entry.was_put_off = True
        self._put_off[entry.key] = entry

    def recall(self, key: str) -> None:
        """Hand a URL out again now, where it was put off: something leads to it after all."""
        entry = self._put_off.pop(key, None)
        if entry is not None:
            entry.falls_back = False
            self.put_back(entry)

    # --- Handing out ---

    def take(self, now: float, due: Callable[[str], float]) -> Entry | None:
        """The next URL, or None where no host may be asked now.

        ``due`` gives the time from which a host may be asked, on the clock of ``now``
        (`time.monotonic`); the host's own pace counts too.
        """
        if self._put_off and not (self.backlog.size or self._turns.under_way):
            while self._put_off:
                self.put_back(self._put_off.popitem()[1])
        for _ in range(MAX_LEFT_OUT):
            host = self._turns.next(now, due)
            if host is None:
                break
            entry = host.unsent = self.backlog.next_of(host)
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
            self.backlog.exclude(host, reason)
            self._turns.hurry(host)  # what was handed out before is refused, and need not wait

    def host(self, name: str) -> Host:
        """The host with this name."""
        return self._hosts[name]

    @property
    def queued(self) -> int:
        """How many URLs wait to be handed out; those beyond a budget never will be."""
        return self.backlog.size + len(self._put_off)

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
        outcomes = tuple(outcomes)
        self.store.check()
        self.backlog.record(outcomes)
        if part is not None:
            self.store.add_part(*part)
        self._hosts.save()
        self.store.commit()
        self.backlog.forget(outcomes)

    def exclude_rest(self) -> None:
        """Exclude what no budget lets through, at the end of a crawl with nothing else to do."""
        for host in self._hosts:
            if host.counted.size:
                spent = self._budgets.is_spent(host.domain)
                self.backlog.exclude(host, "pages_per_domain" if spent else "max_pages")

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

    def _forget_unsent(self, host: Host, entry: Entry) -> None:
        if host.unsent is entry:
            host.unsent = None
