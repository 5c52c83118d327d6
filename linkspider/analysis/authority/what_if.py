"""What would become of the pages' authority if links were added or removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from linkspider.analysis.answer import Answer
from linkspider.analysis.authority.graph import page_graph
from linkspider.analysis.authority.pagerank import Edges, extremes, pagerank, scores
from linkspider.analysis.view import AnalysisError
from linkspider.text import displayed
from linkspider.urls import parse

if TYPE_CHECKING:
    from linkspider.analysis.authority.graph import PageGraph, PositionWeights
    from linkspider.analysis.view import View

Link = tuple[str, str]
"""The URLs of its source and its target."""
Keys = NDArray[np.int64]
"""Pairs of pages, each as one number: source · pages + target."""


def what_if(
    view: View,
    add: Iterable[Link] = (),
    remove: Iterable[Link] = (),
    position_weights: PositionWeights | None = None,
) -> Answer:
    """The internal PageRank before and after links are added and removed; most changed first.

    Each link is a pair of URLs, which stand for their final pages. ``remove`` takes all links
    between the two away, then ``add`` puts a followed link in the content there, beside those that
    are left. AnalysisError where a URL is not known, both are the same page, a link to remove is
    not there, or a link is to be added to a page that did not answer 2xx, which has no links.

    | column | meaning |
    |---|---|
    | url | final URL of the page |
    | pagerank_before, pagerank_after | see `internal_pagerank` |
    | score_before, score_after | 100·ln(r/min)/ln(max/min), both with min and max of before: \
below 0 or above 100 where a page leaves that range; null where all were equal and it left them |
    | score_change | score_after - score_before |
    | status | HTTP status; null where no answer came, or it was never tried |
    | indexable | whether search engines may index it; null where unknown |
    """
    graph = page_graph(view, position_weights)
    added, removed = list(add), list(remove)
    number = _numbers(graph, {url for link in (*added, *removed) for url in link})
    gone, new = (_keys(graph, number, links) for links in (removed, added))
    _check_removed(graph, gone, removed)
    _check_added(graph, new, added)
    edges = _without(graph.edges, len(graph), gone)
    edges = _with(edges, len(graph), new, float((position_weights or {}).get("content", 1.0)))
    before, after = (pagerank(pairs, len(graph)) for pairs in (graph.edges, edges))
    lowest, highest = extremes(before)
    score_before, score_after = (scores(rank, lowest, highest) for rank in (before, after))
    table = graph.table(
        pagerank_before=before,
        pagerank_after=after,
        score_before=score_before,
        score_after=score_after,
        score_change=(score_after - score_before).round(8),
    )
    order = (table.score_change.abs().desc(), table.url)
    return Answer(table.order_by(order), view.complete_inside)


def _numbers(graph: PageGraph, urls: set[str]) -> dict[str, int]:
    """The page that each URL, as it was given, stands for."""
    keys = {url: parsed.key if (parsed := parse(url)) else url for url in urls}
    known = graph.places.filter(graph.places.url.isin(sorted(set(keys.values()) or {""})))
    found = known.to_pyarrow().to_pydict()
    pages = dict(zip(found["url"], found["page"], strict=True))
    unknown = sorted(url for url, key in keys.items() if key not in pages)
    if unknown:
        names = ", ".join(displayed(url, 200) for url in unknown)
        raise AnalysisError(f"what_if: not a known page of this site: {names}")
    return {url: pages[key] for url, key in keys.items()}


def _keys(graph: PageGraph, number: Mapping[str, int], links: Iterable[Link]) -> Keys:
    keys = []
    for source, target in links:
        if number[source] == number[target]:
            raise AnalysisError(f"what_if: {_told(source, target)} stand for the same page")
        keys.append(number[source] * len(graph) + number[target])
    return np.array(keys, dtype=np.int64)


def _check_removed(graph: PageGraph, keys: Keys, links: Sequence[Link]) -> None:
    pairs = _pair_keys(graph.edges, len(graph))
    there = set(pairs[np.isin(pairs, keys)].tolist())
    for link, key in zip(links, keys.tolist(), strict=True):
        if key not in there:
            raise AnalysisError(f"what_if: no link to remove from {_told(*link)}")


def _check_added(graph: PageGraph, keys: Keys, links: Sequence[Link]) -> None:
    for key, link in zip(keys.tolist(), links, strict=True):
        status = graph.pages["status"][key // len(graph)].as_py()
        if status is None or not 200 <= status < 300:
            raise AnalysisError(f"what_if: {displayed(link[0], 200)} is no page that has links")


def _told(source: str, target: str) -> str:
    return f"{displayed(source, 200)} to {displayed(target, 200)}"


def _pair_keys(edges: Edges, pages: int) -> Keys:
    """The pairs of the edges, each as one number."""
    return edges.source.astype(np.int64) * pages + edges.target


def _without(edges: Edges, pages: int, gone: Keys) -> Edges:
    left = ~np.isin(_pair_keys(edges, pages), gone)
    return Edges(edges.source[left], edges.target[left], edges.weight[left], edges.followed[left])


def _with(edges: Edges, pages: int, new: Keys, weight: float) -> Edges:
    """The edges and followed links of a weight beside them."""
    keys = _pair_keys(edges, pages)
    joined = np.isin(keys, new)
    # Held against few: the edges are by far too many to be sorted.
    source, target = np.divmod(np.setdiff1d(new, keys[joined]), max(pages, 1))
    return Edges(
        np.concatenate([edges.source, source]),
        np.concatenate([edges.target, target]),
        np.concatenate(
            [
                np.where(joined, np.maximum(edges.weight, weight), edges.weight),
                np.full(len(source), weight),
            ]
        ),
        np.concatenate([edges.followed | joined, np.ones(len(source), dtype=bool)]),
    )
