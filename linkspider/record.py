"""The row of `crawls`: written when a crawl begins, replaced when it ends."""

from __future__ import annotations

import json
import logging
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.utils.asyncio import run_in_thread

from linkspider import __version__
from linkspider.dataset import Dataset, record_batch
from linkspider.items import CrawlItem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from linkspider.spiders.base import LinkSpider

logger = logging.getLogger(__name__)


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
        self._row = CrawlItem(
            id=spider.crawl,
            spider=spider.name,
            domain=spider.given["domain"],
            arguments=json.dumps(spider.given, ensure_ascii=False, sort_keys=True),
            started_at=datetime.now(UTC),
            versions=json.dumps(_versions()),
        )
        await self._write()

    async def spider_closed(self, spider: LinkSpider, reason: str) -> None:
        row, stats = self._row, self._crawler.stats
        if row is None or stats is None:
            return
        counts = spider.frontier.counts
        row.finished_at = datetime.now(UTC)
        row.finish_reason = "storage" if stats.get_value("linkspider/storage_failed") else reason
        row.known, row.pending = counts.known, counts.pending
        row.done, row.failed, row.excluded = counts.done, counts.failed, counts.excluded
        row.reasons = json.dumps(dict(spider.frontier.reasons), sort_keys=True)
        row.robots_requests = stats.get_value("linkspider/robots_requests", 0)
        row.sitemap_requests = stats.get_value("linkspider/sitemap_requests", 0)
        await self._write()

    async def _write(self) -> None:
        assert self._row is not None
        batch = record_batch("crawls", [self._row])
        try:
            await run_in_thread(self._dataset.write_part, "crawls", self._row.id, 0, [batch])
        except OSError as error:
            logger.error("the row of the crawl could not be written: %s", error)
            self._crawler.stats.set_value("linkspider/storage_failed", 1)


def _versions() -> dict[str, str]:
    names = ("scrapy", "selectolax", "can_ada", "ada-url", "pyarrow")
    return {
        "linkspider": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in names},
    }
