"""Which pages search engines may index, and why not the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.on_page.inlinks import unfolded_inlinks

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def indexability(view: View) -> Answer:
    """How many pages of the internal graph are indexable, and for which reason the others are not.

    A row for each `indexability` that a page has: robots, no-response, redirect, client-error,
    server-error, not-html, noindex, meta-refresh, canonicalised, indexable (the first that holds);
    null where nothing is known of it, as its body was not asked for, or a guard answered. Columns:
    `indexability`; `pages`; `pages_share` (of all pages of the internal graph that were tried);
    `linked_pages` (those that another page of the site links to); `example_url` (the first of them
    all). Order: pages, the most first; indexability.
    """
    pages = view.pages.filter(view.pages.in_graph).select("url", "indexability")
    linked = unfolded_inlinks(view, pages).select("linked_url")
    joined = pages.left_join(linked, [("url", "linked_url")])
    joined = joined.select("url", "indexability", "linked_url")
    counts = joined.group_by("indexability").agg(
        pages=joined.count(),
        linked_pages=joined.linked_url.count(),
        example_url=joined.url.min(),
    )
    table = counts.select(
        "indexability", "pages", "linked_pages", "example_url",
        pages_share=counts.pages / counts.pages.sum().over(ibis.window()),
    )  # fmt: skip
    table = table.select("indexability", "pages", "pages_share", "linked_pages", "example_url")
    return Answer(table.order_by(ibis.desc("pages"), "indexability"), view.complete_inside)


def linked_not_indexable(view: View) -> Answer:
    """Pages of the internal graph that the site links to and that search engines may not index.

    Files that are no HTML (PDFs, images) are left out: they are no pages.
    Columns: `url`; `indexability` (why not); `status`; `error`; `unfolded_inlinks` (internal
    hyperlinks that name this address itself, rows); `unfolded_unique_inlinks` (distinct source
    pages); `unfolded_followed_inlinks` (rows that are followed); `leads_to` (where it redirects, or
    its canonical); `example_url` (the first of the source pages). Order: unfolded_unique_inlinks,
    then unfolded_inlinks, the most first; url.
    """
    pages = view.pages.filter(view.pages.in_graph)
    pages = pages.filter(pages.indexability.notin(["indexable", "not-html"]))
    pages = pages.select(
        "url", "indexability", "status", "error",
        leads_to=ibis.coalesce(pages.redirect_to, pages.canonical_url),
    )  # fmt: skip
    return Answer(_with_inlinks(view, pages), view.complete_inside)


def _with_inlinks(view: View, pages: ir.Table) -> ir.Table:
    linked = unfolded_inlinks(view, pages)
    joined = pages.join(linked, [("url", "linked_url")])
    return joined.select(
        "url", "indexability", "status", "error", "unfolded_inlinks", "unfolded_unique_inlinks",
        "unfolded_followed_inlinks", "leads_to", "example_url",
    ).order_by(
        ibis.desc("unfolded_unique_inlinks"), ibis.desc("unfolded_inlinks"), "url"
    )  # fmt: skip
