"""The hosts and registrable domains that a crawl knows, with what waits for each of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil
from time import monotonic, time

from linkspider.frontier.entry import Entry
from linkspider.frontier.pace import Pace
from linkspider.frontier.queue import Queue
from linkspider.frontier.store import HostRow, Store
from linkspider.urls import registrable_domain


@dataclass(slots=True, eq=False)
class Domain:
    """A registrable domain, whose hosts take turns."""

    name: str
    taken: int = 0
    """URLs that have taken from the budget."""
    queued: int = 0
    """URLs that would."""
    turns: deque[Host] = field(default_factory=deque)
    """Hosts that may be asked now, in order."""


@dataclass(slots=True, eq=False)
class Host:
    """A host, with all that waits for it."""

    id: int
    name: str
    domain: Domain
    pace: Pace
    counted: Queue = field(default_factory=Queue)
    """URLs that take from the budgets."""
    free: Queue = field(default_factory=Queue)
    """URLs that do not."""
    again: list[Entry] = field(default_factory=list)
    """URLs that were handed out before: they come before those."""
    rules: list[Entry] = field(default_factory=list)
    """The robots.txt that must be known first: handed out while the host is closed, too."""
    is_closed: bool = False
    """Whether its robots.txt is being asked for."""
    set_aside: str | None = None
    """Why the host is not asked any more."""
    under_way: int = 0
    at_risk: int = 0
    """Of these, what was handed out while it was not known that the host answers."""
    unsent: Entry | None = None
    """The URL that was handed out last, until it is sent or comes to nothing."""
    has_turn: bool = False
    """Whether it stands in line for its turn, waits until it may be asked, or is parked until fewer
    hosts are asked that are not known to answer."""
    saved: HostRow | None = None
    """What stands of it on disk."""


class Hosts:
    """The hosts of a crawl by name, as they stand in its store."""

    def __init__(self, store: Store, new_pace: Callable[[], Pace]) -> None:
        self._store = store
        self._new_pace = new_pace
        self._by_name: dict[str, Host] = {}
        self._domains: dict[str, Domain] = {}
        by_number = {}
        for row in store.hosts():
            host = self._make(row.id, row.name)
            host.set_aside = row.set_aside
            host.pace.crawl_delay = row.crawl_delay
            host.pace.back_off = row.back_off
            if row.hold_until:
                host.pace.hold_until = row.hold_until - time() + monotonic()
            host.saved = row
            by_number[row.id] = host
        for number, count in store.urls.answered():
            by_number[number].pace.answered_urls = count

    def __getitem__(self, name: str) -> Host:
        """The host with this name, new or not."""
        known = self._by_name.get(name)
        return known if known is not None else self._make(self._store.add_host(name), name)

    def __iter__(self) -> Iterator[Host]:
        return iter(self._by_name.values())

    def save(self) -> None:
        """Keep what each host's politeness needs, where it has changed."""
        now, offset = monotonic(), time() - monotonic()
        for host in self:
            pace = host.pace
            until = pace.free_at if pace.crawl_delay else max(pace.hold_until, pace.asked_until)
            row = HostRow(
                host.id,
                host.name,
                host.set_aside,
                pace.crawl_delay,
                pace.back_off,
                ceil(until + offset) if until > now else 0,
            )
            if row != host.saved:
                self._store.save_host(row)
                host.saved = row

    def _make(self, number: int, name: str) -> Host:
        domain_name = registrable_domain(name)
        domain = self._domains.setdefault(domain_name, Domain(domain_name))
        host = self._by_name[name] = Host(number, name, domain, self._new_pace())
        return host
