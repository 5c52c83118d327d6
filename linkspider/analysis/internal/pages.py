"""The target's own pages, and those that its sitemaps name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.final import fold

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def final_pages(view: View) -> ir.Table:
    """The rows of `view.pages` that are final pages in scope: no redirect, and canonicalised to
    none that may stand for them."""
    finals = view.finals.filter(view.finals.url == view.finals.final_url).select(final="url")
    pages = view.pages.filter(view.pages.scope.notnull())
    return pages.semi_join(finals, [("url", "final")])


def sitemap_pages(view: View) -> ir.Table:
    """The final pages of the URLs that the sitemaps name: `sitemap_page`, and the highest
    `priority` among its entries (0.5, the protocol's default, for those that give none)."""
    entries = view.sitemaps.select("url", priority=view.sitemaps.priority.fill_null(0.5))
    named = fold(entries.group_by("url").agg(priority=entries.priority.max()), "url", view.finals,
                 "sitemap_page")  # fmt: skip
    return named.group_by("sitemap_page").agg(priority=named.priority.max())
