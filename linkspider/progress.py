"""What a person sees of a running crawl: a live line on a terminal, else log lines."""

from __future__ import annotations

import logging
import sys
from contextlib import ExitStack
from time import monotonic
from typing import TYPE_CHECKING, Never

from scrapy import signals
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from linkspider.log import quieten

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.task import LoopingCall

    from linkspider.spiders.base import LinkSpider

logger = logging.getLogger(__name__)

REDRAW_SECONDS = 0.25
RATE_SECONDS = 10.0


class Progress:
    """Pages done and known, pages a second, links, backlinks and errors."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._is_live = sys.stderr.isatty() and crawler.settings.getbool("LOG_ENABLED")
        self._interval = crawler.settings.getfloat("LOGSTATS_INTERVAL")
        self._line: tqdm[Never] | None = None
        self._resources = ExitStack()
        self._timer: AsyncioLoopingCall | LoopingCall | None = None
        self._past: list[tuple[float, int]] = []
        self._began = monotonic()
        self._logged_at = float("-inf")
        self._before = 0
        """Pages that earlier runs of the crawl tried."""
        quieten(crawler.settings["LOG_LEVEL"])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self, spider: LinkSpider) -> None:
        counts = spider.frontier.counts
        self._before = counts.done + counts.failed
        if counts.known:
            logger.info("crawl %s goes on: %s", spider.crawl, self.describe())
        else:
            logger.info("crawl %s begins", spider.crawl)
        if spider.settings["USER_AGENT"].endswith("no contact was set)"):
            logger.warning(
                "no contact in USER_AGENT: set it, so that site owners can reach you, "
                "with -s USER_AGENT='name (+https://your.site/contact)'"
            )
        if self._is_live:
            self._resources.enter_context(logging_redirect_tqdm())
            self._line = tqdm(bar_format="{desc}", leave=False, file=sys.stderr)
            self._timer = create_looping_call(self._redraw)
            self._timer.start(REDRAW_SECONDS)
        elif self._interval > 0:
            self._timer = create_looping_call(self._log)
            self._timer.start(self._interval, now=False)

    def spider_closed(self, spider: LinkSpider, reason: str) -> None:
        if self._timer is not None and self._timer.running:
            self._timer.stop()
        if self._line is not None:
            self._line.close()
        self._resources.close()
        self._past = [(self._began, 0)]  # the last line tells the rate of the whole crawl
        logger.info("crawl %s ends (%s): %s", spider.crawl, reason, self.describe())

    def describe(self) -> str:
        """The state of the crawl in one line."""
        spider: LinkSpider = self._crawler.spider  # type: ignore[assignment]
        stats = self._crawler.stats
        assert stats is not None
        pages = stats.get_value("linkspider/pages", 0)
        known = spider.frontier.counts.known
        return (
            f"{self._before + pages:,} of {known:,} pages, {self._rate(pages):.1f}/s, "
            f"{stats.get_value('linkspider/links', 0):,} links, "
            f"{stats.get_value('linkspider/links/backlink', 0):,} backlinks, "
            f"{stats.get_value('linkspider/errors', 0):,} errors"
        )

    def _rate(self, pages: int) -> float:
        """Pages a second over the last seconds."""
        now = monotonic()
        self._past.append((now, pages))
        while len(self._past) > 2 and self._past[1][0] < now - RATE_SECONDS:
            del self._past[0]
        since, before = self._past[0]
        return (pages - before) / (now - since) if now > since else 0.0

    def _redraw(self) -> None:
        assert self._line is not None
        self._line.set_description_str(self.describe())

    def _log(self) -> None:
        if monotonic() - self._logged_at > self._interval / 2:  # a timer that is early comes again
            self._logged_at = monotonic()
            logger.info("%s", self.describe())
