"""Scrapy's HTTP download, at each host's pace, with what `pages` wants to know of it: time,
certificate, and no more of a body than is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError, StopDownload
from scrapy.utils.httpobj import urlparse_cached

from linkspider.frontier.entry import Purpose
from linkspider.header_limit import LimitedFactory
from linkspider.politeness import Politeness
from linkspider.shutdown import Abandoned, patience_over
from linkspider.tls import NotingPolicy

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

    from linkspider.frontier.entry import Entry

SMALL_BYTES = 64 * 1024
"""A body of this size is on its way already, and to stop it costs the connection: Twisted would
send the next request into the closing one, and then again."""
KEPT_SECONDS = 3
"""An idle connection is closed after this time, before the server closes it (many do at 5 s), as
what is sent just then gets no answer."""
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


class NotingDownloadHandler(HTTP11DownloadHandler):
    """Tells each host's `Pace` what is sent to it and how it answers.

    Notes in a request's meta how long the answer took (`elapsed_ms`, from sending to the last
    byte), and whether the certificate was valid (`tls_valid`, https only).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = LimitedFactory
        self._tls = NotingPolicy()
        # A private name, but the setting for it is deprecated.
        self._contextFactory = self._tls  # type: ignore[assignment]
        self._politeness = Politeness(crawler)
        # Twisted would ask again at once where a connection breaks, whatever the host's pace.
        self._pool.retryAutomatically = False
        self._pool.cachedConnectionTimeout = KEPT_SECONDS
        self._partial = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        crawler.signals.connect(self.abandon_all, patience_over)

    async def download_request(self, request: Request) -> Response:
        sent = monotonic()
        self._politeness.sent(request, sent)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with self._listening(request):
                response = await self._download(request)
        except asyncio.CancelledError:
            raise Abandoned(request.url) from None
        except Exception as error:
            self._politeness.failed(request, error)
            raise
        else:
            self._politeness.answered(request, response, monotonic() - sent)
            return response
        finally:
            self._tasks.discard(task)
            request.meta["elapsed_ms"] = round((monotonic() - sent) * 1000)
            if request.url.startswith("https:"):
                host = urlparse_cached(request).hostname
                request.meta["tls_valid"] = self._tls.is_valid(host or "")

    async def _download(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except ValueError as error:
            if not str(error).startswith("invalid hostname"):
                raise
            raise CannotResolveHostError(str(error)) from error  # as in http://a!b.example/

    @contextmanager
    def _listening(self, request: Request) -> Iterator[None]:
        """Listen to bodies while one comes of which only a part is wanted (`meta["stop_after"]`): \
to do so all the time would cost each page 0.1 ms."""
        if "stop_after" not in request.meta:
            yield
            return
        self._partial += 1
        if self._partial == 1:
            self._crawler.signals.connect(self.bytes_received, signals.bytes_received)
        try:
            yield
        finally:
            self._partial -= 1
            if not self._partial:
                self._crawler.signals.disconnect(self.bytes_received, signals.bytes_received)

    def bytes_received(self, data: bytes, request: Request, **_: Any) -> None:
        """End a download once enough of it is there."""
        if "stop_after" in request.meta:
            request.meta["stop_after"] -= len(data)
            if request.meta["stop_after"] < 0:
                raise StopDownload(fail=False)

    def abandon_all(self) -> None:
        """End all downloads that run: their URLs stay pending."""
        for task in list(self._tasks):
            task.cancel()


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
