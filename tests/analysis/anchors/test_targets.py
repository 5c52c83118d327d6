"""Anchors by the pages that they lead to: worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis.anchors import anchors_of_several_pages, generic_anchors
from tests.analysis.frames import absolute, link, page, rows, view

A, B = "https://a.example/", "https://b.example/"
BRAND = "Leaf & Kettle"
PAGES = [
    page("/"), page("/tea"), page("/green"), page("/old-tea", redirect_to="/tea"),
    page("/loop", redirect_to="/loop"), page(A), page(B),
]  # fmt: skip


def test_one_anchor_for_two_pages_has_a_row_for_each() -> None:
    links = [
        link(A, "/tea", "green tea", ordinal=0),
        link(A, "/tea", "Green tea", ordinal=1, followed=False),
        link(B, "/tea", "green tea"),
        link(B, "/green", "green tea", ordinal=1),
        link(B, "/loop", "green tea", ordinal=2),
        link(A, "/green", "one page only", ordinal=2),
    ]
    assert rows(anchors_of_several_pages(view(PAGES, links), BRAND)) == [
        ("green tea", 2, absolute("/tea"), "other", 3, 2, 2, 2),
        ("green tea", 2, absolute("/green"), "other", 1, 1, 1, 1),
    ]


def test_an_address_that_redirects_is_no_second_page() -> None:
    links = [link(A, "/tea", "green tea"), link(B, "/old-tea", "green tea")]
    assert rows(anchors_of_several_pages(view(PAGES, links), BRAND)) == []


def test_brand_and_generic_anchors_lead_to_several_pages_rightly_unless_asked_for() -> None:
    links = [
        link(A, target, anchor, ordinal=place)
        for place, (target, anchor) in enumerate(
            [
                ("/", BRAND),
                ("/tea", BRAND),
                ("/", "here"),
                ("/tea", "here"),
                ("/", ""),
                ("/tea", ""),
            ]
        )
    ]
    assert rows(anchors_of_several_pages(view(PAGES, links), BRAND)) == []
    found = anchors_of_several_pages(view(PAGES, links), BRAND, kinds=["generic"])
    assert rows(found, "anchor", "target_page") == [
        ("here", absolute("/")),
        ("here", absolute("/tea")),
    ]


def test_internal_anchors_are_looked_at_where_asked_for() -> None:
    links = [link("/", "/tea", "leaves"), link("/tea", "/green", "leaves")]
    assert rows(anchors_of_several_pages(view(PAGES, links), BRAND)) == []
    found = anchors_of_several_pages(view(PAGES, links), BRAND, links="internal")
    assert rows(found, "target_page", "source_pages") == [
        (absolute("/green"), 1),
        (absolute("/tea"), 1),
    ]


def test_pages_with_several_generic_anchors_are_named_with_them() -> None:
    links = [
        link(A, "/tea", "here", ordinal=0),
        link(A, "/tea", "Read more »", ordinal=1),
        link(B, "/old-tea", "here"),
        link(B, "/tea", "green tea", ordinal=1),
        link(B, "/green", "here", ordinal=2),
        link(B, "/green", "HERE!", ordinal=3),
    ]
    assert rows(generic_anchors(view(PAGES, links), BRAND)) == [
        (absolute("/tea"), 2, 3, 4, 0.75, 2, 2, ["here", "read more"])
    ]
    found = generic_anchors(view(PAGES, links), BRAND, min_anchors=1)
    assert rows(found, "target_page", "generic_anchors", "generic_links") == [
        (absolute("/tea"), 2, 3),
        (absolute("/green"), 1, 2),
    ]


@pytest.mark.parametrize("links", ["backlinks", "internal"])
def test_without_links_there_is_nothing(links: str) -> None:
    assert rows(anchors_of_several_pages(view(), links=links)) == []  # type: ignore[arg-type]
    assert rows(generic_anchors(view(), links=links)) == []  # type: ignore[arg-type]
    assert not generic_anchors(view(complete_inside=False), links="internal").complete


def test_the_demo_shops_cheap_anchor_leads_to_two_pages(demo_data: Path) -> None:
    shop = analysis.open(demo_data, "shop.example")
    assert rows(anchors_of_several_pages(shop), "anchor", "target_page", "links") == [
        ("buy cheap green tea online", "http://shop.example/tea/green/", 6),
        ("buy cheap green tea online", "http://shop.example/", 2),
    ]
    assert rows(generic_anchors(shop)) == []
    assert rows(generic_anchors(shop, links="internal", min_anchors=1), "anchors") == [(["home"],)]
