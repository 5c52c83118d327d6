"""Where on the pages the internal links stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.internal.graph import link_graph
from linkspider.analysis.internal.segments import Segments, with_segment

if TYPE_CHECKING:
    from linkspider.analysis.view import View

COUNTS = ("inlinks", "unique_inlinks", "outlinks", "unique_outlinks")


def links_by_position(view: View, *, segments: Segments | None = None) -> Answer:
    """The inlinks and outlinks of each final page in scope by position: internal hyperlinks,
    self-links dropped after folding. A page has a row for each position that has any.

    Columns: `url`; `position` (content, navigation, header, footer, aside; null outside body),
    which is always that on the page where the link stands; `inlinks`: rows; `unique_inlinks`:
    distinct source pages; `outlinks`: rows; `unique_outlinks`: distinct final pages they lead to
    (a link whose redirects have no end leads to none). Rows: by URL and position.
    """
    graph = link_graph(view)
    placed = graph.links.group_by("source", "target", "position").agg(links=graph.links.count())
    ended = placed.filter(placed.target.notnull())
    inward = ended.group_by("position", id="target").agg(
        inlinks=ended.links.sum(), unique_inlinks=ended.count()
    )
    outward = placed.group_by("position", id="source").agg(
        outlinks=placed.links.sum(), unique_outlinks=placed.count(where=placed.target.notnull())
    )
    none = ibis.literal(0, "int64")
    both = ibis.union(
        inward.mutate(outlinks=none, unique_outlinks=none).select("id", "position", *COUNTS),
        outward.mutate(inlinks=none, unique_inlinks=none).select("id", "position", *COUNTS),
    )
    summed = both.group_by("id", "position").agg(**{name: both[name].sum() for name in COUNTS})
    named = graph.pages.select("id", "url").join(summed, "id").drop("id")
    return Answer(
        with_segment(named, segments, "url").order_by("url", "position"), view.complete_inside
    )
