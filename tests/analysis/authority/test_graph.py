"""Which pages there are, and who links to whom: cases worked out by hand."""

from __future__ import annotations

import pytest

from linkspider.analysis import AnalysisError, View
from linkspider.analysis.authority.graph import PageGraph, page_graph
from tests.analysis.frames import absolute, link, page, view

OTHER = "https://other.example/"


def urls(graph: PageGraph) -> list[str]:
    return [url.removeprefix("https://shop.example") for url in graph.pages["url"].to_pylist()]


def pairs(graph: PageGraph) -> dict[tuple[str, str], tuple[float, bool]]:
    """Weight and followed by source and target."""
    names, edges = urls(graph), graph.edges
    rows = zip(edges.source, edges.target, edges.weight, edges.followed, strict=True)
    return {(names[a], names[b]): (float(weight), bool(ok)) for a, b, weight, ok in rows}


def test_pages_are_final_urls_in_scope_and_errors_are_pages_without_links() -> None:
    seen = view(
        [
            page("/"),
            page("/old", redirect_to="/new"),
            page("/new"),
            page("/copy", canonical_url="/new"),
            page("/gone", status=404),
            page("/shut", status=None, error="robots"),
            page("/away", redirect_to=OTHER),
            page(OTHER),
        ],
        [
            link("/", "/old"),
            link("/", "/gone"),
            link("/", "/away"),
            link("/", OTHER),
            link("/", "/untried"),
            link("/copy", "/"),
            link("/gone", "/new"),
            link("/old", "/gone"),
        ],
    )
    graph = page_graph(seen)
    assert urls(graph) == ["/", "/gone", "/new", "/shut", "/untried"]
    assert graph.pages["status"].to_pylist() == [200, 404, 200, None, None]
    assert graph.pages["indexable"].to_pylist() == [True, False, True, False, None]
    assert set(pairs(graph)) == {("/", "/new"), ("/", "/gone"), ("/", "/untried"), ("/new", "/")}


def test_redirects_without_an_end_stand_for_themselves() -> None:
    seen = view(
        [
            page("/"),
            page("/a", redirect_to="/b"),
            page("/b", redirect_to="/a"),
            page("/cut", redirect_to="/unknown"),
        ],
        [link("/", "/a"), link("/", "/cut"), link("/", "https://ann:secret@shop.example/b")],
    )
    graph = page_graph(seen)
    assert urls(graph) == ["/", "/a", "/b", "/cut"]
    assert set(pairs(graph)) == {("/", "/a"), ("/", "/b"), ("/", "/cut")}


def test_a_pair_has_the_largest_weight_of_its_links_and_is_followed_if_any_is() -> None:
    seen = view(
        [page("/"), page("/a"), page("/b"), page("/b2", redirect_to="/b")],
        [
            link("/", "/a", position="footer"),
            link("/", "/a", position="content", rel=["nofollow"]),
            link("/", "/b", position="footer", rel=["nofollow"]),
            link("/", "/b2", position="navigation", followed=False),
            link("/a", "/", position=None),
            link("/a", "/a", position="content"),
        ],
    )
    weights = {"content": 1, "navigation": 0.5, "footer": 0.1}
    graph = page_graph(seen, weights)
    assert pairs(graph) == {
        ("/", "/a"): (1, True),
        ("/", "/b"): (0.5, False),
        ("/a", "/"): (1, True),
    }
    assert {weight for weight, _ in pairs(page_graph(seen)).values()} == {1}
    assert graph.unique_inlinks().tolist() == [1, 1, 1]
    assert graph.content_inlinks().tolist() == [0, 1, 0]


def test_targets_of_backlinks_are_pages_and_pages_of_older_crawls_alone_are_not() -> None:
    seen = view(
        [page("/"), page("/older", crawl="before"), page(OTHER)],
        [link(OTHER, "/lost"), link("/older", "/")],
    )
    graph = page_graph(seen)
    assert urls(graph) == ["/", "/lost"]
    assert pairs(graph) == {}


def test_a_scope_that_is_a_part_of_a_site_has_only_its_own_pages() -> None:
    docs = view(
        [page("/docs/"), page("/docs/a"), page("/shop")],
        [link("/docs/", "/docs/a"), link("/docs/a", "/shop"), link("/shop", "/docs/")],
        domain="https://shop.example/docs/",
    )
    assert set(pairs(page_graph(docs))) == {("/docs/", "/docs/a")}


def test_other_elements_and_other_schemes_are_no_links_between_pages() -> None:
    seen = view(
        [page("/"), page("/a")],
        [link("/", "/a", element="iframe"), link("/", "mailto:ann@shop.example"), link("/", None)],
    )
    graph = page_graph(seen)
    assert urls(graph) == ["/", "/a"]
    assert len(graph.edges) == 0


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"menu": 1.0}, "no position 'menu'; there are content, navigation, header, footer, aside"),
        ({"footer": -1.0}, "footer must be 0 or more, not -1.0"),
        ({"footer": float("nan")}, "footer must be 0 or more, not nan"),
        ({"footer": float("inf")}, "footer must be 0 or more, not inf"),
    ],
)
def test_a_wrong_weight_is_told_in_a_line(weights: dict[str, float], words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        page_graph(view(), weights)


def test_a_folded_url_leads_to_its_page() -> None:
    seen: View = view([page("/"), page("/old", redirect_to="/new"), page("/new")])
    graph = page_graph(seen)
    places = graph.places.to_pyarrow().to_pydict()
    number = dict(zip(places["url"], places["page"], strict=True))
    assert number[absolute("/old")] == number[absolute("/new")] == urls(graph).index("/new")
