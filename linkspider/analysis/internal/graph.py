"""The internal links as pairs of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkspider.analysis.hyperlinks import internal_hyperlinks
from linkspider.analysis.internal.pages import final_pages
from linkspider.analysis.numbering import between_pages, numbered_urls, with_numbers

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


@dataclass(frozen=True)
class Graph:
    """The final pages of a view and the links between them."""

    pages: ir.Table
    """The final pages in scope: the rows of `view.pages`, with a number `id` for each."""
    links: ir.Table
    """The internal hyperlinks between final pages, a row each; those from a page to itself are out:
    `source` and `target` (ids of final pages, of some that are no rows of `pages` too; `target` is
    null where its redirects have no end), `position`, `followed`."""


def link_graph(view: View) -> Graph:
    """The internal hyperlinks between final pages."""
    links = internal_hyperlinks(view.links)
    links = links.select(
        "source_url", "target_url", "position", followed=links.followed.fill_null(False)
    )
    urls = numbered_urls(view, links)
    sources = urls.select(source_url="url", source="page")
    targets = urls.view().select(target_url="url", target="page")
    return Graph(
        pages=final_pages(view).join(urls.select("url", id="page"), "url"),
        links=between_pages(with_numbers(links, sources, targets)),
    )


def pairs(links: ir.Table) -> ir.Table:
    """One row for each two pages that are linked: `source`, `target`, and how many links there are
    from one to the other: `links`, `followed`, `content` (by position)."""
    return links.group_by("source", "target").agg(
        links=links.count(),
        followed=links.count(where=links.followed),
        content=links.count(where=links.position == "content"),
    )
