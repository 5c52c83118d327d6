"""The hosts and registrable domains that a crawl knows, with what waits for each of them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from linkspider.frontier.entry import Entry
from linkspider.frontier.pace import Pace
from linkspider.frontier.queue import Queue


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
    saved: tuple[object, ...] = ()
    """Its pace as it stands on disk."""
