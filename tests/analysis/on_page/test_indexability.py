"""Which pages are indexable, and which of the others the site links to."""

from __future__ import annotations

from pathlib import Path

from linkspider import analysis
from linkspider.analysis.internal import inlinks
from linkspider.analysis.on_page import indexability, linked_not_indexable
from linkspider.analysis.on_page.inlinks import unfolded_inlinks
from tests.analysis.frames import absolute, link, page, rows, view

PAGES = [
    page("/"),
    page("/tea"),
    page("/cart", noindex=True),
    page("/old", redirect_to="/tea"),
    page("/tea?sort=1", canonical_url="/tea"),
    page("/gone", status=404),
    page("/private", status=None, error="robots"),
    page("/list.pdf", indexability="not-html"),
    page("https://blog.example/", status=404),
]
LINKS = [
    link("/", "/tea"),
    link("/", "/cart"),
    link("/tea", "/cart", followed=False),
    link("/tea", "/cart", ordinal=1),
    link("/cart", "/cart"),
    link("/", "/old"),
    link("/", "https://ann:secret@shop.example/old", ordinal=1),
    link("/", "/tea?sort=1"),
    link("/", "/list.pdf"),
    link("/", "/gone", element="canonical"),
    link("https://blog.example/", "/gone"),
    link("/", "https://blog.example/"),
]


def test_indexability_counts_the_pages_of_each_reason() -> None:
    assert rows(indexability(view(PAGES, LINKS))) == [
        ("indexable", 2, 0.25, 1, absolute("/")),
        ("canonicalised", 1, 0.125, 1, absolute("/tea?sort=1")),
        ("client-error", 1, 0.125, 0, absolute("/gone")),
        ("noindex", 1, 0.125, 1, absolute("/cart")),
        ("not-html", 1, 0.125, 1, absolute("/list.pdf")),
        ("redirect", 1, 0.125, 1, absolute("/old")),
        ("robots", 1, 0.125, 0, absolute("/private")),
    ]


def test_pages_that_are_linked_but_not_indexable_are_told_with_their_unfolded_inlinks() -> None:
    found = linked_not_indexable(view(PAGES, LINKS))
    home, tea = absolute("/"), absolute("/tea")
    assert rows(found) == [
        (absolute("/cart"), "noindex", 200, None, 3, 2, 2, None, home),
        (absolute("/old"), "redirect", 301, None, 2, 1, 2, tea, home),
        (absolute("/tea?sort=1"), "canonicalised", 200, None, 1, 1, 1, tea, home),
    ]


def test_a_link_from_a_variant_of_the_page_is_unfolded_to_all_who_count() -> None:
    pages = [page("/"), page("/tea"), page("/tea?sort=1", canonical_url="/tea")]
    links = [
        link("/tea?sort=1", "/tea"),
        link("/tea", "/tea"),
        link("/tea", "/tea?sort=1", ordinal=1),
        link("/", "https://ann@shop.example/tea"),
        link("/", "/tea?sort=1", ordinal=1),
    ]
    seen = view(pages, links)
    counted = unfolded_inlinks(seen, seen.pages.select("url"))
    assert sorted(rows(counted, "linked_url", "unfolded_inlinks")) == [
        (absolute("/tea"), 2),
        (absolute("/tea?sort=1"), 2),
    ]
    assert rows(inlinks(seen), "url", "inlinks", "unfolded_inlinks") == [
        (absolute("/tea"), 2, 2),
        (absolute("/"), 0, 0),
    ]


def test_no_pages_have_no_indexability() -> None:
    assert rows(indexability(view())) == []
    assert rows(linked_not_indexable(view())) == []


def test_the_demos_indexability(demo_data: Path) -> None:
    seen = analysis.open(demo_data, "shop.example")
    counts = {reason: (pages, linked) for reason, pages, _, linked, _ in rows(indexability(seen))}
    assert counts == {
        "indexable": (33, 32), "redirect": (3, 2), "canonicalised": (2, 2), "noindex": (2, 2),
        "client-error": (2, 1), "meta-refresh": (1, 1), "no-response": (1, 0), "not-html": (1, 1),
        "robots": (1, 1),
    }  # fmt: skip
    found = rows(linked_not_indexable(seen), "url", "indexability", "unfolded_unique_inlinks")
    assert len(found) == 9
    assert found[0] == ("http://shop.example/account/login", "robots", 34)
    assert found[-1] == ("http://www.shop.example/", "redirect", 1)
