"""PageRank: by hand, as networkx has it, and as the solution of its equations."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from linkspider.analysis.authority.pagerank import Edges, extremes, pagerank, scores
from tests.analysis.authority.graphs import SEEDS, as_networkx, edges, random_edges, solved

PAGES = 40


def test_a_pair_of_pages_is_as_worked_out_by_hand() -> None:
    # a = 0.075 + 0.425 b and a + b = 1
    a = 0.5 / 1.425
    assert pagerank(edges((0, 1)), 2) == pytest.approx([a, 1 - a], abs=1e-9)


def test_the_share_of_a_pair_that_is_not_followed_is_lost() -> None:
    # a = b = 0.075 + 0.425 b: b is dangling, what a hands on goes nowhere
    expected = 0.075 / 0.575
    assert pagerank(edges((0, 1), nofollow=[0]), 2) == pytest.approx([expected] * 2, abs=1e-9)
    # of three pairs one is lost, but still takes its third from the others
    star = pagerank(edges((0, 1), (0, 2), (0, 3), nofollow=[2]), 4)
    assert star[1] == pytest.approx(star[3] + 0.85 * star[0] / 3, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_the_pagerank_of_networkx_where_all_is_followed(seed: int) -> None:
    graph = random_edges(seed, PAGES, nofollow=0)
    expected = nx.pagerank(as_networkx(graph, PAGES), alpha=0.85, tol=1e-14, max_iter=1_000)
    found = pagerank(graph, PAGES)
    assert found == pytest.approx([expected[page] for page in range(PAGES)], abs=1e-9)
    assert found.sum() == pytest.approx(1)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_the_pagerank_of_networkx_with_a_teleport(seed: int) -> None:
    graph = random_edges(seed, PAGES, nofollow=0)
    teleport = np.random.default_rng(seed).integers(0, 3, PAGES)
    expected = nx.pagerank(
        as_networkx(graph, PAGES),
        alpha=0.85,
        personalization=dict(enumerate(teleport.tolist())),
        tol=1e-14,
        max_iter=1_000,
    )
    found = pagerank(graph, PAGES, teleport)
    assert found == pytest.approx([expected[page] for page in range(PAGES)], abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("nofollow", [0.0, 0.3, 1.0])
def test_it_solves_its_equations_with_pairs_that_are_not_followed(
    seed: int, nofollow: float
) -> None:
    graph = random_edges(seed, PAGES, nofollow=nofollow)
    teleport = np.random.default_rng(seed).random(PAGES)
    assert pagerank(graph, PAGES) == pytest.approx(solved(graph, PAGES), abs=1e-9)
    assert pagerank(graph, PAGES, teleport) == pytest.approx(
        solved(graph, PAGES, teleport), abs=1e-9
    )


def test_a_weight_of_nothing_takes_no_share_and_nothing_else_is_dangling() -> None:
    graph = Edges(
        np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([1.0, 0, 0]), np.ones(3, dtype=bool)
    )
    assert pagerank(graph, 3) == pytest.approx(pagerank(edges((0, 1)), 3), abs=1e-12)


def test_the_order_of_the_edges_does_not_matter_to_the_last_bit() -> None:
    graph = random_edges(1, PAGES, nofollow=0.2)
    order = np.random.default_rng(2).permutation(len(graph))
    mixed = Edges(
        graph.source[order], graph.target[order], np.ones(len(graph)), graph.followed[order]
    )
    plain = Edges(graph.source, graph.target, np.ones(len(graph)), graph.followed)
    assert pagerank(mixed, PAGES).tolist() == pagerank(plain, PAGES).tolist()


def test_graphs_of_next_to_nothing_have_a_pagerank() -> None:
    assert pagerank(edges(), 0).tolist() == []
    assert pagerank(edges(), 1) == pytest.approx([1])
    assert pagerank(edges(), 4) == pytest.approx([0.25] * 4)
    circle = edges((0, 1), (1, 2), (2, 0))
    assert pagerank(circle, 3) == pytest.approx([1 / 3] * 3)


def test_scores_go_from_0_to_100_and_are_0_where_all_are_equal() -> None:
    rank = pagerank(edges((0, 1), (1, 2), (0, 2)), 3)
    assert scores(rank, *extremes(rank))[[0, 2]].tolist() == [0, 100]
    ring = [(page, (page + 1) % 7) for page in range(7)]
    equal = pagerank(edges(*ring, *[(b, a) for a, b in ring], weight=0.1), 7)
    assert scores(equal, *extremes(equal)).tolist() == [0] * 7
    assert scores(equal[:0], *extremes(equal[:0])).tolist() == []


def test_a_score_keeps_to_the_scale_that_it_is_given() -> None:
    assert scores(np.array([0.05, 0.8]), 0.1, 0.4).tolist() == [-50, 150]
