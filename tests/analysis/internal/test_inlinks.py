"""Inlinks counted by hand."""

from __future__ import annotations

from linkspider.analysis import View
from linkspider.analysis.internal import inlinks
from tests.analysis.frames import absolute, link, page, rows, view

PAGES = [
    page("/"),
    page("/tea"),
    page("/ware"),
    page("/gone", status=404),
    page("/old", redirect_to="/tea"),
    page("/tea?sort", canonical_url="/tea"),
    page("/loop", redirect_to="/loop"),
]
LINKS = [
    link("/", "/tea", ordinal=0),
    link("/", "/tea", ordinal=1, position="navigation"),
    link("/", "/old", ordinal=2, position="footer", rel=["nofollow"]),
    link("/", "/loop", ordinal=3),
    link("/", "/unknown", ordinal=4),
    link("/", "https://other.example/tea", ordinal=5),
    link("/", "/tea", ordinal=6, element="alternate", followed=None, position=None),
    link("/ware", "/tea?sort"),
    link("/tea", "/tea?sort"),
    link("/tea?sort", "/ware", position=None),
]


def test_links_are_counted_for_the_final_page_and_those_to_itself_are_not() -> None:
    assert rows(inlinks(view(PAGES, LINKS))) == [
        (absolute("/tea"), 200, "indexable", 4, 2, 3, 2, 2, 2, 2),
        (absolute("/ware"), 200, "indexable", 1, 1, 1, 1, 0, 0, 1),
        (absolute("/"), 200, "indexable", 0, 0, 0, 0, 0, 0, 0),
        (absolute("/gone"), 404, "client-error", 0, 0, 0, 0, 0, 0, 0),
    ]


def test_a_source_counts_once_as_followed_where_one_of_its_links_is() -> None:
    links = [
        link("/", "/tea", rel=["nofollow"], ordinal=0),
        link("/", "/tea", ordinal=1),
        link("/ware", "/tea", rel=["ugc"]),
    ]
    columns = ("inlinks", "unique_inlinks", "followed_inlinks", "followed_unique_inlinks")
    assert rows(inlinks(view(PAGES, links)), *columns)[0] == (3, 2, 1, 1)


def test_pages_outside_the_scope_are_not_listed_but_their_links_count() -> None:
    seen = view(
        [page("/"), page("/docs/a"), page("/docs/b")],
        [link("/", "/docs/a"), link("/docs/a", "/"), link("/docs/a", "/docs/b")],
        domain="https://shop.example/docs/",
    )
    assert rows(inlinks(seen), "url", "inlinks") == [
        (absolute("/docs/a"), 1),
        (absolute("/docs/b"), 1),
    ]


def test_on_the_demo_the_home_page_has_one_link_through_its_www_host(shop: View) -> None:
    [home] = [row for row in rows(inlinks(shop)) if row[0] == "http://shop.example/"]
    assert home == ("http://shop.example/", 200, "indexable", 62, 35, 62, 35, 1, 1, 61)
