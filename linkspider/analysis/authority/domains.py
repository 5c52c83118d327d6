"""The authority of domains, as far as the crawled pages tell: within this sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import ibis
import numpy as np
import pyarrow as pa

from linkspider.analysis.answer import Answer
from linkspider.analysis.authority import harmonic
from linkspider.analysis.authority.pagerank import Edges, pagerank
from linkspider.analysis.hyperlinks import hyperlinks

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from numpy.typing import NDArray

    from linkspider.analysis.view import View

ORDER_DECIMALS = 12


def domain_pagerank(view: View) -> Answer:
    """The PageRank of each domain within this sample, highest first, then by name.

    r as for `internal_pagerank`, over registrable domains: one edge of weight 1 for each pair of
    different domains with a hyperlink on a page of these crawls, followed if any of its links is;
    the shares of pairs that are not are lost. The sample holds only pages that were crawled, most
    of them because they link to the target: it says nothing of the web at large.

    | column | meaning |
    |---|---|
    | domain | registrable domain |
    | pagerank_within_sample | r |
    | referring_domains_within_sample | other domains that link to it |
    | linked_domains_within_sample | other domains that it links to |
    """
    graph = _domain_graph(view)
    return _answer(view, graph, "pagerank", pagerank(graph.edges, len(graph.domains)))


def harmonic_centrality(view: View) -> Answer:
    """The harmonic centrality of each domain within this sample, highest first, then by name.

    The sum of 1/distance from all other domains, where the distance is the least number of links
    between domains, followed or not; a domain without a way to it adds 0. Not normalised. The
    domains and links are those of `domain_pagerank`.

    | column | meaning |
    |---|---|
    | domain | registrable domain |
    | harmonic_centrality_within_sample | the sum |
    | referring_domains_within_sample | other domains that link to it |
    | linked_domains_within_sample | other domains that it links to |
    """
    graph = _domain_graph(view)
    edges = graph.edges
    centrality = harmonic.harmonic_centrality(edges.source, edges.target, len(graph.domains))
    return _answer(view, graph, "harmonic_centrality", centrality)


class _DomainGraph(NamedTuple):
    """Domains, numbered in the order of their names, and their links."""

    domains: pa.ChunkedArray
    edges: Edges


def _domain_graph(view: View) -> _DomainGraph:
    pairs = _pairs(view.links).cache()
    names = ibis.union(
        pairs.select(domain="source_domain"), pairs.select(domain="target_domain"), distinct=True
    )
    number = ibis.row_number().over(ibis.window(order_by=names.domain))
    domains = names.mutate(number=number.cast("int32")).cache()
    sources = domains.select(source_domain="domain", source="number")
    targets = domains.select(target_domain="domain", target="number")
    numbered = pairs.join(sources, "source_domain").join(targets, "target_domain")
    found = numbered.select("source", "target", "followed").to_pyarrow()
    source, target, followed = (column.to_numpy() for column in found.columns)
    return _DomainGraph(
        domains=domains.order_by("number").to_pyarrow()["domain"],
        edges=Edges(source, target, np.ones(len(source)), followed),
    )


def _pairs(links: ir.Table) -> ir.Table:
    """`source_domain`, `target_domain`, `followed`: a row for each pair of linked domains."""
    found = hyperlinks(links).select("source_domain", "target_domain", "followed")
    found = found.filter(found.source_domain != found.target_domain)
    return found.group_by("source_domain", "target_domain").agg(
        followed=found.followed.any().fill_null(False)
    )


def _answer(view: View, graph: _DomainGraph, name: str, values: NDArray[np.float64]) -> Answer:
    column, size = f"{name}_within_sample", len(graph.domains)
    table = ibis.memtable(
        pa.table(
            {
                "domain": graph.domains,
                column: values,
                "referring_domains_within_sample": np.bincount(graph.edges.target, minlength=size),
                "linked_domains_within_sample": np.bincount(graph.edges.source, minlength=size),
            }
        )
    )
    order = (table[column].round(ORDER_DECIMALS).desc(), table.domain)
    return Answer(table.order_by(order), view.complete_inside and view.complete_between)
