"""Writes pages, links and sitemap entries to Parquet, and tells the frontier when they are safe."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call, run_in_thread

from linkspider.dataset import ROW_GROUP_ROWS, Dataset, record_batch
from linkspider.items import PageItem, SitemapItem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.task import LoopingCall

logger = logging.getLogger(__name__)

BATCH_ROWS = 2_048
"""Rows that are kept as items; beyond, they become Arrow columns, which are ten times smaller."""


class Buffer:
    """Rows of one table on their way to a part: items first, then Arrow columns."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.batches: list[pa.RecordBatch] = []
        self._items: list[Any] = []
        self.rows = 0

    def extend(self, items: list[Any]) -> None:
        self._items += items
        self.rows += len(items)
        if len(self._items) >= BATCH_ROWS:
            self.pack()

    def pack(self) -> None:
        """Turn the items into columns."""
        if self._items:
            self.batches.append(record_batch(self.table, self._items))
            self._items = []

    def take(self) -> list[pa.RecordBatch]:
        """All that was gathered; the buffer is empty then."""
        self.pack()
        batches, self.batches, self.rows = self.batches, [], 0
        return batches


class ParquetPipeline:
    """Gathers rows and writes them as parts: links before pages, so that a visible page has its
    links. Only then are the pages' URLs done."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._dataset = Dataset(crawler.settings["LINKSPIDER_DATA"])
        self._flush_seconds = crawler.settings.getfloat("LINKSPIDER_FLUSH_SECONDS")
        self._buffers = {table: Buffer(table) for table in ("links", "sitemaps", "pages")}
        self._unfinished: list[tuple[str, str, str | None]] = []
        self._part = 0
        self._flushed_at = monotonic()
        self._writing = asyncio.Lock()
        self._tasks: set[asyncio.Future[None]] = set()
        self._timer: AsyncioLoopingCall | LoopingCall | None = None
        self._failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ParquetPipeline:
        return cls(crawler)

    async def open_spider(self) -> None:
        """Write a part without rows to each table, so that readers find columns from the start."""
        await self._write({table: [] for table in self._buffers})
        if self._flush_seconds > 0:
            self._timer = create_looping_call(self._flush_if_due)
            self._timer.start(min(self._flush_seconds, 5.0), now=False)

    async def process_item(self, item: object) -> object:
        if isinstance(item, PageItem):
            self._buffers["links"].extend(item.links)
            self._buffers["pages"].extend([item])
            state, reason = outcome(item)
            self._unfinished.append((item.url, state, reason))
            stats = self._crawler.stats
            assert stats is not None
            stats.inc_value("linkspider/pages")
            if item.status is not None:
                stats.inc_value("linkspider/answered")
            elif state == "failed":
                stats.inc_value("linkspider/errors")
        elif isinstance(item, SitemapItem):
            self._buffers["sitemaps"].extend(item.entries)
        if any(buffer.rows >= ROW_GROUP_ROWS for buffer in self._buffers.values()):
            await self._flush()
        return item

    async def close_spider(self) -> None:
        if self._timer is not None and self._timer.running:
            self._timer.stop()
        await self._flush()

    def _flush_if_due(self) -> None:
        if monotonic() - self._flushed_at >= self._flush_seconds:
            self._tasks.add(task := asyncio.ensure_future(self._flush()))
            task.add_done_callback(self._tasks.discard)

    async def _flush(self) -> None:
        """Write what was gathered. Where that fails, the crawl ends and its URLs stay pending."""
        gathered = {table: buffer.take() for table, buffer in self._buffers.items()}
        unfinished, self._unfinished = self._unfinished, []
        self._flushed_at = monotonic()
        if not any(gathered.values()) or self._failed:
            return
        try:
            await self._write(gathered)
        except (OSError, pa.ArrowException) as error:
            self._stop(error)
            return
        for url, state, reason in unfinished:
            self._crawler.spider.frontier.finish(url, state, reason)  # type: ignore[union-attr]

    async def _write(self, gathered: dict[str, list[pa.RecordBatch]]) -> None:
        crawl: str = self._crawler.spider.crawl  # type: ignore[union-attr]
        async with self._writing:
            number = self._part
            self._part += 1
            for table, batches in gathered.items():
                if batches or number == 0:
                    await run_in_thread(self._dataset.write_part, table, crawl, number, batches)

    def _stop(self, error: Exception) -> None:
        self._failed = True
        logger.error("the rows could not be written: %s; the crawl stops", error)
        assert self._crawler.engine is not None
        if self._crawler.engine.running:
            self._tasks.add(
                asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="storage"))
            )


def outcome(page: PageItem) -> tuple[str, str | None]:
    """The state of a page's URL, and the reason where it is not done."""
    if page.error is None:
        return "done", None
    return ("excluded" if page.error == "robots" else "failed"), page.error
