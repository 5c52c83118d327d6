"""How the pages come: slow, heavy, not made for phones, by way of plain http."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.on_page.pages import html_pages

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

SLOW_MS = 1_000
HEAVY_BYTES = 2_000_000
"""Google indexes the first 2 MB of a page's HTML."""


def slow_or_heavy(view: View, ms: int = SLOW_MS, size: int = HEAVY_BYTES) -> Answer:
    """Pages that took longer than ``ms`` milliseconds, or are of more than ``size`` bytes.

    Of the pages read with status 200 as HTML. The time is that of the crawl, from the request to
    the last byte; the size that of the HTML alone after decompression. Columns: `url`,
    `elapsed_ms`, `bytes`, `slow`, `heavy`. Order: elapsed_ms, then bytes, the most first; url.
    """
    pages = response_times(view).table
    found = pages.mutate(
        slow=(pages.elapsed_ms > ms).fill_null(False), heavy=(pages.bytes > size).fill_null(False)
    )
    return Answer(found.filter(found.slow | found.heavy), view.complete_inside)


def response_times(view: View) -> Answer:
    """How long each page took, and how large its HTML is: those read with status 200 as HTML.

    Columns: `url`, `elapsed_ms` (from the request to the last byte), `bytes` (after decompression).
    Order: elapsed_ms, then bytes, the most first; url.
    """
    pages = html_pages(view).select("url", "elapsed_ms", "bytes")
    table = pages.order_by(ibis.desc("elapsed_ms"), ibis.desc("bytes"), "url")
    return Answer(table, view.complete_inside)


def no_viewport(view: View) -> Answer:
    """Pages without a meta viewport, which phones show as on a wide screen, in small.

    Of the pages read with status 200 as HTML, indexable or not; one of which a limit cut the
    reading is left out. Columns: `url`, `title`. Order: url.
    """
    pages = html_pages(view)
    found = pages.filter(~pages.has_viewport, pages.is_whole)
    return Answer(found.select("url", "title").order_by("url"), view.complete_inside)


def insecure_links(view: View) -> Answer:
    """Internal addresses of plain http that https pages link to, frame, or name in a link element.

    Of the pages read with status 200 as HTML. A row for each such `target_url`: `links` (of any
    element), `linking_pages` (distinct source pages), `elements` (which, in the order of the
    alphabet), `example_url` (the first of the linking pages). Order: linking_pages, then links,
    the most first; target_url.
    """
    links = links_to_http(view)
    table = links.group_by("target_url").agg(
        links=links.count(),
        linking_pages=links.url.nunique(),
        elements=links.element.collect(distinct=True).sort().join(", "),
        example_url=links.url.min(),
    )
    table = table.order_by(ibis.desc("linking_pages"), ibis.desc("links"), "target_url")
    return Answer(table, view.complete_inside)


def links_to_http(view: View) -> ir.Table:
    """The internal links from https to plain http: `url`, `target_url`, `element`."""
    links = view.links.select("link_type", "element", "target_url", url="source_url")
    links = links.filter(
        links.link_type == "internal",
        links.url.startswith("https:"),
        links.target_url.startswith("http:"),
    )
    return links.semi_join(html_pages(view), "url").drop("link_type")
