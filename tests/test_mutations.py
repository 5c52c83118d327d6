"""Whatever a page has become, it is read, and its rows fit into the tables."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from linkspider import html
from linkspider.dataset import record_batch
from linkspider.items import HtmlDocument, PageItem
from pipelines.anchor_text import name_link
from tests.mutations import mutations, real_pages

URL = "http://a.example/dir/page"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
SEEDS = range(20)
PAGES_A_SEED = 1_000
LIMITED = {"title": 2_000, "meta_description": 2_000, "generator": 200, "lang": 100}
NEVER_NULL = ("truncated", "noindex", "nofollow", "canonicals", "images", "scripts", "encoding")
CONTENT_TYPES = ("text/html", "text/html; charset=utf-8", "text/html; charset=gbk", "x")


@pytest.fixture(scope="module")
def pages() -> list[bytes]:
    return real_pages(300)


@pytest.mark.parametrize("seed", SEEDS)
def test_broken_pages_are_read_and_their_rows_can_be_stored(pages: list[bytes], seed: int) -> None:
    items, links = [], []
    for number, body in enumerate(mutations(pages, PAGES_A_SEED, seed)):
        headers = {"content-type": [CONTENT_TYPES[number % len(CONTENT_TYPES)]]}
        page = html.read(body, URL, headers, lambda target: target.host == "b.example")
        check(page)
        items.append(item_of(page))
        links += page.links
    for table, rows in (("pages", items), ("links", links)):
        batch = record_batch(table, rows)
        batch.validate(full=True)
        assert batch.num_rows == len(rows)
    assert len(links) > PAGES_A_SEED


def check(page: HtmlDocument) -> None:
    """What is true of every page."""
    for link in page.links:
        name_link(link)
    assert [link.ordinal for link in page.links] == list(range(len(page.links)))
    assert not [name for name in NEVER_NULL if getattr(page, name) is None]
    assert all(len(getattr(page, name) or "") <= limit for name, limit in LIMITED.items())
    assert all((link.target_url is None) == (link.href is not None) for link in page.links)


def item_of(page: HtmlDocument) -> PageItem:
    """The row of a page."""
    facts = {field.name: getattr(page, field.name) for field in fields(HtmlDocument)}
    return PageItem(url=URL, host="a.example", domain="a.example", depth=0, fetched_at=NOW, **facts)
