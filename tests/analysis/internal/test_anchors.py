"""Anchors that say nothing of their target, by hand."""

from __future__ import annotations

from linkspider.analysis import View
from linkspider.analysis.internal import non_descriptive_anchors
from tests.analysis.frames import absolute, link, page, rows, view

KINDS = {
    "": "empty",
    " » ": "empty",
    "Read more »": "generic",
    "READ  MORE": "generic",
    "read more →": "generic",
    "→": "generic",
    "https://anything.example/x?y": "naked_url",
    "www.shop.example": "naked_url",
    "shop.example/tea": "naked_url",
    "Shop.example/tea/": "naked_url",
    "shop.example": "naked_url",
    "other.com": "naked_url",
    "other.example": None,
    "node.js": None,
    "read more about shop.example/tea": None,
    "Green tea": None,
}


def test_an_anchor_is_empty_a_naked_url_or_generic_or_it_describes_its_target() -> None:
    links = [link("/", "/tea/", text, ordinal=n) for n, text in enumerate(KINDS)]
    found = non_descriptive_anchors(view([page("/")], links))
    expected = [(text, kind) for text, kind in KINDS.items() if kind]
    assert rows(found, "anchor_text", "kind") == expected


def test_a_link_is_listed_with_what_stands_around_it() -> None:
    facts = {"has_image": True, "position": "aside", "ordinal": 7}
    links = [link("/", "/tea", "more", **facts), link("/", "/", "more"),
             link("/", "https://other.example/", "more")]  # fmt: skip
    assert rows(non_descriptive_anchors(view([page("/")], links))) == [
        (absolute("/"), absolute("/tea"), "generic", True, "more", "aside", True, 7)
    ]


def test_home_describes_the_home_page_and_no_other() -> None:
    links = [
        link("/tea", "/", "Home"),
        link("/tea", "/", "", ordinal=1),
        link("/tea", "/de", "Home"),
    ]
    found = non_descriptive_anchors(view([page("/"), page("/tea")], links))
    assert rows(found, "target_url", "kind") == [
        (absolute("/"), "empty"), (absolute("/de"), "generic")
    ]  # fmt: skip


def test_home_describes_the_home_page_under_each_of_its_addresses() -> None:
    pages = [page("/", redirect_to="/en/"), page("/en/"), page("/index", canonical_url="/en/")]
    links = [
        link("/tea", target, "Home", ordinal=place)
        for place, target in enumerate(["/", "/en/", "/index", "https://ann@shop.example/"])
    ]
    assert rows(non_descriptive_anchors(view([*pages, page("/tea")], links))) == []


def test_strangers_words_do_no_harm() -> None:
    links = [
        link("/", "/a", text) for text in ("=1+1", "<script>", "茶" * 2_000, "\x00 tea", "%_[ tea")
    ]
    assert rows(non_descriptive_anchors(view([page("/")], links))) == []


def test_on_the_demo_one_picture_has_no_words(shop: View) -> None:
    columns = ("source_url", "target_url", "kind", "has_image", "anchor_text")
    assert rows(non_descriptive_anchors(shop), *columns) == [
        ("http://shop.example/", "http://shop.example/tea/oolong/ali-shan", "empty", True, "")
    ]
