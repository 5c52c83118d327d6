"""Tells each host's `Pace` what is sent to it and how it answers, and gives hosts up."""

from __future__ import annotations

import logging
import sqlite3
from time import monotonic
from typing import TYPE_CHECKING

from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, IgnoreRequest

from linkspider.frontier.pace import MAX_RETRY_AFTER, read_retry_after
from linkspider.networks import PrivateAddressError
from linkspider.shutdown import stop_for_storage

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from linkspider.frontier.entry import Entry
    from linkspider.frontier.frontier import Frontier
    from linkspider.frontier.hosts import Host

logger = logging.getLogger(__name__)

_NO_BURDEN = (DownloadCancelledError, PrivateAddressError, CannotResolveHostError)
"""The host answered, if with too much, or was never asked."""


class HostSetAside(IgnoreRequest):
    """The URL's host kept failing, or wants to be left alone: `reason` says it in one word."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url)
        self.reason = reason


class Politeness:
    """What the downloader does for politeness, request by request."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    def sent(self, request: Request, now: float) -> None:
        """A request is about to be sent; HostSetAside where its host is left alone."""
        host = self._host(request)
        if host.set_aside:
            raise HostSetAside(request.url, host.set_aside)
        self._frontier.sent(request.meta["entry"], now)

    def answered(self, request: Request, response: Response, latency: float) -> None:
        """The host answered a request."""
        host, now = self._host(request), monotonic()
        wait = None
        if response.status >= 300:
            wait = read_retry_after(response.headers.get(b"Retry-After"))
        host.pace.answered(now, latency, response.status, wait, again=_failed_before(request))
        if wait is not None and wait > MAX_RETRY_AFTER:
            self._set_aside(request, host, "retry-after")
        elif host.pace.is_hopeless(now):
            self._set_aside(request, host, "host-failing")

    def failed(self, request: Request, error: Exception) -> None:
        """The host did not answer, or not to the end."""
        if isinstance(error, _NO_BURDEN):
            return
        host, now = self._host(request), monotonic()
        host.pace.failed(now, again=_failed_before(request))
        if host.pace.is_hopeless(now):
            self._set_aside(request, host, "host-failing")

    def _host(self, request: Request) -> Host:
        return self._frontier.host(request.meta["entry"].host)

    @property
    def _frontier(self) -> Frontier:
        return self._crawler.spider.frontier  # type: ignore[union-attr, no-any-return]

    def _set_aside(self, request: Request, host: Host, reason: str) -> None:
        logger.warning("%s is set aside (%s): nothing more is asked of it", host.name, reason)
        try:
            self._frontier.set_aside(host.name, reason)
        except sqlite3.Error as error:
            stop_for_storage(self._crawler, error)
        request.meta["dont_retry"] = True


def _failed_before(request: Request) -> bool:
    entry: Entry = request.meta["entry"]
    return entry.retries > 0
