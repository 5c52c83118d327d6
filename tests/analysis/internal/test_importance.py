"""Importance against content inlinks, ranked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from linkspider.analysis import AnalysisError, View
from linkspider.analysis.internal import under_linked
from tests.analysis.frames import absolute, link, page, rows, sitemap_entry, view

PAGES = [
    page("/"),
    page("/a"),
    page("/b"),
    page("/c"),
    page("/d"),
    page("/d?old", canonical_url="/d"),
    page("/x", noindex=True),
]
# Content inlinks: a 0, b 1, c 2, d 2; of the other three pages have fewer: 0, 1/3, 2/3, 2/3.
INTERNAL = [
    link("/", "/a", position="navigation"),
    link("/", "/b"),
    link("/", "/c"),
    link("/a", "/c"),
    link("/", "/d"),
    link("/a", "/d?old"),
]
THIRD = 1 / 3


def test_by_backlinks_the_followed_referring_domains_count() -> None:
    # a 2, b 1, c 0 (not followed), d 1 (through its old address); fewer have: 1, 1/3, 0, 1/3.
    backlinks = [
        link("https://one.example/", "/a"),
        link("https://www.one.example/", "/a"),
        link("https://two.example/", "/a"),
        link("https://one.example/", "/b"),
        link("https://one.example/", "/c", rel=["nofollow"]),
        link("https://two.example/", "/d?old"),
        link("https://two.example/", "/x"),
    ]
    referring = [page(url) for url in {row["source_url"] for row in backlinks}]
    found = under_linked(view(PAGES + referring, INTERNAL + backlinks, complete_outside=False))
    assert rows(found) == [(absolute("/a"), 2, 0, 0, 1.0, 0.0, 1.0)]
    assert not found.complete


def test_by_sitemap_the_highest_priority_counts_and_pages_outside_are_left_out() -> None:
    # a 0.9, b 0.5 (none given), c 0.2; fewer have: 1, 1/2, 0; content inlinks: 0, 1/2, 1.
    entries = [
        sitemap_entry("/a", priority=0.1),
        sitemap_entry("/a", priority=0.9),
        sitemap_entry("/b"),
        sitemap_entry("/c", priority=0.2),
    ]
    found = under_linked(view(PAGES, INTERNAL, entries, complete_outside=False), "sitemap")
    assert rows(found) == [(absolute("/a"), 0.9, 0, 0, 1.0, 0.0, 1.0)]
    assert found.complete


def test_by_traffic_the_visits_of_all_addresses_of_a_page_count() -> None:
    # a 5, b 30, c 10, d 7 + 4; fewer have: 0, 1, 1/3, 2/3.
    traffic = pd.DataFrame(
        {
            "url": ["/a", absolute("/b"), "/c#top", "/d", "/d?old", "/unknown", "http://a:99999/"],
            "visits": [5, 30, 10, 7, 4, 999, 1],
        }
    )
    [(url, visits, links, _, rank, links_rank, gap)] = rows(
        under_linked(view(PAGES, INTERNAL), traffic)
    )
    assert (url, visits, links) == (absolute("/b"), 30.0, 1)
    assert (rank, links_rank, gap) == pytest.approx((1.0, THIRD, 1 - THIRD))
    # A frame that was filtered or sorted before keeps the numbers of its rows.
    shuffled = traffic.set_index(traffic.index[::-1] + 3)
    assert rows(under_linked(view(PAGES, INTERNAL), shuffled)) == [
        (url, visits, links, 1, rank, links_rank, gap)
    ]


def test_an_empty_frame_gives_no_rows_and_one_without_visits_one_clear_line() -> None:
    empty = pd.DataFrame({"url": [], "visits": []})
    assert rows(under_linked(view(PAGES, INTERNAL), empty)) == []
    with pytest.raises(AnalysisError, match=r"^under_linked: the traffic has no column visits$"):
        under_linked(view(PAGES, INTERNAL), empty[["url"]])
    with pytest.raises(AnalysisError, match="by='likes'"):
        under_linked(view(PAGES), "likes")  # type: ignore[arg-type]


def test_on_the_demo_four_pages_are_linked_from_outside_more_than_from_the_texts(
    shop: View,
) -> None:
    columns = ("url", "importance", "content_inlinks")
    assert rows(under_linked(shop), *columns) == [
        ("http://shop.example/teaware/", 1, 1),
        ("http://shop.example/brew-timer", 2, 2),
        ("http://shop.example/tea/green/", 2, 2),
        ("http://shop.example/tea/green/dragonwell", 1, 2),
    ]
    assert rows(under_linked(shop, "sitemap"), "url")[0] == ("http://shop.example/tea/",)
