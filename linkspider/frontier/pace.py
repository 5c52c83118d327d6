"""How fast a host may be asked: by what it says, and by how it answers. Pure.

All times are seconds; moments are those of one clock that never goes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_CRAWL_DELAY = 30.0
MAX_DELAY = 60.0
"""A slow host is asked at least this often; what it says itself may be longer."""
MAX_BACK_OFF = 120.0
MAX_RETRY_AFTER = 600.0
"""A host that wants to be left alone for longer is set aside."""
MAX_FAILURES = 10
"""A host is set aside where so many URLs in a row failed, and a tenth of those it answered …"""
MAX_FAILING = 600.0
"""… or where it never answered for so long."""
BUSY = frozenset({429, 503})
"""The statuses by which a server says that it is asked too much."""
FAILING = BUSY | {502, 504}
MARGIN = 0.02
"""On top of each delay: between us and the host's clock, requests do not all travel alike."""
_LEARNT = 0.002
"""By so much the time that a host needs at least may grow with an answer."""


@dataclass(kw_only=True, slots=True)
class Pace:
    """The pace of one host."""

    base: float = 0.0
    """The least delay between two requests; with 0, a host that is slow is not spared for it."""
    least_back_off: float = 0.0
    crawl_delay: float = 0.0
    """What the host's robots.txt asks for."""
    back_off: float = 0.0
    """What it was given because it said 429 or 503, or did not answer; halved by each answer."""
    latency: float = 0.0
    """How long it takes to answer, lately."""
    failures: int = 0
    """URLs in a row that were not answered, or with 429, 502, 503 or 504."""
    failing_since: float = 0.0
    answered_urls: int = 0
    """URLs that it has answered in this crawl."""
    hold_until: float = 0.0
    """Before this moment it is not asked, as it failed."""
    asked_until: float = 0.0
    """Before this moment it does not want to be asked, as it said itself (Retry-After)."""
    next_at: float = 0.0
    asked_at: float = float("-inf")
    quickest: float = 0.0
    """What it needs to answer, at least; learnt slowly, as the first answers may be late ones."""

    @property
    def delay(self) -> float:
        """Seconds from one request to the next. A host rests as long as it worked."""
        rest = min(2 * self.latency, MAX_DELAY) if self.base else 0.0
        return max(self.base, self.crawl_delay, self.back_off, rest)

    @property
    def answers(self) -> bool:
        """Whether the host has answered, and did so when it was asked last."""
        return self.latency > 0 and not self.failures

    @property
    def free_at(self) -> float:
        """When the host may be asked next."""
        return max(self.next_at, self.hold_until, self.asked_until)

    def sent(self, now: float) -> None:
        """A request was sent to the host."""
        self.asked_at = now
        self._wait_from(now)

    def answered(
        self, now: float, latency: float, status: int, retry_after: float | None, *, again: bool
    ) -> None:
        """The host answered after ``latency`` seconds; ``again``: the URL had failed before."""
        self.latency = 0.7 * self.latency + 0.3 * latency if self.latency else latency
        if status in BUSY:
            self._back_off(now)
        elif self.back_off:
            self.back_off = self.back_off / 2 if self.back_off > self.least_back_off else 0.0
        if status in FAILING:
            self._count_failure(now, again=again)
        else:
            self.failures = 0
            self.answered_urls += 1
        if retry_after is not None:
            self.asked_until = max(self.asked_until, now + retry_after)
        # A request may have waited for its connection: it arrived so long before its answer.
        self.quickest = min(latency, self.quickest + _LEARNT)
        self._wait_from(now - self.quickest)

    def failed(self, now: float, *, again: bool) -> None:
        """The host did not answer, or not to the end; ``again``: the URL had failed before."""
        self._count_failure(now, again=again)
        self._back_off(now)

    def is_hopeless(self, now: float) -> bool:
        """Whether the host failed so often, or for so long, that it is to be set aside.

        One that has answered is given more rope: after a crawl was killed, its broken pages may all
        stand at the head of the queue.
        """
        if self.answered_urls:
            return self.failures >= MAX_FAILURES + self.answered_urls // 10
        return self.failures >= MAX_FAILURES or (
            self.failures > 1 and now - self.failing_since > MAX_FAILING
        )

    def hold(self, until: float) -> None:
        """Leave the host alone until then."""
        self.hold_until = max(self.hold_until, until)

    def keep_crawl_delay(self, now: float, seconds: float) -> None:
        """Keep what a robots.txt asks for, from the next request on.

        A host's sites, http and https, may differ: the longest holds.
        """
        self.crawl_delay = max(self.crawl_delay, min(seconds, MAX_CRAWL_DELAY))
        self._wait_from(now)

    def forgive(self) -> None:
        """Forget that the host failed: it will not be asked for what failed any more."""
        self.back_off = self.hold_until = 0.0
        self.next_at = min(self.next_at, self.asked_at + self.delay + MARGIN)

    def _count_failure(self, now: float, *, again: bool) -> None:
        if not self.failures:
            self.failing_since = now
        if not again or not self.failures:
            self.failures += 1

    def _back_off(self, now: float) -> None:
        if now < self.hold_until:
            return  # it was sent before the host was left alone: what fails together counts once
        self.back_off = min(max(2 * self.delay, self.least_back_off), MAX_BACK_OFF)
        self.hold(now + self.back_off)

    def _wait_from(self, moment: float) -> None:
        if delay := self.delay:
            self.next_at = max(self.next_at, moment + delay + MARGIN)


def read_retry_after(value: bytes | None) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3); None where it says nothing.

    >>> read_retry_after(b"120")
    120.0
    >>> read_retry_after(b"soon") is None
    True
    """
    if not value:
        return None
    text = value.decode("latin-1").strip()
    if text.isdecimal() and text.isascii():
        return min(float(text[:12]), 1e9)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError, TypeError):
        return None
