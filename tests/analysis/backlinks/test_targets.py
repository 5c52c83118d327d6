"""The pages that are linked to, on a few links counted by hand."""

from __future__ import annotations

from pathlib import Path

from linkspider.analysis import open
from linkspider.analysis.backlinks import most_linked_pages
from tests.analysis.frames import absolute, link, page, rows, view

FIRST, SECOND = "https://a.example/", "https://b.example/"


def test_links_count_for_the_page_where_redirects_and_canonicals_end() -> None:
    pages = [
        page(FIRST), page(SECOND), page("/tea"), page("/old", redirect_to="/tea-50g"),
        page("/tea-50g", canonical_url="/tea"), page("/gone", status=410),
        page("/loop", redirect_to="/loop"),
    ]  # fmt: skip
    links = [
        link(FIRST, "/old", rel=["nofollow"]), link(FIRST, "/tea"), link(SECOND, "/old"),
        link(SECOND, "/old", ordinal=1), link(SECOND, "/gone"), link(SECOND, "/loop"),
        link(SECOND, "https://ann:secret@shop.example/gone"), link(FIRST, "/never-tried"),
    ]  # fmt: skip
    names = (
        "target_page", "status", "target_urls", "links", "backlinks", "referring_pages",
        "referring_domains", "followed_links", "followed_backlinks", "followed_referring_domains",
    )  # fmt: skip
    assert rows(most_linked_pages(view(pages, links)), *names) == [
        (absolute("/tea"), 200, 2, 4, 3, 2, 2, 3, 2, 2),
        (absolute("/gone"), 410, 2, 2, 2, 1, 1, 2, 2, 1),
        (absolute("/loop"), 301, 1, 1, 1, 1, 1, 1, 1, 1),
        (absolute("/never-tried"), None, 1, 1, 1, 1, 1, 1, 1, 1),
    ]


def test_nothing_gives_no_rows() -> None:
    assert rows(most_linked_pages(view())) == []


def test_the_demo_is_counted(demo_data: Path) -> None:
    found = most_linked_pages(open(demo_data, "shop.example"))
    names = ("target_page", "target_urls", "links", "backlinks", "referring_domains")
    assert rows(found, *names)[:4] == [
        ("http://shop.example/", 2, 16, 16, 5),
        ("http://shop.example/tea/green/sencha", 1, 6, 4, 4),
        ("http://shop.example/teaware/kyusu", 1, 3, 3, 3),
        ("http://shop.example/tea/green/", 2, 8, 5, 2),
    ]
