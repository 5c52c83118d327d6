"""The authority that comes in with backlinks: where it enters, and where it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from linkspider.analysis.answer import Answer
from linkspider.analysis.authority.graph import page_graph
from linkspider.analysis.authority.pagerank import pagerank
from linkspider.analysis.backlinks.targets import referred_pages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from linkspider.analysis.authority.graph import PageGraph, PositionWeights
    from linkspider.analysis.authority.pagerank import Vector
    from linkspider.analysis.view import View

ORDER_DECIMALS = 12
"""Pages whose authority is equal so far are sorted by URL."""


def incoming_authority(view: View, position_weights: PositionWeights | None = None) -> Answer:
    """The authority that backlinks bring to each page, after the site's own links have spread it.

    The PageRank of `internal_pagerank`, but that it starts, and goes on from dangling pages, where
    backlinks lead: with a share for each page in proportion to its followed referring domains.
    Highest first, then by URL.

    | column | meaning |
    |---|---|
    | url | final URL of the page |
    | authority | its PageRank, 0 to 1; the sum is below 1 where links that are not followed lose \
some; null where no page has a followed backlink |
    | referring_domains | domains with a backlink that ends on the page |
    | followed_referring_domains | of them, those with a followed one |
    | status | HTTP status; null where no answer came, or it was never tried |
    | indexable | whether search engines may index it; null where unknown |
    """
    graph = page_graph(view, position_weights)
    found = _flow(view, graph)
    table = graph.table(
        authority=found.authority,
        referring_domains=found.referring_domains,
        followed_referring_domains=found.followed_referring_domains,
    )
    order = (table.authority.round(ORDER_DECIMALS).desc(), table.url)
    return Answer(table.order_by(order), view.complete)


def authority_balance(view: View, position_weights: PositionWeights | None = None) -> Answer:
    """The authority that comes in from outside at each page against what the page keeps of all.

    A page with a negative balance hands on what comes in to others; one with a positive balance
    lives on the site's own links. An error with much that comes in wastes it. Only pages where
    anything comes in or stays; by what comes in, highest first, then by what stays, then by URL.
    Empty where no page has a followed backlink.

    | column | meaning |
    |---|---|
    | url | final URL of the page |
    | followed_referring_domains | domains with a followed backlink that ends on the page |
    | incoming_share | their share of the sum over all pages, 0 to 1 |
    | kept_share | the page's share of the sum of `incoming_authority`'s authority, 0 to 1 |
    | balance | kept_share - incoming_share |
    | status | HTTP status; null where no answer came, or it was never tried |
    | indexable | whether search engines may index it; null where unknown |
    """
    graph = page_graph(view, position_weights)
    found = _flow(view, graph)
    followed, authority = found.followed_referring_domains, found.authority
    incoming_share, kept_share = followed / (followed.sum() or 1), authority / authority.sum()
    table = graph.table(
        followed_referring_domains=followed,
        incoming_share=incoming_share,
        kept_share=kept_share,
        balance=kept_share - incoming_share,
    )
    table = table.filter(table.kept_share > 0)
    order = (
        table.incoming_share.desc(), table.kept_share.round(ORDER_DECIMALS).desc(), table.url,
    )  # fmt: skip
    return Answer(table.order_by(order), view.complete)


class _Flow(NamedTuple):
    """What comes in, page by page."""

    referring_domains: NDArray[np.int64]
    followed_referring_domains: NDArray[np.int64]
    authority: Vector


def _flow(view: View, graph: PageGraph) -> _Flow:
    found = graph.places.join(referred_pages(view), [("url", "referred_page")]).to_pyarrow()
    domains, followed = (np.zeros(len(graph), dtype=np.int64) for _ in range(2))
    page = found["page"].to_numpy()
    domains[page] = found["referring_domains"].to_numpy()
    followed[page] = found["followed_referring_domains"].to_numpy()
    if not followed.any():
        return _Flow(domains, followed, np.full(len(graph), np.nan))
    return _Flow(domains, followed, pagerank(graph.edges, len(graph), teleport=followed))
