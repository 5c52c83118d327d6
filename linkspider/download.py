"""Scrapy's HTTP download, at each host's pace, with what `pages` wants to know of it: time,
certificate, and no more of a body than is needed."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.utils.httpobj import urlparse_cached

from linkspider.entry import Purpose
from linkspider.pace import MAX_RETRY_AFTER, read_retry_after
from linkspider.shutdown import Abandoned, downloads_abandoned
from linkspider.tls import NotingPolicy

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

    from linkspider.entry import Entry
    from linkspider.frontier import Frontier

logger = logging.getLogger(__name__)

SMALL_BYTES = 64 * 1024
"""A body of this size is on its way already, and to stop it costs the connection: Twisted would
send the next request into the closing one, and then again."""
KEPT_SECONDS = 3
"""An idle connection is closed after this time, before the server closes it (many do at 5 s), as
what is sent just then gets no answer."""
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


class HostSetAside(IgnoreRequest):
    """The URL's host kept failing, or wants to be left alone: `reason` says it in one word."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url)
        self.reason = reason


class NotingDownloadHandler(HTTP11DownloadHandler):
    """Tells each host's `Pace` what is sent to it and how it answers.

    Notes in a request's meta how long the answer took (`elapsed_ms`, from sending to the last
    byte), and whether the certificate was valid (`tls_valid`, https only).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._tls = NotingPolicy()
        # A private name, but the setting for it is deprecated.
        self._contextFactory = self._tls  # type: ignore[assignment]
        # Twisted would ask again at once where a connection breaks, whatever the host's pace.
        self._pool.retryAutomatically = False
        self._pool.cachedConnectionTimeout = KEPT_SECONDS
        self._tasks: set[asyncio.Task[Any]] = set()
        crawler.signals.connect(self.abandon_all, downloads_abandoned)

    async def download_request(self, request: Request) -> Response:
        entry: Entry = request.meta["entry"]
        frontier: Frontier = self._crawler.spider.frontier  # type: ignore[union-attr]
        host = frontier.host(entry.host)
        if host.set_aside:
            raise HostSetAside(request.url, host.set_aside)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        sent = monotonic()
        frontier.sent(entry, sent)
        try:
            response = await super().download_request(request)
        except asyncio.CancelledError:
            raise Abandoned(request.url) from None
        except Exception:
            host.pace.failed(monotonic(), again=entry.retries > 0)
            self._set_aside_if_hopeless(request)
            raise
        else:
            self._note_answer(request, response, monotonic() - sent)
            return response
        finally:
            self._tasks.discard(task)
            request.meta["elapsed_ms"] = round((monotonic() - sent) * 1000)
            if request.url.startswith("https:"):
                name = urlparse_cached(request).hostname
                request.meta["tls_valid"] = self._tls.is_valid(name or "")

    def abandon_all(self) -> None:
        """End all downloads that run: their URLs stay pending."""
        for task in list(self._tasks):
            task.cancel()

    def _note_answer(self, request: Request, response: Response, latency: float) -> None:
        entry: Entry = request.meta["entry"]
        frontier: Frontier = self._crawler.spider.frontier  # type: ignore[union-attr]
        wait = read_retry_after(response.headers.get(b"Retry-After"))
        frontier.host(entry.host).pace.answered(
            monotonic(), latency, response.status, wait, again=entry.retries > 0
        )
        if wait is not None and wait > MAX_RETRY_AFTER:
            self._set_aside(request, "retry-after")
        else:
            self._set_aside_if_hopeless(request)

    def _set_aside_if_hopeless(self, request: Request) -> None:
        frontier: Frontier = self._crawler.spider.frontier  # type: ignore[union-attr]
        if frontier.host(request.meta["entry"].host).pace.is_hopeless(monotonic()):
            self._set_aside(request, "host-failing")

    def _set_aside(self, request: Request, reason: str) -> None:
        host = request.meta["entry"].host
        logger.warning("%s is set aside (%s): nothing more is asked of it", host, reason)
        frontier: Frontier = self._crawler.spider.frontier  # type: ignore[union-attr]
        frontier.set_aside(host, reason)
        request.meta["dont_retry"] = True


class EarlyStop:
    """Ends a download once the headers say that its body is not wanted."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> EarlyStop:
        stop = cls()
        crawler.signals.connect(stop.headers_received, signals.headers_received)
        return stop

    def headers_received(
        self, headers: Headers, body_length: int | str, request: Request, **_: Any
    ) -> None:
        is_small = isinstance(body_length, int) and body_length <= SMALL_BYTES
        if not is_small and not wants_body(request, headers):
            raise StopDownload(fail=False)


def wants_body(request: Request, headers: Headers) -> bool:
    """Whether the body is to be read: the URL is a page, and its headers leave open that it is
    HTML (they say so, or name no type); or it is a sitemap or robots.txt."""
    entry: Entry | None = request.meta.get("entry")
    if entry is None or entry.purpose in (Purpose.SITEMAP, Purpose.ROBOTS):
        return True
    media_type = read_media_type(headers)
    return entry.purpose is Purpose.PAGE and (media_type is None or media_type in HTML_TYPES)


def read_media_type(headers: Headers) -> str | None:
    """The media type that the server named, lower case, without parameters; None where none."""
    value = headers.get(b"Content-Type")
    if not value:
        return None
    return value.split(b";")[0].strip().lower().decode("latin-1") or None
