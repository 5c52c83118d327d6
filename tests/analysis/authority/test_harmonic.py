"""Harmonic centrality: as networkx has it."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from linkspider.analysis.authority.harmonic import BATCH, harmonic_centrality
from tests.analysis.authority.graphs import SEEDS, as_networkx, edges, random_edges

NODES = 3 * BATCH


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_that_of_networkx_over_several_batches(seed: int) -> None:
    graph = random_edges(seed, NODES, nofollow=0)
    expected = nx.harmonic_centrality(as_networkx(graph, NODES))
    found = harmonic_centrality(graph.source, graph.target, NODES)
    assert found == pytest.approx([expected[node] for node in range(NODES)])


def test_a_long_chain_is_followed_to_its_end() -> None:
    chain = edges(*((node, node + 1) for node in range(NODES - 1)))
    found = harmonic_centrality(chain.source, chain.target, NODES)
    assert found[-1] == pytest.approx(sum(1 / n for n in range(1, NODES)))
    assert found[0] == 0


def test_without_edges_all_are_0() -> None:
    none = np.zeros(0, dtype=np.int32)
    assert harmonic_centrality(none, none, 0).tolist() == []
    assert harmonic_centrality(none, none, 2).tolist() == [0, 0]
