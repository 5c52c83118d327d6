"""Small tables for analyses: rows of which only what matters is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from linkspider.analysis.answer import Answer
from linkspider.analysis.observations import choose_observations, observed_links, observed_pages
from linkspider.analysis.scoping import relabel_links, rescope_pages
from linkspider.analysis.view import View
from linkspider.dataset import Dataset, schema, table_schema
from linkspider.scope import Scope, ScopeError, Scopes
from linkspider.urls import parse, registrable_domain
from pipelines.link_type import link_type

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DOMAIN = "shop.example"
Row = dict[str, Any]


def page(url: str, **facts: Any) -> Row:
    """A row of `pages`: a page that was read and is indexable, unless its facts say otherwise.

    A bare path is one of shop.example's: `page("/tea", status=404)`.
    """
    row: Row = {"url": absolute(url), "status": 200, "depth": 1, "fetched_at": NOW, "crawl": "now"}
    row |= facts
    for column in ("redirect_to", "canonical_url"):
        if row.get(column):
            row[column] = absolute(row[column])
    row["host"], row["domain"] = host_and_domain(row["url"])
    if row.get("redirect_to"):
        row["status"] = facts.get("status", 301)
    row.setdefault("indexability", _indexability(row))
    row.setdefault("indexable", row["indexability"] == "indexable")
    return row


def link(source: str, target: str | None, anchor: str = "", **facts: Any) -> Row:
    """A row of `links`: a followed hyperlink in the content, unless its facts say otherwise.

    Bare paths are shop.example's: `link("/", "/tea", "Tea", followed=False)`.
    """
    row: Row = {
        "source_url": absolute(source),
        "target_url": absolute(target) if target is not None else None,
        "element": "a",
        "anchor_text": anchor,
        "anchor_source": "text" if anchor else "none",
        "has_image": False,
        "rel": [],
        "nofollow": False,
        "ugc": False,
        "sponsored": False,
        "followed": True,
        "position": "content",
        "ordinal": 0,
        "fetched_at": NOW,
        "crawl": "now",
    }
    row |= facts
    for token in ("nofollow", "ugc", "sponsored"):
        if token in row["rel"]:
            row[token] = True
            row["followed"] = False
    row["source_host"], row["source_domain"] = host_and_domain(row["source_url"])
    if row["target_url"] is not None:
        row["target_host"], row["target_domain"] = host_and_domain(row["target_url"])
        row["same_host"] = row["source_host"] == row["target_host"]
    return row


def crawl(name: str = "now", **facts: Any) -> Row:
    """A row of `crawls`: a finished target crawl, unless its facts say otherwise."""
    return {
        "id": name,
        "spider": "target",
        "domain": DOMAIN,
        "arguments": "{}",
        "started_at": NOW,
        "finished_at": NOW,
        "finish_reason": "finished",
        "done": 1,
        "pending": 0,
        "reasons": "{}",
        "crawl": name,
        **facts,
    }


def view(
    pages: Iterable[Row] = (),
    links: Iterable[Row] = (),
    sitemaps: Iterable[Row] = (),
    *,
    domain: str = DOMAIN,
    crawls: Iterable[Row] = (),
    graph_crawl: str | None = "now",
    complete_inside: bool = True,
    complete_outside: bool = True,
) -> View:
    """A view of these rows; those of several crawls are chosen among as `open` does."""
    scope = Scope.parse(domain)
    tried = rescope_pages(table("pages", pages), scope)
    chosen = choose_observations(tried, graph_crawl).cache()
    found = relabel_links(table("links", links), scope)
    return View(
        scope=scope,
        links=observed_links(found, chosen).cache(),
        pages=observed_pages(tried, chosen.drop("scope")).cache(),
        sitemaps=table("sitemaps", sitemaps),
        crawls=table("crawls", list(crawls) or [crawl()]),
        graph_crawl=graph_crawl,
        complete_inside=complete_inside,
        complete_outside=complete_outside,
    )


def write_crawl(
    data: Path,
    about: Row,
    pages: Iterable[Row] | None = (),
    links: Iterable[Row] | None = (),
    sitemaps: Iterable[Row] = (),
) -> None:
    """Write the rows of a crawl as the crawler does; None for a table with no part yet."""
    dataset = Dataset(str(data))
    name = about["id"]
    dataset.begin(name, ())
    pages, links = labelled(about["domain"], pages, links)
    tables = {"links": links, "pages": pages, "sitemaps": sitemaps, "crawls": [about]}
    for table_name, found in tables.items():
        if found is not None:
            part = pa.RecordBatch.from_pylist(list(found), schema=schema(table_name))
            dataset.write_part(table_name, name, 0, [part])


def labelled(
    targets: str, pages: Iterable[Row] | None, links: Iterable[Row] | None
) -> tuple[list[Row] | None, list[Row] | None]:
    """The rows with whose page and whose link each is, as a crawl of these targets says."""
    try:
        scopes = Scopes.parse(targets)
    except ScopeError:  # a site when it was crawled, and a public suffix now
        return (None if pages is None else list(pages)), (None if links is None else list(links))

    def scope_of(url: str | None) -> str | None:
        parsed = parse(url) if url is not None else None
        return parsed and scopes.match(parsed.host, parsed.path)

    def tagged(row: Row) -> Row:
        source, target = scope_of(row["source_url"]), scope_of(row["target_url"])
        found = link_type(
            source_in_scope=source is not None and row.get("target_domain") is not None,
            target_in_scope=target is not None,
            same_domain=row["source_domain"] == row.get("target_domain"),
        )
        return row | {"source_scope": source, "target_scope": target, "link_type": found}

    return (
        None if pages is None else [row | {"scope": scope_of(row["url"])} for row in pages],
        None if links is None else [tagged(row) for row in links],
    )


def sitemap_entry(url: str, **facts: Any) -> Row:
    """A row of `sitemaps`."""
    return {
        "url": absolute(url),
        "sitemap_url": absolute("/sitemap.xml"),
        "fetched_at": NOW,
        "crawl": "now",
        **facts,
    }


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> ir.Table:
    """Rows with all columns of a table, null where nothing is said."""
    return ibis.memtable(pa.Table.from_pylist(list(rows), schema=table_schema(name)))


def rows(answer: Answer | ir.Table, *columns: str) -> list[tuple[Any, ...]]:
    """These columns (all, where none is named) of the rows of an answer, in its order."""
    found = (answer.table if isinstance(answer, Answer) else answer).to_pyarrow()
    names = columns or tuple(found.column_names)
    return list(zip(*(found[name].to_pylist() for name in names), strict=True))


def absolute(url: str) -> str:
    """A bare path on shop.example, or the URL as it is."""
    return f"https://{DOMAIN}{url}" if url.startswith("/") else url


def host_and_domain(url: str) -> tuple[str | None, str | None]:
    """Host and registrable domain as the crawler writes them."""
    parsed = parse(url)
    if parsed is None or parsed.host is None:
        return None, None
    return parsed.host, registrable_domain(parsed.host)


def _indexability(row: Row) -> str | None:
    status = row["status"]
    if status is None or row.get("error"):
        return "robots" if row.get("error") == "robots" else "no-response"
    named = {3: "redirect", 4: "client-error", 5: "server-error"}.get(status // 100)
    if named is None and row.get("noindex"):
        return "noindex"
    if named is None and row.get("canonical_url") not in (None, row["url"]):
        return "canonicalised"
    return named or "indexable"
