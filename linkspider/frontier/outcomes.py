"""What came of the URLs, and of how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple


class State(IntEnum):
    """What has come of a URL; where it is pending, nothing yet."""

    PENDING = 0
    DONE = 1
    FAILED = 2
    EXCLUDED = 3


class Outcome(NamedTuple):
    """What came of a URL."""

    key: str
    state: State
    reason: str | None = None


@dataclass(slots=True)
class Counts:
    """URLs by state, sitemaps left out: known = done + failed + excluded + pending."""

    known: int = 0
    done: int = 0
    failed: int = 0
    excluded: int = 0
    reasons: Counter[str] = field(default_factory=Counter, repr=False, compare=False)
    """Why URLs failed or were excluded, in one word each."""

    @classmethod
    def of(cls, outcomes: Iterable[tuple[State, str | None, int]]) -> Counts:
        """The counts of what came of so many URLs each."""
        counts = cls()
        for state, reason, count in outcomes:
            counts.known += count
            counts.add(state, reason, count)
        return counts

    @property
    def pending(self) -> int:
        return self.known - self.done - self.failed - self.excluded

    def add(self, state: State, reason: str | None, count: int = 1) -> None:
        """So many URLs, known already, came to this."""
        if state is State.PENDING:
            return
        name = state.name.lower()
        setattr(self, name, getattr(self, name) + count)
        if reason:
            self.reasons[reason] += count
