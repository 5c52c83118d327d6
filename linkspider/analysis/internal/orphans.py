"""Pages that are known, and that no other page of the site links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.targets import referred_pages
from linkspider.analysis.internal.graph import link_graph
from linkspider.analysis.internal.home import home_page
from linkspider.analysis.internal.inlinks import with_inlinks
from linkspider.analysis.internal.pages import sitemap_pages
from linkspider.analysis.internal.segments import Segments, with_segment

if TYPE_CHECKING:
    from linkspider.analysis.view import View


def orphans(view: View, *, segments: Segments | None = None) -> Answer:
    """Orphans: known (the page, or a URL that it is final for, is a row of `pages` or of
    `sitemaps`, in scope), final 200, indexable, and without a unique inlink. The home page is none:
    readers begin there, whoever links to it. Nor is a URL of which it is not known whether it is
    indexable, as only its status was asked for, or a guard answered.

    Columns: `url`; `known_by`, the first that holds: sitemap, backlink, redirect (another URL
    redirects or is canonicalised to it), other crawl (the latest target crawl did not find it),
    start (the crawl began there); null where only links of its own or of pages that were read
    differently later name it; `in_sitemap`; `referring_domains`; `redirects`: URLs that redirect or
    are canonicalised to it; `last_observed`. Rows: the most referring domains first, then by URL.
    """
    pages = with_inlinks(link_graph(view))
    pages = pages.filter(
        pages.status == 200,
        pages.indexable.fill_null(False),
        pages.unique_inlinks == 0,
        pages.url != (home_page(view) or ""),
    ).select("url", "in_graph", "discovered_from", "last_observed")
    others = view.finals.filter(view.finals.url != view.finals.final_url)
    redirects = others.group_by(redirect_page="final_url").agg(redirects=others.count())
    joined = (
        pages.left_join(sitemap_pages(view), [("url", "sitemap_page")])
        .left_join(referred_pages(view), [("url", "referred_page")])
        .left_join(redirects, [("url", "redirect_page")])
    )
    known = joined.select(
        "url",
        known_by=ibis.cases(
            (joined.sitemap_page.notnull(), "sitemap"),
            (joined.referred_page.notnull(), "backlink"),
            (joined.redirect_page.notnull(), "redirect"),
            (~joined.in_graph, "other crawl"),
            (joined.discovered_from.isnull(), "start"),
        ),
        in_sitemap=joined.sitemap_page.notnull(),
        referring_domains=joined.referring_domains.fill_null(0),
        redirects=joined.redirects.fill_null(0),
        last_observed=joined.last_observed,
    )
    known = with_segment(known, segments, "url")
    return Answer(known.order_by(ibis.desc("referring_domains"), "url"), view.complete_inside)
