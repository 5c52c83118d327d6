"""Domains within a sample: cases worked out by hand, and the demo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from linkspider.analysis import Answer, View, open
from linkspider.analysis.authority import domain_pagerank, harmonic_centrality
from linkspider.analysis.authority.pagerank import pagerank
from tests.analysis.authority.graphs import edges
from tests.analysis.frames import crawl, link, page, rows, view

A, B, C = "https://a.example/", "https://b.example/", "https://c.example/"
SAMPLE = view(
    [page(A), page("https://www.a.example/"), page(B), page("/")],
    [
        link(A, B),
        link("https://www.a.example/", B, rel=["nofollow"]),
        link(A, "https://www.a.example/"),
        link(B, "/", rel=["nofollow"]),
        link(A, "/", element="canonical"),
        link("/", C),
        link("/", "mailto:ann@b.example"),
    ],
)
# a -> b -> shop -> c, of which b -> shop is not followed


def test_domains_are_linked_once_and_followed_if_any_link_is() -> None:
    a, b, c, shop = pagerank(edges((0, 1), (1, 3), (3, 2), nofollow=[1]), 4)
    assert rows(domain_pagerank(SAMPLE)) == [
        ("b.example", pytest.approx(b), 1, 1),
        ("c.example", pytest.approx(c), 1, 0),
        ("a.example", pytest.approx(a), 0, 1),
        ("shop.example", pytest.approx(shop), 1, 1),
    ]


def test_harmonic_centrality_adds_a_part_for_each_domain_by_its_distance() -> None:
    assert rows(harmonic_centrality(SAMPLE)) == [
        ("c.example", pytest.approx(1 + 1 / 2 + 1 / 3), 1, 0),
        ("shop.example", 1.5, 1, 1),
        ("b.example", 1, 1, 1),
        ("a.example", 0, 0, 1),
    ]


@pytest.mark.parametrize("question", [domain_pagerank, harmonic_centrality])
def test_each_figure_says_that_it_holds_within_this_sample_alone(
    question: Callable[[View], Answer],
) -> None:
    answer = question(view(complete_outside=False))
    assert rows(answer) == []
    assert not answer.complete
    assert answer.table.columns[0] == "domain"
    assert all(name.endswith("_within_sample") for name in answer.table.columns[1:])


@pytest.mark.parametrize("question", [domain_pagerank, harmonic_centrality])
@pytest.mark.parametrize("keep", ["all", "touching"])
def test_each_figure_needs_the_links_that_touch_no_target(
    question: Callable[[View], Answer], keep: str
) -> None:
    others = crawl("others", spider="referring", arguments=f'{{"keep": "{keep}"}}')
    assert question(view(crawls=[crawl(), others])).complete is (keep == "all")


def test_the_demo_shop_is_the_most_linked_domain_of_its_sample(demo_data: Path) -> None:
    seen = open(demo_data, "shop.example")
    [first, *others] = rows(domain_pagerank(seen))
    assert (first[0], first[2:]) == ("shop.example", (8, 5))
    assert len(others) == 26
    found = {row[0]: row[1] for row in rows(harmonic_centrality(seen))}
    assert next(iter(found)) == "shop.example"
    assert found["shop.example"] == 8.5
    assert found["bargainlinks.example"] == 0
