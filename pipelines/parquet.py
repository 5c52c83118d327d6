"""Writes pages, links and sitemap entries to Parquet, and tells the frontier when they are safe."""

from __future__ import annotations

import asyncio
import logging
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
MAX_BYTES = 256 * 1024 * 1024
"""Columns of this size are written before the rows are many enough: a stranger's may be long."""


class Buffer:
    """Rows of one table on their way to a part: items first, then Arrow columns."""

    def __init__(self, table: str) -> None:
        self.table = table
        self._items: list[Any] = []
        self._batches: list[pa.RecordBatch] = []
        self._rows = 0
        self._bytes = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to write a part."""
        return self._rows >= ROW_GROUP_ROWS or self._bytes >= MAX_BYTES

    def extend(self, items: list[Any]) -> None:
        """Take items in, at most BATCH_ROWS at a time."""
        self._items += items
        self._rows += len(items)
        if len(self._items) >= BATCH_ROWS:
            self._pack()

    def take(self) -> list[pa.RecordBatch]:
        """All that was gathered; the buffer is empty then."""
        self._pack()
        batches, self._batches = self._batches, []
        self._rows = self._bytes = 0
        return batches

    def _pack(self) -> None:
        if self._items:
            batch = record_batch(self.table, self._items)
            self._batches.append(batch)
            self._bytes += batch.nbytes
            self._items = []


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
            self._timer = create_looping_call(self._flush_in_background)
            self._timer.start(self._flush_seconds, now=False)

    async def process_item(self, item: object) -> object:
        if isinstance(item, PageItem):
            await self._gather("links", item.links)
            state, reason = outcome(item)
            self._unfinished.append((item.url, state, reason))
            self._count(item, state)
            await self._gather("pages", [item])
        elif isinstance(item, SitemapItem):
            await self._gather("sitemaps", item.entries)
        return item

    async def close_spider(self) -> None:
        if self._timer is not None and self._timer.running:
            self._timer.stop()
        await self._flush()

    async def _gather(self, table: str, items: list[Any]) -> None:
        buffer = self._buffers[table]
        for start in range(0, len(items), BATCH_ROWS):
            buffer.extend(items[start : start + BATCH_ROWS])
            if buffer.is_full:
                await self._flush()

    def _count(self, page: PageItem, state: str) -> None:
        stats = self._crawler.stats
        stats.inc_value("linkspider/pages")
        if page.status is not None:
            stats.inc_value("linkspider/answered")
        elif state == "failed":
            stats.inc_value("linkspider/errors")

    def _flush_in_background(self) -> None:
        self._tasks.add(task := asyncio.ensure_future(self._flush()))
        task.add_done_callback(self._tasks.discard)

    async def _flush(self) -> None:
        """Write what was gathered. Where that fails, the crawl ends and its URLs stay pending."""
        gathered = {table: buffer.take() for table, buffer in self._buffers.items()}
        unfinished, self._unfinished = self._unfinished, []
        if self._failed:
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
        """End the crawl, which may be ending already."""
        self._failed = True
        self._crawler.stats.set_value("linkspider/storage_failed", 1)
        logger.error("the rows could not be written: %s; the crawl stops", error)
        if self._crawler.engine.running:
            closing = self._crawler.engine.close_spider_async(reason="storage")
            self._tasks.add(asyncio.ensure_future(closing))


def outcome(page: PageItem) -> tuple[str, str | None]:
    """The state of a page's URL, and the reason where it is not done."""
    if page.error is None:
        return "done", None
    return ("excluded" if page.error == "robots" else "failed"), page.error
