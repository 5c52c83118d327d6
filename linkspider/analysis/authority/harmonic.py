"""Harmonic centrality over arrays of numbers. Pure: knows nothing of tables and domains."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

BATCH = 64
"""Nodes whose ways are followed at once: one for each bit of a number."""


def harmonic_centrality(
    source: NDArray[np.integer[Any]], target: NDArray[np.integer[Any]], nodes: int
) -> NDArray[np.float64]:
    """For each node the sum of 1/distance from all other nodes, 0 from those without a way to it.

    Exact: a breadth-first search from each node that has edges, 64 of them at a time.

    >>> harmonic_centrality(np.array([0, 1]), np.array([1, 2]), 3).tolist()
    [0.0, 1.0, 1.5]
    """
    centrality = np.zeros(nodes)
    order = np.argsort(target, kind="stable")
    source = source[order]
    reached, first = np.unique(target[order], return_index=True)
    starts = np.unique(source)
    for batch in (starts[n : n + BATCH] for n in range(0, len(starts), BATCH)):
        seen = np.zeros(nodes, dtype=np.uint64)
        seen[batch] = np.uint64(1) << np.arange(len(batch), dtype=np.uint64)
        distance = 1
        while (fresh := np.bitwise_or.reduceat(seen[source], first) & ~seen[reached]).any():
            centrality[reached] += np.bitwise_count(fresh) / distance
            seen[reached] |= fresh
            distance += 1
    return centrality
