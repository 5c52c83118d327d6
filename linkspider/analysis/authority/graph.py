"""The graph of a site's pages: which there are, and who links to whom, by number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa

from linkspider.analysis.authority.pagerank import Edges
from linkspider.analysis.final import fold_or_stay
from linkspider.analysis.hyperlinks import hyperlinks, internal_hyperlinks
from linkspider.analysis.numbering import between_pages, numbers, with_numbers
from linkspider.analysis.view import AnalysisError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from numpy.typing import NDArray

    from linkspider.analysis.view import View

POSITIONS = ("content", "navigation", "header", "footer", "aside")
PositionWeights = Mapping[str, float]
"""What a link counts by its position on the page; 1 for a position that is not named."""


@dataclass(frozen=True, eq=False)
class PageGraph:
    """Pages, numbered in the order of their URLs, and the pairs of them that are linked.

    **Pages** are the final URLs in scope: of the pages in scope that the graph's crawl tried, and
    of all link targets in scope, backlinks' too. Errors are pages, and so are URLs that were never
    tried; a URL whose redirects have no end stands for itself. Only pages that answered 2xx have
    links: all others are dangling.

    **Pairs** are of internal hyperlinks between two of these pages, none from a page to itself. A
    pair weighs as much as the weightiest of its links, and is followed if any of them is.
    """

    pages: pa.Table
    """Row by row the pages from 0: `url`, `status`, `indexable` (null where not tried)."""
    places: ir.Table
    """`url`, `page`: the number of the final page of each URL that is known."""
    edges: Edges
    content_links: NDArray[np.int32]
    """How many links in the content each pair has."""

    def __len__(self) -> int:
        return int(self.pages.num_rows)

    def table(self, **columns: NDArray[Any]) -> ir.Table:
        """A row for each page: `url`, these columns (null for NaN), `status`, `indexable`."""
        named = {name: pa.array(values, from_pandas=True) for name, values in columns.items()}
        url, *facts = (self.pages[name] for name in ("url", "status", "indexable"))
        return ibis.memtable(
            pa.table({"url": url, **named, "status": facts[0], "indexable": facts[1]})
        )

    def unique_inlinks(self) -> NDArray[np.int64]:
        """For each page, how many pages link to it."""
        return np.bincount(self.edges.target, minlength=len(self))

    def content_inlinks(self) -> NDArray[np.int64]:
        """For each page, how many links in the content of other pages lead to it."""
        counts = np.bincount(self.edges.target, self.content_links, minlength=len(self))
        return counts.astype(np.int64)


def page_graph(view: View, position_weights: PositionWeights | None = None) -> PageGraph:
    """The graph of a target's pages; all weights are 1 unless given."""
    weights = _check(position_weights or {})
    standing = _standing(view)
    standing = standing.mutate(page=numbers(standing.final_url)).cache()
    places = standing.select("url", "page")
    pages = standing.filter(standing.url == standing.final_url)
    edges, content_links = _collect(_pairs(view, places, weights))
    facts = view.pages.select("url", "status", "indexable")
    described = pages.left_join(facts, "url").order_by("page")
    return PageGraph(
        pages=described.select("status", "indexable", "url").to_pyarrow(),
        places=places,
        edges=edges,
        content_links=content_links,
    )


def _check(weights: PositionWeights) -> PositionWeights:
    for position, weight in weights.items():
        if position not in POSITIONS:
            known = ", ".join(POSITIONS)
            raise AnalysisError(f"position_weights: no position {position!r}; there are {known}")
        if not 0 <= weight < inf:
            raise AnalysisError(f"position_weights: {position} must be 0 or more, not {weight}")
    return weights


def _standing(view: View) -> ir.Table:
    """Each URL in scope, as it stands in the tables, with the final page in scope: `final_url`."""
    links = hyperlinks(view.links)
    tried = view.pages.filter(view.pages.in_graph).select("url")
    linked = links.filter(links.target_scope.notnull()).select(url="target_url")
    urls = ibis.union(tried, linked, distinct=True)
    folded = fold_or_stay(urls, "url", view.finals, "final_url")
    outside = view.pages.filter(view.pages.scope.isnull()).select(final_url="url")
    inside = folded.anti_join(outside, "final_url").select("url", "final_url")
    return inside.union(inside.select(url="final_url", final_url="final_url"), distinct=True)


def _pairs(view: View, places: ir.Table, weights: PositionWeights) -> ir.Table:
    """`source`, `target`, `weight`, `followed`, `content`: a row for each pair of linked pages."""
    links = internal_hyperlinks(view.links)
    links = links.select(
        "source_url",
        "target_url",
        "followed",
        weight=_weight(links.position, weights),
        content=links.position == "content",
    )
    answered = view.pages.filter(view.pages.in_graph & view.pages.status.between(200, 299))
    sources = places.semi_join(answered, "url").select(source_url="url", source="page")
    targets = places.select(target_url="url", target="page")
    joined = between_pages(with_numbers(links, sources, targets))
    return joined.group_by("source", "target").agg(
        weight=joined.weight.max(),
        followed=joined.followed.any().fill_null(False),
        content=joined.content.sum().fill_null(0).cast("int32"),
    )


def _collect(pairs: ir.Table) -> tuple[Edges, NDArray[np.int32]]:
    """The pairs as arrays: edges, and how many links in the content each has."""
    found = pairs.select("source", "target", "weight", "followed", "content").to_pyarrow()
    *columns, content_links = (column.to_numpy() for column in found.columns)
    return Edges(*columns), content_links


def _weight(position: ir.StringColumn, weights: PositionWeights) -> ir.FloatingColumn:
    cases = [(position == name, ibis.literal(float(weight))) for name, weight in weights.items()]
    return ibis.cases(*cases, else_=1.0) if cases else ibis.literal(1.0)
