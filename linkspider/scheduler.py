"""The frontier as Scrapy's scheduler: hands out a request when its host may be asked."""

from __future__ import annotations

import sqlite3
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.asyncio import CallLaterResult, call_later

from linkspider.frontier.entry import Purpose
from linkspider.shutdown import stop_for_storage

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from linkspider.frontier.entry import Entry
    from linkspider.spiders.base import LinkSpider


class FrontierScheduler(BaseScheduler):
    """Asks the frontier for the next URL, and wakes the engine when a waiting host is due."""

    def __init__(self, crawler: Crawler, spider: LinkSpider) -> None:
        self._crawler = crawler
        self._spider = spider
        self._frontier = spider.frontier
        self._alarm: CallLaterResult | None = None
        self._alarm_at = float("inf")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        spider: LinkSpider = crawler.spider  # type: ignore[assignment]
        scheduler = cls(crawler, spider)
        crawler.signals.connect(scheduler._spider_error, signals.spider_error)
        return scheduler

    def enqueue_request(self, request: Request) -> bool:
        entry: Entry = request.meta["entry"]
        if "retry_times" in request.meta:
            entry.retries = request.meta["retry_times"]
            self._frontier.release(entry)
            self._frontier.put_back(entry)
            return True
        try:
            return self._frontier.add(entry)
        except sqlite3.Error as error:
            stop_for_storage(self._crawler, error)
            return False

    def next_request(self) -> Request | None:
        now = monotonic()
        try:
            entry = self._frontier.take(now, self._due)
            if entry is not None:
                return self._request(entry)
        except sqlite3.Error as error:
            stop_for_storage(self._crawler, error)
            return None
        self._wake_engine_when_due(now)
        return None

    def has_pending_requests(self) -> bool:
        return self._frontier.queued > 0

    def close(self, reason: str) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _request(self, entry: Entry) -> Request:
        """The request for an entry, with the rules of its site; or, to know them, for these."""
        if entry.purpose is Purpose.ROBOTS:
            return self._spider.request(entry)
        rules = self._spider.robots.rules(entry.url, falls_back=entry.falls_back)
        if rules is None:
            return self._spider.request(self._spider.robots.ask(entry))
        request = self._spider.request(entry)
        request.meta["rules"] = rules
        return request

    def _spider_error(self, failure: Failure, response: Response | Failure) -> None:
        """Let no host wait for a URL whose callback raised; it stays pending."""
        request: Request = response.request  # type: ignore[assignment, union-attr]
        entry: Entry = request.meta["entry"]
        self._frontier.release(entry)
        if entry.purpose is Purpose.ROBOTS:
            self._spider.robots.refused(entry)
        if isinstance(failure.value, sqlite3.Error):
            stop_for_storage(self._crawler, failure.value)

    def _due(self, host: str) -> float:
        """When the host may be asked again, from its downloader slot: whoever tunes delays does \
it there."""
        slot = self._crawler.engine.downloader.slots.get(host)
        return slot.lastseen + slot.delay if slot is not None and slot.delay else 0.0

    def _wake_engine_when_due(self, now: float) -> None:
        """Without this the engine would ask again at its heartbeat only, every five seconds."""
        due = self._frontier.next_due
        if due is None or due >= self._alarm_at:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = due
        self._alarm = call_later(max(0.0, due - now), self._wake_engine)

    def _wake_engine(self) -> None:
        self._alarm, self._alarm_at = None, float("inf")
        slot = self._crawler.engine._slot  # private, but the engine has no other bell
        if slot is not None:
            slot.nextcall.schedule()
