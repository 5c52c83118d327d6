"""Links that lead to errors, redirects and pages kept out of search, listed by hand."""

from __future__ import annotations

import pytest

from linkspider.analysis import View
from linkspider.analysis.internal import (
    broken_links,
    by_target,
    links_to_unindexable,
    redirecting_links,
)
from linkspider.analysis.on_page import linked_not_indexable
from tests.analysis.frames import Row, absolute, link, page, rows, view

A, B, HOME = absolute("/a"), absolute("/b"), absolute("/")
REF = "https://ref.example/"

BROKEN: dict[str, tuple[Row, tuple[str, int | None, str | None] | None]] = {
    "not found": (page("/a", status=404), ("client-error", 404, None)),
    "gone": (page("/a", status=410), ("client-error", 410, None)),
    "forbidden": (page("/a", status=403), ("client-error", 403, None)),
    "a failing server": (page("/a", status=503), ("server-error", 503, None)),
    "the last of the server errors": (page("/a", status=599), ("server-error", 599, None)),
    "a number that no standard knows": (page("/a", status=600), None),
    "a refusal of robots": (page("/a", status=999), None),
    "a timeout": (page("/a", status=None, error="timeout"), ("no-response", None, "timeout")),
    "a host without an answer": (
        page("/a", status=None, error="robots-unreachable"),
        ("no-response", None, "robots-unreachable"),
    ),
    "robots, which is no fault": (page("/a", status=None, error="robots"), None),
    "a size that we do not read": (page("/a", status=None, error="too-large"), None),
    "a page": (page("/a"), None),
    "a redirect to a page": (page("/a", redirect_to="/"), None),
    "a loop": (page("/a", redirect_to="/a"), None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_link_is_broken_by(name: str) -> None:
    target, fault = BROKEN[name]
    links = [link("/", "/a", "Tea", position="aside", ordinal=3)]
    expected = [(HOME, A, *fault, 0, A, "Tea", "aside", True, 3)] if fault else []
    assert rows(broken_links(view([page("/"), target], links))) == expected


def test_a_link_is_broken_behind_redirects_too_and_a_page_may_have_several() -> None:
    pages = [page("/"), page("/a", redirect_to="/b"), page("/b", status=404), page(REF)]
    links = [
        link("/", "/b", "second", ordinal=1),
        link("/", "https://ann:secret@shop.example/a", "first", ordinal=0, rel=["nofollow"]),
        link("/b", "/b", "its own"),
        link("/", "/b", element="alternate"),
        link(REF, "/b", "backlink"),
    ]
    columns = ("target_url", "hops", "end_url", "anchor_text", "followed")
    assert rows(broken_links(view(pages, links)), *columns) == [
        ("https://ann:secret@shop.example/a", 1, B, "first", False),
        (B, 0, B, "second", True),
    ]


REDIRECTING: dict[str, tuple[list[Row], tuple[object, ...] | None]] = {
    "once for good": ([page("/a", redirect_to="/b"), page("/b")], (301, 1, B, 200, None)),
    "once for now": (
        [page("/a", redirect_to="/b", status=302), page("/b")], (302, 1, B, 200, None),
    ),
    "in a chain": (
        [page("/a", redirect_to="/c", status=308), page("/c", redirect_to="/b"), page("/b")],
        (308, 2, B, 200, None),
    ),
    "to an error": ([page("/a", redirect_to="/b"), page("/b", status=404)], (301, 1, B, 404, None)),
    "back to the page": ([page("/a", redirect_to="/")], (301, 1, HOME, 200, None)),
    "in a loop": ([page("/a", redirect_to="/a")], (301, 10, None, None, "loop")),
    "to what was never tried": ([page("/a", redirect_to="/b")], (301, 1, None, None, "untried")),
    "to no address": ([page("/a", status=303)], (303, 0, None, None, "no-location")),
    "not, by a canonical": ([page("/a", canonical_url="/b"), page("/b")], None),
}  # fmt: skip


@pytest.mark.parametrize("name", REDIRECTING)
def test_a_link_redirects(name: str) -> None:
    pages, end = REDIRECTING[name]
    expected = [(HOME, A, *end, "Tea", "content", True, 0)] if end else []
    found = redirecting_links(view([page("/"), *pages], [link("/", "/a", "Tea")]))
    assert rows(found) == expected


UNINDEXABLE: dict[str, tuple[list[Row], tuple[str, str, str | None, bool | None] | None]] = {
    "noindex": ([page("/a", noindex=True)], ("noindex", A, None, None)),
    "canonicalised": ([page("/a", canonical_url="/b"), page("/b")], ("canonicalised", A, B, None)),
    "canonicalised to the page that links": (
        [page("/a", canonical_url="/")], ("canonicalised", A, HOME, None),
    ),
    "forbidden to us": ([page("/a", status=None, error="robots")], ("robots", A, None, None)),
    "noindex, which Googlebot may not read": (
        [page("/a", googlebot_allowed=False, noindex=True)], ("noindex", A, None, False),
    ),
    "a meta refresh": (
        [page("/a", indexability="meta-refresh", indexable=False)],
        ("meta-refresh", A, None, None),
    ),
    "noindex behind a redirect": (
        [page("/a", redirect_to="/b"), page("/b", noindex=True)], ("noindex", B, None, None),
    ),
    "an error, which is broken": ([page("/a", status=404)], None),
    "a PDF, which is none": ([page("/a", indexability="not-html", indexable=False)], None),
    "indexable": ([page("/a")], None),
}  # fmt: skip


@pytest.mark.parametrize("name", UNINDEXABLE)
def test_a_link_leads_to_a_page_that_is(name: str) -> None:
    pages, fact = UNINDEXABLE[name]
    expected = [(HOME, A, *fact, "Tea", "content", True, 0)] if fact else []
    found = links_to_unindexable(view([page("/"), *pages], [link("/", "/a", "Tea")]))
    assert rows(found) == expected


def test_a_list_is_summed_up_by_target() -> None:
    pages = [*map(page, ("/x", "/y", "/z")), page("/a", status=404), page("/b", status=500)]
    links = [
        link("/z", "/a", "one", rel=["nofollow"]),
        link("/y", "/a", "two", ordinal=0),
        link("/y", "/a", "three", ordinal=1, position="footer"),
        link("/x", "/b"),
    ]
    found = by_target(broken_links(view(pages, links), segments={"blog": "/y*"}))
    assert rows(found) == [
        (A, "client-error", 404, None, 0, A, 3, 2, 2, absolute("/y")),
        (B, "server-error", 500, None, 0, B, 1, 1, 1, absolute("/x")),
    ]


def test_on_the_demo_one_post_links_to_what_is_gone_and_what_has_moved(shop: View) -> None:
    post = "http://shop.example/blog/first-flush"
    assert rows(broken_links(shop)) == [
        (post, "http://shop.example/teaware/chasen", "client-error", 404, None, 0,
         "http://shop.example/teaware/chasen", "bamboo whisk", "content", True, 15),
    ]  # fmt: skip
    columns = ("source_url", "target_url", "first_status", "hops", "end_url", "status")
    assert rows(redirecting_links(shop), *columns) == [
        (post, "http://shop.example/old/green-tea.php", 301, 2,
         "http://shop.example/tea/green/", 200),
        (post, "http://www.shop.example/", 301, 1, "http://shop.example/", 200),
    ]  # fmt: skip


def test_on_the_demo_pages_are_kept_out_for_the_same_reasons_as_in_the_on_page_answers(
    shop: View,
) -> None:
    found = rows(by_target(links_to_unindexable(shop)), "target_url", "reason")
    assert set(found) <= set(rows(linked_not_indexable(shop), "url", "indexability"))


def test_on_the_demo_six_pages_that_are_kept_out_are_linked(shop: View) -> None:
    found = by_target(links_to_unindexable(shop))
    assert rows(found, "target_url", "reason", "links", "followed_links") == [
        ("http://shop.example/account/login", "robots", 34, 0),
        ("http://shop.example/cart", "noindex", 33, 0),
        ("http://shop.example/newsletter", "noindex", 33, 33),
        ("http://shop.example/gifts", "meta-refresh", 1, 1),
        ("http://shop.example/tea/green/?sort=price", "canonicalised", 1, 1),
        ("http://shop.example/tea/green/sencha-50g", "canonicalised", 1, 1),
    ]
