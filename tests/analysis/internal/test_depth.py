"""Clicks from the home page, counted by hand and by a simple search."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest

from linkspider.analysis import View
from linkspider.analysis.internal import click_depth, unreachable
from linkspider.analysis.internal.depth import distances
from tests.analysis.frames import absolute, link, page, rows, sitemap_entry, view

PAGES = [
    page("/"),
    page("/a"),
    page("/b"),
    page("/c"),
    page("/hidden"),
    page("/island"),
    page("/reef", noindex=True),
    page("/gone", status=404),
    page("/lost", status=404),
    page("/old", redirect_to="/older"),
    page("/older", redirect_to="/b"),
    page("/b?print", canonical_url="/b"),
]
LINKS = [
    link("/", "/a", ordinal=0),
    link("/", "/old", ordinal=1),
    link("/", "/hidden", ordinal=2, rel=["nofollow"]),
    link("/a", "/b"),
    link("/b?print", "/c", ordinal=0),
    link("/b?print", "/gone", ordinal=1),
    link("/c", "/"),
    link("/island", "/reef"),
    link("/reef", "/island"),
    link("/a", "/island", element="canonical", followed=None),
]


def test_redirects_cost_nothing_and_nofollowed_links_are_no_way() -> None:
    assert rows(click_depth(view(PAGES, LINKS)), "url", "status", "click_depth") == [
        (absolute("/"), 200, 0),
        (absolute("/a"), 200, 1),
        (absolute("/b"), 200, 1),
        (absolute("/c"), 200, 2),
        (absolute("/gone"), 404, 2),
        (absolute("/hidden"), 200, None),
        (absolute("/island"), 200, None),
        (absolute("/lost"), 404, None),
        (absolute("/reef"), 200, None),
    ]


def test_pages_without_a_way_are_unreachable_whatever_links_to_them() -> None:
    found = unreachable(view(PAGES, LINKS, [sitemap_entry("/reef")]))
    assert found.complete
    assert rows(found) == [
        (absolute("/hidden"), "indexable", False, 1, 1, 0),
        (absolute("/island"), "indexable", False, 1, 1, 1),
        (absolute("/reef"), "noindex", True, 1, 1, 1),
    ]


def test_without_a_home_page_nothing_is_said() -> None:
    seen = view([page("/", status=503), page("/a"), page("/b")], [link("/a", "/b")])
    assert rows(click_depth(seen), "click_depth") == [(None,), (None,), (None,)]
    assert not click_depth(seen).complete
    assert rows(unreachable(seen)) == []
    assert not unreachable(seen).complete


def test_a_way_may_leave_the_scope_within_its_domain_and_come_back() -> None:
    seen = view(
        [page("/docs/"), page("/about"), page("/docs/a")],
        [link("/docs/", "/about"), link("/about", "/docs/a")],
        domain="https://shop.example/docs/",
    )
    assert rows(click_depth(seen), "url", "click_depth") == [
        (absolute("/docs/"), 0),
        (absolute("/docs/a"), 2),
    ]
    assert rows(unreachable(seen)) == []


@pytest.mark.parametrize("edges", [0, 1, 40, 150, 2_000])
def test_distances_equal_a_simple_search(edges: int) -> None:
    nodes = 100
    ends = np.random.default_rng(edges).integers(0, nodes, size=(2, edges))
    assert distances(*ends, nodes, 7).tolist() == simple_search(ends.T.tolist(), nodes, 7)


def test_a_long_chain_and_no_start() -> None:
    chain = np.arange(5_000)
    assert distances(chain[:-1], chain[1:], 5_000, 0).tolist() == chain.tolist()
    assert distances(chain[:-1], chain[1:], 5_000, -1).tolist() == [-1] * 5_000


def simple_search(edges: list[list[int]], nodes: int, start: int) -> list[int]:
    """Breadth first, a node at a time."""
    depths = [-1] * nodes
    depths[start] = 0
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for source, target in edges:
            if source == node and depths[target] < 0:
                depths[target] = depths[node] + 1
                queue.append(target)
    return depths


def test_on_the_demo_every_page_but_six_is_three_clicks_away_at_most(shop: View) -> None:
    depths = [depth for (depth,) in rows(click_depth(shop), "click_depth")]
    assert {depth: depths.count(depth) for depth in set(depths)} == {
        0: 1, 1: 15, 2: 14, 3: 6, None: 6
    }  # fmt: skip
    assert rows(unreachable(shop)) == [
        ("http://shop.example/cart", "noindex", False, 33, 31, 0),
        ("http://shop.example/tea/black/keemun", "indexable", True, 0, 0, 0),
    ]
