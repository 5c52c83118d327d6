"""How the authority of a site is spread over its pages by its own links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.answer import Answer
from linkspider.analysis.authority.graph import page_graph
from linkspider.analysis.authority.pagerank import extremes, pagerank, scores

if TYPE_CHECKING:
    from linkspider.analysis.authority.graph import PositionWeights
    from linkspider.analysis.view import View


def internal_pagerank(view: View, position_weights: PositionWeights | None = None) -> Answer:
    """The internal PageRank of each page of the target, highest first, then by URL.

    r = (1-d)/n + d(Pᵀr + dangling/n), d = 0.85, until the change of all pages together is below
    1e-10, without renormalising. Pages are final URLs in scope, errors and URLs never tried are
    dangling ones; there is one edge for each linked pair (see `PageGraph`), with the largest weight
    of its links by ``position_weights`` (`{"content": 1, "footer": 0.1}`; 1 for what is not named).
    A page's shares go by weight over all its pairs of two such pages, none to itself; those of
    pairs that are not followed are lost. Links out of the scope, and so outbound ones, take none.

    | column | meaning |
    |---|---|
    | url | final URL of the page |
    | pagerank | r |
    | score | 100·ln(r/min)/ln(max/min): 0 for the lowest page, 100 for the highest; 0 for all \
where all are equal |
    | unique_inlinks | pages that link to it, followed or not |
    | content_inlinks | links to it in the content of other pages |
    | status | HTTP status; null where no answer came, or it was never tried |
    | indexable | whether search engines may index it; null where unknown |
    """
    graph = page_graph(view, position_weights)
    rank = pagerank(graph.edges, len(graph))
    table = graph.table(
        pagerank=rank,
        score=scores(rank, *extremes(rank)),
        unique_inlinks=graph.unique_inlinks(),
        content_inlinks=graph.content_inlinks(),
    )
    return Answer(table.order_by(table.score.desc(), table.url), view.complete_inside)
