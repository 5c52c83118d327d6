"""The URLs that a crawl knows, and which of them to fetch next. Knows no Scrapy.

Hosts take turns within their registrable domain, and the domains among each other, so that a
large site starves no other. A host with a delay, or with all its connections busy, is left out
until it may be asked again.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush

from linkspider.urls import registrable_domain

DOUBTFUL = 9
"""The priority of URLs that come after all others of their host."""
DOUBTFUL_AT_ONCE = 2
"""Under way to a host, above which nothing doubtful is handed out."""


class Purpose(StrEnum):
    """What a URL is fetched for."""

    PAGE = "page"
    """To read it, if it is HTML."""
    STATUS = "status"
    """To learn its status; its body is not wanted."""
    SITEMAP = "sitemap"
    """To read the URLs that it names; it has no row in `pages`."""


@dataclass(kw_only=True, slots=True)
class Entry:
    """A URL to fetch, with what the crawl knows of it beforehand."""

    url: str
    host: str
    purpose: Purpose = Purpose.PAGE
    depth: int = 0
    priority: int = 1
    """Smaller comes first; among equals, what is less deep, then what was found first."""
    discovered_from: str | None = None
    redirects: int = 0
    """Redirect hops between the link that was found and this URL."""
    counted: bool = True
    """Whether the URL takes from the budgets."""
    site: str | None = None
    """The host within which (subdomains too) the page's links are followed; None: not at all."""
    falls_back: bool = False
    """Whether the http form is tried where this https start cannot be reached."""
    retries: int = 0
    excluded: str | None = None
    """Why the URL is left out from the beginning."""

    @property
    def key(self) -> str:
        """What the URL is known by: a sitemap may be linked, and then is a page as well."""
        return f"sitemap {self.url}" if self.purpose is Purpose.SITEMAP else self.url


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


class Frontier:
    """Hands out each URL once, when its host may be asked."""

    def __init__(self, limits: Limits, *, per_host: int = 1) -> None:
        """``per_host`` is how many URLs of a host may be under way at a time."""
        self._limits = limits
        self._per_host = per_host
        self._known: set[str] = set()
        self._queued = 0
        self._sequence = 0
        self._queues: dict[str, list[tuple[int, int, int, Entry]]] = defaultdict(list)
        self._turns: dict[str, deque[str]] = {}
        """Domains whose turn comes, in order, each with its hosts that may be asked."""
        self._in_turn: set[str] = set()
        self._waiting: list[tuple[float, str]] = []
        self._under_way: Counter[str] = Counter()
        self._taken = 0
        self._taken_of: Counter[str] = Counter()
        self.counts = Counts()
        self.reasons: Counter[str] = Counter()
        self.limited: dict[str, str] = {}
        """Registrable domains of which a budget left URLs out, with the budget's name."""

    def knows(self, url: str) -> bool:
        """Whether the URL was ever added (as page or for its status)."""
        return url in self._known

    def add(self, entry: Entry) -> bool:
        """Take a URL in; False where it is known. Beyond the depth limit it is not queued."""
        if entry.key in self._known:
            return False
        self._known.add(entry.key)
        self._count(entry, "known")
        limit = self._limits.max_depth
        if entry.excluded is not None:
            self._count(entry, "excluded")
            self.reasons[entry.excluded] += 1
        elif limit is not None and entry.counted and entry.depth > limit:
            self._exclude(entry, "max_depth")
        else:
            self._queue(entry)
        return True

    def put_back(self, entry: Entry) -> None:
        """Queue a URL again that was handed out and is to be retried."""
        self._queue(entry)

    def take(self, now: float, due: Callable[[str], float]) -> Entry | None:
        """The next URL, or None where no host may be asked now.

        ``due`` gives the time from which a host may be asked, on the clock of ``now``.
        """
        while self._waiting and self._waiting[0][0] <= now:
            host = heappop(self._waiting)[1]
            self._in_turn.discard(host)
            self._give_turn(host)
        while self._turns:
            host = self._next_host()
            if self._under_way[host] >= self._per_host:
                continue  # its turn comes again when one of its URLs is back
            if self._under_way[host] >= DOUBTFUL_AT_ONCE and self._next_is_doubtful(host):
                continue  # what is on its way may lead to better, and tell more of this
            if (time := due(host)) > now:
                self._in_turn.add(host)
                heappush(self._waiting, (time, host))
                continue
            if (entry := self._pop(host)) is not None:
                self._under_way[host] += 1
                self._give_turn(host)
                return entry
        return None

    def release(self, entry: Entry) -> None:
        """Say that the URL is no longer under way, so that its host may be asked for another."""
        self._under_way[entry.host] -= 1
        if self._under_way[entry.host] <= 0:
            del self._under_way[entry.host]
        self._give_turn(entry.host)

    def finish(self, url: str, state: str, reason: str | None = None) -> None:
        """Record what came of a URL: state done, failed or excluded, with the reason."""
        setattr(self.counts, state, getattr(self.counts, state) + 1)
        if reason:
            self.reasons[reason] += 1

    @property
    def queued(self) -> int:
        """How many URLs wait to be handed out."""
        return self._queued

    @property
    def next_due(self) -> float | None:
        """When the first waiting host may be asked; None where none waits."""
        return self._waiting[0][0] if self._waiting else None

    def _queue(self, entry: Entry) -> None:
        self._sequence += 1
        heappush(self._queues[entry.host], (entry.priority, entry.depth, self._sequence, entry))
        self._queued += 1
        self._give_turn(entry.host)

    def _next_is_doubtful(self, host: str) -> bool:
        queue = self._queues.get(host, ())
        return len(queue) > 0 and queue[0][0] >= DOUBTFUL

    def _pop(self, host: str) -> Entry | None:
        """The host's next URL that no budget leaves out."""
        queue = self._queues[host]
        while queue:
            entry = heappop(queue)[-1]
            self._queued -= 1
            if entry.retries or not entry.counted:
                return entry
            domain = registrable_domain(host)
            if (limit := self._budget_met(domain)) is None:
                self._taken += 1
                self._taken_of[domain] += 1
                return entry
            self._exclude(entry, limit)
        del self._queues[host]
        return None

    def _budget_met(self, domain: str) -> str | None:
        limits = self._limits
        if limits.max_pages is not None and self._taken >= limits.max_pages:
            return "max_pages"
        of_domain = limits.pages_per_domain
        if of_domain is not None and self._taken_of[domain] >= of_domain:
            return "pages_per_domain"
        return None

    def _exclude(self, entry: Entry, reason: str) -> None:
        self._count(entry, "excluded")
        self.reasons[reason] += 1
        self.limited[registrable_domain(entry.host)] = reason

    def _count(self, entry: Entry, state: str) -> None:
        if entry.purpose is not Purpose.SITEMAP:
            setattr(self.counts, state, getattr(self.counts, state) + 1)

    def _give_turn(self, host: str) -> None:
        if host not in self._in_turn and self._queues.get(host):
            self._in_turn.add(host)
            self._turns.setdefault(registrable_domain(host), deque()).append(host)

    def _next_host(self) -> str:
        """Take the first host of the first domain; the domain goes to the end of the line."""
        domain, hosts = next(iter(self._turns.items()))
        del self._turns[domain]
        host = hosts.popleft()
        if hosts:
            self._turns[domain] = hosts
        self._in_turn.discard(host)
        return host
