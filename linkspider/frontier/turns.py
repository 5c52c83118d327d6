"""Whose turn it is: hosts within their registrable domain, and the domains among each other.

A host that may be asked stands in line; one that has to wait for its delay waits, and one that is
not known to answer is parked while too many such are being asked.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from heapq import heappop, heappush

from linkspider.frontier.hosts import Domain, Host


class Turns:
    """Hosts that have something to be asked for, in the order of their turns."""

    def __init__(self, may_be_asked: Callable[[Host], bool], most_at_risk: int | None) -> None:
        """``most_at_risk`` is how many URLs may be under way to hosts not known to answer."""
        self._may_be_asked = may_be_asked
        self._most_at_risk = most_at_risk
        self._at_risk = 0
        self.under_way = 0
        """URLs of all hosts that are under way."""
        self._line: OrderedDict[str, Domain] = OrderedDict()
        """Domains whose turn comes, in order."""
        self._waiting: list[tuple[float, int, Host]] = []
        self._parked: OrderedDict[Host, None] = OrderedDict()

    def give(self, host: Host) -> None:
        """Let a host stand in line, where there is something that it may be asked for."""
        if not host.has_turn and self._may_be_asked(host):
            host.has_turn = True
            host.domain.turns.append(host)
            self._line.setdefault(host.domain.name, host.domain)

    def next(self, now: float, due: Callable[[str], float]) -> Host | None:
        """The next host that may be asked now; it has to be given its next turn."""
        while self._waiting and self._waiting[0][0] <= now:
            host = heappop(self._waiting)[2]
            host.has_turn = False
            self.give(host)
        if self._parked and self._has_place():
            self._unpark(next(iter(self._parked)))
        while self._line or self._unpark_first():
            host = self._first()
            if not self._may_be_asked(host):
                continue  # its turn comes again when something changes
            # What is left of a host that was set aside is refused, not sent.
            moment = 0.0 if host.set_aside else max(due(host.name), host.pace.free_at)
            if moment > now:
                host.has_turn = True
                heappush(self._waiting, (moment, host.id, host))
            elif not (host.pace.answers or self._has_place()):
                host.has_turn = True
                self._parked[host] = None
            else:
                return host
        return None

    @property
    def next_due(self) -> float | None:
        """When the first host may be asked; None where none stands in line or waits."""
        if self._line:
            return 0.0
        return self._waiting[0][0] if self._waiting else None

    def went_out(self, host: Host) -> None:
        """A URL of the host is under way."""
        host.under_way += 1
        self.under_way += 1
        if not host.pace.answers:
            host.at_risk += 1
            self._at_risk += 1

    def came_back(self, host: Host) -> None:
        """A URL of the host is under way no longer."""
        host.under_way -= 1
        self.under_way -= 1
        if host.at_risk:
            host.at_risk -= 1
            self._at_risk -= 1
        if host in self._parked and host.pace.answers:
            self._unpark(host)

    def hurry(self, host: Host) -> None:
        """Let a host that waits, for its delay or for a place, have its turn now."""
        if host in self._parked:
            self._unpark(host)
        elif host.has_turn:
            heappush(self._waiting, (0.0, host.id, host))

    def _first(self) -> Host:
        """Take the first host of the first domain; the domain goes to the end of the line."""
        _, domain = self._line.popitem(last=False)
        host = domain.turns.popleft()
        if domain.turns:
            self._line[domain.name] = domain
        host.has_turn = False
        return host

    def _has_place(self) -> bool:
        return self._at_risk != self._most_at_risk

    def _unpark_first(self) -> bool:
        """Give the first hosts that were parked their turn until one takes it; whether one does."""
        while self._parked and self._has_place() and not self._line:
            self._unpark(next(iter(self._parked)))
        return bool(self._line)

    def _unpark(self, host: Host) -> None:
        del self._parked[host]
        host.has_turn = False
        self.give(host)
