"""Internal links that are not followed, listed by hand."""

from __future__ import annotations

from linkspider.analysis import View
from linkspider.analysis.internal import by_target, nofollowed_links
from tests.analysis.frames import absolute, link, page, rows, view


def test_the_link_or_its_page_forbids_it() -> None:
    links = [
        link("/", "/a", "Tea", rel=["noopener", "nofollow"], position="header"),
        link("/", "/b", rel=["ugc"], ordinal=1),
        link("/quiet", "/a", followed=False),
        link("/", "/c"),
        link("/", "https://other.example/", rel=["nofollow"]),
    ]
    home, quiet = absolute("/"), absolute("/quiet")
    assert rows(nofollowed_links(view([page("/"), page("/quiet")], links))) == [
        (home, absolute("/a"), "rel", "Tea", "header", False, 0, ["noopener", "nofollow"]),
        (quiet, absolute("/a"), "page", "", "content", False, 0, []),
        (home, absolute("/b"), "rel", "", "content", False, 1, ["ugc"]),
    ]


def test_on_the_demo_the_basket_and_the_login_are_nofollowed(shop: View) -> None:
    found = by_target(nofollowed_links(shop))
    assert rows(found, "target_url", "nofollow_by", "links") == [
        ("http://shop.example/account/login", "rel", 34),
        ("http://shop.example/cart", "rel", 33),
    ]
