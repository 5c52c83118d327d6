"""A made-up web that keeps when each of its hosts was asked, as the kernel saw it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from socket import IPPROTO_TCP, socket
from struct import unpack_from
from time import monotonic, sleep
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.rawweb import Page, RawHandler, RawWeb, Sender, as_bytes

LAST_SENT, LAST_RECEIVED = 44, 52
"""Where Linux' `tcp_info` says how many milliseconds ago data was sent and came."""


class Visit(NamedTuple):
    """One request, from its arrival to the end of its answer."""

    arrived: float
    left: float
    url: str


class ClockedWeb(RawWeb):
    """A `RawWeb` that can tell when each of its hosts was asked."""

    request_queue_size = 512

    def __init__(self, pages: Mapping[str, Page]) -> None:
        super().__init__(pages)
        self.RequestHandlerClass = ClockedHandler
        self._visits: dict[str, list[Visit]] = defaultdict(list)

    def keep(self, visit: Visit) -> None:
        """Take in a request that was answered."""
        host = urlsplit(visit.url).hostname or visit.url.rpartition(":")[0]  # a tunnel has no path
        self._visits[host].append(visit)

    def visits(self, host: str) -> list[Visit]:
        """The requests to a host in order, whatever they were for."""
        return sorted(self._visits[host])

    def times(self, url: str) -> list[float]:
        """When a URL was asked for."""
        return [visit.arrived for visit in self.visits(urlsplit(url).netloc) if visit.url == url]

    def gaps(self, host: str) -> list[float]:
        """Seconds from each request to the next."""
        return [after.arrived - before.arrived for before, after in pairwise(self.visits(host))]

    def overlaps(self, host: str) -> list[Visit]:
        """Requests that came while another was being answered."""
        return [
            after for before, after in pairwise(self.visits(host)) if after.arrived < before.left
        ]


class ClockedHandler(RawHandler):
    """One connection, which is timed."""

    server: ClockedWeb

    def handle(self) -> None:
        """Reads the request, sends the answer, and keeps when."""
        head = self.rfile.peek()  # type: ignore[attr-defined]
        if head:
            arrived = monotonic() - idle_seconds(self.connection, LAST_RECEIVED)
            super().handle()
            left = monotonic() - idle_seconds(self.connection, LAST_SENT)
            self.server.keep(Visit(arrived, left, head.split(b" ")[1].decode()))


def idle_seconds(connection: socket, field: int) -> float:
    """How long ago the last bytes came or went: a thread may be late to look, the kernel is not.

    Elsewhere than on Linux, 0.
    """
    if sys.platform != "linux":
        return 0.0
    from socket import TCP_INFO

    milliseconds: int = unpack_from("I", connection.getsockopt(IPPROTO_TCP, TCP_INFO, 104), field)[
        0
    ]
    return milliseconds / 1000


def in_turn(*pages: Page) -> Sender:
    """Sends a page each time, the last one for ever."""
    waiting = list(pages)

    def send(connection: socket) -> None:
        answer(connection, waiting.pop(0) if len(waiting) > 1 else waiting[0])

    return send


def slowly(seconds: float, page: Page) -> Sender:
    """Sends a page after a while."""

    def send(connection: socket) -> None:
        sleep(seconds)
        answer(connection, page)

    return send


def answer(connection: socket, page: Page) -> None:
    """Send a page."""
    if callable(page):
        page(connection)
    else:
        connection.sendall(as_bytes(page))
