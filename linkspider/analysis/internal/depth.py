"""How many clicks from the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import numpy as np
import pyarrow as pa
from scipy import sparse

from linkspider.analysis.answer import Answer
from linkspider.analysis.internal.graph import Graph, link_graph
from linkspider.analysis.internal.home import home_page
from linkspider.analysis.internal.inlinks import with_inlinks
from linkspider.analysis.internal.pages import sitemap_pages
from linkspider.analysis.internal.segments import Segments, with_segment

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt

    from linkspider.analysis.view import View

    Numbers = npt.NDArray[np.int64]


def click_depth(view: View, *, segments: Segments | None = None) -> Answer:
    """The clicks from the home page to each final page in scope: breadth first from the home page
    over followed internal hyperlinks between final pages, redirects cost 0. A way may lead over
    pages of the registrable domain that are out of scope.

    Columns: `url`; `status`; `indexability`; `click_depth`: 0 for the home page (see `home_page`),
    null where no path leads to the page, or where there is no home page, which is not complete.
    Rows: by depth, the unreachable last, then by URL.
    """
    depths = _depths(view, link_graph(view))
    is_complete = view.complete_inside and _has_home(depths)
    depths = with_segment(depths, segments, "url")
    return Answer(depths.order_by(ibis.asc("click_depth", nulls_first=False), "url"), is_complete)


def unreachable(view: View, *, segments: Segments | None = None) -> Answer:
    """The pages that no path leads to from the home page: final pages in scope with status 200 and
    no click depth. Where there is no home page, that is none, and not complete.

    Columns: `url`; `indexability`; `in_sitemap`; `inlinks`, `unique_inlinks`,
    `followed_unique_inlinks` (see `inlinks`): with some, the page hangs on others that are out of
    reach, or on links that are not followed. Rows: the most unique inlinks first, then by URL.
    """
    graph = link_graph(view)
    depths = _depths(view, graph)
    has_home = _has_home(depths)
    lost = depths.filter(
        depths.click_depth.isnull(), depths.status == 200, ibis.literal(has_home)
    ).select(lost_url="url")
    named = sitemap_pages(view)
    pages = with_inlinks(graph).semi_join(lost, [("url", "lost_url")])
    pages = pages.left_join(named, [("url", "sitemap_page")]).select(
        pages.url,
        pages.indexability,
        in_sitemap=named.sitemap_page.notnull(),
        inlinks=pages.inlinks,
        unique_inlinks=pages.unique_inlinks,
        followed_unique_inlinks=pages.followed_unique_inlinks,
    )
    pages = with_segment(pages, segments, "url")
    return Answer(
        pages.order_by(ibis.desc("unique_inlinks"), "url"), view.complete_inside and has_home
    )


def _has_home(depths: ir.Table) -> bool:
    """Whether the clicks were counted from any page."""
    return bool(depths.click_depth.notnull().any().to_pyarrow().as_py())


def _depths(view: View, graph: Graph) -> ir.Table:
    """`url`, `status`, `indexability`, `click_depth` of the final pages in scope."""
    pages = graph.pages.select("id", "url", "status", "indexability").order_by("id").to_pyarrow()
    followed = graph.links.filter(graph.links.followed, graph.links.target.notnull())
    edges = followed.select("source", "target").distinct().to_pyarrow()
    ids, sources, targets = (
        column.to_numpy() for column in (pages["id"], edges["source"], edges["target"])
    )
    nodes = 1 + max((int(numbers.max()) for numbers in (ids, sources, targets) if len(numbers)),
                    default=-1)  # fmt: skip
    home = pages["url"].index(home_page(view)).as_py()
    depths = distances(sources, targets, nodes, ids[home] if home >= 0 else -1)[ids]
    column = pa.array(depths, mask=depths < 0)
    return ibis.memtable(pages.drop_columns("id").append_column("click_depth", column))


def distances(sources: Numbers, targets: Numbers, nodes: int, start: int) -> Numbers:
    """Edges from ``start`` to each of ``nodes``, numbered from 0, by the shortest way; -1 where
    there is none (to all, where ``start`` is -1)."""
    found = np.full(nodes, -1, dtype=np.int64)
    if start < 0:
        return found
    links = sparse.csr_array(
        (np.ones(len(sources), dtype=np.int8), (sources, targets)), shape=(nodes, nodes)
    )
    claims = np.empty(nodes, dtype=np.int64)
    front = np.array([start])
    depth = 0
    while len(front):
        found[front] = depth
        depth += 1
        reached = links.indices[_ranges(links.indptr[front], links.indptr[front + 1])]
        reached = reached[found[reached] < 0]
        # Each node once: that which claimed it last. Sorting would take ten times as long.
        places = np.arange(len(reached))
        claims[reached] = places
        front = reached[claims[reached] == places]
    return found


def _ranges(starts: Numbers, stops: Numbers) -> Numbers:
    """The numbers of all ranges, one range after the other."""
    lengths = stops - starts
    before = np.cumsum(lengths) - lengths
    numbers: Numbers = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    return numbers
