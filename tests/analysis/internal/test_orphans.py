"""Pages without inlinks, and how they are known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linkspider.analysis import View
from linkspider.analysis.internal import orphans
from tests.analysis.frames import NOW, Row, absolute, crawl, link, page, rows, sitemap_entry, view

REF, BLOG = "https://ref.example/", "https://blog.ref.example/"
THIRD = "https://third.example/"
FROM_HOME = {"discovered_from": absolute("/")}
LONE = page("/lone", **FROM_HOME)

CASES: dict[str, tuple[list[Row], list[Row], list[Row], list[str | None]]] = {
    "known by a sitemap": ([LONE], [], [sitemap_entry("/lone")], ["sitemap"]),
    "known by a sitemap through a redirect": (
        [LONE, page("/old", redirect_to="/lone")], [], [sitemap_entry("/old")], ["sitemap"],
    ),
    "known by a backlink": ([LONE, page(REF)], [link(REF, "/lone")], [], ["backlink"]),
    "known by a redirect": ([LONE, page("/old", redirect_to="/lone")], [], [], ["redirect"]),
    "known by another crawl": ([LONE | {"crawl": "before"}], [], [], ["other crawl"]),
    "known as a start": ([page("/lone")], [], [], ["start"]),
    "known by its own link": ([LONE], [link("/lone", "/lone")], [], [None]),
    "linked by nofollow, so no orphan": ([LONE], [link("/", "/lone", rel=["nofollow"])], [], []),
    "linked through a redirect, so no orphan": (
        [LONE, page("/old", redirect_to="/lone")], [link("/", "/old")], [], [],
    ),
    "noindex, so no orphan": ([page("/lone", noindex=True)], [], [], []),
    "an error, so no orphan": ([page("/lone", status=404)], [], [], []),
    "canonicalised, so no orphan": (
        [page("/lone", canonical_url="/"), LONE | {"url": absolute("/")}], [], [], [],
    ),
    "never tried, so unknown": ([], [], [sitemap_entry("/lone")], []),
    "outside the target": ([page("https://other.example/lone")], [], [], []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_orphan_is(name: str) -> None:
    pages, links, sitemaps, known_by = CASES[name]
    pages = [*pages, *([] if name.startswith("canonicalised") else [page("/")])]
    found = orphans(view(pages, links, sitemaps))
    assert rows(found, "url", "known_by") == [(absolute("/lone"), how) for how in known_by]


def test_all_that_names_an_orphan_is_counted() -> None:
    seen = view(
        [
            *map(page, ("/", REF, BLOG, THIRD)),
            LONE,
            page("/old", redirect_to="/lone"),
            page("/copy", canonical_url="/lone"),
        ],
        [
            link(REF, "/lone"),
            link(BLOG, "/old", rel=["nofollow"]),
            link(THIRD, "/copy"),
        ],
        [sitemap_entry("/lone"), sitemap_entry("/lone", sitemap_url=absolute("/2.xml"))],
    )
    assert rows(orphans(seen)) == [(absolute("/lone"), "sitemap", True, 2, 2, NOW)]


def test_links_of_an_older_crawl_save_no_page_from_being_an_orphan() -> None:
    before = {"crawl": "before", "fetched_at": NOW - timedelta(days=9)}
    seen = view(
        [page("/"), LONE, page("/") | before, page("/hub") | before],
        [link("/hub", "/lone") | before, link("/", "/hub") | before],
        crawls=[crawl(), crawl("before")],
    )
    assert rows(orphans(seen), "url", "known_by") == [
        (absolute("/hub"), "other crawl"),
        (absolute("/lone"), None),
    ]


def test_on_the_demo_one_tea_is_in_the_sitemap_and_nowhere_else(shop: View) -> None:
    columns = ("url", "known_by", "in_sitemap", "referring_domains", "redirects")
    assert rows(orphans(shop), *columns) == [
        ("http://shop.example/tea/black/keemun", "sitemap", True, 0, 0)
    ]
