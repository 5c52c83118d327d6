"""What of the site is linked to: its pages by the domains that refer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.counts import COUNTS, backlink_rows, count_by
from linkspider.analysis.final import fetched_url, fold

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def most_linked_pages(view: View) -> Answer:
    """The pages of the site that other domains link to, after redirects and canonicals.

    Columns: `target_page`, the final page of the target URL (where its redirects have no end, the
    target URL itself); `status`, the HTTP status of that page (null where none is known);
    `target_urls`, how many linked URLs stand for it; `links`; `backlinks`, distinct (source_url,
    target_url), before folding; `referring_pages`; `referring_hosts`; `referring_domains`;
    `followed_links`; `followed_backlinks` and `followed_referring_domains`, those with a followed
    link.

    Order: referring_domains, backlinks, links, target_page.
    """
    rows = with_target_page(backlink_rows(view), view)
    counts = count_by(rows, "target_page")
    urls = rows.select("target_page", "target_url").distinct()
    urls = urls.group_by(urls_page="target_page").agg(target_urls=urls.count())
    pages = view.pages.select(page_url="url", status="status")
    joined = counts.left_join(urls, [("target_page", "urls_page")])
    joined = joined.left_join(pages, [("target_page", "page_url")])
    table = joined.select("target_page", "status", "target_urls", *COUNTS)
    order = [*map(ibis.desc, ("referring_domains", "backlinks", "links")), "target_page"]
    return Answer(table.order_by(order), view.complete_outside)


def with_target_page(rows: ir.Table, view: View) -> ir.Table:
    """The rows with `target_page`: the final page of `target_url`, or itself without one."""
    targets = rows.select(folded_url="target_url").distinct()
    targets = fold(targets, "folded_url", view.finals, "final")
    targets = targets.select(
        "folded_url", target_page=ibis.coalesce(targets.final, fetched_url(targets.folded_url))
    )
    return rows.join(targets, [("target_url", "folded_url")]).drop("folded_url")
