"""PageRank over arrays of page numbers. Pure: knows nothing of tables and URLs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Vector = NDArray[np.float64]

DAMPING = 0.85
TOLERANCE = 1e-10
"""The iteration ends where all pages together change by less."""


@dataclass(frozen=True, eq=False)
class Edges:
    """Pairs of pages, none twice and none from a page to itself, as arrays of the same length."""

    source: NDArray[np.integer[Any]]
    target: NDArray[np.integer[Any]]
    weight: Vector
    """0 or more."""
    followed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.source)


def pagerank(edges: Edges, pages: int, teleport: NDArray[Any] | None = None) -> Vector:
    """The PageRank of each of ``pages`` pages: r = (1-d)/n + d(Pᵀr + dangling/n), d = 0.85.

    A page's shares go over all its pairs by weight; those of pairs that are not followed are lost,
    and so the sum may be below 1: nothing is made up to 1 again. A page without a pair, or with
    weights of 0 alone, is dangling. With ``teleport`` its shares stand for each 1/n: where one who
    is bored, or at a dangling page, goes on. It is made to sum up to 1, and must not be all 0.
    """
    if not pages:
        return np.zeros(0)
    jump = np.full(pages, 1 / pages) if teleport is None else teleport / teleport.sum()
    given = np.bincount(edges.source, edges.weight, pages).astype(np.float64)
    transition = _transition(edges, given)
    dangling = np.flatnonzero(given == 0)
    rank, change = jump, np.inf
    # Each step takes the change down to 85 % at least, so this ends.
    while change >= TOLERANCE:
        held = rank[dangling].sum()
        following = (1 - DAMPING + DAMPING * held) * jump + DAMPING * (transition @ rank)
        change = np.abs(following - rank).sum()
        rank = following
    return rank


def _transition(edges: Edges, given: Vector) -> sparse.csr_array:
    """Pᵀ: in the row of a page what it gets of each other's PageRank."""
    passing = edges.followed & (edges.weight > 0)
    source, target = edges.source[passing], edges.target[passing]
    share = edges.weight[passing] / given[source]
    matrix = sparse.csr_array((share, (target, source)), shape=(len(given), len(given)))
    matrix.sort_indices()  # the same sums, whatever the order of the edges
    return matrix


def extremes(rank: Vector) -> tuple[float, float]:
    """The lowest and the highest; 0 where there is none."""
    return (float(rank.min()), float(rank.max())) if len(rank) else (0.0, 0.0)


def scores(rank: Vector, lowest: float, highest: float) -> Vector:
    """100·ln(r/lowest)/ln(highest/lowest), to eight decimals.

    Where lowest and highest are equal, which is where they differ by less than the iteration can
    tell, there is no scale: 0 for a page that is equal to them, and NaN for any other.

    >>> scores(np.array([0.1, 0.2, 0.4]), 0.1, 0.4).tolist()
    [0.0, 50.0, 100.0]
    >>> scores(np.array([0.1, 0.2]), 0.1, 0.1).tolist()
    [0.0, nan]
    """
    if highest - lowest < TOLERANCE:
        return np.where(np.abs(rank - lowest) < TOLERANCE, 0.0, np.nan)
    scaled = 100 * np.log(rank / lowest) / np.log(highest / lowest)
    return np.asarray(scaled.round(8) + 0.0, dtype=np.float64)
