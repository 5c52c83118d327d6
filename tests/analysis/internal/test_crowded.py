"""Distinct targets of a page, counted by hand."""

from __future__ import annotations

from linkspider.analysis import View
from linkspider.analysis.internal import crowded_pages
from tests.analysis.frames import absolute, link, page, rows, view

TARGETS = ["/a", "/a", "/b", "/", "mailto:ann@shop.example", None, "https://other.example/"]
LINKS = [link("/", target, ordinal=n) for n, target in enumerate(TARGETS)]


def test_targets_are_distinct_web_addresses_but_the_page_itself() -> None:
    seen = view([page("/")], [*LINKS, link("/", "/c", element="canonical")])
    assert rows(crowded_pages(seen, limit=2)) == [(absolute("/"), 4, 3, 2, 1)]
    assert rows(crowded_pages(seen, limit=3)) == []


def test_150_targets_are_not_too_many_and_151_are() -> None:
    links = [link("/", f"/{n}") for n in range(150)] + [link("/a", f"/{n}") for n in range(151)]
    found = crowded_pages(view([page("/"), page("/a")], links))
    assert rows(found, "url", "targets") == [(absolute("/a"), 151)]


def test_pages_of_others_are_left_out() -> None:
    links = [link("https://ref.example/", f"/{n}") for n in range(5)]
    assert rows(crowded_pages(view([page("https://ref.example/")], links), limit=1)) == []


def test_on_the_demo_three_pages_have_more_than_eighteen(shop: View) -> None:
    assert rows(crowded_pages(shop, limit=18)) == [
        ("http://shop.example/", 23, 19, 17, 2),
        ("http://shop.example/blog/first-flush", 22, 19, 18, 1),
        ("http://shop.example/tea/green/", 21, 19, 18, 1),
    ]
