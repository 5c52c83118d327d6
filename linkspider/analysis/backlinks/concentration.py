"""How concentrated a profile is: what the few largest referring domains hold of it.

The concentration ratio and the concentration curve of industrial economics (Hall and Tideman,
Measures of Concentration, Journal of the American Statistical Association 62, 1967), with
domains in the place of firms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.counts import backlink_rows
from linkspider.analysis.backlinks.domains import count_domains

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

TOP = (1, 5, 10)


def concentration(view: View) -> Answer:
    """The shares of the largest 1, 5 and 10 referring domains: the concentration ratios.

    The largest are chosen for each measure by itself. Columns: `top_domains`, how many (1, 5, 10);
    `backlinks` of the domains with the most backlinks; `backlinks_share` of all backlinks;
    `referring_pages` of the domains with the most referring pages; `referring_pages_share`. Where
    there are fewer domains the share is 1. No rows where there are no backlinks.

    Order: top_domains.
    """
    curve = _curve(view)
    tops = ibis.memtable({"top_domains": list(TOP)}, schema={"top_domains": "int64"})
    counted = tops.cross_join(curve.agg(domains=curve.count()))
    counted = counted.mutate(top_rank=ibis.least(counted.top_domains, counted.domains))
    joined = counted.join(curve.view(), [("top_rank", "rank")])
    table = joined.select(
        "top_domains",
        backlinks="cumulative_backlinks",
        backlinks_share="cumulative_backlinks_share",
        referring_pages="cumulative_referring_pages",
        referring_pages_share="cumulative_referring_pages_share",
    )
    return Answer(table.order_by("top_domains"), view.complete_outside)


def concentration_curve(view: View) -> Answer:
    """The share of the profile that the largest domains hold, for one, two, three … of them.

    Columns: `rank`, how many domains; `referring_domains_share`, their fraction of all;
    `cumulative_backlinks` and `cumulative_backlinks_share` of the domains with the most backlinks;
    `cumulative_referring_pages` and `cumulative_referring_pages_share` of those with the most
    referring pages.

    Order: rank.
    """
    return Answer(_curve(view).order_by("rank"), view.complete_outside)


def _curve(view: View) -> ir.Table:
    counts = count_domains(backlink_rows(view)).cache()
    backlinks = _cumulated(counts, "backlinks")
    pages = _cumulated(counts.view(), "referring_pages").rename(pages_rank="rank")
    joined = backlinks.join(pages, [("rank", "pages_rank")]).drop("pages_rank")
    share = joined["rank"] / joined.count().over(ibis.window())
    return joined.mutate(referring_domains_share=share).relocate(
        "referring_domains_share", after="rank"
    )


def _cumulated(counts: ir.Table, measure: str) -> ir.Table:
    """`rank` of the domains by a measure, and what it is up to there, as number and share."""
    largest_first = ibis.window(order_by=[ibis.desc(measure), "source_domain"])
    so_far = ibis.cumulative_window(order_by=[ibis.desc(measure), "source_domain"])
    total = counts[measure].sum().over(ibis.window())
    cumulated = counts[measure].sum().over(so_far)
    return counts.select(
        **{
            "rank": ibis.row_number().over(largest_first) + 1,
            f"cumulative_{measure}": cumulated,
            f"cumulative_{measure}_share": cumulated / total,
        }
    )
