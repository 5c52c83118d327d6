"""The links that are counted: cases worked out by hand."""

from __future__ import annotations

from linkspider.analysis.hyperlinks import backlinks, hyperlinks, internal_hyperlinks
from tests.analysis.frames import absolute, link, page, rows, view

BLOG = "https://blog.test/"


def test_only_a_and_area_are_hyperlinks() -> None:
    elements = ["a", "area", "iframe", "canonical", "alternate", "next", "prev", "meta-refresh"]
    seen = view([page("/")], [link("/", "/tea", element=element) for element in elements])
    assert set(rows(hyperlinks(seen.links), "element")) == {("a",), ("area",)}
    assert internal_hyperlinks(seen.links).count().to_pyarrow().as_py() == 2


def test_backlinks_are_hyperlinks_into_the_scope_from_another_domain() -> None:
    pages = [page("/"), page(BLOG), page("https://www.shop.example/")]
    links = [
        link(BLOG, "/"),
        link(BLOG, "/tea", element="iframe"),
        link(BLOG, "https://other.test/"),
        link("/", BLOG),
        link("/", "/tea"),
        link("https://www.shop.example/", "/"),
    ]
    seen = view(pages, links)
    assert rows(backlinks(seen.links), "source_url", "target_url") == [(BLOG, absolute("/"))]
