"""The URLs that a crawl knows, and which of them to fetch next. Knows no Scrapy.

Hosts take turns within their registrable domain, and the domains among each other, so that a
large site starves no other. A host with a delay, or with all its connections busy, is left out
until it may be asked again.

What the frontier is told stands in its `Store`; handing out writes nothing, so that what was under
way when a crawl was killed is pending again. Memory holds the hosts, the first few URLs of each,
and what was handed out since the last commit.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from math import ceil
from time import monotonic, time
from typing import NamedTuple

from linkspider.frontier.entry import DOUBTFUL, Entry, Purpose, sitemap_key
from linkspider.frontier.hosts import Domain, Host
from linkspider.frontier.pace import Pace
from linkspider.frontier.queue import Disk, Queue
from linkspider.frontier.store import HostRow, State, Store, number_of, priority_of
from linkspider.urls import registrable_domain

DOUBTFUL_AT_ONCE = 2
"""URLs under way to a host, from which on nothing doubtful is handed out."""
MAX_LEFT_OUT = 100
"""URLs left out at a time: there may be very many, and downloads must not wait."""
CACHED_KEYS = 65_536
"""Known URLs that are kept in memory, and as many again that were asked for before those."""


@dataclass(kw_only=True, frozen=True, slots=True)
class Limits:
    """The budgets of a crawl; None is no limit."""

    max_pages: int | None = None
    pages_per_domain: int | None = None
    max_depth: int | None = None


@dataclass(slots=True)
class Counts:
    """URLs by state, sitemaps left out: known = done + failed + excluded + pending."""

    known: int = 0
    done: int = 0
    failed: int = 0
    excluded: int = 0

    @property
    def pending(self) -> int:
        return self.known - self.done - self.failed - self.excluded


class Outcome(NamedTuple):
    """What came of a URL."""

    key: str
    state: State
    reason: str | None = None


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
        self._limits = limits
        self._per_host = per_host
        self._may_risk = at_risk
        self._at_risk = 0
        self._parked: OrderedDict[Host, None] = OrderedDict()
        """Hosts not known to answer, that wait until fewer such are asked."""
        self._new_pace = partial(Pace, base=delay, least_back_off=least_back_off)
        self._hosts: dict[str, Host] = {}
        self._domains: dict[str, Domain] = {}
        self._turns: OrderedDict[str, Domain] = OrderedDict()
        """Domains whose turn comes, in order."""
        self._waiting: list[tuple[float, int, Host]] = []
        self._under_way: dict[str, int] = {}
        """The numbers of the URLs that were handed out and have not turned done, by key."""
        self._numbers_under_way: set[int] = set()
        self._taken = 0
        self._counted = self._free = self._kept = 0
        """URLs that wait: those that take from the budgets, others, and those in memory alone."""
        self._over_budget = 0
        """Of the first, those whose domain's budget is met."""
        self._young: set[str] = set()
        self._old: set[str] = set()
        self.judge_again: Callable[[str], str | None] = lambda url: None
        """Why a doubtful URL is left out now that its turn has come; None where it is not."""
        self.counts = Counts()
        self.reasons: Counter[str] = Counter()
        self._read_store()

    def _read_store(self) -> None:
        for state, reason, count in self.store.outcomes():
            self._count(state, reason, count)
            self.counts.known += count
        names = {}
        now = monotonic()
        for row in self.store.hosts():
            names[row.id] = row.name
            host = self._make_host(row.id, row.name)
            host.set_aside = row.set_aside
            host.pace.crawl_delay = row.crawl_delay
            host.pace.back_off = row.back_off
            host.pace.hold_until = row.hold_until - time() + now if row.hold_until else 0.0
            host.saved = tuple(row)
        for number, count in self.store.tried():
            self._hosts[names[number]].domain.taken += count
            self._taken += count
        for number, counted, count in self.store.queued():
            host = self._hosts[names[number]]
            if counted:
                host.counted = Queue(on_disk=count)
                host.domain.queued += count
                self._counted += count
            else:
                host.free = Queue(on_disk=count)
                self._free += count
        self._over_budget = sum(d.queued for d in self._domains.values() if self._is_spent(d))
        for host in self._hosts.values():
            self._give_turn(host)

    # --- Taking in ---

    def knows(self, key: str) -> bool:
        """Whether the URL was ever added (as page or for its status)."""
        if key in self._young:
            return True
        if key not in self._old and not self.store.knows(key):
            return False
        self._remember(key)
        return True

    def add(self, entry: Entry) -> bool:
        """Take a URL in; False where it is known. Beyond the depth limit it is not queued."""
        limit = self._limits.max_depth
        host = self.host(entry.host)
        if entry.excluded is None:
            if limit is not None and entry.counted and entry.depth > limit:
                entry.excluded = "max_depth"
            else:
                entry.excluded = host.set_aside
        rank = self.store.add(entry, host.id)
        if rank is None:
            return False
        self._remember(entry.key)
        if entry.purpose is not Purpose.SITEMAP:
            self.counts.known += 1
            if entry.excluded:
                self._count(State.EXCLUDED, entry.excluded)
        if entry.excluded:
            return True
        if entry.counted:
            host.counted.push(rank)
            host.domain.queued += 1
            self._counted += 1
            self._over_budget += self._is_spent(host.domain)
        else:
            host.free.push(rank)
            self._free += 1
        self._give_turn(host)
        return True

    def put_back(self, entry: Entry) -> None:
        """Hand a URL out again that was handed out before; a robots.txt comes first of all that
        waits for its host, and is not kept on disk."""
        host = self.host(entry.host)
        line = host.rules if entry.purpose is Purpose.ROBOTS else host.again
        line.append(entry)
        self._kept += 1
        self._give_turn(host)

    # --- Handing out ---

    def take(self, now: float, due: Callable[[str], float]) -> Entry | None:
        """The next URL, or None where no host may be asked now.

        ``due`` gives the time from which a host may be asked, on the clock of ``now``
        (`time.monotonic`); the host's own pace counts too.
        """
        left_out = 0
        while self._waiting and self._waiting[0][0] <= now:
            host = heappop(self._waiting)[2]
            host.has_turn = False
            self._give_turn(host)
        if self._parked and self._at_risk != self._may_risk:
            self._unpark(next(iter(self._parked)))
        while self._turns or self._unpark_first():
            host = self._next_host()
            if not self._may_be_asked(host):
                continue  # its turn comes again when something changes
            # What is left of a host that was set aside is refused, not sent.
            moment = 0.0 if host.set_aside else max(due(host.name), host.pace.free_at)
            if moment > now:
                host.has_turn = True
                heappush(self._waiting, (moment, host.id, host))
                continue
            is_risk = not host.pace.answers
            if is_risk and self._at_risk == self._may_risk:
                host.has_turn = True
                self._parked[host] = None
                continue
            entry = host.unsent = self._next_of(host)
            if entry is not None:
                entry.is_out = True
                host.under_way += 1
                host.at_risk += is_risk
                self._at_risk += is_risk
            self._give_turn(host)
            if entry is not None:
                return entry
            left_out += 1
            if left_out == MAX_LEFT_OUT:
                break
        return None

    def sent(self, entry: Entry, now: float) -> None:
        """Say that a URL is asked for now: its host's delay begins."""
        host = self.host(entry.host)
        host.pace.sent(now)
        self._forget_unsent(host, entry)
        self._give_turn(host)

    def release(self, entry: Entry) -> None:
        """Say that the URL is no longer under way, so that its host may be asked for another."""
        if not entry.is_out:
            return
        entry.is_out = False
        host = self.host(entry.host)
        host.under_way -= 1
        if host.at_risk:
            host.at_risk -= 1
            self._at_risk -= 1
        if host in self._parked and host.pace.answers:
            self._unpark(host)
        self._forget_unsent(host, entry)
        self._give_turn(host)

    def _unpark_first(self) -> bool:
        """Give the first host that was parked its turn, if there is one and a place for it; whether
        any has a turn then."""
        while self._parked and self._at_risk != self._may_risk and not self._turns:
            self._unpark(next(iter(self._parked)))
        return bool(self._turns)

    def _unpark(self, host: Host) -> None:
        del self._parked[host]
        host.has_turn = False
        self._give_turn(host)

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
        self._give_turn(host)

    def set_aside(self, name: str, reason: str) -> None:
        """Exclude all that is pending of a host, now and later."""
        host = self.host(name)
        if not host.set_aside:
            host.set_aside = reason
            self._exclude(host, reason)
            if host in self._parked:
                self._unpark(host)
            elif host.again:  # it may wait for its delay, which does not matter any more
                heappush(self._waiting, (0.0, host.id, host))

    def host(self, name: str) -> Host:
        """The host with this name."""
        known = self._hosts.get(name)
        return known if known is not None else self._make_host(self.store.add_host(name), name)

    @property
    def queued(self) -> int:
        """How many URLs wait to be handed out; those beyond a budget never will be."""
        within = 0 if self._is_all_spent() else self._counted - self._over_budget
        return within + self._free + self._kept

    @property
    def next_due(self) -> float | None:
        """When the first waiting host may be asked; None where none waits."""
        if self._turns:
            return 0.0
        return self._waiting[0][0] if self._waiting else None

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
            self.store.finish(number, outcome.state, outcome.reason)
            numbers.append((number, outcome))
        if part is not None:
            self.store.add_part(*part)
        self._save_hosts()
        self.store.commit()
        for number, outcome in numbers:
            del self._under_way[outcome.key]
            self._numbers_under_way.discard(number)
            if not outcome.key.startswith(sitemap_key("")):
                self._count(outcome.state, outcome.reason)

    def exclude_rest(self) -> None:
        """Exclude what no budget lets through, at the end of a crawl with nothing else to do."""
        for host in self._hosts.values():
            if host.counted.size:
                spent = self._is_spent(host.domain)
                self._exclude(host, "pages_per_domain" if spent else "max_pages")

    def limited(self) -> dict[str, str]:
        """Registrable domains of which URLs were left out or left to do, with the reason."""
        return {
            registrable_domain(host): reason
            for host, reason in self.store.excluded_hosts()
            if not reason.startswith("robots")
        }

    def check(self) -> None:
        """Raise ValueError where the counts do not agree with the store."""
        found = Counts()
        for state, _, count in self.store.outcomes():
            found.known += count
            if state is not State.PENDING:
                name = state.name.lower()
                setattr(found, name, getattr(found, name) + count)
        if found != self.counts:
            raise ValueError(f"URLs were lost: {found} on disk, {self.counts} counted")

    # --- Inside ---

    def _make_host(self, number: int, name: str) -> Host:
        domain_name = registrable_domain(name)
        domain = self._domains.setdefault(domain_name, Domain(domain_name))
        host = self._hosts[name] = Host(number, name, domain, self._new_pace())
        return host

    def _exclude(self, host: Host, reason: str) -> None:
        pages = self.store.exclude_pending(host.id, reason, self._numbers_under_way)
        self._count(State.EXCLUDED, reason, pages)
        self._over_budget -= host.counted.size if self._is_spent(host.domain) else 0
        self._counted -= host.counted.size
        self._free -= host.free.size
        host.domain.queued -= host.counted.size
        host.counted.clear()
        host.free.clear()

    def _next_host(self) -> Host:
        """Take the first host of the first domain; the domain goes to the end of the line."""
        _, domain = self._turns.popitem(last=False)
        host = domain.turns.popleft()
        if domain.turns:
            self._turns[domain.name] = domain
        host.has_turn = False
        return host

    def _give_turn(self, host: Host) -> None:
        if not host.has_turn and self._may_be_asked(host):
            host.has_turn = True
            host.domain.turns.append(host)
            self._turns.setdefault(host.domain.name, host.domain)

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
        return bool(
            host.counted.size and not self._is_all_spent() and not self._is_spent(host.domain)
        )

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
        entry = self.store.read(number, host.name)
        if queue is host.free:
            self._free -= 1
        else:
            self._counted -= 1
            host.domain.queued -= 1
        if entry.priority >= DOUBTFUL and (reason := self.judge_again(entry.url)) is not None:
            self.store.finish(number, State.EXCLUDED, reason)
            self._count(State.EXCLUDED, reason)
            return None
        self._under_way[entry.key] = number
        self._numbers_under_way.add(number)
        if queue is host.free:
            return entry
        self._taken += 1
        host.domain.taken += 1
        if host.domain.taken == self._limits.pages_per_domain:
            self._over_budget += host.domain.queued
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
            lambda after, limit: self.store.next_ranks(
                host.id, counted=counted, after=after, limit=limit
            ),
            lambda rank: number_of(rank) in self._numbers_under_way,
        )

    def _is_all_spent(self) -> bool:
        limit = self._limits.max_pages
        return limit is not None and self._taken >= limit

    def _is_spent(self, domain: Domain) -> bool:
        limit = self._limits.pages_per_domain
        return limit is not None and domain.taken >= limit

    def _remember(self, key: str) -> None:
        self._young.add(key)
        if len(self._young) >= CACHED_KEYS:
            self._old, self._young = self._young, set()

    def _count(self, state: State, reason: str | None, count: int = 1) -> None:
        if state is State.PENDING:
            return
        name = state.name.lower()
        setattr(self.counts, name, getattr(self.counts, name) + count)
        if reason:
            self.reasons[reason] += count

    def _save_hosts(self) -> None:
        """Keep what each host's politeness needs, where it has changed."""
        offset = time() - monotonic()
        for host in self._hosts.values():
            pace = host.pace
            until = pace.free_at if pace.crawl_delay else max(pace.hold_until, pace.asked_until)
            hold = ceil(until + offset) if until > monotonic() else 0
            row = HostRow(
                host.id,
                host.name,
                host.set_aside,
                pace.crawl_delay,
                pace.back_off,
                hold,
            )
            if row != host.saved:
                self.store.save_host(row)
                host.saved = row
