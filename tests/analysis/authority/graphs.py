"""Small graphs: made by hand, or at random from a seed."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import numpy as np

from linkspider.analysis.authority.pagerank import DAMPING, Edges, Vector

SEEDS = range(8)


def edges(*pairs: tuple[int, int], weight: float = 1.0, nofollow: Iterable[int] = ()) -> Edges:
    """Edges of one weight; ``nofollow`` tells by their place those that are not followed."""
    source, target = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    followed = ~np.isin(np.arange(len(pairs)), list(nofollow))
    return Edges(source, target, np.full(len(pairs), weight), followed)


def random_edges(seed: int, pages: int, *, nofollow: float) -> Edges:
    """Weighted edges in no order, with some pages dangling and a share that is not followed."""
    random = np.random.default_rng(seed)
    linked = random.random((pages, pages)) < random.uniform(0.02, 0.3)
    linked &= ~np.eye(pages, dtype=bool) & (random.random(pages) < 0.8)[:, None]
    source, target = random.permutation(np.argwhere(linked)).T
    weight = random.choice([0.1, 0.5, 1.0, 3.0], len(source))
    followed = random.random(len(source)) >= nofollow
    return Edges(source.astype(np.int32), target.astype(np.int32), weight, followed)


def as_networkx(graph: Edges, pages: int) -> nx.DiGraph[int]:
    """The same graph for networkx."""
    found: nx.DiGraph[int] = nx.DiGraph()
    found.add_nodes_from(range(pages))
    found.add_weighted_edges_from(
        zip(graph.source.tolist(), graph.target.tolist(), graph.weight.tolist(), strict=True)
    )
    return found


def solved(graph: Edges, pages: int, teleport: Vector | None = None) -> Vector:
    """The PageRank as the solution of its equations, written down as a dense matrix."""
    jump = np.ones(pages) if teleport is None else teleport
    jump = jump / jump.sum()
    weights = np.zeros((pages, pages))
    weights[graph.source, graph.target] = graph.weight
    followed = np.zeros((pages, pages))
    followed[graph.source, graph.target] = graph.followed
    given = weights.sum(axis=1)
    passed = np.divide(
        weights * followed, given[:, None], out=np.zeros_like(weights), where=given[:, None] > 0
    )
    dangling = np.outer(given == 0, jump)
    found = np.linalg.solve(np.eye(pages) - DAMPING * (passed + dangling).T, (1 - DAMPING) * jump)
    return np.asarray(found, dtype=np.float64)
