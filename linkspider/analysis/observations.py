"""Which row tells of a page that several crawls have tried.

| page | its row |
|---|---|
| in scope, and tried by the latest target crawl | the row of that crawl: the internal graph |
| any other | the latest that was read; where none was, the latest answered, or else tried |

A page was **read** where the answer says what became of it: a redirect, 404 or 410, or a body that
was looked at. A timeout, a 503, a 403 or robots.txt say nothing, so they never replace a reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


_READ_AS_HTML = ("noindex", "meta-refresh", "canonicalised", "indexable")


def is_document(pages: ir.Table) -> ir.BooleanColumn:
    """Whether a row of `pages` is a page whose contents are known: status 200, and its HTML was
    looked at. PDFs and images are no pages that can carry a link."""
    return ((pages.status == 200) & pages.indexability.isin(_READ_AS_HTML)).fill_null(False)


def was_read(pages: ir.Table) -> ir.BooleanColumn:
    """Whether a row of `pages` says what became of the page."""
    is_settled = pages.status.between(300, 399) | pages.status.isin([404, 410])
    has_body = pages.status.between(200, 299) & pages.indexability.notnull()
    return pages.error.isnull() & (is_settled | has_body).fill_null(False)


def choose_observations(pages: ir.Table, graph_crawl: str | None) -> ir.Table:
    """One row for each URL: which crawl tells of it, and when it was seen.

    ``pages`` has the rows of all crawls, with `scope` for the target; ``graph_crawl`` is the
    latest target crawl. Columns: `url`, `crawl`, `scope`, `first_observed` and `last_observed`
    (read; null where it never was), `first_tried`, `last_tried`, `in_graph` (in scope, and of the
    latest target crawl).
    """
    in_graph = ibis.literal(False)
    if graph_crawl is not None:
        in_graph = (pages.crawl == graph_crawl) & pages.scope.notnull()
    read_at = ibis.ifelse(was_read(pages), pages.fetched_at, None)
    rank = ibis.cases((in_graph, 3), (was_read(pages), 2), (pages.status.notnull(), 1), else_=0)
    tried = pages.select(
        "url", "crawl", "scope", "fetched_at", in_graph=in_graph, read_at=read_at, rank=rank
    )
    of_url = ibis.window(group_by=tried.url)
    best_first = ibis.window(
        group_by=tried.url,
        order_by=[tried["rank"].desc(), tried.fetched_at.desc(), tried.crawl.desc()],
    )
    return (
        tried.mutate(
            first_observed=tried.read_at.min().over(of_url),
            last_observed=tried.read_at.max().over(of_url),
            first_tried=tried.fetched_at.min().over(of_url),
            last_tried=tried.fetched_at.max().over(of_url),
            place=ibis.row_number().over(best_first),
        )
        .filter(ibis._.place == 0)
        .drop("fetched_at", "read_at", "rank", "place")
    )


def observed_pages(pages: ir.Table, chosen: ir.Table) -> ir.Table:
    """The rows of `pages` that were chosen, with the columns of `choose_observations`."""
    return pages.join(chosen, ["url", "crawl"])


def observed_links(links: ir.Table, chosen: ir.Table) -> ir.Table:
    """The links of the observations that were chosen; of pages in scope those of the graph alone,
    so that a page that only an older crawl found has no say in it."""
    seen = chosen.filter(chosen.in_graph | chosen.scope.isnull())
    return links.semi_join(seen, [("source_url", "url"), "crawl"])
