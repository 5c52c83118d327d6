"""The picture of a profile: the largest referring domains, and which pages they link to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.counts import backlink_rows, count_by
from linkspider.analysis.final import fold_or_stay

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def reference_network(view: View, *, domains: int = 16, pages: int = 8) -> Answer:
    """Which pages the largest referring domains link to: the edges of a small network.

    The ``domains`` with the most backlinks, and of the pages that these link to the ``pages`` with
    the most referring domains, then backlinks. Columns: `source_domain`; `target_page`, the final
    page (see `most_linked_pages`), null for all that are not among the chosen; `links`;
    `backlinks`; `followed`, whether any of the links is.

    Order: source_domain, target_page (null last).
    """
    rows = fold_or_stay(backlink_rows(view), "target_url", view.finals, "target_page")
    edges = count_by(rows, "source_domain", "target_page").select(
        "source_domain", "target_page", "links", "backlinks", "followed_links"
    )
    sizes = edges.group_by("source_domain").agg(size=edges.backlinks.sum())
    edges = edges.semi_join(_largest(sizes, domains, "size", "source_domain"), "source_domain")
    edges = edges.select("source_domain", "target_page", "links", "backlinks", "followed_links")
    sizes = edges.group_by("target_page").agg(domains=edges.count(), size=edges.backlinks.sum())
    chosen = _largest(sizes, pages, "domains", "size", "target_page").select(page="target_page")
    joined = edges.left_join(chosen, [("target_page", "page")])
    joined = joined.select("source_domain", "page", "links", "backlinks", "followed_links")
    table = joined.group_by("source_domain", target_page="page").agg(
        links=joined.links.sum(),
        backlinks=joined.backlinks.sum(),
        followed=(joined.followed_links > 0).any(),
    )
    order = ["source_domain", ibis.asc("target_page", nulls_first=False)]
    return Answer(table.order_by(order), view.complete_outside)


def _largest(table: ir.Table, number: int, *by: str) -> ir.Table:
    """The first so many rows by these columns, descending, and ascending in the last."""
    *sizes, name = by
    return table.order_by([*map(ibis.desc, sizes), name]).limit(number)
