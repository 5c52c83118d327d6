"""The internal links as pairs of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.final import fold
from linkspider.analysis.hyperlinks import internal_hyperlinks
from linkspider.analysis.internal.pages import final_pages
from linkspider.analysis.numbering import between_pages, page_numbers

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


@dataclass(frozen=True)
class Graph:
    """The final pages of a view and the links between them."""

    pages: ir.Table
    """The final pages in scope: the rows of `view.pages`, with a number `id` for each."""
    links: ir.Table
    """The links of `internal_links`, a row each: `source` and `target` (ids of final pages, of some
    that are no rows of `pages` too; `target` is null where its redirects have no end), `position`,
    `followed`."""


def link_graph(view: View) -> Graph:
    """The internal hyperlinks between final pages; those from a page to itself are out."""
    links = internal_hyperlinks(view.links)
    links = links.select(
        "source_url", "target_url", "position", followed=links.followed.fill_null(False)
    )
    numbers = _numbers(view, links).cache()
    sources = numbers.select(source_url="url", source="id")
    targets = numbers.view().select(target_url="url", target="id")
    return Graph(
        pages=final_pages(view).join(numbers.select("url", "id"), "url"),
        links=between_pages(links, sources, targets),
    )


def _numbers(view: View, links: ir.Table) -> ir.Table:
    """A number for the final page of each URL: `url`, `id` (null where its redirects have no
    end)."""
    urls = ibis.union(
        view.finals.select("url"),
        links.select(url="source_url").distinct(),
        links.select(url="target_url").distinct(),
        distinct=True,
    )
    folded = fold(urls, "url", view.finals, "final_url")
    return folded.select("url", id=page_numbers(folded.final_url))


def pairs(links: ir.Table) -> ir.Table:
    """One row for each two pages that are linked: `source`, `target`, and how many links there are
    from one to the other: `links`, `followed`, `content` (by position)."""
    return links.group_by("source", "target").agg(
        links=links.count(),
        followed=links.count(where=links.followed),
        content=links.count(where=links.position == "content"),
    )
