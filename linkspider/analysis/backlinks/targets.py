"""What of the site is linked to: its pages by the domains that refer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.counts import COUNTS, backlink_rows, count_by
from linkspider.analysis.final import fold_or_stay

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
    rows = fold_or_stay(backlink_rows(view), "target_url", view.finals, "target_page")
    counts = count_by(rows, "target_page")
    urls = rows.select("target_page", "target_url").distinct()
    urls = urls.group_by(urls_page="target_page").agg(target_urls=urls.count())
    pages = view.pages.select(page_url="url", status="status")
    joined = counts.left_join(urls, [("target_page", "urls_page")])
    joined = joined.left_join(pages, [("target_page", "page_url")])
    table = joined.select("target_page", "status", "target_urls", *COUNTS)
    order = [*map(ibis.desc, ("referring_domains", "backlinks", "links")), "target_page"]
    return Answer(table.order_by(order), view.complete_outside)


def referred_pages(view: View) -> ir.Table:
    """The final pages of the backlinks' targets (see `most_linked_pages`): `referred_page`,
    `referring_domains`, `followed_referring_domains` (with a followed backlink to the page)."""
    rows = backlink_rows(view)
    found = rows.group_by("target_url", "source_domain").agg(followed=rows.is_followed.any())
    found = fold_or_stay(found, "target_url", view.finals, "referred_page")
    pairs = found.group_by("referred_page", "source_domain").agg(followed=found.followed.any())
    return pairs.group_by("referred_page").agg(
        referring_domains=pairs.count(), followed_referring_domains=pairs.followed.sum()
    )
