"""Links worth trying in `what_if`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linkspider.analysis.authority.graph import page_graph
from linkspider.analysis.authority.pagerank import extremes, pagerank, scores

if TYPE_CHECKING:
    from linkspider.analysis.authority.what_if import Link
    from linkspider.analysis.view import View


def suggest_links(view: View, links: int = 3) -> list[Link]:
    """Links from the strongest pages to the weakest, where there are none yet; strongest first.

    All are indexable pages; strong and weak by the score of `internal_pagerank`, equal ones by URL.
    Empty where there are no two such pages.
    """
    graph = page_graph(view)
    rank = pagerank(graph.edges, len(graph))
    score = scores(rank, *extremes(rank))
    indexable = np.flatnonzero(graph.pages["indexable"].fill_null(False).to_numpy())
    if not len(indexable):
        return []
    weakest = indexable[score[indexable].argmin()]
    linking = graph.edges.source[graph.edges.target == weakest]
    free = indexable[~np.isin(indexable, [weakest, *linking])]
    strongest = free[np.argsort(-score[free], kind="stable")][:links]
    url = graph.pages["url"]
    return [(url[int(page)].as_py(), url[int(weakest)].as_py()) for page in strongest]
