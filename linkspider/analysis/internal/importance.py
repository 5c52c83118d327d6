"""Important pages that the site's own texts hardly link to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import ibis
import pandas as pd

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.targets import referred_pages
from linkspider.analysis.final import fold
from linkspider.analysis.internal.graph import link_graph
from linkspider.analysis.internal.home import home_page
from linkspider.analysis.internal.inlinks import with_inlinks
from linkspider.analysis.internal.pages import sitemap_pages
from linkspider.analysis.internal.segments import Segments, with_segment
from linkspider.analysis.view import AnalysisError
from linkspider.urls import Base

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def under_linked(
    view: View,
    by: Literal["backlinks", "sitemap"] | pd.DataFrame = "backlinks",
    *,
    segments: Segments | None = None,
) -> Answer:
    """Important pages that are under-linked: their rank by importance is above their rank by
    content inlinks.

    The pages compared are the final pages in scope that are indexable and whose importance is
    known; the home page, which is linked from everywhere but texts, is left out. Importance is, by
    ``by``: `"backlinks"`: followed referring domains, 0 where there are none; `"sitemap"`: the
    highest priority that a sitemap gives (0.5, the protocol's default, where an entry gives none),
    unknown outside sitemaps; a frame with columns `url` (whole, or from the first slash) and
    `visits`: the visits of all URLs that the page is final for, unknown where there are none.

    Columns: `url`; `importance` (domains, priority or visits); `content_inlinks` and
    `content_unique_inlinks` (see `inlinks`); `importance_rank` and `content_inlinks_rank`: the
    share of the other pages with less importance, and with fewer content inlinks (0..1); `gap`:
    the first less the second, above 0 for each row. Rows: the widest gap first, then the most
    important, then by URL.
    """
    pages = with_inlinks(link_graph(view))
    pages = pages.filter(pages.indexable.fill_null(False), pages.url != (home_page(view) or ""))
    known = _importance(view, by)
    joined = pages.left_join(known, [("url", "page")]).select(
        pages.url, known.importance, pages.content_inlinks, pages.content_unique_inlinks
    )
    by_backlinks = isinstance(by, str) and by == "backlinks"
    if by_backlinks:
        joined = joined.mutate(importance=joined.importance.fill_null(0))
    joined = joined.filter(joined.importance.notnull())
    ranked = joined.mutate(
        importance_rank=ibis.percent_rank().over(order_by=joined.importance),
        content_inlinks_rank=ibis.percent_rank().over(order_by=joined.content_inlinks),
    )
    ranked = ranked.mutate(gap=ranked.importance_rank - ranked.content_inlinks_rank)
    listed = with_segment(ranked.filter(ranked.gap > 0), segments, "url")
    return Answer(
        listed.order_by(ibis.desc("gap"), ibis.desc("importance"), "url"),
        view.complete if by_backlinks else view.complete_inside,
    )


def _importance(view: View, by: str | pd.DataFrame) -> ir.Table:
    """`page`, `importance`."""
    if isinstance(by, pd.DataFrame):
        return _visits(view, by)
    if by == "backlinks":
        referred = referred_pages(view)
        return referred.select(page="referred_page", importance=referred.followed_referring_domains)
    if by == "sitemap":
        return sitemap_pages(view).select(page="sitemap_page", importance="priority")
    raise AnalysisError(
        f"under_linked: by={by!r}: backlinks, sitemap, or a frame of url and visits"
    )


def _visits(view: View, traffic: pd.DataFrame) -> ir.Table:
    missing = {"url", "visits"} - set(traffic.columns)
    if missing:
        raise AnalysisError(f"under_linked: the traffic has no column {', '.join(sorted(missing))}")
    site = Base(view.scope.home)
    joined = [site.join(str(url)) for url in traffic["url"]]
    visits = ibis.memtable(
        pd.DataFrame(
            {
                "url": pd.Series([url.key if url else None for url in joined], dtype="object"),
                "visits": pd.to_numeric(traffic["visits"], errors="coerce").to_numpy("float64"),
            }
        ),
        schema={"url": "string", "visits": "float64"},
    )
    folded = fold(visits, "url", view.finals, "page")
    return folded.group_by("page").agg(importance=folded.visits.sum())
