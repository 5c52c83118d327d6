"""The row of `crawls`: written when a crawl begins, replaced when it ends."""

from __future__ import annotations

import json
import logging
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.utils.asyncio import run_in_thread

from linkspider import __version__
from linkspider.dataset import Dataset, record_batch
from linkspider.items import CrawlItem
from linkspider.shutdown import STORAGE_ERRORS, STORAGE_FAILED, URLS_LOST, stop_for_storage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from linkspider.spiders.base import LinkSpider

logger = logging.getLogger(__name__)

_COUNTED = ("robots_requests", "sitemap_requests")
"""What is counted over all runs of a crawl, and is no URL's state."""


class CrawlRecord:
    """Keeps the crawl's own row up to date."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._dataset = Dataset(crawler.settings["LINKSPIDER_DATA"])
        self._row: CrawlItem | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlRecord:
        record = cls(crawler)
        crawler.signals.connect(record.spider_opened, signals.spider_opened)
        crawler.signals.connect(record.spider_closed, signals.spider_closed)
        return record

    async def spider_opened(self, spider: LinkSpider) -> None:
        store = spider.frontier.store
        arguments = spider.given | ({"keep": kept} if (kept := store.fact("keep")) else {})
        self._row = CrawlItem(
            id=spider.crawl,
            spider=spider.name,
            domain=spider.given["domain"],
            arguments=json.dumps(arguments, ensure_ascii=False, sort_keys=True),
            started_at=datetime.fromisoformat(store.fact("started_at") or ""),
            versions=json.dumps(_versions()),
        )
        for name in _COUNTED:
            self._crawler.stats.set_value(f"linkspider/{name}", int(store.fact(name) or 0))
        await self._write()
        if self._crawler.stats.get_value(STORAGE_FAILED):
            raise CloseSpider("storage")

    async def spider_closed(self, spider: LinkSpider, reason: str) -> None:
        row, stats = self._row, self._crawler.stats
        if row is None or stats is None:
            return
        try:
            self._settle(spider, reason)
        except sqlite3.Error as error:
            stop_for_storage(self._crawler, error)
        counts = spider.frontier.counts
        row.finished_at = datetime.now(UTC)
        row.finish_reason = reason
        if stats.get_value(STORAGE_FAILED):
            row.finish_reason = "storage"
        elif stats.get_value(URLS_LOST):
            row.finish_reason = "error"
        row.known, row.pending = counts.known, counts.pending
        row.done, row.failed, row.excluded = counts.done, counts.failed, counts.excluded
        row.reasons = json.dumps(dict(counts.reasons), sort_keys=True)
        for name in _COUNTED:
            setattr(row, name, stats.get_value(f"linkspider/{name}", 0))
        await self._write()
        is_whole = not (stats.get_value(STORAGE_FAILED) or stats.get_value(URLS_LOST))
        if reason == "finished" and is_whole:
            try:
                spider.frontier.store.set_fact("finished", "yes")
                spider.frontier.commit()
            except sqlite3.Error as error:
                stop_for_storage(self._crawler, error)

    def _settle(self, spider: LinkSpider, reason: str) -> None:
        """Bring the frontier to its end, and see that no URL was lost on the way."""
        frontier = spider.frontier
        if self._crawler.stats.get_value(STORAGE_FAILED):
            return
        for name in _COUNTED:
            value = self._crawler.stats.get_value(f"linkspider/{name}", 0)
            frontier.store.set_fact(name, str(value))
        if spider.traps is not None:
            frontier.store.set_fact("traps", spider.traps.dump().decode())
        if reason == "finished":
            frontier.exclude_rest()
        frontier.commit()
        try:
            frontier.check()
            if reason == "finished" and frontier.counts.pending:
                raise ValueError(f"{frontier.counts.pending} URLs were left pending at the end")
        except ValueError as error:
            logger.error("%s", error)
            self._crawler.stats.set_value(URLS_LOST, 1)

    async def _write(self) -> None:
        assert self._row is not None
        batch = record_batch("crawls", [self._row])
        try:
            await run_in_thread(self._dataset.write_part, "crawls", self._row.id, 0, [batch])
        except STORAGE_ERRORS as error:
            stop_for_storage(self._crawler, error)


def _versions() -> dict[str, str]:
    names = ("scrapy", "selectolax", "can_ada", "ada-url", "pyarrow")
    return {
        "linkspider": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in names},
    }
