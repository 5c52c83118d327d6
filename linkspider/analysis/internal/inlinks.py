"""How often each page is linked from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.hyperlinks import written_links
from linkspider.analysis.internal.graph import Graph, link_graph, pairs
from linkspider.analysis.internal.segments import Segments, with_segment

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

COUNTS = (
    "inlinks",
    "unique_inlinks",
    "followed_inlinks",
    "followed_unique_inlinks",
    "content_inlinks",
    "content_unique_inlinks",
)


def inlinks(view: View, *, segments: Segments | None = None) -> Answer:
    """The inlinks of each final page in scope: internal hyperlinks, self-links dropped after
    folding.

    Columns: `url`; `status`; `indexability`; `inlinks`: rows; `unique_inlinks`: distinct source
    pages; `followed_inlinks` and `followed_unique_inlinks`: the followed ones, and the source pages
    with at least one; `content_inlinks` and `content_unique_inlinks`: those that stand in the
    content of their page; `unfolded_inlinks`: rows with nothing folded, so that they point at
    exactly this URL, and from any other. Rows: the most unique inlinks first, then by URL.
    """
    counted = with_inlinks(link_graph(view)).select("url", "status", "indexability", *COUNTS)
    links = written_links(view)
    unfolded = links.group_by("linked_url").agg(unfolded_inlinks=links.count())
    counted = counted.left_join(unfolded, [("url", "linked_url")]).drop("linked_url")
    counted = counted.mutate(unfolded_inlinks=counted.unfolded_inlinks.fill_null(0))
    counted = with_segment(counted, segments, "url")
    return Answer(counted.order_by(ibis.desc("unique_inlinks"), "url"), view.complete_inside)


def with_inlinks(graph: Graph) -> ir.Table:
    """The final pages in scope, with the counts of `inlinks` beside the columns of `pages`."""
    linked = pairs(graph.links.filter(graph.links.target.notnull()))
    counted = linked.group_by("target").agg(
        inlinks=linked.links.sum(),
        unique_inlinks=linked.count(),
        followed_inlinks=linked.followed.sum(),
        followed_unique_inlinks=linked.count(where=linked.followed > 0),
        content_inlinks=linked.content.sum(),
        content_unique_inlinks=linked.count(where=linked.content > 0),
    )
    joined = graph.pages.left_join(counted, [("id", "target")]).drop("target", "id")
    return joined.mutate(**{name: joined[name].fill_null(0) for name in COUNTS})
