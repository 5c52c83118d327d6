"""Slow and heavy pages, pages not made for phones, links to plain http."""

from __future__ import annotations

from pathlib import Path

from linkspider import analysis
from linkspider.analysis.on_page import (
    insecure_links,
    no_viewport,
    response_times,
    slow_or_heavy,
)
from tests.analysis.frames import absolute, link, page, rows, view


def test_pages_are_slow_over_a_second_and_heavy_over_two_megabytes() -> None:
    pages = [
        page("/quick", elapsed_ms=1_000, bytes=2_000_000),
        page("/slow", elapsed_ms=1_001, bytes=10),
        page("/heavy", elapsed_ms=10, bytes=2_000_001),
        page("/unknown"),
        page("/both", elapsed_ms=9_000, bytes=9_000_000, noindex=True),
        page("/error", elapsed_ms=9_000, status=500),
    ]
    assert rows(slow_or_heavy(view(pages))) == [
        (absolute("/both"), 9_000, 9_000_000, True, True),
        (absolute("/slow"), 1_001, 10, True, False),
        (absolute("/heavy"), 10, 2_000_001, False, True),
    ]
    found = rows(slow_or_heavy(view(pages), ms=9, size=2_000_000), "url", "slow", "heavy")
    assert (absolute("/quick"), True, False) in found


def test_response_times_are_those_of_all_pages_the_slowest_first() -> None:
    pages = [page("/a", elapsed_ms=1, bytes=5), page("/b", elapsed_ms=2, bytes=4), page("/c")]
    assert rows(response_times(view(pages))) == [
        (absolute("/b"), 2, 4), (absolute("/a"), 1, 5), (absolute("/c"), None, None),
    ]  # fmt: skip


def test_pages_without_viewport_are_those_that_were_read_whole() -> None:
    pages = [
        page("/", has_viewport=True),
        page("/old", has_viewport=False, title="Old"),
        page("/cart", has_viewport=False, noindex=True),
        page("/cut", has_viewport=False, truncated=True),
        page("/gone", has_viewport=False, status=404),
        page("/unknown"),
    ]
    assert rows(no_viewport(view(pages))) == [(absolute("/cart"), None), (absolute("/old"), "Old")]


def test_links_from_https_to_http_within_the_site_are_insecure() -> None:
    pages = [page("/"), page("/tea"), page("/gone", status=404), page("http://shop.example/plain")]
    plain = "http://shop.example/cups"
    links = [
        link("/", plain), link("/", plain, ordinal=1), link("/tea", plain),
        link("/tea", "http://shop.example/frame", element="iframe"),
        link("/tea", plain, element="canonical"),
        link("/gone", plain),
        link("/", "/tea"),
        link("/", "http://blog.example/"),
        link("/", "mailto:tea@shop.example"),
        link("http://shop.example/plain", plain),
    ]  # fmt: skip
    assert rows(insecure_links(view(pages, links))) == [
        (plain, 4, 2, "a, canonical", absolute("/")),
        ("http://shop.example/frame", 1, 1, "iframe", absolute("/tea")),
    ]


def test_no_pages_have_no_delivery() -> None:
    for question in (slow_or_heavy, no_viewport, insecure_links):
        assert rows(question(view())) == []
    assert rows(response_times(view())) == []


def test_the_demo_is_served_on_plain_http_and_made_for_phones(demo_data: Path) -> None:
    seen = analysis.open(demo_data, "shop.example")
    assert rows(no_viewport(seen)) == []
    assert rows(insecure_links(seen)) == []
    assert rows(slow_or_heavy(seen, ms=60_000)) == []
    heavy = rows(slow_or_heavy(seen, ms=60_000, size=3_700), "url", "heavy")
    assert heavy == [("http://shop.example/blog/brewing-gyokuro", True)]
    assert len(rows(response_times(seen))) == 38
