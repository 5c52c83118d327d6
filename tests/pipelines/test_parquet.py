"""Rows on their way to parts: whatever belongs together is written together."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from scrapy.utils.test import get_crawler

import pipelines.parquet
from linkspider.frontier.entry import sitemap_key
from linkspider.frontier.outcomes import Outcome
from linkspider.items import LinkItem, PageItem, SitemapEntry, SitemapItem
from pipelines.parquet import ParquetPipeline

PAGE = "https://example.com/"
SITEMAP = "https://example.com/sitemap.xml"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


class Part(dict[str, int]):
    """The rows of each table in a part, and the URLs that are done with it."""

    done: list[str]


class NotingPipeline(ParquetPipeline):
    """Keeps what it would write."""

    parts: list[Part]

    async def _write(
        self, gathered: dict[str, list[pa.RecordBatch]], outcomes: list[Outcome]
    ) -> None:
        rows = {name: sum(batch.num_rows for batch in lot) for name, lot in gathered.items()}
        part = Part({name: count for name, count in rows.items() if count})
        part.done = [outcome.key for outcome in outcomes]
        self.parts.append(part)


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> NotingPipeline:
    """A pipeline whose parts are full with few rows."""
    monkeypatch.setattr(pipelines.parquet, "BATCH_ROWS", 4)
    monkeypatch.setattr(pipelines.parquet, "ROW_GROUP_ROWS", 10)
    made = NotingPipeline(get_crawler(settings_dict={"LINKSPIDER_DATA": "unused"}))
    made.parts = []
    return made


def process(pipeline: NotingPipeline, item: Any) -> None:
    asyncio.run(pipeline.process_item(item))


def page(links: int) -> PageItem:
    """A page with so many links."""
    targets = [
        LinkItem(source_url=PAGE, target_url=f"{PAGE}{number}", element="a", ordinal=number)
        for number in range(links)
    ]
    return PageItem(
        url=PAGE, host="example.com", domain="example.com", depth=0, fetched_at=NOW, links=targets
    )


@pytest.mark.parametrize("links", [9, 10, 11, 25])
def test_a_page_that_fills_a_part_stands_in_it_with_all_its_links(
    pipeline: NotingPipeline, links: int
) -> None:
    process(pipeline, page(links))
    process(pipeline, page(10))
    assert [part["links"] for part in pipeline.parts] == ([19] if links == 9 else [links, 10])
    assert [part["pages"] for part in pipeline.parts] == ([2] if links == 9 else [1, 1])


def test_a_sitemap_is_done_with_the_part_that_has_all_its_entries(pipeline: NotingPipeline) -> None:
    entries = [
        SitemapEntry(url=f"{PAGE}{n}", sitemap_url=SITEMAP, fetched_at=NOW) for n in range(25)
    ]
    process(pipeline, SitemapItem(sitemap_url=SITEMAP, entries=entries))
    assert pipeline.parts == [{"sitemaps": 25}]
    assert pipeline.parts[0].done == [sitemap_key(SITEMAP)]
