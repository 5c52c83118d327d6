"""Writes pages, links and sitemap entries to Parquet, and tells the frontier when they are safe."""

from __future__ import annotations

import asyncio
from copy import copy
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from scrapy.exceptions import CloseSpider
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call, run_in_thread

from linkspider.dataset import ROW_GROUP_ROWS, Dataset, record_batch
from linkspider.frontier.entry import sitemap_key
from linkspider.frontier.outcomes import Outcome, State
from linkspider.items import PageItem, SitemapItem
from linkspider.shutdown import STORAGE_ERRORS, STORAGE_FAILED, stop_for_storage
from linkspider.threads import run_alone
from pipelines import MANY_LINKS

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.task import LoopingCall

    from linkspider.frontier.frontier import Frontier


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
        """Take items in, not very many at a time."""
        self._items += items
        self._rows += len(items)
        if len(self._items) >= BATCH_ROWS:
            self._pack()

    def extend_packed(self, batches: list[pa.RecordBatch]) -> None:
        """Take rows in that are Arrow columns already."""
        self._pack()  # rows stay in the order in which they came
        for batch in batches:
            self._append(batch)
            self._rows += batch.num_rows

    def take(self) -> list[pa.RecordBatch]:
        """All that was gathered; the buffer is empty then."""
        self._pack()
        batches, self._batches = self._batches, []
        self._rows = self._bytes = 0
        return batches

    def _pack(self) -> None:
        if self._items:
            self._append(record_batch(self.table, self._items))
            self._items = []

    def _append(self, batch: pa.RecordBatch) -> None:
        self._batches.append(batch)
        self._bytes += batch.nbytes


def pack(table: str, items: list[Any]) -> list[pa.RecordBatch]:
    """Very many items as Arrow columns."""
    return [
        record_batch(table, items[start : start + BATCH_ROWS])
        for start in range(0, len(items), BATCH_ROWS)
    ]


class ParquetPipeline:
    """Gathers rows and writes them as parts: links before pages, so that a visible page has its
    links. Only then are the pages' URLs done, and what they named is durable with that."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._dataset = Dataset(crawler.settings["LINKSPIDER_DATA"])
        self._flush_seconds = crawler.settings.getfloat("LINKSPIDER_FLUSH_SECONDS")
        self._buffers = {table: Buffer(table) for table in ("links", "sitemaps", "pages")}
        self._outcomes: list[Outcome] = []
        self._part = 0
        self._writing = asyncio.Lock()
        self._tasks: set[asyncio.Future[None]] = set()
        self._timer: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ParquetPipeline:
        return cls(crawler)

    async def open_spider(self) -> None:
        """Remove what a crash left behind. Write a part without rows to each table of a new crawl,
        so that readers find columns from the start."""
        try:
            recorded = self._frontier.store.parts()
            self._part = 1 + max((number for _, number in recorded), default=-1)
            self._dataset.begin(self._crawl, recorded)
            if not recorded:
                await self._write({table: [] for table in self._buffers}, [])
        except STORAGE_ERRORS as error:
            stop_for_storage(self._crawler, error)
            raise CloseSpider("storage") from None
        if self._flush_seconds > 0:
            self._timer = create_looping_call(self._flush_in_background)
            self._timer.start(self._flush_seconds, now=False)

    async def process_item(self, item: object) -> object:
        # Nothing is written before all of an item is gathered: a part holds it whole.
        if isinstance(item, PageItem):
            await self._gather("links", item.links)
            row = copy(item)
            row.links = []  # they stand in their own buffer
            self._buffers["pages"].extend([row])
            self._outcomes.append(outcome(item))
            self._count(item)
        elif isinstance(item, SitemapItem):
            await self._gather("sitemaps", item.entries)
            self._outcomes.append(Outcome(sitemap_key(item.sitemap_url), State.DONE))
        if any(buffer.is_full for buffer in self._buffers.values()):
            await self._flush()
        return item

    async def _gather(self, table: str, items: list[Any]) -> None:
        """Take all rows of an item in at once; nothing of it may be written before the rest."""
        if len(items) > MANY_LINKS:
            self._buffers[table].extend_packed(await run_alone(pack, table, items))
        else:
            self._buffers[table].extend(items)

    async def close_spider(self) -> None:
        if self._timer is not None and self._timer.running:
            self._timer.stop()
        await self._flush()

    @property
    def _crawl(self) -> str:
        return self._crawler.spider.crawl  # type: ignore[union-attr, no-any-return]

    @property
    def _frontier(self) -> Frontier:
        return self._crawler.spider.frontier  # type: ignore[union-attr, no-any-return]

    def _count(self, page: PageItem) -> None:
        stats = self._crawler.stats
        stats.inc_value("linkspider/pages")
        if page.status is None and page.error != "robots":
            stats.inc_value("linkspider/errors")

    def _flush_in_background(self) -> None:
        self._tasks.add(task := asyncio.ensure_future(self._flush()))
        task.add_done_callback(self._tasks.discard)

    async def _flush(self) -> None:
        """Write what was gathered. Where that fails, the crawl ends and its URLs stay pending."""
        outcomes, self._outcomes = self._outcomes, []
        try:
            gathered = {table: buffer.take() for table, buffer in self._buffers.items()}
            await self._write(gathered, outcomes)
        except STORAGE_ERRORS as error:
            stop_for_storage(self._crawler, error)

    async def _write(
        self, gathered: dict[str, list[pa.RecordBatch]], outcomes: list[Outcome]
    ) -> None:
        async with self._writing:
            if self._crawler.stats.get_value(STORAGE_FAILED):
                return
            number = self._part
            self._part += 1
            rows = {}
            for table, batches in gathered.items():
                if batches or number == 0:
                    await run_in_thread(
                        self._dataset.write_part, table, self._crawl, number, batches
                    )
                    rows[table] = sum(batch.num_rows for batch in batches)
            if not self._crawler.stats.get_value(STORAGE_FAILED):  # meanwhile
                self._frontier.commit(outcomes, (number, rows) if rows else None)


def outcome(page: PageItem) -> Outcome:
    """What came of a page's URL, with the reason where it is not done."""
    if page.error is None:
        return Outcome(page.url, State.DONE)
    state = State.EXCLUDED if page.error == "robots" else State.FAILED
    return Outcome(page.url, state, page.error)
