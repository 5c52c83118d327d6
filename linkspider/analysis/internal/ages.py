"""Old pages that newer ones forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.internal.graph import link_graph
from linkspider.analysis.internal.inlinks import with_inlinks
from linkspider.analysis.internal.segments import Segments, with_segment

if TYPE_CHECKING:
    from linkspider.analysis.view import View


def old_pages_never_linked_by_newer(view: View, *, segments: Segments | None = None) -> Answer:
    """Old pages that newer ones never link to: of the final pages in scope that say when they were
    published, the indexable ones that no page published later, indexable or not, has an internal
    hyperlink to (at any position, followed or not), although there is such a page.

    Columns: `url`; `published_at` (UTC); `newer_pages`: how many say they were published later;
    `unique_inlinks` (see `inlinks`), from pages as old or older, or without a date. Rows: the
    oldest first, then by URL.
    """
    graph = link_graph(view)
    pages = graph.pages
    dated = pages.filter(pages.published_at.notnull())
    newer_pages = ibis.rank().over(order_by=dated.published_at.desc())  # from 0, the same for ties
    dated = dated.select("id", "url", "published_at", "indexable", newer_pages=newer_pages)
    sources = dated.view().select(source_id="id", linked_at="published_at")
    dates = graph.links.join(sources, [("source", "source_id")])
    # The newest page that links to each: to join pages by which is newer would be quadratic.
    newest = dates.group_by("target").agg(newest_link=dates.linked_at.max())
    old = dated.filter(dated.newer_pages > 0, dated.indexable.fill_null(False))
    forgotten = old.left_join(newest, [("id", "target")])
    forgotten = forgotten.filter(
        forgotten.newest_link.isnull() | (forgotten.newest_link <= forgotten.published_at)
    ).select("url", "published_at", "newer_pages")
    counts = with_inlinks(graph).select("url", "unique_inlinks")
    joined = forgotten.join(counts, "url")
    joined = with_segment(joined, segments, "url")
    return Answer(joined.order_by("published_at", "url"), view.complete_inside)
