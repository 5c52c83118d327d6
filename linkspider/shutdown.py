"""How a crawl ends before its end: within seconds, and with nothing lost."""

from __future__ import annotations

import logging
import sqlite3
from time import monotonic
from typing import TYPE_CHECKING

from pyarrow import ArrowException
from scrapy import signals
from scrapy.exceptions import DropItem, IgnoreRequest
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from scrapy.utils.defer import deferred_from_coro

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.task import LoopingCall

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 20.0
"""Downloads that run when a crawl is stopped, and reading, may go on for so long."""
_LOOK_SECONDS = 0.5
STORAGE_FAILED = "linkspider/storage_failed"
"""The stat that says so."""
URLS_LOST = "linkspider/urls_lost"
"""The stat that says that the counts of a crawl do not agree."""
STORAGE_ERRORS = (OSError, ArrowException, sqlite3.Error)


patience_over = object()
"""The signal that nothing is waited for any longer, neither downloads nor what reads pages."""


class Abandoned(IgnoreRequest, DropItem):
    """The crawl ends before this download, page or sitemap is through: the URL stays pending."""

    def __init__(self, message: str = "the crawl ends") -> None:
        super().__init__(message, log_level="DEBUG")


class Shutdown:
    """Abandons what still runs or waits a while after a crawl was told to stop."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._stopped_at: float | None = None
        self._timer: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Shutdown:
        shutdown = cls(crawler)
        crawler.signals.connect(shutdown.spider_opened, signals.spider_opened)
        crawler.signals.connect(shutdown.spider_closed, signals.spider_closed)
        return shutdown

    def spider_opened(self) -> None:
        """Look from time to time whether the engine was stopped: no signal says so."""
        self._timer = create_looping_call(self._look)
        self._timer.start(_LOOK_SECONDS, now=False)

    def spider_closed(self) -> None:
        if self._timer is not None and self._timer.running:
            self._timer.stop()

    def _look(self) -> None:
        engine = self._crawler.engine
        if engine.running and not self._crawler.stats.get_value(STORAGE_FAILED):
            return
        # By the clock: on a busy machine the timer rings more often than it was asked to.
        now = monotonic()
        self._stopped_at = self._stopped_at or now
        if now - self._stopped_at >= PATIENCE_SECONDS:
            self._crawler.signals.send_catch_log(patience_over)


def stop_for_storage(crawler: Crawler, error: Exception) -> None:
    """End the crawl, which may be ending already: what it finds cannot be kept."""
    stats, engine = crawler.stats, crawler.engine
    if stats.get_value(STORAGE_FAILED):
        return
    stats.set_value(STORAGE_FAILED, 1)
    logger.error("what was found could not be written: %s; the crawl stops", error)
    if engine.running:
        deferred_from_coro(engine.close_spider_async(reason="storage"))
